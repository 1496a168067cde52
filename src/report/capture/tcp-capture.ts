import type { Message } from '../../bgp/message.ts'
import { type Carried, isMessage } from '../../sim/carried.ts'
import type { Micros } from '../../sim/time.ts'
import type { SegmentRecord } from '../../sim/trace.ts'
import type { SegmentContent } from '../../sim/transport/segment.ts'
import { type Cables, EndFrames, type Sending } from './end-frames.ts'
import type { Packet } from './pcap.ts'
import {
  answeringEnd,
  endPieceOf,
  firstUnderway,
  openingEnd,
  type Piece,
  pieceOf,
  refusingEnd,
  type Sender,
  type TcpEnd,
  takePiece,
} from './tcp-end.ts'
import { segmentRoom } from './tcp-frame.ts'

/** What a capture must know of the network besides its segments. */
export interface CaptureSurroundings extends Cables {
  /** A message in the octets that the sender's session gives it. */
  readonly octetsOf: (sender: Sender, message: Message) => Uint8Array
}

/**
 * Makes packets of what taps see at the ports. Each packet is captured once, as it leaves the port of whoever sends
 * it, whether it gets through or not, so that a retransmission is one here too. The simulator's TCP acknowledges
 * without a word and closes in one step; what a real one would say there is put in: an acknowledgement for what was
 * taken in an instant and not answered in it, and the second half of a close.
 */
export class TcpCapture {
  readonly #around: CaptureSurroundings
  readonly #frames: EndFrames
  readonly #ends = new Map<number, TcpEnd>()
  readonly #owing = new Set<TcpEnd>()
  #later: { readonly at: Micros; readonly act: () => void }[] = []
  #now: Micros = 0

  constructor(around: CaptureSurroundings, emit: (packet: Packet) => void) {
    this.#around = around
    this.#frames = new EndFrames(around, emit)
  }

  see(record: SegmentRecord): void {
    this.#advance(record.at)
    if (record.kind === 'left') this.#left(record)
    else if (record.kind === 'taken') this.#taken(record)
    else this.#turnedAway(record)
  }

  /** Something else is captured at the instant: what belongs before it is sent before it. */
  reach(at: Micros): void {
    this.#advance(at)
  }

  /** Nothing was seen until then. */
  finish(at: Micros): void {
    this.#advance(at)
    this.#acknowledge()
  }

  #advance(at: Micros): void {
    if (at > this.#now) this.#acknowledge()
    for (;;) {
      const next = this.#later[0]
      if (next === undefined || next.at > at) break
      this.#later.shift()
      this.#now = next.at
      next.act()
    }
    if (at > this.#now) this.#acknowledge()
    this.#now = at
  }

  #acknowledge(): void {
    for (const end of this.#owing) if (end.owesAcknowledgement) this.#send(end, { sequence: end.sent })
    this.#owing.clear()
  }

  #left({ node, segment }: SegmentRecord): void {
    const { content, from, to, link } = segment
    switch (content.kind) {
      case 'SYN':
        return this.#send(this.#opening(node, from, link, content), { sequence: 0, flags: ['SYN'] })
      case 'SYN-ACK':
        return this.#send(this.#answering(from, to), { sequence: 0, flags: ['SYN'] })
      case 'ACK':
        this.#end(from).hasRoom = true
        return this.#send(this.#end(from), { sequence: this.#end(from).sent })
      case 'data':
        return this.#sendMessage(this.#end(from), content.number, content.message)
      case 'FIN':
        return this.#sendFin(this.#end(from), content.number)
      case 'RST':
        return this.#sendReset(from, to)
      default:
        throw new Error(`no frame for ${content satisfies never}`)
    }
  }

  #opening(
    node: string,
    number: number,
    link: string,
    { source, destination, key }: SegmentContent<Carried> & { kind: 'SYN' },
  ): TcpEnd {
    const farNode = this.#around.farNode(node, link)
    const start = { node, farNode, link, local: source, remote: destination, key }
    return this.#known(number, () => openingEnd(start, number, this.#now))
  }

  #answering(number: number, to: number | undefined): TcpEnd {
    return this.#known(number, () => answeringEnd(this.#end(to), number, this.#now))
  }

  #known(number: number, make: () => TcpEnd): TcpEnd {
    const end = this.#ends.get(number) ?? make()
    this.#ends.set(number, end)
    return end
  }

  #end(number: number | undefined): TcpEnd {
    const end = number === undefined ? undefined : this.#ends.get(number)
    if (end === undefined) throw new Error(`a segment of a connection ${number} that nobody opened`)
    return end
  }

  #sendMessage(end: TcpEnd, number: number, carried: Carried): void {
    const octetsOf = (): Uint8Array =>
      carried instanceof Uint8Array ? carried : this.#around.octetsOf(end, messageIn(carried))
    const { start, octets } = pieceOf(end, number, this.#now, octetsOf)
    const room = segmentRoom(end.local.family, end.key)
    for (let at = 0; at < octets.length; at += room) {
      const payload = octets.subarray(at, at + room)
      this.#send(end, { sequence: start + at, flags: at + room < octets.length ? [] : ['PSH'], payload })
    }
  }

  #sendFin(end: TcpEnd, number: number): void {
    const { start } = endPieceOf(end, number, this.#now)
    this.#send(end, { sequence: start, flags: ['FIN'] })
  }

  #sendReset(from: number, to: number | undefined): void {
    const end = this.#ends.get(from)
    const far = this.#end(to)
    if (end === undefined) {
      return this.#send(refusingEnd(far, this.#now), { sequence: 0, flags: ['RST'] })
    }
    if (end.finished !== 'taken') return this.#send(end, { sequence: end.sent, flags: ['RST'] })
    // RFC 9293 §3.6: whose end was taken goes on to take what the far end had sent before it knew of it.
    const next = firstUnderway(far)
    if (next !== undefined) this.#take(far, end, next)
    this.#send(end, { sequence: end.sent })
  }

  #take(sender: TcpEnd, receiver: TcpEnd, number: number): Piece {
    const piece = takePiece(sender, number)
    receiver.taken += piece.isEnd ? 1 : piece.octets.length
    if (piece.isEnd) sender.finished = 'taken'
    return piece
  }

  #taken({ at, segment }: SegmentRecord): void {
    const { content, from, to } = segment
    if (content.kind !== 'data' && content.kind !== 'FIN') throw new Error(`a ${content.kind} is not taken`)
    const [sender, receiver] = [this.#end(from), this.#end(to)]
    const { left, isEnd } = this.#take(sender, receiver, content.number)
    receiver.hasRoom = true
    this.#owe(receiver)
    if (isEnd) this.#closeToo(sender, receiver, at - left)
  }

  /** What there is no room for is answered with a window of zero. */
  #turnedAway({ segment }: SegmentRecord): void {
    const receiver = this.#end(segment.to)
    receiver.hasRoom = false
    this.#owe(receiver)
  }

  #owe(end: TcpEnd): void {
    end.owesAcknowledgement = true
    this.#owing.add(end)
  }

  /** Whoever reads the end of a stream closes too, and the last word is the first closer's. */
  #closeToo(closer: TcpEnd, other: TcpEnd, latency: Micros): void {
    // The simulator drops what the other end could not deliver, and the rest of the close with it.
    if (other.finished !== 'no' || other.underway.size > 0) return
    other.finished = 'taken'
    this.#send(other, { sequence: other.sent, flags: ['FIN'] })
    other.sent += 1
    const act = (): void => {
      closer.taken += 1
      this.#send(closer, { sequence: closer.sent })
    }
    this.#later = [...this.#later, { at: this.#now + latency, act }].sort((a, b) => a.at - b.at)
  }

  #send(end: TcpEnd, sending: Sending): void {
    end.owesAcknowledgement = false
    this.#frames.send(end, sending, this.#now)
  }
}

function messageIn(carried: Exclude<Carried, Uint8Array>): Message {
  if (!isMessage(carried)) throw new Error('no capture has the octets of a router outside')
  return carried
}
