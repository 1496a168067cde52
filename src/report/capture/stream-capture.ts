import type { Address } from '../../net/address.ts'
import type { Micros } from '../../sim/time.ts'
import { type Cables, EndFrames } from './end-frames.ts'
import type { Packet } from './pcap.ts'
import { answeringEnd, openingEnd, type TcpEnd } from './tcp-end.ts'
import { segmentRoom } from './tcp-frame.ts'

/** Who opened a connection, over which link, and between which addresses. */
export interface StreamStart {
  readonly caller: string
  readonly link: string
  readonly local: Address
  readonly remote: Address
}

/** The packets of one connection, an end by its router. What happens after its end is no packet any more. */
export interface StreamPackets {
  readonly send: (from: string, octets: Uint8Array) => void
  /** The router sends no more. */
  readonly finish: (from: string) => void
  readonly reset: (from: string) => void
}

/**
 * Makes packets of octets that went through real sockets, as a scenario's cables would have carried them. A socket
 * shows no acknowledgements, so each segment is answered in its instant.
 */
export class StreamCapture {
  readonly #cables: Cables
  readonly #frames: EndFrames
  readonly #clock: () => Micros
  #opened = 0

  constructor(cables: Cables, clock: () => Micros, emit: (packet: Packet) => void) {
    this.#cables = cables
    this.#frames = new EndFrames(cables, emit)
    this.#clock = clock
  }

  open({ caller, link, local, remote }: StreamStart): StreamPackets {
    const now = this.#clock()
    const number = this.#opened++
    const farNode = this.#cables.farNode(caller, link)
    const opener = openingEnd({ node: caller, farNode, link, local, remote, key: undefined }, number, now)
    this.#frames.send(opener, { sequence: 0, flags: ['SYN'] }, now)
    const answerer = answeringEnd(opener, number, now)
    this.#frames.send(answerer, { sequence: 0, flags: ['SYN'] }, now)
    this.#frames.send(opener, { sequence: 1 }, now)
    const ends = (from: string): readonly [sender: TcpEnd, receiver: TcpEnd] =>
      from === caller ? [opener, answerer] : [answerer, opener]
    return {
      send: (from, octets) => this.#send(...ends(from), octets),
      finish: (from) => this.#finish(...ends(from)),
      reset: (from) => this.#reset(...ends(from)),
    }
  }

  #send(sender: TcpEnd, receiver: TcpEnd, octets: Uint8Array): void {
    if (sender.finished !== 'no') return
    const now = this.#clock()
    const room = segmentRoom(sender.local.family, sender.key)
    for (let at = 0; at < octets.length; at += room) {
      const payload = octets.subarray(at, at + room)
      const flags = at + room < octets.length ? ([] as const) : (['PSH'] as const)
      this.#frames.send(sender, { sequence: sender.sent, flags, payload }, now)
      this.#acknowledge(sender, receiver, payload.length, now)
    }
  }

  #finish(sender: TcpEnd, receiver: TcpEnd): void {
    if (sender.finished !== 'no') return
    sender.finished = 'taken'
    const now = this.#clock()
    this.#frames.send(sender, { sequence: sender.sent, flags: ['FIN'] }, now)
    this.#acknowledge(sender, receiver, 1, now)
  }

  #acknowledge(sender: TcpEnd, receiver: TcpEnd, count: number, now: Micros): void {
    sender.sent += count
    receiver.taken += count
    this.#frames.send(receiver, { sequence: receiver.sent }, now)
  }

  #reset(sender: TcpEnd, receiver: TcpEnd): void {
    if (sender.finished !== 'no' && receiver.finished !== 'no') return
    this.#frames.send(sender, { sequence: sender.sent, flags: ['RST'] }, this.#clock())
    sender.finished = 'taken'
    receiver.finished = 'taken'
  }
}
