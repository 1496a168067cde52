import test from 'ava'
import type { AsPath } from '../../../src/bgp/as-path.ts'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import type { UpdateMessage } from '../../../src/bgp/message.ts'
import {
  announcementRoom,
  nlriOctets,
  updateOctets,
  withdrawalRoom,
} from '../../../src/bgp/update/message-size.ts'
import type { Family } from '../../../src/net/address.ts'
import { parseAddress } from '../../../src/net/address-text.ts'
import { emptyPrefixes } from '../../../src/net/packed-prefixes.ts'
import { attributes, type Difference } from '../../support/bgp-routes.ts'
import { packed } from '../../support/speaker-lab.ts'
import { external, twoOctets } from '../../support/wire-sessions.ts'

const interner = new AttributeInterner()

interface Content {
  readonly family?: Family
  readonly withdrawn?: readonly string[]
  readonly announced?: readonly string[]
  readonly difference?: Difference
}

function update({ family = 'ipv4', withdrawn = [], announced = [], difference }: Content): UpdateMessage {
  return {
    kind: 'UPDATE',
    family,
    withdrawn: packed(family, ...withdrawn),
    announced: packed(family, ...announced),
    attributes: announced.length === 0 ? undefined : interner.intern(attributes(difference)),
  }
}

/** Octets that a sender spends beyond the shortest encoding. */
const longLength = 1
const linkLocalNextHop = 16

const captured: readonly { what: string; hex: string; content: Content; spent: number }[] = [
  {
    what: 'two IPv4 prefixes (BIRD)',
    hex: 'ffffffffffffffffffffffffffffffff0031020000001440010100400206020100002f2c4003040aff00020f0a14100a0a',
    content: { announced: ['10.20.0.0/15', '10.10.0.0/16'], difference: { asns: [12076] } },
    spent: 0,
  },
  {
    what: 'five IPv4 prefixes (BIRD)',
    hex: 'ffffffffffffffffffffffffffffffff003f02000000144001010040020602010000fdf24003040aff000118c0a80518c0a80118c0a80218c0a80318c0a804',
    content: { announced: [1, 2, 3, 4, 5].map((third) => `192.168.${third}.0/24`) },
    spent: 0,
  },
  {
    what: 'MULTI_EXIT_DISC and a community (BIRD)',
    hex: 'ffffffffffffffffffffffffffffffff003d02000000224001010040020602010000fdf24003040aff000180040400000032c008042f2cc73c18cb0071',
    content: {
      announced: ['203.0.113.0/24'],
      difference: { multiExitDisc: 50, communities: [0x2f2cc73c] },
    },
    spent: 0,
  },
  {
    what: 'a path of three and NO_EXPORT, with an AS_PATH of the long length (FRR)',
    hex: 'ffffffffffffffffffffffffffffffff0046020000002b400101005002000e02030000fdf20000fdf20000fdf24003040aff000180040400000000c00804ffffff0118c0a80a',
    content: {
      announced: ['192.168.10.0/24'],
      difference: { asns: [65010, 65010, 65010], multiExitDisc: 0, communities: [0xffffff01] },
    },
    spent: longLength,
  },
  {
    what: 'two communities and a /25, with an AS_PATH of the long length (FRR)',
    hex: 'ffffffffffffffffffffffffffffffff00430200000027400101005002000602010000fdf24003040aff000180040400000014c00808fdf20064fdf200c819c0a81400',
    content: {
      announced: ['192.168.20.0/25'],
      difference: { multiExitDisc: 20, communities: [0xfdf20064, 0xfdf200c8] },
    },
    spent: longLength,
  },
  {
    what: 'IPv6 with a link-local next hop and an MP_REACH_NLRI of the long length (BIRD)',
    hex: 'ffffffffffffffffffffffffffffffff0054020000003d900e002c00020120fd000255000000000000000000000002fe80000000000000a814fffffeb08cdd003020010db8aaaa40010100400206020100002f2c',
    content: { family: 'ipv6', announced: ['2001:db8:aaaa::/48'], difference: { asns: [12076] } },
    spent: longLength + linkLocalNextHop,
  },
  {
    what: 'two IPv6 prefixes, both attributes of the long length (FRR)',
    hex: 'ffffffffffffffffffffffffffffffff0064020000004d900e003400020120fd000255000000000000000000000001fe80000000000000a4afe1fffebc11fb003020010db800103220010db8001080400101005002000602010000fdf280040400000000',
    content: {
      family: 'ipv6',
      announced: ['2001:db8:10::/48', '2001:db8:10:8000::/50'],
      difference: { multiExitDisc: 0 },
    },
    spent: longLength + linkLocalNextHop + longLength,
  },
  {
    what: 'an IPv4 withdrawal (FRR)',
    hex: 'ffffffffffffffffffffffffffffffff001c02000519c0a814000000',
    content: { withdrawn: ['192.168.20.0/25'] },
    spent: 0,
  },
  {
    what: 'an IPv6 withdrawal, with an MP_UNREACH_NLRI of the long length (FRR)',
    hex: 'ffffffffffffffffffffffffffffffff0026020000000f900f000b0002013220010db8001080',
    content: { family: 'ipv6', withdrawn: ['2001:db8:10:8000::/50'] },
    spent: longLength,
  },
  {
    what: 'the End-of-RIB of IPv4',
    hex: 'ffffffffffffffffffffffffffffffff00170200000000',
    content: {},
    spent: 0,
  },
  {
    what: 'the End-of-RIB of IPv6',
    hex: 'ffffffffffffffffffffffffffffffff001d0200000006800f03000201',
    content: { family: 'ipv6' },
    spent: 0,
  },
]

for (const { what, hex, content, spent } of captured) {
  test(`a captured UPDATE has the octets computed: ${what}`, (t) => {
    t.is(updateOctets(update(content), external) + spent, hex.length / 2)
  })
}

const path = (count: number, asn = 65010): AsPath => [
  { kind: 'AS_SEQUENCE', asns: new Array<number>(count).fill(asn) },
]
const one = ['10.0.0.0/8']
// Header and two lengths, ORIGIN, NEXT_HOP, and the two octets of 10.0.0.0/8.
const fixed = 23 + 4 + 7 + 2

const computed: readonly { what: string; content: Content; fourOctetAs: boolean; octets: number }[] = [
  {
    what: 'an empty AS_PATH',
    content: { announced: one, difference: { asns: [] } },
    fourOctetAs: true,
    octets: fixed + 3,
  },
  {
    what: 'an AS_PATH that fills a length of one octet',
    content: { announced: one, difference: { asPath: path(63) } },
    fourOctetAs: true,
    octets: fixed + 3 + 254,
  },
  {
    what: 'an AS_PATH that needs a length of two',
    content: { announced: one, difference: { asPath: path(64) } },
    fourOctetAs: true,
    octets: fixed + 4 + 258,
  },
  {
    what: 'an AS_PATH of two segments',
    content: {
      announced: one,
      difference: { asPath: [...path(255), { kind: 'AS_SET', asns: [1, 2] }] },
    },
    fourOctetAs: true,
    octets: fixed + 4 + 1022 + 10,
  },
  {
    what: 'AS numbers of two octets',
    content: { announced: one, difference: { asPath: path(3) } },
    fourOctetAs: false,
    octets: fixed + 3 + 8,
  },
  {
    what: 'AS4_PATH beside AS numbers of two octets, where one needs four',
    content: { announced: one, difference: { asPath: path(2, 4200000000) } },
    fourOctetAs: false,
    octets: fixed + 3 + 6 + 3 + 10,
  },
  {
    what: 'AGGREGATOR and ATOMIC_AGGREGATE',
    content: {
      announced: one,
      difference: {
        asns: [],
        atomicAggregate: true,
        aggregator: { asn: 4200000000, address: parseAddress('10.0.0.1') },
      },
    },
    fourOctetAs: true,
    octets: fixed + 3 + 3 + 11,
  },
  {
    what: 'AS4_AGGREGATOR beside an AGGREGATOR of two octets',
    content: {
      announced: one,
      difference: {
        asns: [],
        aggregator: { asn: 4200000000, address: parseAddress('10.0.0.1') },
      },
    },
    fourOctetAs: false,
    octets: fixed + 3 + 9 + 11,
  },
  {
    what: 'LOCAL_PREF',
    content: { announced: one, difference: { asns: [], localPref: 100 } },
    fourOctetAs: true,
    octets: fixed + 3 + 7,
  },
  {
    what: '63 communities',
    content: { announced: one, difference: { asns: [], communities: numbers(63) } },
    fourOctetAs: true,
    octets: fixed + 3 + 3 + 252,
  },
  {
    what: '64 communities, which need a length of two octets',
    content: { announced: one, difference: { asns: [], communities: numbers(64) } },
    fourOctetAs: true,
    octets: fixed + 3 + 4 + 256,
  },
  {
    what: 'an MP_REACH_NLRI that fills a length of one octet',
    content: { family: 'ipv6', announced: new Array<string>(117).fill('2000::/8'), difference: { asns: [] } },
    fourOctetAs: true,
    octets: 23 + 4 + 3 + 3 + 21 + 234,
  },
  {
    what: 'an MP_REACH_NLRI that needs a length of two',
    content: { family: 'ipv6', announced: new Array<string>(118).fill('2000::/8'), difference: { asns: [] } },
    fourOctetAs: true,
    octets: 23 + 4 + 3 + 4 + 21 + 236,
  },
  {
    what: 'the default route and a host route',
    content: { announced: ['0.0.0.0/0', '10.0.0.1/32'], difference: { asns: [] } },
    fourOctetAs: true,
    octets: fixed + 3 - 2 + 1 + 5,
  },
]

for (const { what, content, fourOctetAs, octets } of computed) {
  test(`an UPDATE has the octets that RFC 4271 §4.3 gives it: ${what}`, (t) => {
    t.is(updateOctets(update(content), fourOctetAs ? external : twoOctets), octets)
  })
}

// Beside 949 communities MP_REACH_NLRI has a length of two octets still, beside 950 it has one.
for (const family of ['ipv4', 'ipv6'] as const) {
  for (const count of [0, 63, 64, 500, 947, 948, 949, 950, 951, 1000]) {
    test(`what fits beside ${count} communities is what fills an ${family} UPDATE exactly`, (t) => {
      const difference = { communities: numbers(count) }
      const whole = interner.intern(attributes(difference))
      const room = announcementRoom(whole, family, external)
      const filled = updateOfOctets(family, room, difference)
      t.is(nlriOctets(filled.announced, external), room)
      t.true(updateOctets(filled, external) <= 4096)
      t.true(updateOctets(updateOfOctets(family, room + 1, difference), external) > 4096)
    })
  }
  test(`what fits is what fills an ${family} withdrawal exactly`, (t) => {
    const room = withdrawalRoom(family, external)
    const filled = { ...updateOfOctets(family, room, {}), announced: emptyPrefixes(family) }
    const withdrawn = updateOfOctets(family, room, {}).announced
    t.is(updateOctets({ ...filled, attributes: undefined, withdrawn }, external), 4096)
  })
}

/** Prefixes of two octets each, one of them longer by one where the number is odd. */
function updateOfOctets(family: Family, octets: number, difference: Difference): UpdateMessage {
  const short = { ipv4: '10.0.0.0/8', ipv6: '2000::/8' }[family]
  const long = { ipv4: '10.1.0.0/16', ipv6: '2001::/16' }[family]
  const odd = octets % 2
  const announced = [
    ...new Array<string>((octets - 3 * odd) / 2).fill(short),
    ...new Array<string>(odd).fill(long),
  ]
  return update({ family, announced, difference })
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}

test('where an MP_REACH_NLRI one octet longer would need a length of two, an octet stays empty', (t) => {
  const difference = {
    communities: numbers(944),
    multiExitDisc: 1,
    atomicAggregate: true,
    aggregator: { asn: 65010, address: parseAddress('10.0.0.1') },
  }
  t.is(announcementRoom(interner.intern(attributes(difference)), 'ipv6', external), 234)
  t.is(updateOctets(updateOfOctets('ipv6', 234, difference), external), 4096 - 1)
  t.is(updateOctets(updateOfOctets('ipv6', 235, difference), external), 4096 + 1)
})
