import type { Profile } from '../bgp/profile.ts'
import type {
  InterfaceConfiguration,
  PeerConfiguration,
  SpeakerConfiguration,
} from '../bgp/speaker-configuration.ts'
import type { Address, Family } from '../net/address.ts'
import type { Prefix } from '../net/prefix.ts'
import type { BfdTimers, Path, PeeringKind, SkuTier } from './design.ts'

export interface ExpansionOptions {
  /** How an MSEE behaves as a BGP speaker; gateways behave alike and look at weight besides. */
  readonly profile: Profile
  /** By circuit: what its SKU becomes while the scenario runs, beside what it is. */
  readonly tiersToCome: ReadonlyMap<string, readonly SkuTier[]>
}

/** What a design becomes: routers, cables and sessions as plain data, for whoever simulates or exports them. */
export interface Expansion {
  /** Primary then secondary of every circuit, in the order of the file; each routing domain of a box by itself. */
  readonly msees: readonly Msee[]
  /** `undefined` where neither a circuit's peering nor a provider leads there. */
  readonly microsoftNetwork: MicrosoftNetwork | undefined
  /** `undefined` where there is no virtual network or no provider. */
  readonly azureInternet: AzureInternet | undefined
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
  readonly peering: PeeringKind
  readonly speaker: SpeakerConfiguration
}

/** Microsoft's public network as one router, behind the MSEEs of every public and Microsoft peering, and at the Internet. */
export interface MicrosoftNetwork {
  readonly speaker: SpeakerConfiguration
  /** The public prefixes of every region and service that some circuit of the design might reach. */
  readonly announces: readonly Prefix[]
}

/** Azure's default route to the Internet: a router that gives virtual networks a public source of its pool. */
export interface AzureInternet {
  readonly speaker: SpeakerConfiguration
  readonly pool: Prefix
  /** Towards whom. */
  readonly providers: readonly string[]
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
  /** A provider's sessions with Microsoft's public network, which a customer has none of. */
  readonly internetPeers: readonly PeerConfiguration[]
}

/** The customer's side of one session with an MSEE; `customerPeerConfiguration` completes it. */
export interface CustomerPeer
  extends Pick<PeerConfiguration, 'name' | 'remote' | 'interface' | 'localAddress' | 'remoteAddress'> {
  readonly family: Family
  readonly circuit: string
  readonly path: Path
  readonly peering: PeeringKind
  readonly holdTimeSeconds: number
  readonly keepaliveSeconds: number
}

/** A cable, or one VLAN of it. The customer's end, or the MSEE's where that is inside Microsoft's network, is the first. */
export type ExpandedLink = PeeringLink | InternetLink | GlobalReachLink

/** A VLAN of a circuit, or a cable that leads on from it inside Microsoft's network. */
export interface PeeringLink extends Cable {
  readonly kind: 'circuit' | 'gateway' | 'microsoft'
  readonly circuit: string
  readonly path: Path
  readonly peering: PeeringKind
}

/** Where a provider's network meets Microsoft's public one, or Azure's way to the Internet. */
export interface InternetLink extends Cable {
  readonly kind: 'internet'
}

/** Between the MSEEs of two circuits. */
export interface GlobalReachLink extends Cable {
  readonly kind: 'global-reach'
  readonly circuits: readonly [string, string]
  readonly path: Path
}

interface Cable {
  readonly name: string
  readonly ends: readonly [ExpandedPort, ExpandedPort]
  readonly delayMicros: number
  readonly carrier: 'direct' | 'layer-2'
  /** `undefined` inside Microsoft's network. */
  readonly vlanId: number | undefined
  /** The same, but where the customer's end has a wrong one. */
  readonly customerVlanId: number | undefined
  /** What the two ends are configured with unlike, so that neither hears the other though both ports are up. */
  readonly mismatch: 'VLAN' | 'addresses' | undefined
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
  /** What it takes for the other end's. */
  readonly peerAddress: Address
  /** The MD5 key of RFC 2385. TCP does not connect where the two ends differ. */
  readonly sharedKey: string | undefined
  /** `undefined` where Azure has no BFD. */
  readonly bfd: BfdOfEnd | undefined
}

/** BFD as it is configured at one end of a session, or as it will be once somebody does that. */
export interface BfdOfEnd {
  readonly timers: BfdTimers
  readonly isOn: boolean
}
