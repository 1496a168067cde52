import type { BfdState } from '../bfd/session.ts'
import type { SessionState } from '../bgp/fsm/session.ts'
import type { Message } from '../bgp/message.ts'
import type { NotificationMessage } from '../bgp/notification.ts'
import type { FaultHandling } from '../bgp/wire/update-fault.ts'
import type { Address, Family } from '../net/address.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { Carried } from './carried.ts'
import type { FlowOutcome } from './flow/flow.ts'
import type { Deed } from './operation.ts'
import type { Micros } from './time.ts'
import type { SegmentSighting } from './transport/segment.ts'

/** One thing that happened: plain data, in order of (at, seq). `cause` is the seq of what led to it. */
export type TraceRecord = TraceBase & TraceDetail

/** What a tap at a port sees of TCP beneath the records: for captures. */
export type SegmentRecord = SegmentSighting<Carried> & { readonly at: Micros }

/** What a tap at a port sees of BFD: a Control packet that leaves it, in its octets. */
export interface DatagramRecord {
  readonly at: Micros
  readonly node: string
  readonly link: string
  /** The BGP session that is watched. */
  readonly session: string
  readonly octets: Uint8Array
}

export interface TraceBase {
  readonly at: Micros
  readonly seq: number
  /** Empty where the record is about the whole network. */
  readonly node: string
  readonly cause: number | undefined
}

export type TraceDetail =
  | {
      readonly kind: 'session-state'
      readonly session: string
      readonly peer: string
      readonly from: SessionState
      readonly to: SessionState
      readonly event: string
      readonly eventNumber: number | undefined
      readonly reason: string | undefined
      readonly notification: NotificationMessage | undefined
      readonly sentBy: 'local' | 'remote' | undefined
    }
  | {
      readonly kind: 'message-sent' | 'message-received'
      readonly session: string
      readonly peer: string
      readonly message: Message
    }
  /** RFC 7606 §8: what was wrong with an UPDATE that came as octets, and the whole of it. */
  | {
      readonly kind: 'update-fault'
      readonly session: string
      readonly peer: string
      readonly handling: FaultHandling
      readonly attribute: number | undefined
      readonly section: string
      readonly problem: string
      readonly octets: Uint8Array
    }
  | {
      readonly kind: 'timer'
      readonly session: string
      readonly peer: string
      readonly timer: string
    }
  /** RFC 5880: what a BFD session, named after the BGP session that it watches, turned to at this node. */
  | {
      readonly kind: 'bfd'
      readonly session: string
      readonly peer: string
      readonly from: BfdState
      readonly to: BfdState
      readonly reason: string
      /** How long nothing had come, where that is the reason. */
      readonly silenceMicros: Micros | undefined
    }
  /** draft-ietf-idr-bgp-bfd-strict-mode §11: the OPENs agree, and the session waits for BFD in this sub-state. */
  | {
      readonly kind: 'bfd-pending'
      readonly session: string
      readonly peer: string
      readonly subState: string
    }
  /** Prefixes whose best route changed in the same way at the same moment. */
  | {
      readonly kind: 'best-route'
      readonly prefixes: PackedPrefixes
      readonly old: RouteView | undefined
      readonly new: RouteView | undefined
      readonly decidedBy: string | undefined
    }
  | {
      readonly kind: 'fib'
      readonly prefixes: PackedPrefixes
      readonly via: readonly string[]
    }
  | { readonly kind: 'link'; readonly link: string; readonly up: boolean }
  | {
      readonly kind: 'limit'
      readonly session: string
      readonly peer: string
      readonly level: 'warning' | 'exceeded'
      readonly prefixCount: number
      readonly limit: number
    }
  /** Routes that outlast the end of their session (RFC 4724 §4.2), and the end of those that nobody announced again. */
  | {
      readonly kind: 'stale'
      readonly session: string
      readonly peer: string
      readonly family: Family
      readonly present: boolean
      readonly prefixCount: number
      readonly reason: string
    }
  /** Routes that were not announced, because their attributes alone fill an UPDATE (RFC 4271 §9.2). */
  | {
      readonly kind: 'too-large'
      readonly session: string
      readonly peer: string
      readonly prefixCount: number
    }
  | {
      readonly kind: 'flow-path'
      readonly flow: string
      readonly direction: 'forward' | 'return'
      /** How many of the flow's five-tuples take this path now; 0 where the last one left it. */
      readonly tuples: number
      readonly outcome: FlowOutcome
      readonly hops: readonly string[]
    }
  /** What one direction of a trunk drops from now on: in each class what does not fit. In bits per second. */
  | {
      readonly kind: 'overload'
      readonly trunk: string
      /** The node that sends. */
      readonly from: string
      readonly capacity: number
      readonly classes: readonly {
        readonly name: string
        readonly arriving: number
        readonly carried: number
      }[]
    }
  | {
      readonly kind: 'loop' | 'black-hole'
      readonly prefixes: PackedPrefixes
      /** The nodes of the loop; of a black hole, who still forwards and to whom. */
      readonly nodes: readonly string[]
      readonly present: boolean
    }
  /** What somebody did from outside: `action` for people. */
  | { readonly kind: 'operator'; readonly action: string; readonly deed: Deed }
  | { readonly kind: 'mark'; readonly label: string }

/** A route as the trace shows it. */
export interface RouteView {
  readonly from: string
  readonly nextHop: Address
  readonly asPath: string
  /** How many equal routes are used side by side, this one among them. */
  readonly paths: number
}
