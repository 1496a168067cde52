import * as z from 'zod'
import type { GatewayConnection } from '../../expressroute/design.ts'
import { largestRoutingWeight } from '../../expressroute/routing-weight.ts'
import type { Family } from '../../net/address.ts'
import type { PackedPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { quoted, read, refuse } from '../../net/read.ts'
import type { Micros } from '../../sim/time.ts'
import { networkCommunity } from './community.ts'
import { prefix, prefixList } from './prefixes.ts'
import { type FlowRate, flowRate, mark } from './rate.ts'
import { asn, duration, family, name, sentence, textOf, whole, yesOrNo } from './scalars.ts'
import { oneOrMore, strict } from './strict.ts'

export interface SiteEntry {
  readonly behind: readonly string[]
  readonly prefixes: readonly PackedPrefixes[]
  readonly convergenceMicros: Micros
}

export interface VirtualNetworkEntry {
  readonly region: string
  readonly addressSpace: readonly Prefix[]
  readonly gatewaySku: string
  readonly gatewaySubnet: Prefix | undefined
  readonly vpnGateway: { readonly asn: number | undefined } | undefined
  readonly summarizedGatewayPrefixes: readonly Prefix[]
  readonly community: number | undefined
  readonly connections: readonly GatewayConnectionEntry[]
}

export interface GatewayConnectionEntry extends Omit<GatewayConnection, 'latencyMicros'> {
  readonly latencyMicros: Micros | undefined
}

export interface SpokeEntry {
  readonly hub: string
  readonly addressSpace: readonly PackedPrefixes[]
}

export interface FlowEntry {
  readonly from: string
  readonly to: string
  readonly family: Family
  readonly count: number
  readonly probesPerSecond: number
  readonly reconnectMicros: Micros
  readonly rate: FlowRate
  readonly mark: number
}

export const site: z.ZodType<SiteEntry> = strict({
  behind: oneOrMore(name).meta({ description: 'The routers that announce the site' }),
  prefixes: prefixList.meta({ description: 'What they announce: prefixes, single or generated' }),
  convergence: duration.optional().meta({ description: 'How long the site takes to follow its routers: 0s' }),
})
  .transform(({ behind, prefixes, convergence }) => ({
    behind,
    prefixes,
    convergenceMicros: convergence ?? 0,
  }))
  .meta({ description: 'Networks behind routers of the customer' })

export const routingWeight: z.ZodType<number> = whole(0, largestRoutingWeight).meta({
  description: 'The highest wins, before the AS path is looked at',
})

export const virtualNetwork: z.ZodType<VirtualNetworkEntry> = strict({
  region: sentence.meta({ description: 'West Europe, East US 2, ...' }),
  addressSpace: z
    .array(prefix, { error: 'must be a list of prefixes' })
    .min(1, { error: 'must not be empty' }),
  gateway: strict({
    sku: sentence.meta({ description: 'Standard, ErGw1AZ, UltraPerformance, ...' }),
    subnet: prefix.optional().meta({ description: 'The GatewaySubnet: /27 or larger' }),
  }),
  vpnGateway: strict({ asn: asn.optional().meta({ description: 'Its AS number: 65515' }) })
    .optional()
    .meta({ description: 'A VPN gateway beside the other one: sessions reach it as vnet-weu.vpn' }),
  summarizedGatewayPrefixes: z
    .array(prefix, { error: 'must be a list of prefixes' })
    .default([])
    .meta({ description: 'Announced in place of the address spaces that they cover' }),
  community: networkCommunity
    .optional()
    .meta({ description: 'A custom community on what the gateway announces: "12076:20001"' }),
  connections: z
    .array(
      strict({
        circuit: name.meta({ description: 'The name of a circuit' }),
        weight: routingWeight.default(0),
        latency: duration.optional().meta({ description: 'One way from the MSEEs to its region: 1ms' }),
        fastPath: yesOrNo
          .default(false)
          .meta({ description: 'What comes from you goes to the hosts past the gateway: false' }),
        authorization: name
          .optional()
          .meta({ description: "The circuit's key that it redeems, where that is another subscription's" }),
      }),
      { error: 'must be a list of connections' },
    )
    .meta({ description: 'The circuits that the gateway is linked to' }),
})
  .transform(({ gateway, vpnGateway, connections, ...network }) => ({
    ...network,
    gatewaySku: gateway.sku,
    gatewaySubnet: gateway.subnet,
    vpnGateway: vpnGateway && { asn: vpnGateway.asn },
    community: network.community,
    connections: connections.map(({ latency, ...one }) => ({
      ...one,
      authorization: one.authorization,
      latencyMicros: latency,
    })),
  }))
  .meta({ description: 'A virtual network and its ExpressRoute gateway' })

export const spoke: z.ZodType<SpokeEntry> = strict({
  hub: name.meta({ description: 'The virtual network whose gateway it uses' }),
  addressSpace: prefixList,
}).meta({ description: 'A virtual network that is peered with a hub and uses its gateway' })

const probe = textOf('a rate such as "10 per second"', 'type', (text) => {
  const rate = Number(/^(\d{1,6}) per second$/.exec(text)?.[1])
  return rate >= 1 ? read(rate) : refuse<number>(`${quoted(text)} is not a rate of probes`)
})

export const flow: z.ZodType<FlowEntry> = strict({
  from: name.meta({ description: 'A site or a virtual network' }),
  to: name.meta({ description: 'A site or a virtual network' }),
  family: family.default('ipv4'),
  count: whole(1, 4096)
    .default(64)
    .meta({ description: 'How many five-tuples are spread over equal paths: 64' }),
  probe: probe.optional().meta({ description: 'What sent and lost are counted in: 10 per second' }),
  rate: flowRate.optional(),
  dscp: mark.optional(),
  reconnect: duration.optional().meta({
    description: 'How long a client holds on to a broken connection. 0s: each probe opens one of its own',
  }),
})
  .transform((written) => ({
    from: written.from,
    to: written.to,
    family: written.family,
    count: written.count,
    probesPerSecond: written.probe ?? 10,
    reconnectMicros: written.reconnect ?? 0,
    rate: written.rate ?? { forward: 0, return: 0 },
    mark: written.dscp ?? 0,
  }))
  .meta({ description: 'Traffic, measured in both directions' })
