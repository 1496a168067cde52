import type { Design, Era } from '../../../src/expressroute/design.ts'
import { circuit, design, virtualNetwork } from '../../support/expressroute-design.ts'
import type { Case } from './rule-case.ts'

/** How many circuits one virtual network may have, and from where. */
export const circuitCases: readonly Case[] = [
  {
    breaks: 'D3',
    broken: withCircuits(['Amsterdam', 'London', 'Paris', 'Dublin', 'Oslo'], 'ErGw1AZ'),
    kept: withCircuits(['Amsterdam', 'London', 'Paris', 'Dublin', 'Oslo'], 'ErGw2AZ'),
    path: ['virtualNetworks', 'vnet-weu', 'connections'],
    says: 'vnet-weu is linked to 5 circuits, and its ErGw1AZ gateway takes 4',
  },
  {
    breaks: 'D3',
    broken: withCircuits(['Paris', 'Paris', 'Paris', 'Paris', 'Paris'], 'ErGw3AZ'),
    kept: withCircuits(['Paris', 'Paris', 'Paris', 'Paris', 'Oslo'], 'ErGw3AZ'),
    path: ['virtualNetworks', 'vnet-weu', 'connections'],
    says: 'vnet-weu is linked to 5 circuits at Paris, and one location may give it 4',
  },
  {
    breaks: 'D3',
    broken: withCircuits(['Paris', 'Paris'], 'UltraPerformance', '2017'),
    kept: withCircuits(['Paris', 'London'], 'UltraPerformance', '2017'),
    path: ['virtualNetworks', 'vnet-weu', 'connections'],
    says: 'vnet-weu is linked to 2 circuits at Paris, and one location may give it 1',
  },
]

function withCircuits(locations: readonly string[], gatewaySku: string, era: Era = 'current'): Design {
  const names = locations.map((_, index) => `er-${index}`)
  // Of unequal weights, so that none of them waits for a place beside the others.
  const connections = names.map((name, weight) => ({ circuit: name, weight }))
  return design({
    era,
    circuits: new Map(
      locations.map((peeringLocation, index) => [`er-${index}`, circuit({ peeringLocation })]),
    ),
    routers: new Map(),
    virtualNetworks: new Map([['vnet-weu', virtualNetwork({ gatewaySku, connections })]]),
  })
}
