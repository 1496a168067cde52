import type { Address } from '../../net/address.ts'
import { hashText } from '../../sim/hash.ts'
import type { Micros } from '../../sim/time.ts'

/** Whose end of a connection it is, and between which addresses. */
export interface Sender {
  readonly node: string
  readonly local: Address
  readonly remote: Address
}

/** One end of a connection. Octets of a stream are counted from its SYN, which counts as one, as its FIN does. */
export interface TcpEnd extends Sender {
  readonly farNode: string
  readonly link: string
  readonly localPort: number
  readonly remotePort: number
  readonly key: string | undefined
  /** The sequence number of its SYN. */
  readonly initial: number
  /** That of the far end's, once it answered. */
  farInitial: number
  sent: number
  /** How much of the far end's stream it took. */
  taken: number
  owesAcknowledgement: boolean
  /** Whether there is room for more of it. */
  hasRoom: boolean
  finished: 'no' | 'sent' | 'taken'
  /** Parcels on their way, by number. */
  readonly underway: Map<number, Piece>
}

/** What a parcel is in the stream. */
export interface Piece {
  readonly start: number
  readonly octets: Uint8Array
  /** It is the FIN. */
  readonly isEnd: boolean
  /** When it left last. */
  left: Micros
}

const nothing = new Uint8Array(0)

const bgpPort = 179

/** RFC 6335 §6: the ports that nobody is assigned. */
const firstDynamicPort = 49152
const dynamicPorts = 16384

export function openingEnd(
  start: Pick<TcpEnd, 'node' | 'farNode' | 'link' | 'local' | 'remote' | 'key'>,
  connection: number,
  now: Micros,
): TcpEnd {
  return {
    ...start,
    ...fresh(start.node, connection, now),
    localPort: firstDynamicPort + (connection % dynamicPorts),
    remotePort: bgpPort,
  }
}

/** The end that answers; each has now taken the other's SYN. */
export function answeringEnd(opener: TcpEnd, connection: number, now: Micros): TcpEnd {
  const { node: farNode, farNode: node, link, key, local, remote, localPort, remotePort } = opener
  const end = {
    ...{
      node,
      farNode,
      link,
      key,
      local: remote,
      remote: local,
      localPort: remotePort,
      remotePort: localPort,
    },
    ...fresh(node, connection, now),
    farInitial: opener.initial,
    taken: 1,
  }
  opener.farInitial = end.initial
  opener.taken = 1
  return end
}

/** RFC 9293 §3.10.7.1: the end that refuses a SYN has no numbers of its own. */
export function refusingEnd(opener: TcpEnd, now: Micros): TcpEnd {
  return { ...answeringEnd({ ...opener }, 0, now), initial: 0, sent: 0 }
}

/** RFC 9293 §3.4.1: numbers begin with a clock of 4 microseconds, and with something that no two connections have alike. */
function fresh(
  node: string,
  connection: number,
  now: Micros,
): Pick<
  TcpEnd,
  'initial' | 'farInitial' | 'sent' | 'taken' | 'owesAcknowledgement' | 'hasRoom' | 'finished' | 'underway'
> {
  return {
    initial: (Math.floor(now / 4) + hashText(`${node} ${connection}`)) >>> 0,
    farInitial: 0,
    sent: 1,
    taken: 0,
    owesAcknowledgement: false,
    hasRoom: true,
    finished: 'no',
    underway: new Map(),
  }
}

/** The message in the stream; one that was sent before is the same again. */
export function pieceOf(end: TcpEnd, number: number, now: Micros, octetsOf: () => Uint8Array): Piece {
  const known = sentAgain(end, number, now)
  if (known !== undefined) return known
  const octets = octetsOf()
  return addPiece(end, number, { start: end.sent, octets, isEnd: false, left: now }, octets.length)
}

/** The end of the stream, likewise. */
export function endPieceOf(end: TcpEnd, number: number, now: Micros): Piece {
  const known = sentAgain(end, number, now)
  if (known !== undefined) return known
  end.finished = 'sent'
  return addPiece(end, number, { start: end.sent, octets: nothing, isEnd: true, left: now }, 1)
}

function sentAgain(end: TcpEnd, number: number, now: Micros): Piece | undefined {
  const known = end.underway.get(number)
  if (known !== undefined) known.left = now
  return known
}

function addPiece(end: TcpEnd, number: number, piece: Piece, length: number): Piece {
  end.underway.set(number, piece)
  end.sent += length
  return piece
}

/** The far end took the parcel. */
export function takePiece(sender: TcpEnd, number: number): Piece {
  const piece = sender.underway.get(number)
  if (piece === undefined) throw new Error(`${sender.farNode} took a parcel that ${sender.node} did not send`)
  sender.underway.delete(number)
  return piece
}

/** The number of the parcel that the far end would take next. */
export function firstUnderway({ underway }: TcpEnd): number | undefined {
  for (const number of underway.keys()) return number
  return undefined
}
