import type { Circuit, Design, Peering, SkuTier, VirtualNetwork } from '../../../src/expressroute/design.ts'
import { packPrefixes } from '../../../src/net/packed-prefixes.ts'
import { circuit, design, prefix, virtualNetwork, written } from '../../support/expressroute-design.ts'
import type { Case } from './rule-case.ts'

/** What hubs with spokes, and default routes towards them, break. */
export const hubCases: readonly Case[] = [
  {
    breaks: 'C9',
    broken: design(),
    kept: design(),
    announced: { broken: announced('0.0.0.0/0'), kept: announced('10.0.0.0/8') },
    path: ['routers', 'ce1', 'connect', 0],
    says: 'ce1 announces a default route to er-amsterdam: everything that leaves its virtual networks will come here',
  },
  {
    breaks: 'A5',
    broken: withSpoke('172.16.0.0/24'),
    kept: withSpoke('172.16.2.0/24'),
    path: ['circuits', 'er-amsterdam', 'peerings', 'private', 'primaryPeerAddressPrefix'],
    says: '172.16.0.0/30 overlaps 172.16.0.0/24 of apps',
  },
  {
    breaks: 'D4',
    broken: withGatewaySubnet('10.200.255.248/30'),
    kept: withGatewaySubnet('10.200.255.224/27'),
    path: ['virtualNetworks', 'vnet-weu', 'gateway', 'subnet'],
    says: '10.200.255.248/30 is too small for a gateway',
  },
  {
    breaks: 'D4',
    broken: withGatewaySubnet('10.201.0.0/27'),
    kept: withGatewaySubnet('10.200.0.0/27'),
    path: ['virtualNetworks', 'vnet-weu', 'gateway', 'subnet'],
    says: '10.201.0.0/27 lies outside the address space',
  },
  {
    breaks: 'D4',
    broken: withGatewaySubnet('10.200.255.240/28'),
    kept: withGatewaySubnet('10.200.255.224/27'),
    path: ['virtualNetworks', 'vnet-weu', 'gateway', 'subnet'],
    says: '10.200.255.240/28 is smaller than the /27 that is recommended',
  },
  {
    breaks: 'D2',
    broken: withLinks(11, 'Standard', 1_000),
    kept: withLinks(10, 'Standard', 10_000),
    path: ['circuits', 'er-amsterdam', 'sku'],
    says: 'er-amsterdam is linked to 11 virtual networks, and a Standard circuit of 1 Gbps takes 10',
  },
  {
    breaks: 'D2',
    broken: withLinks(21, 'Premium', 50),
    kept: withLinks(21, 'Premium', 100),
    path: ['circuits', 'er-amsterdam', 'sku'],
    says: 'er-amsterdam is linked to 21 virtual networks, and a Premium circuit of 50 Mbps takes 20',
  },
  {
    breaks: 'D3',
    broken: withWeights(100, 100, 100, 100, 100, 0),
    kept: withWeights(100, 100, 100, 100, 0, 0),
    path: ['virtualNetworks', 'vnet-weu', 'connections'],
    says: 'vnet-weu has 5 connections of weight 100, and uses 4 circuits at once for the same prefix',
  },
  {
    breaks: 'D11',
    broken: withKeys('for-a', 'for-b'),
    kept: withKeys('for-a', undefined),
    path: ['virtualNetworks', 'vnet-b', 'connections', 0, 'authorization'],
    says: 'er-amsterdam has no authorization for-b for vnet-b',
  },
  {
    breaks: 'D11',
    broken: withKeys('for-a', 'for-a'),
    kept: withKeys(undefined, 'for-a'),
    path: ['virtualNetworks', 'vnet-b', 'connections', 0, 'authorization'],
    says: 'vnet-b cannot redeem for-a of er-amsterdam, which is in use by vnet-a',
  },
  {
    breaks: 'D4',
    broken: withGatewaySubnet('10.200.255.240/28', { hasVpnGateway: true }),
    kept: withGatewaySubnet('10.200.255.224/27', { hasVpnGateway: true }),
    path: ['virtualNetworks', 'vnet-weu', 'gateway', 'subnet'],
    says: '10.200.255.240/28 is too small for a VPN gateway beside the other one',
  },
  {
    breaks: 'C8',
    broken: withSummary('100.65.0.0/16'),
    kept: withSummary('100.64.0.0/16'),
    path: ['virtualNetworks', 'vnet-weu', 'addressSpace'],
    says: 'vnet-weu with its spokes has 1,002 IPv4 address spaces, and a connection carries 1,000: its connections will drop',
  },
  {
    breaks: 'C8',
    broken: withSpoke(...many(1000)),
    kept: withSpoke(...many(999)),
    path: ['virtualNetworks', 'vnet-weu', 'addressSpace'],
    says: 'vnet-weu with its spokes has 1,001 IPv4 address spaces, and a connection carries 1,000: its connections will drop',
  },
]

function withSpoke(...texts: readonly string[]): Design {
  const ipv4 = { primary: written('172.16.0.0/30'), secondary: written('172.16.1.0/30') }
  const addressSpace = [packPrefixes('ipv4', texts.map(prefix))]
  return design({
    circuits: new Map([['er-amsterdam', circuit({}, { ipv4 })]]),
    spokes: new Map([['apps', { hub: 'vnet-weu', addressSpace }]]),
  })
}

/** A thousand and one spaces of a spoke in 100.64.0.0/16 beside that of the hub. */
function withSummary(...texts: readonly string[]): Design {
  const network = virtualNetwork({ summarizedGatewayPrefixes: texts.map(prefix) })
  return { ...withSpoke(...many(1001)), virtualNetworks: new Map([['vnet-weu', network]]) }
}

function withGatewaySubnet(text: string, difference: Partial<VirtualNetwork> = {}): Design {
  const network = virtualNetwork({ gatewaySubnet: prefix(text), ...difference })
  return design({ virtualNetworks: new Map([['vnet-weu', network]]) })
}

function withLinks(count: number, tier: SkuTier, bandwidthMbps: number): Design {
  const networks = Array.from({ length: count }, (_, index): [string, VirtualNetwork] => [
    `vnet-${index}`,
    virtualNetwork({ addressSpace: [prefix(`10.${index + 100}.0.0/16`)] }),
  ])
  return design({
    circuits: new Map([['er-amsterdam', circuit({ sku: { tier, family: 'MeteredData' }, bandwidthMbps })]]),
    virtualNetworks: new Map(networks),
  })
}

/** Two networks, with the keys that they redeem; the circuit has one for the first. */
function withKeys(a: string | undefined, b: string | undefined): Design {
  const linked = (space: string, authorization: string | undefined): VirtualNetwork =>
    virtualNetwork({ addressSpace: [prefix(space)], connections: [{ authorization }] })
  return design({
    circuits: new Map([['er-amsterdam', circuit({ authorizations: ['for-a'] })]]),
    virtualNetworks: new Map([
      ['vnet-a', linked('10.200.0.0/16', a)],
      ['vnet-b', linked('10.201.0.0/16', b)],
    ]),
  })
}

/** A network that is linked to as many circuits, at as many places. */
function withWeights(...weights: readonly number[]): Design {
  const places = ['Amsterdam', 'Dublin', 'Frankfurt', 'London', 'Paris', 'Oslo']
  const peeringOf = (index: number): Partial<Peering> => ({
    ipv4: { primary: written(`172.16.${index}.0/30`), secondary: written(`172.16.${index}.4/30`) },
  })
  const circuits = places.map((place, index): [string, Circuit] => [
    `er-${place.toLowerCase()}`,
    circuit({ peeringLocation: place }, peeringOf(index)),
  ])
  const connections = weights.map((weight, index) => ({ circuit: circuits[index]?.[0] ?? '', weight }))
  const network = virtualNetwork({ gatewaySku: 'ErGw2AZ', connections })
  return design({ circuits: new Map(circuits), virtualNetworks: new Map([['vnet-weu', network]]) })
}

function announced(text: string): NonNullable<Case['announced']>['broken'] {
  return [{ router: 'ce1', connection: 0, prefixes: [packPrefixes('ipv4', [prefix(text)])] }]
}

function many(count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `100.64.${Math.floor(index / 64)}.${(index % 64) * 4}/30`,
  )
}
