import type { SessionConfiguration } from '../bgp/fsm/session.ts'
import type { Profile } from '../bgp/profile.ts'
import type { AggregateConfiguration, PeerConfiguration } from '../bgp/speaker-configuration.ts'
import type { BfdTimers, Design, Path, PeeringKind, ServiceTag } from '../expressroute/design.ts'
import type { GracefulRestart } from '../expressroute/session-configuration.ts'
import type { Usage } from '../expressroute/usage.ts'
import type { Family } from '../net/address.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { FlowDirection } from '../sim/flow/flow.ts'
import type { Middlebox } from '../sim/flow/middlebox.ts'
import type { StaticRoutes } from '../sim/plan.ts'
import type { Micros } from '../sim/time.ts'
import type { AvailabilityEntry } from './availability-entry.ts'
import type { ExpectationEntry } from './expectation-entry.ts'
import type { ScenarioIssue } from './issue.ts'
import type { Lesson } from './lesson.ts'
import type { Place } from './place.ts'
import type { ProfileTimers } from './profile-timers.ts'
import type { RiskGroup } from './risk-group.ts'
import type { TimelineEntry } from './timeline-entry.ts'

/** A scenario file that was read, found valid and given its defaults. Nothing below meets a bad value. */
export interface Scenario {
  /** As the caller named it; `-` for standard input. */
  readonly file: string
  /** The text, for code frames. */
  readonly source: string
  /** Of the text in UTF-8, in hexadecimal; of the files that it loads too, where it loads any. */
  readonly sha256: string
  readonly title: string
  readonly story: string | undefined
  readonly seed: number
  /** Whether BGP messages travel as octets. */
  readonly wire: boolean
  /** The number of another order of what happens at one instant, and of other delays; `undefined` for none. */
  readonly interleave: number | undefined
  /** When the run ends; `undefined` for the usual while after the last entry of the timeline. */
  readonly until: Micros | undefined
  readonly design: Design
  /** The BGP side of every router of `design.routers`, under the same names. */
  readonly routers: ReadonlyMap<string, RouterPlan>
  readonly sessions: readonly SessionPlan[]
  readonly sites: ReadonlyMap<string, Site>
  /** Hosts of Microsoft's public services, by the names that flows have for them. */
  readonly microsoftServices: ReadonlyMap<string, MicrosoftService>
  readonly flows: ReadonlyMap<string, Flow>
  /** What fails together, by the names that the timeline and a sweep have for it. */
  readonly riskGroups: ReadonlyMap<string, RiskGroup>
  /** In the file's order. A label is known before any entry that counts from it. */
  readonly timeline: readonly TimelineEntry[]
  readonly expectations: readonly ExpectationEntry[]
  /** How often things fail, for whoever draws. */
  readonly availability: AvailabilityEntry
  /** `undefined` where the file teaches nothing. */
  readonly lesson: Lesson | undefined
  /** How near to Azure's limits the scenario begins: what is linked, and what will be announced. */
  readonly usage: readonly Usage[]
  readonly places: AzurePlaces
  /** What was found besides errors. */
  readonly warnings: readonly ScenarioIssue[]
}

/** Where the file has what a run may find something about, beside routers, sites and the timeline. */
export interface AzurePlaces {
  /** By circuit. */
  readonly peerings: ReadonlyMap<string, ReadonlyMap<PeeringKind, Place>>
  readonly virtualNetworks: ReadonlyMap<string, Place>
}

/** How a customer's router speaks BGP. */
export interface RouterPlan {
  readonly place: Place
  readonly asn: number
  /** `undefined` where it is to be derived. */
  readonly bgpIdentifier: number | undefined
  readonly profile: Profile['name']
  readonly timers: Timers
  /** In place of what its profile has. */
  readonly profileTimers: ProfileTimers
  readonly maximumPaths: number
  /** `undefined` for the BGP Identifier. */
  readonly clusterId: number | undefined
  /** `undefined` where the router does without. */
  readonly gracefulRestart: GracefulRestart | undefined
  readonly enhancedRouteRefresh: boolean
  readonly aggregates: readonly AggregateConfiguration[]
  /** In the order of `design.routers.get(name).connections`. */
  readonly connections: readonly ConnectionPlan[]
  /** What the router announces of its own; at most one list per family, without duplicates. */
  readonly advertise: readonly PackedPrefixes[]
  /** What it forwards whatever BGP says. */
  readonly statics: readonly StaticRoutes[]
  /** `undefined` where it remembers no connections. */
  readonly middlebox: Middlebox | undefined
}

export interface Timers {
  readonly holdTimeSeconds: number
  readonly keepaliveSeconds: number
}

/** What a router decides about a session, whoever is at the other end. */
export type PeerChoice = Pick<
  PeerConfiguration,
  'import' | 'export' | 'prefixLimit' | 'allowOwnAsn' | 'removePrivateAsns' | 'weight' | 'defaultOriginate'
>

/** The router's end of one link of a circuit: its own policies, or the router's where it has none. */
export interface ConnectionPlan extends PeerChoice {
  readonly place: Place
  readonly circuit: string
  readonly path: Path
  readonly peering: PeeringKind
}

/** A link between two customer routers and the BGP session over it: internal where both are of one AS. */
export interface SessionPlan {
  readonly place: Place
  /** Names the link: `ce1-ce2`. */
  readonly link: string
  readonly kind: 'internal' | 'external'
  readonly ends: readonly [SessionEnd, SessionEnd]
  /** The file says that neither end waits for the other to call. */
  readonly bothCall: boolean
  readonly families: readonly Family[]
  readonly latencyMicros: Micros
}

/** The policies are the end's own, or the router's on an external session, or none. */
export interface SessionEnd
  extends PeerChoice,
    Pick<PeerConfiguration, 'nextHopSelf' | 'routeReflectorClient'> {
  readonly router: string
  readonly timers: Timers
  readonly passive: boolean
  readonly sharedKey: string | undefined
  /** `undefined` where this end is not configured for it. */
  readonly bfd: BfdTimers | undefined
  /** What it offers in its OPEN; `undefined` where as usual. */
  readonly capabilities: Capabilities | undefined
}

/** RFC 5492: what an end offers otherwise than usual. */
export type Capabilities = {
  readonly [Offer in 'families' | 'routeRefresh' | 'fourOctetAs']: SessionConfiguration[Offer] | undefined
}

/** Networks behind customer routers, which announce them. */
export interface Site {
  readonly place: Place
  readonly behind: readonly string[]
  /** At most one list per family, without duplicates. */
  readonly prefixes: readonly PackedPrefixes[]
  /** How long the site takes to follow the routers that still hold a route; a model assumption. */
  readonly convergenceMicros: Micros
}

/** What Microsoft announces under one community. */
export interface MicrosoftService {
  readonly place: Place
  readonly tag: ServiceTag
}

/** Traffic between two sites or virtual networks, measured in both directions. */
export interface Flow {
  readonly place: Place
  readonly from: string
  readonly to: string
  readonly family: Family
  /** How many five-tuples are hashed over equal paths. */
  readonly count: number
  readonly probesPerSecond: number
  /** How long a client holds on to a connection that does not get through; a model assumption. */
  readonly reconnectMicros: Micros
  /** In bits per second each way; 0 where the file says nothing. */
  readonly rate: Readonly<Record<FlowDirection, number>>
  /** Its DSCP. */
  readonly mark: number
}
