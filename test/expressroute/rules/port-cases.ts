import type { Circuit, Design, Peering } from '../../../src/expressroute/design.ts'
import { circuit, design, written } from '../../support/expressroute-design.ts'
import type { Case } from './rule-case.ts'

/** What circuits on one pair of ports have to tell apart. */
export const portCases: readonly Case[] = [
  {
    breaks: 'A10',
    broken: onOnePort({ vlanId: 100 }),
    kept: onOnePort({ vlanId: 101 }),
    path: ['circuits', 'er-second', 'peerings', 'private', 'vlanId'],
    says: 'VLAN 100 of the private peering of er-second is that of the private peering of er-amsterdam, on the same ports',
  },
  {
    breaks: 'A10',
    broken: onOnePort({ vlanId: 100 }, 'Dot1Q', 'er-third'),
    kept: onOnePort({ vlanId: 100 }, 'QinQ', 'er-third'),
    path: ['circuits', 'er-third', 'peerings', 'private', 'vlanId'],
    says: 'VLAN 100 of the private peering of er-third is that of the private peering of er-amsterdam, on the same ports',
  },
]

/** Two circuits of ExpressRoute Direct on one pair of ports; the second one's peering differs by this. */
function onOnePort(
  peering: Partial<Peering>,
  encapsulation: 'Dot1Q' | 'QinQ' = 'Dot1Q',
  second = 'er-second',
): Design {
  const direct: Partial<Circuit> = {
    connectivity: 'direct',
    bandwidthMbps: 10_000,
    portPair: { name: 'port-ams', encapsulation, stag: undefined },
  }
  const ipv4 = { primary: written('172.16.1.0/30'), secondary: written('172.16.1.4/30') }
  return design({
    circuits: new Map([
      ['er-amsterdam', circuit(direct)],
      [second, circuit(direct, { ipv4, ...peering })],
    ]),
  })
}
