import type { Address, Family } from '../net/address.ts'
import type { Prefix } from '../net/prefix.ts'
import type { SessionConfiguration } from './fsm/session.ts'
import type { Policy, PolicyChange } from './policy.ts'
import type { Profile } from './profile.ts'

/** One BGP router, as configured. */
export interface SpeakerConfiguration {
  readonly name: string
  readonly asn: number
  readonly bgpIdentifier: number
  /** RFC 4456 §7: names the cluster of whoever reflects for others; the BGP Identifier where nobody chose another. */
  readonly clusterId: number
  readonly profile: Profile
  /** How many equal routes are used side by side; 1 means no multipath. */
  readonly maximumPaths: number
  readonly aggregates: readonly AggregateConfiguration[]
  /** What is done to routes for external peers, after policy, while the router is drained for maintenance. */
  readonly drain: PolicyChange
  readonly interfaces: readonly InterfaceConfiguration[]
  readonly peers: readonly PeerConfiguration[]
}

/** RFC 4271 §9.2.2.2: a route of one's own that is there while the router has a route inside it. */
export interface AggregateConfiguration {
  readonly prefix: Prefix
  /** Nobody is told of the routes inside it. */
  readonly summaryOnly: boolean
  /** The AS_PATH tells of every AS behind it, as an AS_SET where the routes differ. */
  readonly asSet: boolean
}

/** A port and the addresses on it: what next hops resolve over. */
export interface InterfaceConfiguration {
  readonly name: string
  readonly addresses: readonly { readonly address: Address; readonly length: number }[]
}

/** One peer: one session, which carries the families of its `session`. */
export interface PeerConfiguration {
  /** The session's name, the same at both ends: `ce1-msee1 private ipv4`. */
  readonly name: string
  /** The far router's name, for people and for policies. */
  readonly remote: string
  readonly interface: string
  readonly localAddress: Address
  readonly remoteAddress: Address
  readonly session: SessionConfiguration
  readonly import: Policy
  readonly export: Policy
  /** Announce with the own address as NEXT_HOP on an internal session too; `all` for reflected routes besides. */
  readonly nextHopSelf: boolean | 'all'
  /** RFC 4456 §6: the peer, of the own AS, is a client that this router reflects for. */
  readonly routeReflectorClient: boolean
  /** Tell the peer a default route of one's own, whatever the Loc-RIB has, and no policy is asked. */
  readonly defaultOriginate: boolean
  readonly prefixLimit: PrefixLimit | undefined
  /** Weight of what this peer announces; the larger wins where the profile looks at it. */
  readonly weight: number
  /** How often the own AS may stand in a received AS_PATH (allowas-in). */
  readonly allowOwnAsn: number
  /** Take private AS numbers out of the AS_PATH before sending. */
  readonly removePrivateAsns: boolean
}

/** RFC 4271 §6.7, RFC 4486: how many prefixes of each family a peer may announce. */
export interface PrefixLimit {
  readonly maximum: Readonly<Record<Family, number>>
  /** A warning is due when the count passes this share of the maximum. */
  readonly warningPercent: number
  /** How long the session stays Idle after it exceeded the limit; `undefined` until the operator clears it. */
  readonly restartSeconds: number | undefined
}
