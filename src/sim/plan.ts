import type { BfdConfiguration } from '../bfd/session.ts'
import type { AttributeInterner } from '../bgp/attribute-interner.ts'
import type { SpeakerConfiguration } from '../bgp/speaker-configuration.ts'
import type { Family } from '../net/address.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { Loading } from './carriage.ts'
import type { FlowDirection } from './flow/flow.ts'
import type { Middlebox } from './flow/middlebox.ts'
import type { Shortcut } from './forwarding/shortcuts.ts'
import type { Link } from './link.ts'
import type { Lane } from './load/fair-share.ts'
import type { MarkingPlan } from './load/traffic-class.ts'
import type { Micros } from './time.ts'

/** Everything that a simulation starts from. */
export interface SimulationPlan {
  readonly seed: number
  /** Whether messages travel as octets, to be framed and decoded where they arrive. */
  readonly wire: boolean
  /** Which other order the events of one instant have, and which other delays messages; `undefined` for none. */
  readonly interleave: number | undefined
  readonly routers: readonly RouterPlan[]
  readonly networks: readonly NetworkPlan[]
  readonly links: readonly Link[]
  readonly flows: readonly FlowPlan[]
  readonly trunks: readonly TrunkPlan[]
  readonly marking: MarkingPlan
  /** The routers that remember connections, by name. */
  readonly middleboxes: ReadonlyMap<string, Middlebox>
}

/** One end of a session, as an operator names it. */
export interface OperatedEnd {
  readonly session: string
  readonly at?: string
}

/** The router whose end it is: the first that the plan names, where the operator does not say. */
export function routerOfEnd(routers: readonly RouterPlan[], { session, at }: OperatedEnd): string {
  const router = routers.find(({ speaker: { name, peers } }) => {
    return (at ?? name) === name && peers.some((peer) => peer.name === session)
  })
  if (router === undefined) throw new Error(`no session ${session}${at === undefined ? '' : ` at ${at}`}`)
  return router.speaker.name
}

/** How a simulation differs from its plan. */
export interface SimulationOptions {
  /** How messages travel, where not as the plan has it. */
  readonly load?: Loading
  /** Nodes of links that somebody else plays. What packets do there is not known, so none is followed. */
  readonly outside?: readonly string[]
  /** Whether BFD packets that change nothing are run all the same: the outcome is the same, and takes longer. */
  readonly everyBfdPacket?: boolean
  /** Whether the KEEPALIVEs of sessions that stand are run and recorded; without, the same happens otherwise. */
  readonly everyKeepalive?: boolean
  /** Where attribute sets are interned; a fork shares it. */
  readonly interner?: AttributeInterner
}

export interface RouterPlan {
  readonly speaker: SpeakerConfiguration
  /** By session: the MD5 key of RFC 2385, for the sessions that have one. */
  readonly sharedKeys: ReadonlyMap<string, string>
  /** By session: how the router watches it with BFD (RFC 5880), for the sessions that it can watch. */
  readonly bfd: ReadonlyMap<string, BfdWatch>
  /** Networks that end at the router itself. */
  readonly announces: readonly PackedPrefixes[]
  /** Routes that are configured, and stand while their port has carrier, whatever BGP says. */
  readonly statics: readonly StaticRoutes[]
  /** The sessions that an operator had shut down before the first instant. */
  readonly shut: readonly string[]
  readonly shortcuts: readonly Shortcut[]
}

export interface BfdWatch {
  readonly configuration: BfdConfiguration
  /** Whether it does so from the first instant; or else once somebody tells it to. */
  readonly isOn: boolean
}

/** How a router watches a session from the first instant on; `undefined` where it does not. */
export function bfdAtStart({ bfd }: Pick<RouterPlan, 'bfd'>, session: string): BfdConfiguration | undefined {
  const watch = bfd.get(session)
  return watch?.isOn === true ? watch.configuration : undefined
}

/** What is forwarded over a link, to the far end of it. */
export interface StaticRoutes {
  readonly link: string
  /** At most one list per family. */
  readonly prefixes: readonly PackedPrefixes[]
}

/** Hosts behind routers, which announce them: a site, or a virtual network behind its gateway's instances. */
export interface NetworkPlan {
  readonly name: string
  readonly prefixes: readonly PackedPrefixes[]
  readonly behind: readonly { readonly router: string; readonly link: string }[]
  /** Those of the routers that its hosts use only for prefixes which none of the others has, nor one that stands here before. */
  readonly standby: readonly string[]
  /** How long its hosts take to follow the routers that hold a route. */
  readonly convergenceMicros: Micros
}

/** What links carry together in each direction, in bits per second; links of no trunk carry whatever comes. */
export interface TrunkPlan extends Lane {
  readonly name: string
  /** Whether what it carries is paid for by the octet. */
  readonly isMetered: boolean
  readonly links: readonly string[]
}

/** Traffic between two networks. */
export interface FlowPlan {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly family: Family
  readonly count: number
  readonly probesPerSecond: number
  /** How long a client holds on to a connection that does not get through; with 0 every probe opens one of its own. */
  readonly reconnectMicros: Micros
  /** What is sent in each direction, in bits per second; 0 where nobody said. */
  readonly rate: Readonly<Record<FlowDirection, number>>
  /** The DSCP (RFC 2474) that its packets leave with, from 0 to 63. */
  readonly mark: number
}
