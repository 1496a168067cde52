import test from 'ava'
import { profiles } from '../../src/bgp/profiles.ts'
import type { Design, Era, PeeringKind, PublicSide } from '../../src/expressroute/design.ts'
import { expandDesign } from '../../src/expressroute/expand-design.ts'
import type { Expansion } from '../../src/expressroute/expansion.ts'
import { complete } from '../../src/expressroute/life-cycle/estate.ts'
import { stoppedEnds } from '../../src/expressroute/life-cycle/standing.ts'
import { serviceTags } from '../../src/expressroute/service-tags.ts'
import { samePrefix } from '../../src/net/prefix.ts'
import { circuit, design, prefix, privatePeering, router, written } from '../support/expressroute-design.ts'

const eastUs = 12076 * 65536 + 51004

test('each peering is a routing domain, a VLAN and a session of its own', (t) => {
  const { msees, links, sessions, microsoftNetwork } = expand({})
  t.deepEqual(
    msees.map(({ speaker }) => speaker.name),
    ['er.msee1', 'er.msee1.microsoft', 'er.msee2', 'er.msee2.microsoft'],
  )
  t.deepEqual(
    links.filter(({ kind }) => kind === 'circuit').map(({ name, vlanId }) => `${name} ${vlanId}`),
    ['er.primary 100', 'er.secondary 100', 'er.primary.microsoft 200', 'er.secondary.microsoft 200'],
  )
  t.deepEqual(
    sessions.filter(({ link }) => 'peering' in link && link.peering === 'microsoft').map(({ name }) => name),
    [
      'ce1-er.msee1 microsoft ipv4',
      'ce2-er.msee2 microsoft ipv4',
      'er.msee1-microsoft microsoft ipv4',
      'er.msee2-microsoft microsoft ipv4',
    ],
  )
  t.deepEqual(
    microsoftNetwork?.speaker.peers.map(({ remote }) => remote),
    ['er.msee1.microsoft', 'er.msee2.microsoft'],
  )
})

test('without a peering that leads to it there is no public network', (t) => {
  t.is(expandDesign(design(), { profile: profiles.msee, tiersToCome: new Map() }).microsoftNetwork, undefined)
})

test('sessions of prefixes that are not validated are disabled at the MSEE', (t) => {
  const disabled = (side: Partial<PublicSide>) =>
    stoppedEnds(complete(sold(side)), expand(side).sessions).map(({ session }) => session)
  t.deepEqual(disabled({}), [])
  t.deepEqual(disabled({ customerAsn: 65550 }), [
    'ce1-er.msee1 microsoft ipv4',
    'ce2-er.msee2 microsoft ipv4',
  ])
})

interface Offer {
  readonly name: string
  readonly location?: string
  readonly tier?: 'Local' | 'Standard' | 'Premium'
  readonly era?: Era
  readonly kind?: PeeringKind
  readonly side?: Partial<PublicSide>
  /** Names of tags that the customer gets, and of some that it does not. */
  readonly told: readonly string[]
  readonly not: readonly string[]
}

const everything = serviceTags('current').map(({ community }) => community)

const offers: readonly Offer[] = [
  { name: 'a filter lets its communities through', told: ['East US'], not: ['West US', 'East US Storage'] },
  { name: 'without a filter nothing comes', side: { routeFilter: undefined }, told: [], not: ['East US'] },
  {
    name: 'set up before filters, Office 365 comes with Premium',
    tier: 'Premium',
    side: { routeFilter: undefined, setUpBeforeFilters: true },
    told: ['Exchange Online', 'SharePoint Online'],
    not: ['East US', 'Microsoft Entra ID'],
  },
  {
    name: 'Standard reaches its own area, and no Office 365',
    side: { routeFilter: everything },
    told: ['East US', 'Canada East SQL', 'Microsoft Entra ID'],
    not: ['West Europe', 'Exchange Online', 'US Gov Texas'],
  },
  {
    name: 'Premium reaches the whole cloud',
    tier: 'Premium',
    side: { routeFilter: everything },
    told: ['East US', 'West Europe', 'Exchange Online'],
    not: ['China East', 'Exchange Online US Gov'],
    location: 'Amsterdam',
  },
  {
    name: 'Local reaches the regions next to it',
    tier: 'Local',
    side: { routeFilter: everything },
    told: ['East US', 'East US 2', 'East US Backup'],
    not: ['West US', 'Exchange Online'],
  },
  {
    name: 'public peering of 2017 leads to the regions of the area',
    era: '2017',
    kind: 'public',
    told: ['East US', 'Canada East'],
    not: ['North Europe', 'CRM Online'],
  },
  {
    name: 'Microsoft peering of 2017 leads to Office 365 and CRM Online, with Premium',
    era: '2017',
    tier: 'Premium',
    side: { routeFilter: undefined },
    told: ['Exchange Online', 'CRM Online'],
    not: ['East US'],
  },
]

for (const { name, told, not, era = 'current', ...terms } of offers) {
  test(name, (t) => {
    const { microsoftNetwork } = expand(terms.side ?? {}, { era, ...terms })
    const [peer] = microsoftNetwork?.speaker.peers ?? []
    const passes = (tag: string): boolean => {
      const found = serviceTags(era).find((one) => one.name === tag)
      const term = peer?.export.find(({ match, set }) =>
        match.prefixes?.some((range) => found?.prefixes.some((one) => samePrefix(one, range.prefix)) && set),
      )
      return term?.set?.addCommunities?.[0] === found?.community && found !== undefined
    }
    t.deepEqual(told.filter(passes), told)
    t.deepEqual(not.filter(passes), [])
    t.true(peer?.export.at(-1)?.set === undefined)
  })
}

type Terms = Omit<Offer, 'name' | 'told' | 'not'>

function expand(side: Partial<PublicSide>, terms: Terms = {}): Expansion {
  return expandDesign(sold(side, terms), { profile: profiles.msee, tiersToCome: new Map() })
}

function sold(side: Partial<PublicSide>, terms: Terms = {}): Design {
  const { location: peeringLocation = 'Washington DC', tier = 'Standard', era = 'current' } = terms
  const kind = terms.kind ?? 'microsoft'
  const publicSide = {
    advertisedPublicPrefixes: [prefix('198.51.100.0/24')],
    customerAsn: undefined,
    routeFilter: era === '2017' ? undefined : [eastUs],
    setUpBeforeFilters: false,
    office365Authorized: false,
    ...side,
  }
  const ipv4 = { primary: written('203.0.113.0/30'), secondary: written('203.0.113.4/30') }
  const outside = privatePeering({ vlanId: 200, peerAsn: 65551, ipv4, publicSide })
  const peerings = new Map([['private', privatePeering()] as const, [kind, outside] as const])
  const ends = (path: 'primary' | 'secondary') => [
    { circuit: 'er', path },
    { circuit: 'er', path, peering: kind },
  ]
  return design({
    era,
    circuits: new Map([['er', circuit({ peerings, peeringLocation, sku: { tier, family: 'MeteredData' } })]]),
    routers: new Map([
      ['ce1', router(ends('primary'), { asn: 65551 })],
      ['ce2', router(ends('secondary'), { asn: 65551 })],
    ]),
    virtualNetworks: new Map(),
    registrations: [{ prefix: prefix('198.51.100.0/24'), asn: 65551 }],
  })
}
