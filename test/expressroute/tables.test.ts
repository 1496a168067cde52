import test from 'ava'
import { formatSubnet, halves, linkAddresses } from '../../src/expressroute/addressing.ts'
import { areas } from '../../src/expressroute/areas.ts'
import { forbiddenAsns, rangeOf } from '../../src/expressroute/asn.ts'
import { circuitBandwidths, formatBandwidth, readBandwidth } from '../../src/expressroute/bandwidth.ts'
import type { Era } from '../../src/expressroute/design.ts'
import {
  circuitsPerVirtualNetwork,
  findGatewaySku,
  gatewaySkuNames,
} from '../../src/expressroute/gateway-sku.ts'
import { connectionPrefixes, customerPrefixes } from '../../src/expressroute/limits.ts'
import { areasOf, cloudsAt, localRegions, peeringLocationNames } from '../../src/expressroute/locations.ts'
import { areaOfRegion, regionNames } from '../../src/expressroute/regions.ts'
import { addressAfter } from '../../src/net/address.ts'
import { formatAddress } from '../../src/net/address-text.ts'
import { written } from '../support/expressroute-design.ts'

test('the worked example of the routing requirements: a /29 in two links, customer first', (t) => {
  const { primary, secondary } = halves(written('192.168.100.128/29'))
  t.deepEqual(ends(primary), ['192.168.100.128/30', '192.168.100.129', '192.168.100.130'])
  t.deepEqual(ends(secondary), ['192.168.100.132/30', '192.168.100.133', '192.168.100.134'])
})

test('a /125 is cut as a /29 is, across the border of a word too', (t) => {
  const { primary, secondary } = halves(written('2001:db8::ffff:fff8/125'))
  t.deepEqual(ends(primary), ['2001:db8::ffff:fff8/126', '2001:db8::ffff:fff9', '2001:db8::ffff:fffa'])
  t.deepEqual(ends(secondary), ['2001:db8::ffff:fffc/126', '2001:db8::ffff:fffd', '2001:db8::ffff:fffe'])
})

test("Microsoft's address is the customer's plus one", (t) => {
  const { customer, microsoft } = linkAddresses(written('169.254.194.40/30'))
  t.deepEqual(microsoft, addressAfter(customer, 1))
})

const asns: readonly { asn: number; forbidden: boolean }[] = [
  { asn: 1, forbidden: false },
  { asn: 65514, forbidden: false },
  { asn: 65515, forbidden: true },
  { asn: 65520, forbidden: true },
  { asn: 65521, forbidden: false },
  { asn: 4200000000, forbidden: false },
]

for (const { asn, forbidden } of asns) {
  test(`AS ${asn} is ${forbidden ? 'not for customers' : 'free'}`, (t) => {
    t.is(rangeOf(asn, forbiddenAsns({ reservedAsns: '65515-65520' })) !== undefined, forbidden)
  })
}

const bandwidths: readonly { text: string; mbps: number | undefined }[] = [
  { text: '50 Mbps', mbps: 50 },
  { text: '1 Gbps', mbps: 1_000 },
  { text: '1gbps', mbps: 1_000 },
  { text: '2.5 Gbps', mbps: 2_500 },
  { text: '0.001 Gbps', mbps: 1 },
  { text: '100 Gbps', mbps: 100_000 },
  { text: '0 Mbps', mbps: undefined },
  { text: '-1 Gbps', mbps: undefined },
  { text: '1 GB/s', mbps: undefined },
  { text: '1000', mbps: undefined },
  { text: '1  Gbps', mbps: undefined },
  { text: ' 1 Gbps', mbps: undefined },
  { text: '', mbps: undefined },
]

for (const { text, mbps } of bandwidths) {
  test(`"${text}" is ${mbps === undefined ? 'no bandwidth' : `${mbps} Mbps`}`, (t) => {
    t.is(readBandwidth(text), mbps)
  })
}

test('every bandwidth on sale reads back as it was written', (t) => {
  const onSale = [...circuitBandwidths('cloud-exchange'), ...circuitBandwidths('direct')]
  t.deepEqual(
    onSale.map((mbps) => readBandwidth(formatBandwidth(mbps))),
    onSale,
  )
})

test('a provider sells up to 10 Gbps, Direct from 1 to 100 Gbps', (t) => {
  t.deepEqual(circuitBandwidths('point-to-point-ethernet'), [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000])
  t.deepEqual(circuitBandwidths('direct'), [1_000, 2_000, 5_000, 10_000, 40_000, 100_000])
})

const usual = { ipv4: 4_000, ipv6: 100 }
const customerLimits = [
  { peering: 'private', tier: 'Local', publicPeeringLimit: '200', limits: usual },
  { peering: 'private', tier: 'Standard', publicPeeringLimit: '200', limits: usual },
  { peering: 'private', tier: 'Premium', publicPeeringLimit: '200', limits: { ipv4: 10_000, ipv6: 100 } },
  {
    peering: 'microsoft',
    tier: 'Premium',
    publicPeeringLimit: 'as-private',
    limits: { ipv4: 200, ipv6: 200 },
  },
  { peering: 'public', tier: 'Standard', publicPeeringLimit: '200', limits: { ipv4: 200, ipv6: 200 } },
  { peering: 'public', tier: 'Standard', publicPeeringLimit: 'as-private', limits: usual },
] as const

test('limits of each peering by SKU, and of a connection by era', (t) => {
  for (const { peering, tier, publicPeeringLimit, limits } of customerLimits)
    t.deepEqual(customerPrefixes(peering, tier, { publicPeeringLimit }), limits)
  t.deepEqual(connectionPrefixes.current, { ipv4: 1_000, ipv6: 100 })
})

const gateways: readonly {
  written: string
  era: Era
  name: string | undefined
  circuits: number | undefined
}[] = [
  { written: 'ErGw1AZ', era: 'current', name: 'ErGw1AZ', circuits: 4 },
  { written: 'ErGw2Az', era: 'current', name: 'ErGw2AZ', circuits: 8 },
  { written: 'ErGw3AZ', era: 'current', name: 'ErGw3AZ', circuits: 16 },
  { written: 'HighPerf', era: 'current', name: 'HighPerformance', circuits: 8 },
  { written: 'ultra', era: 'current', name: 'UltraPerformance', circuits: 16 },
  { written: 'UltraPerformance', era: '2017', name: 'UltraPerformance', circuits: 4 },
  { written: 'ErGwScale', era: 'current', name: 'ErGwScale', circuits: undefined },
  { written: 'ErGw1AZ', era: '2017', name: undefined, circuits: undefined },
  { written: 'Basic', era: 'current', name: undefined, circuits: undefined },
]

for (const { written: sku, era, name, circuits } of gateways) {
  test(`gateway ${sku} (${era}) is ${name ?? 'unknown'} and takes ${circuits ?? 'no documented number of'} circuits`, (t) => {
    const found = findGatewaySku(sku, era)
    t.is(found?.name, name)
    t.is(found === undefined ? undefined : circuitsPerVirtualNetwork(found, era), circuits)
  })
}

test('the names of gateway SKUs that a file may use', (t) => {
  t.deepEqual(gatewaySkuNames('2017'), ['Standard', 'HighPerformance', 'UltraPerformance'])
  t.is(gatewaySkuNames('current').length, 7)
})

test('Amsterdam is in Europe in both eras, and sees more of it today', (t) => {
  t.deepEqual(
    areasOf({ peeringLocation: 'Amsterdam', cloud: 'public' }, '2017').map(({ regions }) => regions),
    [['North Europe', 'West Europe']],
  )
  t.true(
    areasOf({ peeringLocation: 'Amsterdam', cloud: 'public' }, 'current').some(({ regions }) =>
      regions.includes('Sweden Central'),
    ),
  )
})

test('Chicago serves the public cloud and that of the US Government', (t) => {
  const clouds = ['Chicago', 'Beijing', 'Vienna'].map((location) => cloudsAt(location, 'current'))
  t.deepEqual(clouds, [['public', 'us-government'], ['china'], ['public']])
  const at = { peeringLocation: 'Chicago', cloud: 'us-government' } as const
  t.deepEqual(
    areasOf(at, 'current').map(({ name }) => name),
    ['US Government'],
  )
})

const locals: readonly { location: string; regions: readonly string[] }[] = [
  { location: 'Amsterdam2', regions: ['West Europe'] },
  { location: 'Washington DC', regions: ['East US', 'East US 2'] },
  { location: 'Copenhagen', regions: [] },
  { location: 'Seattle', regions: ['West US 2'] },
]

for (const { location, regions } of locals) {
  test(`a Local circuit at ${location} reaches ${regions.join(' and ') || 'nothing'}`, (t) => {
    t.deepEqual(localRegions(location, 'current'), regions)
    t.deepEqual(localRegions(location, '2017'), [])
  })
}

test('an alias of a region is a name of it, and lies where the region does', (t) => {
  t.is(areaOfRegion('India West', 'current'), areaOfRegion('West India', 'current'))
  t.true(regionNames('current').includes('India West'))
})

test('planned locations of 2016 are not yet there, and regions without an area have none', (t) => {
  t.false(peeringLocationNames('2017').includes('Las Vegas'))
  t.true(peeringLocationNames('current').includes('Vienna'))
  t.true(regionNames('current').includes('Spain Central'))
  t.is(areaOfRegion('Spain Central', 'current'), undefined)
})

for (const era of ['2017', 'current'] as const) {
  test(`no name is listed twice (${era}), and each region of a Local circuit is a region`, (t) => {
    const locations = peeringLocationNames(era)
    const regions = regionNames(era)
    t.is(new Set(locations).size, locations.length)
    t.is(new Set(regions).size, regions.length)
    t.deepEqual(
      locations
        .flatMap((location) => localRegions(location, era))
        .filter((region) => !regions.includes(region)),
      [],
    )
    const [first, ...others] = areas[era].flatMap((area) => area.regions)
    t.false(first === undefined || others.includes(first))
  })
}

function ends(subnet: Parameters<typeof linkAddresses>[0]): readonly string[] {
  const { customer, microsoft } = linkAddresses(subnet)
  return [formatSubnet(subnet), formatAddress(customer), formatAddress(microsoft)]
}
