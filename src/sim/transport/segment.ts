import type { Address } from '../../net/address.ts'

/** One end of a TCP connection. */
export interface Endpoint {
  readonly node: string
  readonly address: Address
}

/** What the transport puts into the queue of the simulation, to be given back to it when due. */
export type TransportWork<Message> = Segment<Message> | RetransmissionTimer

/** A segment that arrives at `node`. It carries one message whole, by meaning or as octets, and never a part of one. */
export interface Segment<Message> {
  readonly kind: 'segment'
  readonly link: string
  readonly node: string
  /** The sender's connection, and the receiver's, which the first SYN cannot know. */
  readonly from: number
  readonly to: number | undefined
  readonly content: SegmentContent<Message>
}

export type SegmentContent<Message> =
  | {
      readonly kind: 'SYN'
      readonly source: Address
      readonly destination: Address
      readonly key: Key
      readonly cause: Cause
    }
  | { readonly kind: 'SYN-ACK' }
  | { readonly kind: 'ACK' }
  | { readonly kind: 'RST'; readonly cause: Cause }
  | Parcel<Message>

/** What a connection carries in order: messages, and its end. */
export type Parcel<Message> =
  | {
      readonly kind: 'data'
      readonly number: number
      readonly message: Message
      readonly cause: Cause
    }
  | { readonly kind: 'FIN'; readonly number: number; readonly cause: Cause }

/** What the sender gave for the reason, in numbers of its own; it comes out unread at the far side. */
export type Cause = number | undefined

/** RFC 2385: the secret shared with the far end, where there is one. */
export type Key = string | undefined

export interface RetransmissionTimer {
  readonly kind: 'retransmission-timer'
  readonly connection: number
}

/** What a tap at a port sees: a segment that leaves it, whatever becomes of it, or a parcel that the TCP behind it takes, or has no room for. */
export interface SegmentSighting<Message> {
  readonly kind: 'left' | 'taken' | 'turned-away'
  /** Whose port. */
  readonly node: string
  readonly segment: Omit<Segment<Message>, 'kind' | 'node'>
}

export type Tap<Message> = (sighting: SegmentSighting<Message>) => void

/** What the transport tells the owner of a connection. Each side has its own number for it. */
export type TransportEvent<Message> = TransportEventBase & TransportEventDetail<Message>

export interface TransportEventBase {
  readonly node: string
  readonly connection: number
  readonly cause: Cause
}

export type TransportEventDetail<Message> =
  /** A SYN came; the owner answers `accept` or `refuse`. */
  | { readonly kind: 'incoming'; readonly local: Address; readonly remote: Address }
  /** Our attempt succeeded: RFC 4271 event 16. */
  | { readonly kind: 'acked' }
  /** What we accepted is complete: RFC 4271 event 17. */
  | { readonly kind: 'confirmed' }
  /** The connection, or the attempt at one, is gone: RFC 4271 event 18. */
  | { readonly kind: 'failed'; readonly reason: FailureReason }
  | { readonly kind: 'message'; readonly message: Message }
  /** The far end reads nothing: its receive window is zero, and what we send waits. */
  | { readonly kind: 'blocked' }
  /** It reads again, and what waited is on its way. */
  | { readonly kind: 'unblocked' }

export type FailureReason = 'refused' | 'timed out' | 'reset by peer' | 'closed by peer'
