import test from 'ava'
import { formatCommunity } from '../../src/bgp/community.ts'
import type { Era } from '../../src/expressroute/design.ts'
import { serviceTags } from '../../src/expressroute/service-tags.ts'
import { covers, overlap } from '../../src/net/prefix.ts'
import { formatPrefix, parsePrefix } from '../../src/net/prefix-text.ts'

/** Rows of RT16 and RT26, as they stand there. */
const rows: readonly { era: Era; name: string; community: string | undefined }[] = [
  { era: 'current', name: 'East US', community: '12076:51004' },
  { era: 'current', name: 'East US Storage', community: '12076:52004' },
  { era: 'current', name: 'West US 2', community: '12076:51026' },
  { era: 'current', name: 'West Central US', community: '12076:51027' },
  { era: 'current', name: 'UAE Central SQL', community: '12076:53037' },
  { era: 'current', name: 'New Zealand North Backup', community: '12076:55059' },
  { era: 'current', name: 'West US 3 Cosmos DB', community: '12076:54044' },
  { era: 'current', name: 'US Gov Texas', community: '12076:51108' },
  { era: 'current', name: 'China North 3', community: '12076:51305' },
  { era: 'current', name: 'Exchange Online', community: '12076:5010' },
  { era: 'current', name: 'Microsoft Entra ID', community: '12076:5060' },
  { era: 'current', name: 'Sweden Central', community: undefined },
  { era: '2017', name: 'East US', community: '12076:51004' },
  { era: '2017', name: 'West US 2', community: '12076:51022' },
  { era: '2017', name: 'West Central US', community: '12076:51023' },
  { era: '2017', name: 'Canada East', community: '12076:51021' },
  { era: '2017', name: 'CRM Online', community: '12076:5040' },
  { era: '2017', name: 'UK South', community: undefined },
  { era: '2017', name: 'East US Storage', community: undefined },
  { era: '2017', name: 'Microsoft Entra ID', community: undefined },
  { era: '2017', name: 'US Gov Virginia', community: undefined },
]

for (const { era, name, community } of rows) {
  test(`in ${era} ${name} has ${community ?? 'no community'}`, (t) => {
    const tag = serviceTags(era).find((one) => one.name === name)
    t.is(tag && formatCommunity(tag.community), community)
  })
}

for (const era of ['2017', 'current'] as const) {
  test(`in ${era} no community, name or prefix is given twice`, (t) => {
    const tags = serviceTags(era)
    t.is(new Set(tags.map(({ community }) => community)).size, tags.length)
    t.is(new Set(tags.map(({ name }) => name)).size, tags.length)
    const prefixes = tags.flatMap((tag) => tag.prefixes)
    const twice = prefixes.filter((one) => prefixes.some((other) => other !== one && overlap(one, other)))
    t.deepEqual(twice.map(formatPrefix), [])
  })
}

test('stand-ins come from the blocks for benchmarks and documentation, and two prefixes from a document', (t) => {
  const blocks = ['198.18.128.0/17', '2001:db8:8000::/33'].map(parsePrefix)
  const others = serviceTags('current')
    .flatMap(({ prefixes }) => prefixes)
    .filter((one) => !blocks.some((block) => covers(block, one)))
  t.deepEqual(others.map(formatPrefix), ['23.100.0.0/16', '13.100.0.0/16'])
})

test('a tag has the same IPv4 prefix in both eras, and IPv6 today alone', (t) => {
  for (const tag of serviceTags('2017')) {
    const now = serviceTags('current').find(({ name }) => name === tag.name)
    t.deepEqual(tag.prefixes, now?.prefixes.slice(0, 1))
    t.is(now?.prefixes.length, 2)
  }
})

test('CRM Online is of Office 365 in 2017 and not today', (t) => {
  const crm = (era: Era) => serviceTags(era).find(({ name }) => name === 'CRM Online')?.isOffice365
  t.deepEqual([crm('2017'), crm('current')], [true, false])
})
