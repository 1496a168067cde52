import test from 'ava'
import type { Circuit, Design, Peering } from '../../../src/expressroute/design.ts'
import { rules } from '../../../src/expressroute/rules/all.ts'
import { checkDesign } from '../../../src/expressroute/rules/check-design.ts'
import { type Announcement, noSurroundings } from '../../../src/expressroute/rules/rule.ts'
import { type PackedPrefixes, packPrefixes } from '../../../src/net/packed-prefixes.ts'
import {
  circuit,
  design,
  prefix,
  router,
  virtualNetwork,
  written,
} from '../../support/expressroute-design.ts'
import { bfdCases } from './bfd-cases.ts'
import { circuitCases } from './circuit-cases.ts'
import { globalReachCases } from './global-reach-cases.ts'
import { hubCases } from './hub-cases.ts'
import { linkEndCases } from './link-end-cases.ts'
import { middleboxCases } from './middlebox-cases.ts'
import { portCases } from './port-cases.ts'
import { publicCases } from './public-cases.ts'
import type { Case } from './rule-case.ts'
import { surroundingsCases } from './surroundings-cases.ts'

const privatePath = ['circuits', 'er-amsterdam', 'peerings', 'private']

const cases: readonly Case[] = [
  {
    breaks: 'A1',
    broken: peered({ ipv4: { primary: written('172.16.0.0/29'), secondary: written('172.16.0.8/30') } }),
    kept: peered({ ipv4: { primary: written('172.16.0.0/30'), secondary: written('172.16.0.8/30') } }),
    path: [...privatePath, 'primaryPeerAddressPrefix'],
    says: '172.16.0.0/29 is not a /30',
  },
  {
    breaks: 'A1',
    broken: peered({ ipv4: { primary: written('172.16.0.0/30'), secondary: written('172.16.0.5/30') } }),
    kept: peered({ ipv4: { primary: written('172.16.0.0/30'), secondary: written('172.16.0.4/30') } }),
    path: [...privatePath, 'secondaryPeerAddressPrefix'],
    says: '172.16.0.5/30 is an address inside a subnet and not the subnet itself',
  },
  {
    breaks: 'A2',
    broken: peered({ ipv6: { primary: written('2001:db8::/127'), secondary: written('2001:db8::4/126') } }),
    kept: peered({ ipv6: { primary: written('2001:db8::/126'), secondary: written('2001:db8::4/126') } }),
    path: [...privatePath, 'ipv6', 'primaryPeerAddressPrefix'],
    says: '2001:db8::/127 is not a /126',
  },
  {
    breaks: 'A2',
    broken: design({ ...peered({ ipv6: ipv6Subnets() }), era: '2017', virtualNetworks: networks2017() }),
    kept: design({ era: '2017', virtualNetworks: networks2017() }),
    path: [...privatePath, 'ipv6'],
    says: 'er-amsterdam has IPv6 on its private peering, which the 2017 rules do not know',
  },
  {
    breaks: 'A3',
    broken: withRouters({ ce1: ['primary'], ce2: ['secondary'], ce3: ['primary'] }),
    kept: withRouters({ ce1: ['primary'], ce2: ['secondary'], ce3: [] }),
    path: ['routers', 'ce3', 'connect', 0],
    says: 'ce3 and ce1 are both connected to er-amsterdam.primary, which has one customer address',
  },
  {
    breaks: 'A4',
    broken: peered({ ipv4: { primary: written('172.16.0.4/30'), secondary: written('172.16.0.4/30') } }),
    kept: peered({ ipv4: { primary: written('172.16.0.8/30'), secondary: written('172.16.0.4/30') } }),
    path: [...privatePath, 'secondaryPeerAddressPrefix'],
    says: '172.16.0.4/30 of the secondary link overlaps 172.16.0.4/30 of the primary',
  },
  {
    breaks: 'A5',
    broken: peered({ ipv4: { primary: written('10.200.1.0/30'), secondary: written('10.201.0.4/30') } }),
    kept: peered({ ipv4: { primary: written('10.201.0.0/30'), secondary: written('10.201.0.4/30') } }),
    path: [...privatePath, 'primaryPeerAddressPrefix'],
    says: '10.200.1.0/30 overlaps 10.200.0.0/16 of vnet-weu',
  },
  ...portCases,
  ...linkEndCases,
  ...circuitCases,
  ...surroundingsCases,
  ...[0, 4095].map((vlanId) => ({
    breaks: 'A9',
    broken: peered({ vlanId }),
    kept: peered({ vlanId: vlanId === 0 ? 1 : 4094 }),
    path: [...privatePath, 'vlanId'],
    says: `VLAN ${vlanId} of er-amsterdam is outside 1 to 4094`,
  })),
  ...[
    { peerAsn: 0, neighbour: 1, why: 'is reserved by RFC 7607' },
    { peerAsn: 12076, neighbour: 12077, why: "is Microsoft's own AS" },
    { peerAsn: 23456, neighbour: 23457, why: 'is AS_TRANS (RFC 6793), which stands for other AS numbers' },
    { peerAsn: 65515, neighbour: 65514, why: 'is one of 65515 to 65520, which Azure keeps for itself' },
    { peerAsn: 65520, neighbour: 65521, why: 'is one of 65515 to 65520, which Azure keeps for itself' },
    { peerAsn: 65535, neighbour: 65534, why: 'is reserved by RFC 7300' },
    { peerAsn: 4294967295, neighbour: 4294967294, why: 'is reserved by RFC 7300' },
    { peerAsn: 4294967296, neighbour: 65536, why: 'is outside 1 to 4294967295' },
  ].map(({ peerAsn, neighbour, why }) => ({
    breaks: 'B1',
    broken: peered({ peerAsn }),
    kept: peered({ peerAsn: neighbour }),
    path: [...privatePath, 'peerAsn'],
    says: `peerAsn ${peerAsn} of er-amsterdam ${why}`,
  })),
  {
    breaks: 'B4',
    broken: peered({ sharedKey: 'abcdefghijklmnopqrstuvwxyz' }),
    kept: peered({ sharedKey: 'abcdefghijklmnopqrstuvwxy' }),
    path: [...privatePath, 'sharedKey'],
    says: 'the MD5 key has 26 characters',
  },
  {
    breaks: 'B4',
    broken: peered({ sharedKey: 'naïve' }),
    kept: peered({ sharedKey: 'naive' }),
    path: [...privatePath, 'sharedKey'],
    says: 'the MD5 key is not letters and digits alone',
  },
  {
    breaks: 'B4',
    broken: keyed('one', 'another'),
    kept: keyed('one', 'one'),
    path: ['routers', 'ce1', 'connect', 0, 'sharedKey'],
    says: 'ce1 has an MD5 key on er-amsterdam.primary, and the peering has another: the session cannot come up',
  },
  {
    breaks: 'B4',
    broken: keyed(undefined, 'one'),
    kept: keyed('one', undefined),
    path: ['routers', 'ce1', 'connect', 0, 'sharedKey'],
    says: 'ce1 has an MD5 key on er-amsterdam.primary, and the peering has none: the session cannot come up',
  },
  {
    breaks: 'B5',
    broken: withRouters({ ce1: ['primary'] }),
    kept: withRouters({ ce1: ['primary'], ce2: ['secondary'] }),
    path: ['circuits', 'er-amsterdam'],
    says: 'no router is connected to the secondary link of er-amsterdam',
  },
  {
    breaks: 'B6',
    broken: withRouters({ ce1: ['secondary', 'primary'] }),
    kept: withRouters({ ce1: ['primary'], ce2: ['secondary'] }),
    path: ['routers', 'ce1', 'connect', 1],
    says: 'both links of er-amsterdam end on ce1: if it fails, both are lost',
  },
  ...[
    { hold: 30, keepalive: 60, outcome: 'both use hold time 30 s, with a KEEPALIVE every 10 s from each' },
    {
      hold: 30,
      keepalive: 5,
      outcome: 'both use hold time 30 s, with a KEEPALIVE every 5 s from ce1 and every 10 s from the MSEE',
    },
    { hold: 240, keepalive: 80, outcome: 'both use hold time 180 s, with a KEEPALIVE every 60 s from each' },
    { hold: 0, keepalive: 0, outcome: 'neither end sends KEEPALIVEs, and neither notices silence' },
  ].map(({ hold, keepalive, outcome }) => ({
    breaks: 'B9',
    broken: timed(hold, keepalive),
    kept: timed(180, 60),
    path: ['routers', 'ce1'],
    says: `ce1 asks for hold time ${hold} s and keepalive ${keepalive} s, the MSEE for 180 s and 60 s: ${outcome}`,
  })),
  ...[
    { tier: 'Standard' as const, limit: 4_000, counted: '4,001', allowed: '4,000' },
    { tier: 'Premium' as const, limit: 10_000, counted: '10,001', allowed: '10,000' },
  ].map(({ tier, limit, counted, allowed }) => ({
    breaks: 'C7',
    broken: purchased({ sku: { tier, family: 'MeteredData' } }),
    kept: purchased({ sku: { tier, family: 'MeteredData' } }),
    announced: { broken: [announces('ce1', many(limit + 1))], kept: [announces('ce1', many(limit))] },
    path: ['routers', 'ce1', 'connect', 0],
    says: `ce1 announces ${counted} IPv4 prefixes to er-amsterdam, and ${tier} takes ${allowed}: the session will drop`,
  })),
  {
    breaks: 'C7',
    broken: design(),
    kept: design(),
    announced: {
      broken: [announces('ce1', many(2_002), many(2_000, 2_002))],
      kept: [announces('ce1', many(2_002), many(2_002))],
    },
    path: ['routers', 'ce1', 'connect', 0],
    says: 'ce1 announces 4,002 IPv4 prefixes to er-amsterdam, and Standard takes 4,000: the session will drop',
  },
  {
    breaks: 'C8',
    broken: linked({ addressSpace: spaces(1_001) }),
    kept: linked({ addressSpace: spaces(1_000) }),
    path: ['virtualNetworks', 'vnet-weu', 'addressSpace'],
    says: 'vnet-weu has 1,001 IPv4 address spaces, and a connection carries 1,000: its connections will drop',
  },
  {
    breaks: 'C8',
    broken: design({ era: '2017', virtualNetworks: networks2017(201) }),
    kept: design({ era: '2017', virtualNetworks: networks2017(200) }),
    path: ['virtualNetworks', 'vnet-weu', 'addressSpace'],
    says: 'vnet-weu has 201 IPv4 address spaces, and a connection carries 200: its connections will drop',
  },
  {
    breaks: 'C10',
    broken: design(),
    kept: design(),
    announced: {
      broken: [announces('ce1', many(3)), announces('ce2', many(1))],
      kept: [announces('ce1', many(3)), announces('ce2', many(1), many(2, 1))],
    },
    path: ['routers', 'ce2', 'connect', 0],
    says: 'ce2 does not announce 10.0.1.0/24 and 1 more over the secondary link of er-amsterdam, as ce1 does over the other',
  },
  {
    breaks: 'D1',
    broken: linked({ region: 'East US' }),
    kept: linked({ region: 'North Europe' }),
    path: ['virtualNetworks', 'vnet-weu', 'connections', 0],
    says: 'er-amsterdam is a Standard circuit at Amsterdam and does not reach vnet-weu in East US',
  },
  {
    breaks: 'D1',
    broken: linked({ region: 'China North' }, { sku: { tier: 'Premium', family: 'MeteredData' } }),
    kept: linked({ region: 'East US' }, { sku: { tier: 'Premium', family: 'MeteredData' } }),
    path: ['virtualNetworks', 'vnet-weu', 'connections', 0],
    says: 'er-amsterdam is a Premium circuit at Amsterdam and does not reach vnet-weu in China North',
  },
  {
    breaks: 'D1',
    broken: linked({ region: 'North Europe' }, { sku: { tier: 'Local', family: 'UnlimitedData' } }),
    kept: linked({ region: 'West Europe' }, { sku: { tier: 'Local', family: 'UnlimitedData' } }),
    path: ['virtualNetworks', 'vnet-weu', 'connections', 0],
    says: 'er-amsterdam is a Local circuit at Amsterdam and does not reach vnet-weu in North Europe',
  },
]

const allCases = [...cases, ...bfdCases, ...hubCases, ...publicCases, ...middleboxCases, ...globalReachCases]

for (const { breaks, broken, kept, announced, surroundings, path, says } of allCases) {
  test(`${breaks}: ${says}`, (t) => {
    const before = checkDesign(kept, announced?.kept ?? [], kept, surroundings?.kept)
    const found = checkDesign(broken, announced?.broken ?? [], broken, surroundings?.broken)
    t.false(before.some(({ rule }) => rule === breaks))
    const [finding, ...others] = found.filter(({ rule }) => rule === breaks)
    t.is(finding?.message, says)
    t.deepEqual(finding?.path, path)
    t.deepEqual(others, [])
    t.deepEqual(
      found.map(({ rule }) => rule).filter((rule) => rule !== breaks),
      before.map(({ rule }) => rule),
      'no other rule is broken on the way',
    )
  })
}

test('every rule of the list is broken by some design here', (t) => {
  const broken = allCases.flatMap((entry) =>
    rules.filter(({ eras, check }) => {
      const { announced, surroundings } = entry
      const told = announced?.broken ?? []
      const breaches = check?.(entry.broken, told, surroundings?.broken ?? noSurroundings) ?? []
      return eras.includes(entry.broken.era) && breaches.length > 0
    }),
  )
  t.deepEqual(
    rules
      .filter((rule) => rule.check !== undefined && !broken.includes(rule))
      .map(({ id, title }) => `${id} ${title}`),
    [],
  )
})

test('the flagship breaks nothing, and is warned of its missing BFD', (t) => {
  t.deepEqual(
    checkDesign(design(), []).map(({ rule, level, when }) => [rule, level, when]),
    [['B8', 'warning', 'file']],
  )
})

test('a /29 is answered with its two halves', (t) => {
  const subnets = { primary: written('172.16.0.0/29'), secondary: written('172.16.0.0/29') }
  const [finding] = checkDesign(peered({ ipv4: subnets }), [])
  t.is(finding?.fix, 'give the primary link 172.16.0.0/30 and the secondary 172.16.0.4/30')
})

test('D1 says nothing where the documents do not give an area', (t) => {
  const unknownLocation = linked({ region: 'East US' }, { peeringLocation: 'Vienna' })
  const unknownRegion = linked({ region: 'Spain Central' })
  for (const silent of [unknownLocation, unknownRegion]) {
    t.false(checkDesign(silent, []).some(({ rule }) => rule === 'D1'))
  }
})

test('conclusions of ours are marked as assumptions, whatever their level', (t) => {
  const assumed = rules.filter(({ assumption }) => assumption).map(({ id, level }) => `${id} ${level}`)
  t.deepEqual(assumed, ['A2 error', 'A9 error', 'B1 error', 'C8 error'])
})

test('what Azure would carry out is met in the run, and the rest is refused in the file', (t) => {
  const inRun = rules.filter(({ when }) => when === 'run').map(({ id }) => id)
  t.deepEqual(
    [...new Set(inRun)],
    [
      'A3',
      'A8',
      'B3',
      'B4',
      'B10',
      'C1',
      'C2',
      'C3',
      'C4',
      'C6',
      'C7',
      'C8',
      'C9',
      'C11',
      'D5',
      'D6',
      'D7',
      'D8',
      'D10',
    ],
  )
})

function peered(peering: Partial<Peering>): Design {
  return design({ circuits: new Map([['er-amsterdam', circuit({}, peering)]]) })
}

function purchased(difference: Partial<Circuit>): Design {
  return design({ circuits: new Map([['er-amsterdam', circuit(difference)]]) })
}

function linked(network: Parameters<typeof virtualNetwork>[0], difference: Partial<Circuit> = {}): Design {
  return design({
    ...purchased(difference),
    virtualNetworks: new Map([['vnet-weu', virtualNetwork(network)]]),
  })
}

function withRouters(paths: Readonly<Record<string, readonly ('primary' | 'secondary')[]>>): Design {
  const routers = Object.entries(paths).map(([name, own]): [string, ReturnType<typeof router>] => [
    name,
    router(own.map((path) => ({ path }))),
  ])
  return design({ routers: new Map(routers) })
}

function keyed(peeringKey: string | undefined, routerKey: string | undefined): Design {
  return design({
    ...peered({ sharedKey: peeringKey }),
    routers: new Map([
      ['ce1', router([{ path: 'primary', sharedKey: routerKey }])],
      ['ce2', router([{ path: 'secondary' }])],
    ]),
  })
}

function timed(holdTimeSeconds: number, keepaliveSeconds: number): Design {
  return design({
    routers: new Map([
      ['ce1', router([{ path: 'primary' }], { holdTimeSeconds, keepaliveSeconds })],
      ['ce2', router([{ path: 'secondary' }])],
    ]),
  })
}

function networks2017(count = 1): Design['virtualNetworks'] {
  return new Map([['vnet-weu', virtualNetwork({ gatewaySku: 'Standard', addressSpace: spaces(count) })]])
}

function ipv6Subnets(): Peering['ipv6'] {
  return { primary: written('2001:db8::/126'), secondary: written('2001:db8::4/126') }
}

function spaces(count: number): readonly ReturnType<typeof prefix>[] {
  return Array.from({ length: count }, (_, index) =>
    prefix(`10.${Math.floor(index / 256)}.${index % 256}.0/24`),
  )
}

/** `count` different /24s, from the `first` one on. */
function many(count: number, first = 0): PackedPrefixes {
  return packPrefixes('ipv4', spaces(first + count).slice(first))
}

function announces(name: string, ...prefixes: readonly PackedPrefixes[]): Announcement {
  return { router: name, connection: 0, prefixes }
}
