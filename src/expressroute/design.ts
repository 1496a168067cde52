import type { BfdStrictConfiguration } from '../bgp/fsm/session.ts'
import type { Address } from '../net/address.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { Prefix } from '../net/prefix.ts'

/**
 * What somebody bought, configured and linked, in Azure's words: the part of a scenario that the rules
 * of ExpressRoute speak about. Values are parsed; whether they are allowed is what the rules say.
 */
export interface Design {
  readonly era: Era
  readonly circuits: ReadonlyMap<string, Circuit>
  readonly routers: ReadonlyMap<string, CustomerRouter>
  readonly virtualNetworks: ReadonlyMap<string, VirtualNetwork>
  readonly spokes: ReadonlyMap<string, Spoke>
  readonly globalReach: readonly GlobalReach[]
  /** What the internet routing registries say: who may announce which prefixes. */
  readonly registrations: readonly Registration[]
  /** What the customer's sites and Microsoft's public services have to say to each other. */
  readonly publicTraffic: readonly PublicTraffic[]
  /** What Microsoft announces under communities that no table has, by the word of the file. */
  readonly declaredTags: readonly ServiceTag[]
  readonly assumptions: Assumptions
}

/** What Microsoft announces with one community of its own: the public prefixes of a region or of a service. */
export interface ServiceTag {
  /** `East US`, `East US Storage`, `Exchange Online`. */
  readonly name: string
  /** The region that it lies in; `undefined` for a service of the whole cloud. */
  readonly region: string | undefined
  readonly cloud: Cloud
  /** As a number: 12076 in the upper half. */
  readonly community: number
  /** FAQ17, FAQ26, RF23: Office 365 takes Premium, and since route filters an authorization of Microsoft's besides. */
  readonly isOffice365: boolean
  /** Stand-ins, since Microsoft's prefixes change every week. The rules take them for public. */
  readonly prefixes: readonly Prefix[]
}

/** GR19: two circuits whose customers' sites reach each other through Microsoft's network. */
export interface GlobalReach {
  readonly circuits: readonly [string, string]
  /** A /29 for the links between the MSEEs. */
  readonly addressPrefix: Prefix
  /** A /125 for the same: `ipv6CircuitConnectionConfig` in Azure; `undefined` where IPv4 alone is carried. */
  readonly ipv6AddressPrefix: Prefix | undefined
  /** One way; a model assumption where the file says nothing. */
  readonly latencyMicros: number
}

export interface PublicTraffic {
  readonly flow: string
  /** The addresses of the customer's hosts. */
  readonly customerPrefixes: readonly Prefix[]
}

/** Where the documents disagree, or leave open what a scenario has to know. */
export interface Assumptions {
  /** LAB26, CT22 against RFC 4271 §9.1.2: whether an MSEE accepts a route with 12076 in its path from a customer. */
  readonly ownAsn: 'accepted' | 'refused'
  /** No document says whether an MSEE looks at a customer's MULTI_EXIT_DISC. */
  readonly med: 'ignored' | 'heeded'
  /** RT16, FAQ17, CMP19 against SEED, PREM15: 200 prefixes on public peering, or as many as on private peering. */
  readonly publicPeeringLimit: '200' | 'as-private'
  /** BFD18 against BFD20: the interval at which an MSEE sends and takes BFD packets. */
  readonly bfdInterval: '300ms' | '750ms'
  /** No document says when an MSEE tries a session again that exceeded its prefix limit. In microseconds. */
  readonly limitRestart: number
  /** RT16, RT26 forbid default routes, private prefixes and documentation AS numbers, and do not say what an MSEE does with them. */
  readonly forbiddenPrefixes: 'dropped' | 'session-reset'
  /** PM23: eight times 12076 before maintenance, be it beside the one that is always there or with it. */
  readonly drainedPathLength: '9' | '8'
  /** RT16, RT26, PEER19 against CLI23: the AS numbers that Azure keeps for itself. */
  readonly reservedAsns: '65515-65520' | '65515'
}

/** The prefix, and all inside it, is recorded together with the AS. */
export interface Registration {
  readonly prefix: Prefix
  readonly asn: number
}

/** Which set of rules holds: those of the 2017 overview, or today's. */
export type Era = '2017' | 'current'

/** Clouds are closed to one another, whatever the SKU (LOC16, FAQ26). */
export type Cloud = 'public' | 'us-government' | 'china' | 'germany'

export type Path = 'primary' | 'secondary'

export interface Circuit {
  readonly peeringLocation: string
  /** Some peering locations are of two clouds, and a circuit is of one. */
  readonly cloud: Cloud
  readonly connectivity: Connectivity
  /** The provider's own routers speak BGP with the MSEEs, and with the customer's; or else the customer's do. */
  readonly isManaged: boolean
  /** `undefined` where it ends on no ports of ExpressRoute Direct, or the file does not say on which. */
  readonly portPair: PortPair | undefined
  readonly sku: { readonly tier: SkuTier; readonly family: SkuFamily }
  readonly bandwidthMbps: number
  /** How the ends of its links divide what Voice leaves. */
  readonly queueWeights: QueueWeights
  /** One way between customer router and MSEE; a model assumption where the file says nothing. */
  readonly latencyMicros: number
  /** `serviceProviderProvisioningState` at the start; ExpressRoute Direct does without. */
  readonly provider: ProviderState
  /** LINK20: the names of its keys, each for one connection of somebody else's virtual network. */
  readonly authorizations: readonly string[]
  /** In the order of the documents: private, public, Microsoft. */
  readonly peerings: ReadonlyMap<PeeringKind, Peering>
}

/** Each is a VLAN and a routing domain of its own on both MSEEs. */
export type PeeringKind = 'private' | 'public' | 'microsoft'

/** MODEL20: how the customer reaches the MSEEs. */
export type Connectivity = 'cloud-exchange' | 'point-to-point-ethernet' | 'any-to-any' | 'direct'
export type SkuTier = 'Local' | 'Standard' | 'Premium'
export type SkuFamily = 'MeteredData' | 'UnlimitedData'

/** QOS15: how the classes beside Voice divide what it leaves, which is the customer's decision. */
export interface QueueWeights {
  readonly interactive: number
  readonly default: number
}

/** Two ports in Microsoft's edge, one for each path, on which one circuit or several end. */
export interface PortPair {
  readonly name: string
  /** DIR19: with Dot1Q the tag tells circuits apart as well as peerings; with QinQ each circuit has an outer one of its own. */
  readonly encapsulation: 'Dot1Q' | 'QinQ'
  readonly stag: number | undefined
}

/** WF23, API: how far the provider is with a circuit. */
export type ProviderState = 'NotProvisioned' | 'Provisioning' | 'Provisioned' | 'Deprovisioning'

/** RST20: a new peering is Enabled. */
export type PeeringState = 'Enabled' | 'Disabled'

export interface Peering {
  /** At the start. */
  readonly state: PeeringState
  readonly vlanId: number
  readonly peerAsn: number
  /** As written, host bits and all, so that a rule can say what is wrong with it. */
  readonly ipv4: LinkSubnets
  readonly ipv6: LinkSubnets | undefined
  readonly sharedKey: string | undefined
  /** BFD18: whether the MSEEs run BFD on it, and the customer's routers where they do not say otherwise. */
  readonly bfd: boolean
  /** What only peerings with public addresses have; `undefined` on private peering. */
  readonly publicSide: PublicSide | undefined
}

/** RT16, RT26: what Microsoft has to know before it takes a customer's public prefixes. */
export interface PublicSide {
  readonly advertisedPublicPrefixes: readonly Prefix[]
  /** The AS that the prefixes are registered to, where that is not the peer's: `customerASN` in Azure. */
  readonly customerAsn: number | undefined
  /** The communities of the route filter; `undefined` where none is attached. */
  readonly routeFilter: readonly number[] | undefined
  /** PEER19, FAQ26: set up before 2017-08-01, so that everything comes without a filter. */
  readonly setUpBeforeFilters: boolean
  /** RF23, FAQ26: whether Microsoft has agreed to Office 365 over ExpressRoute; without that no filter may have it. */
  readonly office365Authorized: boolean
}

/** The subnets of the two links. Where the file gave one /29 or /125, both halves of it. */
export interface LinkSubnets {
  readonly primary: WrittenPrefix
  readonly secondary: WrittenPrefix
}

export interface WrittenPrefix {
  readonly address: Address
  readonly length: number
}

export interface CustomerRouter {
  readonly asn: number
  readonly connections: readonly RouterConnection[]
  readonly holdTimeSeconds: number
  readonly keepaliveSeconds: number
  /** Whether it stands for the Internet: a provider's router, which Microsoft's public network peers with. */
  readonly isInternet: boolean
  /** The sources that it gives public addresses. */
  readonly translates: readonly Prefix[]
  /** Whether it is a stateful firewall as well. */
  readonly isFirewall: boolean
}

/** How one end of a session is configured for BFD: it sends and takes packets at one interval. */
export interface BfdTimers {
  readonly intervalMicros: number
  readonly multiplier: number
  /** Whether the session waits for BFD where the other end does too; `undefined` where it does not. */
  readonly strict: BfdStrictConfiguration | undefined
}

/** The end of one link of a circuit on a customer's router. */
export interface RouterConnection {
  /** In the file, where others may stand between. */
  readonly index: number
  readonly circuit: string
  readonly path: Path
  readonly peering: PeeringKind
  readonly sharedKey: string | undefined
  /** `undefined` leaves it to the peering; `false` is a router that is not configured for it. */
  readonly bfd: BfdTimers | false | undefined
  /** Where the router's end has another VLAN than the peering. */
  readonly vlanId: number | undefined
  /** The router has taken Microsoft's address for its own, and takes its own for Microsoft's. */
  readonly swapsAddresses: boolean
}

/** One VLAN of one link of a circuit. */
export type LinkEnd = Pick<RouterConnection, 'circuit' | 'path' | 'peering'>

export interface VirtualNetwork {
  readonly region: string
  readonly addressSpace: readonly Prefix[]
  readonly gatewaySku: string
  /** Whether a VPN gateway stands beside the ExpressRoute gateway. */
  readonly hasVpnGateway: boolean
  /** Where the instances live, inside the address space; `undefined` where the file does not say. */
  readonly gatewaySubnet: Prefix | undefined
  /** FAQ26: what the gateway announces in place of the address spaces that they cover. */
  readonly summarizedGatewayPrefixes: readonly Prefix[]
  /** COM21: a custom community on what the gateway announces of the network's own; as a number, 12076 in the upper half. */
  readonly community: number | undefined
  readonly connections: readonly GatewayConnection[]
}

/** A virtual network without a gateway, peered with one that has: gateway transit, `useRemoteGateways` in Azure. */
export interface Spoke {
  readonly hub: string
  readonly addressSpace: readonly PackedPrefixes[]
}

/** A connection of a virtual network's gateway to a circuit. */
export interface GatewayConnection {
  readonly circuit: string
  /** `expressRouteGatewayBypass` in Azure. */
  readonly fastPath: boolean
  /** `routingWeight` in Azure: 0 to 32000, the highest wins before the AS path is looked at. */
  readonly weight: number
  /** One way between each MSEE and the gateway; a model assumption where the file says nothing. */
  readonly latencyMicros: number
  /** The circuit's key that it redeems; `undefined` where both are of one subscription. */
  readonly authorization: string | undefined
}
