import type { SessionState } from '../bgp/fsm/session.ts'
import type { Path, PeeringKind, PeeringState, ProviderState } from '../expressroute/design.ts'
import type { ValidationState } from '../expressroute/validation.ts'
import type { Family } from '../net/address.ts'
import type { Prefix } from '../net/prefix.ts'
import type { FlowOutcome } from '../sim/flow/flow.ts'
import type { Micros } from '../sim/time.ts'
import type { Place } from './place.ts'
import type { Instant } from './timeline-entry.ts'

/** One entry of `expect:`: what must be true, and when. */
export interface ExpectationEntry {
  readonly place: Place
  /** The title, or what the file says in words: `flow web: worst outage at most 181s; after cut`. */
  readonly text: string
  readonly why: string | undefined
  readonly check: Check
  readonly time: TimeOperator
}

/** `after` opens the window, which is the whole run where it is `undefined`; it closes with the run. */
export type TimeOperator =
  | { readonly kind: 'at'; readonly instant: Instant }
  | { readonly kind: 'at-end' }
  /** At some moment not later than `withinMicros` after the window opened. */
  | { readonly kind: 'eventually'; readonly after: Instant | undefined; readonly withinMicros: Micros }
  | { readonly kind: 'always' | 'never'; readonly after: Instant | undefined }
  /** Measured over the window as a whole. */
  | { readonly kind: 'over'; readonly after: Instant | undefined }

/** A check of a state takes `at`, `at-end`, `eventually`, `always` or `never`; the others say what they take. */
export type Check =
  | {
      readonly kind: 'session-state'
      readonly sessions: readonly string[] | 'all'
      readonly state: SessionState
      /** How many of them are so; `undefined` for all. */
      readonly count: Bounds | undefined
    }
  /** The session left Established: `over`, `eventually` or `never`. What is `undefined` may be anything. */
  | {
      readonly kind: 'session-fell'
      readonly session: string
      readonly notification: { readonly code: number; readonly subcode: number | undefined } | undefined
      /** The node that sent the NOTIFICATION. */
      readonly sentBy: string | undefined
      /** A part of the reason's text. */
      readonly reason: string | undefined
    }
  /** How often it left Established: `over`. */
  | { readonly kind: 'session-flaps'; readonly session: string; readonly flaps: Bounds }
  /** What the flow suffered: `over`. At least one measure is present; each must hold. */
  | {
      readonly kind: 'flow-measures'
      readonly flow: string
      readonly direction: FlowDirection
      /** The longest outage of any five-tuple, in microseconds. */
      readonly worstOutage: Bounds | undefined
      /** The share of five-tuples that lost anything, from 0 to 1. */
      readonly affected: Bounds | undefined
      /** How many probes. */
      readonly lost: Bounds | undefined
      /** The share of probes that arrived, from 0 to 1. */
      readonly availability: Bounds | undefined
      /** The share of what a flow with a rate sent that was dropped for want of capacity, from 0 to 1. */
      readonly dropped: Bounds | undefined
    }
  /** All that the flow lost, and there was some, was lost so: `over`. */
  | {
      readonly kind: 'flow-lost-as'
      readonly flow: string
      readonly direction: FlowDirection
      readonly lostAs: FlowOutcome
    }
  /** How many of them lost anything, in either direction: `over`. */
  | { readonly kind: 'flows-losing'; readonly flows: readonly string[] | 'all'; readonly losing: Bounds }
  /** What one link of a circuit could not carry: `over`. At least one measure is present. */
  | {
      readonly kind: 'link-load'
      readonly link: string
      /** `undefined` for each by itself; `in` is into Microsoft's network. */
      readonly direction: 'in' | 'out' | undefined
      /** The name of a class of traffic; `undefined` for all together. */
      readonly traffic: string | undefined
      /** The share of what was sent into it, from 0 to 1. */
      readonly dropped: Bounds | undefined
      /** How long anything was dropped, in microseconds. */
      readonly overloaded: Bounds | undefined
    }
  /**
   * Every five-tuple passes these nodes, in this order, perhaps with others between them, and ends so. Of both directions,
   * the return meets them in the opposite order.
   */
  | {
      readonly kind: 'flow-path'
      readonly flow: string
      readonly direction: FlowDirection
      readonly path: readonly string[]
      readonly outcome: FlowOutcome
    }
  | {
      readonly kind: 'route'
      /** A router, an MSEE, a gateway instance, or a virtual network for both of its gateway's instances. */
      readonly at: string
      readonly prefix: Prefix
      /** With `false` nothing below is given. */
      readonly present: boolean
      readonly via: Via | undefined
      readonly asPath: readonly number[] | undefined
      /** The name of a step of the decision process. */
      readonly decidedBy: string | undefined
    }
  /** How many prefixes of the family `at` holds from its neighbour `from`, before policy: a state. */
  | {
      readonly kind: 'prefixes'
      readonly at: string
      readonly from: string
      readonly family: Family
      readonly received: Bounds
    }
  /**
   * What Azure shows of a circuit, or of one of its peerings: `serviceProviderProvisioningState`, or the peering's `state`, and
   * `advertisedPublicPrefixesState`. A state.
   */
  | {
      readonly kind: 'circuit-state'
      readonly circuit: string
      readonly peering: PeeringKind | undefined
      readonly is: ProviderState | PeeringState | 'absent' | undefined
      readonly advertisedPublicPrefixesState: ValidationState | undefined
    }
  /** How many octets of what left Azure over both links of the circuit are paid for one by one: `over`. */
  | { readonly kind: 'metered'; readonly circuit: string; readonly metered: Bounds }
  /** Whether a rule of ExpressRoute was reported, in the file or by what the run met so far: a state. */
  | { readonly kind: 'rule-reported'; readonly rule: string; readonly reported: boolean }
  /** There is none anywhere: a state, by default `always`. */
  | { readonly kind: 'no-loops' }
  | { readonly kind: 'no-black-holes' }

/** Over the links of that side alone, over both sides, or over one named neighbour alone. */
export type Via =
  | { readonly kind: 'path'; readonly path: Path | 'both' }
  | { readonly kind: 'node'; readonly node: string }

/** `both`: each direction must hold by itself. */
export type FlowDirection = 'forward' | 'return' | 'both'

/** Both ends belong to it; equal ends mean exactly that. */
export interface Bounds {
  readonly atLeast: number | undefined
  readonly atMost: number | undefined
}
