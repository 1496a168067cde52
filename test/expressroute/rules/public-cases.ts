import type { Design, Peering, Registration } from '../../../src/expressroute/design.ts'
import { noSurroundings, type Surroundings } from '../../../src/expressroute/rules/rule.ts'
import { packPrefixes } from '../../../src/net/packed-prefixes.ts'
import {
  circuit,
  design,
  prefix,
  privatePeering,
  router,
  written,
} from '../../support/expressroute-design.ts'
import type { Case } from './rule-case.ts'

const peeringsPath = ['circuits', 'er-amsterdam', 'peerings']
const exchange = 12076 * 65536 + 5010
const sharePoint = 12076 * 65536 + 5020
const microsoftPath = [...peeringsPath, 'microsoft']

/** What breaks the rules of public and of Microsoft peering, and the neighbour that keeps them. */
export const publicCases: readonly Case[] = [
  {
    breaks: 'A2',
    broken: publicDesign({ ipv6: ipv6Links() }),
    kept: publicDesign({}),
    path: [...peeringsPath, 'public', 'ipv6'],
    says: 'er-amsterdam has IPv6 on its public peering, which the 2017 rules do not know',
  },
  {
    breaks: 'A6',
    broken: microsoftDesign({ ipv4: links('172.31.0.0/30', '203.0.113.4/30') }),
    kept: microsoftDesign({ ipv4: links('203.0.113.0/30', '203.0.113.4/30') }),
    path: [...microsoftPath, 'primaryPeerAddressPrefix'],
    says: '172.31.0.0/30 of the Microsoft peering of er-amsterdam lies in 172.16.0.0/12, which is private',
  },
  {
    breaks: 'A7',
    broken: microsoftDesign({}, { ipv4: links('172.16.0.0/30', '203.0.113.4/30') }),
    kept: microsoftDesign({}, { ipv4: links('172.16.0.0/30', '203.0.113.8/30') }),
    path: [...microsoftPath, 'secondaryPeerAddressPrefix'],
    says: '203.0.113.4/30 of the Microsoft peering of er-amsterdam is in use on the private peering of er-amsterdam',
  },
  {
    breaks: 'A8',
    broken: microsoftDesign({ vlanId: 100 }),
    kept: microsoftDesign({ vlanId: 101 }),
    path: [...microsoftPath, 'vlanId'],
    says: 'VLAN 100 of the Microsoft peering of er-amsterdam is that of its private peering',
  },
  {
    breaks: 'D12',
    broken: microsoftDesign({ publicSide: publicSide({ routeFilter: [exchange, sharePoint] }) }),
    kept: microsoftDesign({
      publicSide: publicSide({ routeFilter: [exchange, sharePoint], office365Authorized: true }),
    }),
    path: [...microsoftPath, 'routeFilter'],
    says: 'the route filter of the Microsoft peering of er-amsterdam has Exchange Online and 1 more, which Microsoft has not authorized',
  },
  {
    breaks: 'B2',
    broken: microsoftDesign({ peerAsn: 65010 }, {}, [{ prefix: prefix('198.51.100.0/24'), asn: 65010 }]),
    kept: microsoftDesign({ peerAsn: 65551 }),
    path: [...microsoftPath, 'peerAsn'],
    says: 'peerAsn 65010 of the Microsoft peering of er-amsterdam is private: Microsoft validates it by hand, and takes it out of every path',
  },
  {
    breaks: 'B3',
    broken: microsoftDesign({ peerAsn: 64496 }, {}, [{ prefix: prefix('198.51.100.0/24'), asn: 64496 }]),
    kept: microsoftDesign({ peerAsn: 65536 }, {}, [{ prefix: prefix('198.51.100.0/24'), asn: 65536 }]),
    path: [...microsoftPath, 'peerAsn'],
    says: 'peerAsn 64496 of the Microsoft peering of er-amsterdam is for documentation (RFC 5398), and is not taken there',
  },
  {
    breaks: 'C1',
    broken: microsoftDesign({}),
    kept: microsoftDesign({}),
    announced: { broken: announced('0.0.0.0/0', '198.51.100.0/24'), kept: announced('198.51.100.0/24') },
    path: ['routers', 'ce1', 'connect', 0],
    says: 'ce1 announces 0.0.0.0/0 to the Microsoft peering of er-amsterdam, which is a default route and will not be taken',
  },
  {
    breaks: 'C2',
    broken: microsoftDesign({}),
    kept: microsoftDesign({}),
    announced: {
      broken: announced('10.1.0.0/16', '192.168.0.0/24', '198.51.100.0/24'),
      kept: announced('198.51.100.0/24'),
    },
    path: ['routers', 'ce1', 'connect', 0],
    says: 'ce1 announces 10.1.0.0/16 and 1 more to the Microsoft peering of er-amsterdam, which is private and will not be taken',
  },
  {
    breaks: 'C3',
    broken: microsoftDesign({}),
    kept: microsoftDesign({}),
    announced: { broken: announced('198.51.0.0/16'), kept: announced('198.51.100.128/25') },
    path: ['routers', 'ce1', 'connect', 0],
    says: 'ce1 announces 198.51.0.0/16 to the Microsoft peering of er-amsterdam, which is not in its advertisedPublicPrefixes and will not be taken',
  },
  {
    breaks: 'C4',
    broken: microsoftDesign({}, {}, [{ prefix: prefix('198.51.100.0/24'), asn: 65550 }]),
    kept: microsoftDesign({}, {}, [{ prefix: prefix('198.51.0.0/16'), asn: 65551 }]),
    path: [...microsoftPath, 'advertisedPublicPrefixes'],
    says: '198.51.100.0/24 of the Microsoft peering of er-amsterdam is not registered to AS 65551: ValidationNeeded, and its sessions are not enabled',
  },
  {
    breaks: 'C5',
    broken: microsoftDesign({ publicSide: publicSide({ routeFilter: undefined }) }),
    kept: microsoftDesign({ publicSide: publicSide({ routeFilter: undefined, setUpBeforeFilters: true }) }),
    path: microsoftPath,
    says: 'the Microsoft peering of er-amsterdam has no route filter: its sessions will stand, and nothing will be announced',
  },
  {
    breaks: 'C6',
    broken: microsoftDesign({}),
    kept: microsoftDesign({}),
    announced: { broken: announced('198.51.100.0/25'), kept: announced('198.51.100.0/25') },
    surroundings: {
      broken: toInternet('198.51.0.0/16', '198.51.100.0/25'),
      kept: toInternet('198.51.0.0/16', '198.51.100.0/24'),
    },
    path: ['routers', 'ce1', 'connect', 0],
    says: 'ce1 announces 198.51.100.0/25 to the Microsoft peering of er-amsterdam, and edge to the Internet: answers take ExpressRoute, whichever way was asked',
  },
  {
    breaks: 'C13',
    broken: listing('203.0.113.0/24'),
    kept: listing('203.0.113.0/24'),
    announced: { broken: announced('203.0.113.0/29'), kept: announced('203.0.113.8/29') },
    path: ['routers', 'ce1', 'connect', 0],
    says: 'ce1 announces 203.0.113.0/29 to the Microsoft peering of er-amsterdam, which holds 203.0.113.0/30, a link of the Microsoft peering of er-amsterdam',
  },
  {
    breaks: 'D9',
    broken: { ...publicDesign({}), routers: new Map(), era: 'current' },
    kept: { ...publicDesign({}), routers: new Map() },
    path: [...peeringsPath, 'public'],
    says: 'er-amsterdam has a public peering, which cannot be created any more',
  },
]

function publicSide(difference: Partial<Peering['publicSide']> = {}): NonNullable<Peering['publicSide']> {
  return {
    advertisedPublicPrefixes: [prefix('198.51.100.0/24')],
    customerAsn: undefined,
    routeFilter: [12076 * 65536 + 51004],
    setUpBeforeFilters: false,
    office365Authorized: false,
    ...difference,
  }
}

function publicPeering(difference: Partial<Peering>): Peering {
  return privatePeering({
    vlanId: 200,
    peerAsn: 65551,
    ipv4: links('203.0.113.0/30', '203.0.113.4/30'),
    publicSide: publicSide(),
    ...difference,
  })
}

/** Microsoft peering beside private peering, with one router on each link of the first. */
function microsoftDesign(
  microsoft: Partial<Peering>,
  inside: Partial<Peering> = {},
  registrations: readonly Registration[] = [{ prefix: prefix('198.51.100.0/24'), asn: 65551 }],
): Design {
  const { peerAsn } = publicPeering(microsoft)
  const peerings = new Map([
    ['private', privatePeering({ peerAsn, ...inside })],
    ['microsoft', publicPeering(microsoft)],
  ] as const)
  return withPeerings(peerings, registrations)
}

/** Microsoft peering with these prefixes alone. */
function listing(...texts: readonly string[]): Design {
  const advertisedPublicPrefixes = texts.map(prefix)
  return microsoftDesign(
    { publicSide: publicSide({ advertisedPublicPrefixes }) },
    {},
    advertisedPublicPrefixes.map((one) => ({ prefix: one, asn: 65551 })),
  )
}

function publicDesign(difference: Partial<Peering>): Design {
  const own = publicSide({ routeFilter: undefined })
  const peerings = new Map([['public', publicPeering({ publicSide: own, ...difference })]] as const)
  const registrations = [{ prefix: prefix('198.51.100.0/24'), asn: 65551 }]
  return { ...withPeerings(peerings, registrations), era: '2017', virtualNetworks: new Map() }
}

function withPeerings(
  peerings: ReadonlyMap<'private' | 'public' | 'microsoft', Peering>,
  registrations: readonly Registration[],
): Design {
  const ends = [...peerings.keys()].toReversed()
  const [asn = 65551] = [...peerings.values()].map(({ peerAsn }) => peerAsn)
  return design({
    circuits: new Map([['er-amsterdam', circuit({ peerings })]]),
    routers: new Map([
      [
        'ce1',
        router(
          ends.map((peering) => ({ path: 'primary', peering })),
          { asn },
        ),
      ],
      [
        'ce2',
        router(
          ends.map((peering) => ({ path: 'secondary', peering })),
          { asn },
        ),
      ],
    ]),
    registrations,
  })
}

function announced(...texts: readonly string[]): NonNullable<Case['announced']>['broken'] {
  return [{ router: 'ce1', connection: 0, prefixes: [packPrefixes('ipv4', texts.map(prefix))] }]
}

function toInternet(...texts: readonly string[]): Surroundings {
  const prefixes = [packPrefixes('ipv4', texts.map(prefix))]
  return { ...noSurroundings, toInternet: [{ router: 'edge', prefixes }] }
}

function links(primary: string, secondary: string): Peering['ipv4'] {
  return { primary: written(primary), secondary: written(secondary) }
}

function ipv6Links(): Peering['ipv6'] {
  return links('2001:db8::/126', '2001:db8::4/126')
}
