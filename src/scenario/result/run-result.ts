import type { SessionState } from '../../bgp/fsm/session.ts'
import type { PathAttributes } from '../../bgp/path-attributes.ts'
import type {
  Circuit,
  GlobalReach,
  Peering,
  PeeringKind,
  PeeringState,
  ProviderState,
} from '../../expressroute/design.ts'
import type { Usage } from '../../expressroute/usage.ts'
import type { ValidationState } from '../../expressroute/validation.ts'
import type { Family } from '../../net/address.ts'
import type { FlowOutcome } from '../../sim/flow/flow.ts'
import type { Owner } from '../owner.ts'
import type { Place } from '../place.ts'
import type { BgpAvailability } from './bgp-availability.ts'
import type { Stage } from './why-slow.ts'

export type Verdict = 'pass' | 'fail' | 'inconclusive'

/** What one scenario's run answers; `report/json.ts` turns it into the published contract. Times in seconds of virtual time. */
export interface RunResult {
  readonly file: string
  readonly title: string
  readonly story: string | undefined
  readonly seed: number
  readonly sha256: string
  readonly verdict: Verdict
  readonly simulatedSeconds: number
  readonly events: number
  readonly messages: Readonly<
    Record<'OPEN' | 'UPDATE' | 'KEEPALIVE' | 'NOTIFICATION' | 'ROUTE-REFRESH', number>
  >
  readonly marks: ReadonlyMap<string, number>
  readonly timeline: readonly TimelineLine[]
  readonly expectations: readonly ExpectationResult[]
  readonly sessions: readonly SessionResult[]
  readonly flows: readonly FlowResult[]
  /** What the links of circuits carried each way; none where no flow has a rate. */
  readonly links: readonly LinkLoadResult[]
  /** How much of the time sessions stood, by circuit and peering. */
  readonly bgpAvailability: readonly BgpAvailability[]
  /** At the end of the run or at the time asked for, as `routers` are. */
  readonly circuits: readonly CircuitResult[]
  /** What links of circuits have carried of flows with a rate until then; none where no flow has one. */
  readonly linkOctets: readonly LinkOctets[]
  /** How near Azure's limits are then. */
  readonly limits: readonly Usage[]
  readonly routers: readonly RouterResult[]
  readonly warnings: readonly WarningResult[]
  /** As far as they are known to matter here. */
  readonly assumptions: readonly AssumptionResult[]
}

/** One line of the story that the list reporter tells: what happened, in the order in which it did. */
export interface TimelineLine {
  readonly atSeconds: number
  readonly text: string
  /** Lines that people came for; the others appear with --verbose. */
  readonly headline: boolean
}

export interface ExpectationResult {
  readonly text: string
  readonly verdict: Verdict
  readonly measured: string
  readonly margin: string | undefined
  readonly expected: string
  readonly line: number
  readonly column: number
  readonly why: string | undefined
  /** On failure: what happened, from the trace. */
  readonly because: string | undefined
  readonly try: string | undefined
}

export interface SessionResult {
  readonly name: string
  readonly local: string
  readonly remote: string
  readonly state: string
  /** When it was last established; `undefined` where it never was. */
  readonly establishedSeconds: number | undefined
  readonly flaps: number
  readonly lastReason: string | undefined
  readonly notification:
    | { readonly code: number; readonly subcode: number; readonly sentBy: string }
    | undefined
  readonly prefixesReceived: number
  readonly prefixLimit: number | undefined
  readonly falls: readonly FallResult[]
}

/** A time at which a session left Established, and what came of it. */
export interface FallResult {
  /** Of the first end that fell. */
  readonly at: number
  readonly node: string
  readonly reason: string
  /** From what it followed from until the last router or host had followed: the steps together. */
  readonly seconds: number
  /** When both ends stood again; `undefined` where they did not. */
  readonly standsAgain: number | undefined
  readonly why: WhyResult
}

export interface FlowResult {
  readonly name: string
  readonly direction: 'forward' | 'return'
  readonly sent: number
  readonly lost: number
  readonly availability: number
  /** The share of five-tuples that lost anything. */
  readonly affected: number
  /** The share of the time in which five-tuples arrive both ways, in which answers come another way than requests go. */
  readonly asymmetric: number
  readonly outages: readonly OutageResult[]
  /** In the order of `owners`; those who had none are left out. */
  readonly byOwner: readonly OwnersOutages[]
  readonly paths: readonly PathResult[]
  /** `undefined` where it has no rate. */
  readonly load: FlowLoadResult | undefined
}

/** What one direction of a flow sent from its start on. */
export interface FlowLoadResult {
  readonly sentOctets: number
  readonly arrivedOctets: number
  /** For want of capacity; what faults took is neither here nor among those that arrived. */
  readonly droppedOctets: number
  /** Of what was sent, from 0 to 1. */
  readonly droppedShare: number
}

/** One direction of one VLAN of a circuit. */
export interface LinkOctets {
  readonly link: string
  readonly from: string
  readonly sent: number
  /** What came to the other end. */
  readonly received: number
}

/** One direction of one link of a circuit, with all peerings on it: `in` is into Microsoft's network, as in Azure's metrics. */
export interface LinkLoadResult {
  readonly name: string
  readonly direction: 'in' | 'out'
  /** At the end of the run. */
  readonly capacityMbps: number
  readonly mostCarriedMbps: number
  /** What is paid for by the octet: of what leaves Azure on a metered circuit, all that was carried. */
  readonly meteredOctets: number
  /** How long anything was dropped. */
  readonly overloadedSeconds: number
  readonly classes: readonly {
    readonly name: string
    readonly carriedOctets: number
    readonly droppedOctets: number
  }[]
}

export interface OutageResult {
  readonly from: number
  readonly to: number
  readonly seconds: number
  readonly outcome: FlowOutcome
  /** The share of five-tuples that were out. */
  readonly affected: number
  readonly why: WhyResult
}

/** The outages of a flow that began with something of one owner, or with nothing that was done from outside. */
export interface OwnersOutages {
  readonly owner: Owner | undefined
  readonly outages: number
  /** The sum of theirs. */
  readonly seconds: number
}

/** Why the five-tuple that was out for longest was out for so long; of a fall, why it took as long to settle. */
export interface WhyResult {
  /** What was done from outside that it followed from; `undefined` where nothing was. */
  readonly broke: string | undefined
  /** Whose that is which broke. */
  readonly owner: Owner | undefined
  /** The timer or signal that noticed; `undefined` where nobody had to. */
  readonly noticed: string | undefined
  /** Together exactly `seconds` of the outage, in order; none where it was not over at the end of the run. */
  readonly steps: readonly { readonly stage: Stage; readonly seconds: number; readonly text: string }[]
}

export interface PathResult {
  readonly from: number
  readonly to: number
  readonly hops: readonly string[]
  readonly outcome: FlowOutcome
  /** How many five-tuples took it. */
  readonly tuples: number
}

/** A circuit that exists, as Azure has it. */
export interface CircuitResult extends Pick<Circuit, 'peeringLocation' | 'sku' | 'bandwidthMbps'> {
  readonly name: string
  /** `undefined` on Microsoft's own ports, where there is no provider. */
  readonly provider: ProviderState | undefined
  readonly authorizations: readonly { readonly name: string; readonly inUse: boolean }[]
  readonly peerings: readonly PeeringResult[]
  readonly globalReach: readonly GlobalReachResult[]
}

/** A circuit that Global Reach joins with the one whose result it stands in. */
export interface GlobalReachResult extends Pick<GlobalReach, 'addressPrefix' | 'ipv6AddressPrefix'> {
  readonly circuit: string
  /** Whether the connection belongs to this circuit, the first of the pair, or to the other one. */
  readonly isOwn: boolean
  readonly isConnected: boolean
}

export interface PeeringResult {
  readonly kind: PeeringKind
  readonly state: PeeringState
  readonly prefixesState: ValidationState
  readonly configured: Peering
}

/** A router as `show` prints it, at the end of the run or at the time asked for. */
export interface RouterResult {
  readonly name: string
  readonly asn: number
  readonly bgpIdentifier: string
  readonly atSeconds: number
  /** Grows by one with every change of a best route of the family. */
  readonly tableVersion: Readonly<Record<Family, number>>
  readonly ports: readonly PortResult[]
  readonly neighbors: readonly NeighborResult[]
  readonly routes: readonly RouteResult[]
  readonly forwarding: readonly ForwardingResult[]
}

/** A port with an address, at the end of one link. */
export interface PortResult {
  readonly link: string
  /** Whether it has carrier. */
  readonly isUp: boolean
  /** Whether packets reach the far end and come back. */
  readonly isAnswered: boolean
}

export interface NeighborResult {
  readonly session: string
  readonly remote: string
  /** The own address and the neighbour's. */
  readonly localAddress: string
  readonly address: string
  readonly families: readonly Family[]
  readonly asn: number
  readonly state: SessionState
  /** Why an Idle session stays there: shut by the operator, or over its prefix limit. */
  readonly idleBecause: 'admin' | 'prefix-limit' | undefined
  /** The end of the BFD session that watches it; `undefined` where the router has none. */
  readonly bfd: BfdResult | undefined
  /** When the session last went up or down; `undefined` where it never stood. */
  readonly changedSeconds: number | undefined
  readonly messagesReceived: number
  readonly messagesSent: number
  readonly prefixesReceived: Readonly<Record<Family, number>>
  readonly prefixesSent: Readonly<Record<Family, number>>
}

/** One end of a BFD session. Where the far end has none, it is Down for good. */
export interface BfdResult {
  readonly state: 'AdminDown' | 'Down' | 'Init' | 'Up'
  readonly localDiscriminator: number
  readonly diagnostic: string
  /** How long silence is borne; `undefined` while nothing was heard. */
  readonly detectionMilliseconds: number | undefined
}

/** A line of `show route`. */
export interface ForwardingResult {
  readonly prefix: string
  readonly protocol: 'bgp' | 'connected' | 'static'
  readonly nextHops: readonly { readonly address: string | undefined; readonly node: string }[]
}

export interface RouteResult {
  readonly prefix: string
  readonly best: boolean
  /** Used beside the best route. */
  readonly multipath: boolean
  /** Kept over the end of its session, and not announced since (RFC 4724). */
  readonly stale: boolean
  readonly from: string
  readonly nextHop: string
  readonly asPath: readonly number[]
  readonly origin: string
  readonly localPref: number | undefined
  readonly med: number | undefined
  readonly weight: number
  /** The BGP Identifier and address of the peer it came from; `undefined` for a route of the router's own. */
  readonly peer:
    | { readonly bgpIdentifier: string; readonly address: string; readonly asn: number }
    | undefined
  readonly communities: readonly string[]
  readonly internal: boolean
  /** On the best route: the step of the decision process that left it alone. */
  readonly decidedBy: string | undefined
  /** On each other route: the step at which it fell, and the two values compared (`AS_PATH length 3 > 2`). */
  readonly lostBy: string | undefined
  /** All of them, by meaning, as import policy left them. */
  readonly attributes: PathAttributes
}

export interface WarningResult {
  /** `undefined` where no rule is about it. */
  readonly rule: string | undefined
  readonly text: string
  /** Where the file has what it is about. */
  readonly place: Pick<Place, 'line' | 'column'> | undefined
  readonly assumption: boolean
}

/** Something that the outcome rests on and no document says: a heading of docs/model-assumptions.md. */
export interface AssumptionResult {
  readonly title: string
  /** The key under `assumptions:` with what the file has, and what it has where nothing is said; `undefined` where there is none. */
  readonly setting: { readonly key: string; readonly value: string; readonly usual: string } | undefined
}
