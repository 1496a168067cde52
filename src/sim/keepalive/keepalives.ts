import type { Session } from '../../bgp/fsm/session.ts'
import { keepalive, type Message } from '../../bgp/message.ts'
import { sessionByConnection, sessionById } from '../../bgp/peer-sessions.ts'
import type { Speaker } from '../../bgp/speaker.ts'
import type { SpeakerTimer } from '../../bgp/speaker-event.ts'
import { beforeOpen } from '../../bgp/wire/wire-session.ts'
import type { Loading } from '../carriage.ts'
import type { Carried } from '../carried.ts'
import type { EventQueue } from '../event-queue.ts'
import { isSteady, type Passage } from '../fault.ts'
import type { Network } from '../network.ts'
import { leavesAt } from '../packet-schedule.ts'
import type { SpeakerTimerEvent, SpeakerTimers, TimerName } from '../speaker-timers.ts'
import { type Micros, secondsToMicros } from '../time.ts'
import type { Transport } from '../transport/transport.ts'
import {
  arrivesAt,
  firstToArrive,
  firstToLeave,
  heldBefore,
  type KeepaliveStream,
  outlastsSilence,
} from './keepalive-stream.ts'

/** A router whose sessions exchange KEEPALIVEs. */
export interface KeepaliveRouter {
  readonly speaker: Speaker
  readonly timers: SpeakerTimers
}

/** What KEEPALIVEs need of the simulation around them. */
export interface KeepaliveSurroundings {
  readonly queue: Pick<EventQueue<unknown>, 'now'>
  readonly network: Network
  readonly transport: Transport<Carried>
  readonly load: Loading
  readonly router: (node: string) => KeepaliveRouter | undefined
  /** Whether each is run and recorded; the run is the same without. */
  readonly areRun: boolean
}

/** How many KEEPALIVEs of one end of a session are in no trace. */
export interface KeepaliveCount {
  readonly sent: number
  readonly received: number
}

/**
 * The KEEPALIVEs of sessions that stand. All that one of them does is to let the HoldTimer of its receiver begin anew:
 * between two ends that say nothing else, over a link that carries everything, the last one before any instant follows
 * from the schedule of its sender. None is run there, in either direction by itself, until something touches the
 * session; then those that left before are on their way, or were heard.
 *
 * None of them is in the trace either, unless all are run: the traces of both ways of running differ by these records
 * alone. How many there were is counted.
 */
export class Keepalives {
  readonly #around: KeepaliveSurroundings
  /** By session: the streams of its two directions that are not run. */
  #streams = new Map<string, readonly KeepaliveStream[]>()
  #counts = new Map<string, KeepaliveCount>()
  /** The network's version for which the passages of all streams are known to be as they were. */
  #networkVersion = 0

  constructor(around: KeepaliveSurroundings) {
    this.#around = around
  }

  /** Goes on from where others stand; neither know of the other afterwards. */
  assume(other: Keepalives): void {
    this.#streams = new Map(other.#streams)
    this.#counts = new Map(other.#counts)
    this.#networkVersion = other.#networkVersion
  }

  /** Whether the trace does without a message of this kind in this state of its session. */
  leavesOut(kind: Message['kind'], state: Session['state'] | undefined): boolean {
    return !this.#around.areRun && kind === 'KEEPALIVE' && state === 'Established'
  }

  /** One that was run, and is in no trace. */
  count(node: string, session: string, way: keyof KeepaliveCount, by = 1): void {
    const key = `${node} ${session}`
    const count = this.#counts.get(key) ?? { sent: 0, received: 0 }
    this.#counts.set(key, { ...count, [way]: count[way] + by })
  }

  /** How many there were until the instant, those included that are due in it. */
  leftOut(node: string, session: string, at: Micros): KeepaliveCount {
    let { sent, received } = this.#counts.get(`${node} ${session}`) ?? { sent: 0, received: 0 }
    for (const stream of this.#streams.get(session) ?? []) {
      if (stream.from.node === node) sent += firstToLeave(stream, at + 1) - stream.first
      else received += firstToArrive(stream, at + 1) - stream.first
    }
    return { sent, received }
  }

  /** When a timer of an end runs out whose KEEPALIVEs are not run, as seen from an instant: what it would be if they were. */
  runsOutAt(node: string, session: string, timer: SpeakerTimer, at: Micros): Micros | undefined {
    for (const stream of this.#streams.get(session) ?? []) {
      if (timer === 'HoldTimer' && stream.to.node === node)
        return heldBefore(stream, firstToArrive(stream, at + 1)).at
      if (timer === 'KeepaliveTimer' && stream.from.node === node)
        return leavesAt(stream.schedule, firstToLeave(stream, at + 1))
    }
    return undefined
  }

  /** A KeepaliveTimer runs out: whether its KEEPALIVE, and those after it, can do without being run. */
  fold(event: SpeakerTimerEvent): boolean {
    if (this.#around.areRun || this.#isLate(event)) return false
    const stream = this.#streamFrom(event)
    if (stream === undefined || !outlastsSilence(stream)) return false
    this.#timersOf(stream.from.node).stop(event)
    this.#timersOf(stream.to.node).stop(holdTimerOf(stream))
    this.#streams.set(stream.name, [...(this.#streams.get(stream.name) ?? []), stream])
    return true
  }

  /** Something is about to happen to the session: its KEEPALIVEs are run again from here on. */
  wake(session: string): void {
    const streams = this.#streams.get(session)
    if (streams === undefined) return
    this.#streams.delete(session)
    for (const stream of streams) this.#run(stream)
  }

  /** To be called after everything that is done to the network: where packets fare otherwise now, KEEPALIVEs are run. */
  follow(): void {
    const { network } = this.#around
    if (network.version === this.#networkVersion) return
    this.#networkVersion = network.version
    for (const [session, streams] of [...this.#streams]) {
      if (!streams.every((stream) => this.#isAsBefore(stream))) this.wake(session)
    }
  }

  /** One that was due while its router stood still leaves later than its schedule has it; the next is on time again. */
  #isLate({ packet }: SpeakerTimerEvent): boolean {
    return packet !== undefined && leavesAt(packet.schedule, packet.number) < this.#around.queue.now
  }

  #streamFrom({
    node,
    peer: name,
    session: id,
    packet,
    cause,
  }: SpeakerTimerEvent): KeepaliveStream | undefined {
    const sender = this.#around.router(node)?.speaker.peer(name)
    const session = sender && sessionById(sender.sessions, id)
    if (session?.state !== 'Established' || session.connection === undefined || packet === undefined)
      return undefined
    const { remote, interface: link } = sender?.configuration ?? {}
    if (remote === undefined || link === undefined) return undefined
    const passage = this.#around.network.passage(node, link)
    const far = this.#around.transport.restingTowards(session.connection)
    if (far === undefined || passage.kind !== 'carries' || !isSteady(passage)) return undefined
    const to = this.#receiverOf(remote, name, far)
    if (to === undefined) return undefined
    const from = { node, session: id, connection: session.connection }
    const { schedule, number: first } = packet
    return { name, from, link, passage, schedule, first, cause, ...to }
  }

  #receiverOf(
    node: string,
    name: string,
    connection: number,
  ): Pick<KeepaliveStream, 'to' | 'holdMicros' | 'held'> | undefined {
    const router = this.#around.router(node)
    const session = router && sessionByConnection(router.speaker.peer(name).sessions, connection)
    if (router === undefined || session?.state !== 'Established' || session.negotiated === undefined)
      return undefined
    const held = router.timers.get({ peer: name, session: session.id, timer: 'HoldTimer' })
    if (held === undefined) return undefined
    const holdMicros = secondsToMicros(session.negotiated.holdTimeSeconds)
    return { to: { node, session: session.id, connection }, holdMicros, held }
  }

  #isAsBefore({ from, to, link, passage }: KeepaliveStream): boolean {
    const { network } = this.#around
    return network.portUp(to.node, link) && isSamePassage(network.passage(from.node, link), passage)
  }

  #run(stream: KeepaliveStream): void {
    const { name, from, to, schedule, first, cause } = stream
    const { queue, transport, load } = this.#around
    const next = firstToLeave(stream, queue.now)
    const underWay = firstToArrive(stream, queue.now)
    this.count(from.node, name, 'sent', next - first)
    this.count(to.node, name, 'received', underWay - first)
    for (let number = underWay; number < next; number++) {
      transport.resume(from.connection, load(keepalive, beforeOpen), arrivesAt(stream, number), cause)
    }
    this.#timersOf(to.node).run(holdTimerOf(stream), heldBefore(stream, underWay))
    const timer = { peer: name, session: from.session, timer: 'KeepaliveTimer' } as const
    this.#timersOf(from.node).runPacket(timer, { schedule, number: next }, cause)
  }

  #timersOf(node: string): SpeakerTimers {
    const router = this.#around.router(node)
    if (router === undefined) throw new Error(`no router ${node}`)
    return router.timers
  }
}

function holdTimerOf({ name, to }: KeepaliveStream): TimerName {
  return { peer: name, session: to.session, timer: 'HoldTimer' }
}

function isSamePassage(now: Passage, before: KeepaliveStream['passage']): boolean {
  return now.kind === 'carries' && isSteady(now) && now.delayMicros === before.delayMicros
}
