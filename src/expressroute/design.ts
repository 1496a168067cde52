import type { Address } from '../net/address.ts'
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
}

/** Which set of rules holds: those of the 2017 overview, or today's. */
export type Era = '2017' | 'current'

export type Path = 'primary' | 'secondary'

export interface Circuit {
  readonly peeringLocation: string
  readonly connectivity: Connectivity
  readonly sku: { readonly tier: SkuTier; readonly family: SkuFamily }
  readonly bandwidthMbps: number
  /** One way between customer router and MSEE; a model assumption where the file says nothing. */
  readonly latencyMicros: number
  readonly peerings: { readonly private: PrivatePeering | undefined }
}

/** How the customer reaches the MSEEs; layer-2 models only, so that the customer's router is the BGP peer. */
export type Connectivity = 'cloud-exchange' | 'point-to-point-ethernet' | 'direct'
export type SkuTier = 'Local' | 'Standard' | 'Premium'
export type SkuFamily = 'MeteredData' | 'UnlimitedData'

export interface PrivatePeering {
  readonly vlanId: number
  readonly peerAsn: number
  /** As written, host bits and all, so that a rule can say what is wrong with it. */
  readonly ipv4: LinkSubnets
  readonly ipv6: LinkSubnets | undefined
  readonly sharedKey: string | undefined
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
}

/** The end of one link of a circuit on a customer's router. */
export interface RouterConnection {
  readonly circuit: string
  readonly path: Path
  readonly sharedKey: string | undefined
}

export interface VirtualNetwork {
  readonly region: string
  readonly addressSpace: readonly Prefix[]
  readonly gatewaySku: string
  readonly connections: readonly GatewayConnection[]
}

/** A connection of a virtual network's gateway to a circuit. */
export interface GatewayConnection {
  readonly circuit: string
  /** `routingWeight` in Azure: 0 to 32000, the highest wins before the AS path is looked at. */
  readonly weight: number
}
