import type { Circuit, Design } from '../../../src/expressroute/design.ts'
import { circuit, design, globalReach } from '../../support/expressroute-design.ts'
import type { Case } from './rule-case.ts'

/** Pairs of circuits that Azure does not join. */
export const globalReachCases: readonly Case[] = [
  {
    breaks: 'D7',
    broken: joined({ peeringLocation: 'Amsterdam' }),
    kept: joined({ peeringLocation: 'Dublin' }),
    path: ['globalReach', 0],
    says: 'er-amsterdam and er-other are both at Amsterdam, and Global Reach joins different peering locations',
  },
  {
    breaks: 'D7',
    broken: joined({ peeringLocation: 'Dublin', sku: { tier: 'Local', family: 'UnlimitedData' } }),
    kept: joined({ peeringLocation: 'Dublin', sku: { tier: 'Premium', family: 'UnlimitedData' } }),
    path: ['globalReach', 0],
    says: 'er-other is a Local circuit, which has no Global Reach',
  },
  {
    breaks: 'D7',
    broken: joined({ peeringLocation: 'Tokyo', sku: { tier: 'Premium', family: 'MeteredData' } }),
    kept: joined(
      { peeringLocation: 'Tokyo', sku: { tier: 'Premium', family: 'MeteredData' } },
      { sku: { tier: 'Premium', family: 'MeteredData' } },
    ),
    path: ['globalReach', 0],
    says: 'er-amsterdam and er-other are in different geopolitical areas, and are not both Premium',
  },
]

function joined(other: Partial<Circuit>, own: Partial<Circuit> = {}): Design {
  return design({
    circuits: new Map([
      ['er-amsterdam', circuit(own)],
      ['er-other', circuit({ ...other, peerings: new Map() })],
    ]),
    globalReach: [globalReach('er-amsterdam', 'er-other')],
  })
}
