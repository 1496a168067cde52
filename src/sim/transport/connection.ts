import type { Address } from '../../net/address.ts'
import { type Micros, microsPerSecond } from '../time.ts'
import type { Cause, Key, Parcel } from './segment.ts'

/**
 * `connecting`: our SYN is unanswered. `incoming`: a SYN came and the owner has not answered.
 * `accepted`: our SYN-ACK is unanswered. `closing`: the owner is done, but the far side not yet told all.
 */
export type ConnectionState = 'connecting' | 'incoming' | 'accepted' | 'established' | 'closing'

/** One side of a TCP connection. Changed by `Transport` alone. */
export interface Connection<Message> {
  readonly number: number
  readonly node: string
  readonly link: string
  readonly local: Address
  readonly remote: Address
  /** What this end signs with, and wants the other to (RFC 2385). */
  key: Key
  /** What the end that opened it gave for the reason. */
  readonly cause: Cause
  state: ConnectionState
  /** The far side's number for it, once a segment told. */
  far: number | undefined
  /** Parcels that did not get through, in order. */
  outbox: Parcel<Message>[]
  /** How many parcels were made here, and how many came in. */
  numbered: number
  received: number
  /** When the last segment sent arrives: none overtakes another. */
  arrival: Micros
  /** Whether its owner reads. The window is open, or zero: there is no room for what nobody reads. */
  isWindowOpen: boolean
  /** Whether the far window, as far as this end knows, is zero. */
  isBlocked: boolean
  /** Retransmissions since something arrived. */
  retransmissions: number
  /** When its owner gives up to wait for an answer to the SYN. */
  readonly patience: Micros
  /** The ticket of the retransmission timer, while it runs. */
  timer: number | undefined
}

/**
 * How often a state repeats what was not answered: Linux's defaults by tcp(7), namely tcp_syn_retries,
 * tcp_synack_retries and tcp_retries2.
 */
export const retransmissionLimit: Readonly<Record<ConnectionState, number>> = {
  connecting: 6,
  incoming: 0,
  accepted: 5,
  established: 15,
  closing: 15,
}

/**
 * RFC 9293 §3.8.6.1: probes of a window of zero come at intervals that grow as those of retransmissions do, and never end
 * the connection while they are answered. More than so many make no interval longer.
 */
export const countedProbes = 6

/** RFC 6298 §2.1 and §2.4: one second at first and at least; §5.5: doubled each time; §2.5: 60 s at most. */
export function retransmissionTimeout(retransmissions: number): Micros {
  return Math.min(2 ** retransmissions, 60) * microsPerSecond
}
