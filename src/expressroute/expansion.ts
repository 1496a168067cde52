import type { Profile } from '../bgp/profile.ts'
import type {
  InterfaceConfiguration,
  PeerConfiguration,
  SpeakerConfiguration,
} from '../bgp/speaker-configuration.ts'
import type { Address, Family } from '../net/address.ts'
import type { Prefix } from '../net/prefix.ts'
import type { Path } from './design.ts'

/** What the documents leave open and a scenario may settle. */
export interface ExpansionOptions {
  /** How an MSEE behaves as a BGP speaker; gateways behave alike and look at weight besides. */
  readonly profile: Profile
  /**
   * How often 12076 may stand in what a customer announces to an MSEE. LAB26 saw one accepted, which no
   * document promises; `documentedAllowOwnAsn` keeps RFC 4271 instead.
   */
  readonly allowOwnAsn: number
}

/** Model assumption, after LAB26 and CT22: a VNet's prefix that the customer sends back is accepted and loses. */
export const observedAllowOwnAsn = 1

/** RFC 4271 §9.1.2: a route with the own AS in its path is not used. */
export const documentedAllowOwnAsn = 0

/** What a design becomes: routers, cables and sessions as plain data, for whoever simulates or exports them. */
export interface Expansion {
  /** Primary then secondary of every circuit, in the order of the file. */
  readonly msees: readonly Msee[]
  /** Instance 0 then 1 of every virtual network's gateway, in the order of the file. */
  readonly gateways: readonly GatewayInstance[]
  /** Every router of the design, with a link or without. */
  readonly customerEdges: readonly CustomerEdge[]
  readonly links: readonly ExpandedLink[]
  readonly sessions: readonly ExpandedSession[]
}

export interface Msee {
  readonly circuit: string
  readonly path: Path
  readonly speaker: SpeakerConfiguration
}

export interface GatewayInstance {
  readonly virtualNetwork: string
  readonly instance: 0 | 1
  readonly speaker: SpeakerConfiguration
  /** Its own routes: the address space of the virtual network, and nothing else. */
  readonly announces: readonly Prefix[]
}

/** What the circuits put on a customer's router; the rest of its configuration is the customer's. */
export interface CustomerEdge {
  readonly name: string
  readonly asn: number
  readonly bgpIdentifier: number
  readonly interfaces: readonly InterfaceConfiguration[]
  readonly peers: readonly CustomerPeer[]
}

/** The customer's side of one session with an MSEE; `customerPeerConfiguration` completes it. */
export interface CustomerPeer
  extends Pick<PeerConfiguration, 'name' | 'remote' | 'interface' | 'localAddress' | 'remoteAddress'> {
  readonly family: Family
  readonly circuit: string
  readonly path: Path
  readonly holdTimeSeconds: number
  readonly keepaliveSeconds: number
}

/** A cable. The customer's end, or the MSEE's where the other end is a gateway, is the first. */
export interface ExpandedLink {
  readonly name: string
  readonly kind: 'circuit' | 'gateway'
  readonly circuit: string
  readonly path: Path
  readonly ends: readonly [ExpandedPort, ExpandedPort]
  readonly delayMicros: number
  readonly carrier: 'direct' | 'layer-2'
  /** `undefined` inside Microsoft's network. */
  readonly vlanId: number | undefined
}

export interface ExpandedPort {
  readonly node: string
  readonly addresses: readonly { readonly address: Address; readonly length: number }[]
}

/** One session of one family, between the ends of its link and in their order. */
export interface ExpandedSession {
  /** The same at both ends: `ce1-er-amsterdam.msee1 private ipv4`. */
  readonly name: string
  readonly link: ExpandedLink
  readonly family: Family
  readonly ends: readonly [SessionEnd, SessionEnd]
}

export interface SessionEnd {
  readonly node: string
  readonly address: Address
  /** The MD5 key of RFC 2385. TCP does not connect where the two ends differ. */
  readonly sharedKey: string | undefined
}
