import { EventEmitter } from 'eventemitter3'
import type { Carried } from './carried.ts'
import type { EventQueue } from './event-queue.ts'
import type { DatagramRecord, SegmentRecord, TraceDetail, TraceRecord } from './trace.ts'
import type { SegmentSighting } from './transport/segment.ts'

/**
 * What observers subscribe to. They are handed plain data and cannot influence the run. One that throws has a
 * bug: its error comes out of `advance`, and that run is over.
 */
export type TraceEmitter = EventEmitter<{
  record: [record: TraceRecord]
  segment: [segment: SegmentRecord]
  datagram: [datagram: DatagramRecord]
}>

/** Numbers what happens, notes what led to it, and hands it to every observer. */
export class Tracer {
  readonly emitter: TraceEmitter = new EventEmitter()
  readonly #clock: Pick<EventQueue<unknown>, 'now'>
  #sequence = 0
  #cause: number | undefined

  constructor(clock: Pick<EventQueue<unknown>, 'now'>) {
    this.#clock = clock
  }

  /** The record that what happens now follows from. */
  get cause(): number | undefined {
    return this.#cause
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Tracer): void {
    this.#sequence = other.#sequence
    this.#cause = other.#cause
  }

  /** Answers the record's number, by which others can name it as their cause. */
  emit(node: string, detail: TraceDetail): number {
    const seq = this.#sequence++
    this.emitter.emit('record', { at: this.#clock.now, seq, node, cause: this.#cause, ...detail })
    return seq
  }

  /** What a tap sees has no number, since nothing follows from looking on. */
  sight(sighting: SegmentSighting<Carried>): void {
    this.emitter.emit('segment', { at: this.#clock.now, ...sighting })
  }

  /** The same for BFD; octets are made where somebody looks. */
  sightDatagram(sighting: Omit<DatagramRecord, 'at' | 'octets'>, octets: () => Uint8Array): void {
    if (this.emitter.listenerCount('datagram') === 0) return
    this.emitter.emit('datagram', { at: this.#clock.now, ...sighting, octets: octets() })
  }

  /** Emits a record and does what follows from it. */
  because(node: string, detail: TraceDetail, consequences: () => void): void {
    const outer = this.#cause
    this.#cause = this.emit(node, detail)
    consequences()
    this.#cause = outer
  }

  /** Does what follows from a record that was emitted before. */
  following<Answer>(cause: number | undefined, consequences: () => Answer): Answer {
    const outer = this.#cause
    this.#cause = cause
    const answer = consequences()
    this.#cause = outer
    return answer
  }
}
