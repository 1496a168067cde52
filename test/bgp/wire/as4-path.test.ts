import test from 'ava'
import { type AsPath, formatAsPath } from '../../../src/bgp/as-path.ts'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import { decodeMessage } from '../../../src/bgp/wire/decode.ts'
import { encodeMessage } from '../../../src/bgp/wire/encode.ts'
import { formatAddress, parseAddress } from '../../../src/net/address-text.ts'
import { emptyPrefixes } from '../../../src/net/packed-prefixes.ts'
import { attributes } from '../../support/bgp-routes.ts'
import { packed } from '../../support/speaker-lab.ts'
import { attributeOf, hexOf, updateOf } from '../../support/wire-octets.ts'
import { twoOctets, wireSessionNamed } from '../../support/wire-sessions.ts'

const interner = new AttributeInterner()

/** Segments in hexadecimal: type, count and AS numbers of two octets in `path`, of four in `as4`. */
const merges: readonly { what: string; path: string; as4: string; merged: string; internal?: true }[] = [
  { what: 'equally long', path: '0202 fdf2 5ba0', as4: '0202 0000fdf2 00010000', merged: '65010 65536' },
  {
    what: 'an AS_PATH that old speakers made longer',
    path: '0204 fde9 fdea 5ba0 fdf2',
    as4: '0202 00010000 0000fdf2',
    merged: '65001 65002 65536 65010',
  },
  { what: 'an AS4_PATH that is longer', path: '0201 fdf2', as4: '0202 00010000 0000fdf2', merged: '65010' },
  {
    what: 'an AS_SET that counts as one',
    path: '0201 fde9 0102 fdea 5ba0',
    as4: '0102 0000fdea 00010000',
    merged: '65001 {65002,65536}',
  },
  {
    what: 'an AS_SET in front of what AS4_PATH knows',
    path: '0102 fde9 fdea 0201 5ba0',
    as4: '0201 00010000',
    merged: '{65001,65002} 65536',
  },
  {
    what: 'a segment of a confederation in front',
    path: '0301 fde9 0201 5ba0',
    as4: '0201 00010000',
    merged: '(65001) 65536',
    internal: true,
  },
  {
    what: 'a segment of a confederation in AS4_PATH, which is taken out',
    path: '0201 5ba0',
    as4: '0301 0000fde9 0201 00010000',
    merged: '65536',
  },
  {
    what: 'a boundary within a segment',
    path: '0203 fde9 5ba0 5ba0',
    as4: '0102 00010000 00020000 0201 00030000',
    merged: '65001 {65536,131072} 196608',
  },
]

for (const { what, path, as4, merged, internal } of merges) {
  test(`RFC 6793 §4.2.3 merges AS_PATH and AS4_PATH: ${what}`, (t) => {
    const list = [
      attributeOf(0x40, 1, '00'),
      attributeOf(0x40, 2, path),
      attributeOf(0x40, 3, '0a000001'),
      attributeOf(0x40, 5, '00000064'),
      attributeOf(0xc0, 17, as4),
    ]
    const external = list.filter((_, index) => index !== 3)
    const update = updateOf((internal ? list : external).join(''), '18cb0071')
    t.is(pathOf(update, internal ? 'ibgp2' : 'ebgp2'), merged)
  })
}

function routeOf(octets: Uint8Array, session: string): ReturnType<typeof attributes> | undefined {
  const decoded = decodeMessage(octets, wireSessionNamed(session), interner)
  if (decoded.kind === 'error') return undefined
  const [message] = decoded.messages
  return message?.kind === 'UPDATE' ? message.attributes : undefined
}

function pathOf(octets: Uint8Array, session: string): string | undefined {
  const route = routeOf(octets, session)
  return route && formatAsPath(route.asPath)
}

/** Values in hexadecimal; `aggregator` of six octets, `as4Aggregator` of eight. */
const aggregators: readonly {
  what: string
  aggregator?: string
  as4Aggregator?: string
  path: string
  told: string | undefined
}[] = [
  { what: 'AGGREGATOR alone', aggregator: 'fdf2 0a000001', path: '65536', told: '65010 10.0.0.1' },
  {
    what: 'AS_TRANS and AS4_AGGREGATOR',
    aggregator: '5ba0 0a000001',
    as4Aggregator: '00010000 0a000002',
    path: '65536',
    told: '65536 10.0.0.2',
  },
  {
    what: 'another AS, which makes AS4_AGGREGATOR and AS4_PATH stale',
    aggregator: 'fdf2 0a000001',
    as4Aggregator: '00010000 0a000002',
    path: '23456',
    told: '65010 10.0.0.1',
  },
  { what: 'AS4_AGGREGATOR alone', as4Aggregator: '00010000 0a000002', path: '65536', told: undefined },
]

for (const { what, aggregator, as4Aggregator, path, told } of aggregators) {
  test(`RFC 6793 §4.2.3 says whose aggregate it is: ${what}`, (t) => {
    const list = [
      attributeOf(0x40, 1, '00'),
      attributeOf(0x40, 2, '0201 5ba0'),
      attributeOf(0x40, 3, '0a000001'),
      ...(aggregator === undefined ? [] : [attributeOf(0xc0, 7, aggregator)]),
      attributeOf(0xc0, 17, '0201 00010000'),
      ...(as4Aggregator === undefined ? [] : [attributeOf(0xc0, 18, as4Aggregator)]),
    ]
    const route = routeOf(updateOf(list.join(''), '18cb0071'), 'ebgp2')
    t.is(route && formatAsPath(route.asPath), path)
    const found = route?.aggregator
    t.is(found && `${found.asn} ${formatAddress(found.address)}`, told)
  })
}

const confederation: AsPath = [
  { kind: 'AS_CONFED_SEQUENCE', asns: [65001] },
  { kind: 'AS_SEQUENCE', asns: [65536] },
]

test('RFC 6793 §4.2.2: an old speaker is told AS_TRANS, and the rest beside it, without the confederation', (t) => {
  const aggregator = { asn: 65536, address: parseAddress('10.0.0.2') }
  const octets = encodeMessage(
    {
      kind: 'UPDATE',
      family: 'ipv4',
      withdrawn: emptyPrefixes('ipv4'),
      announced: packed('ipv4', '203.0.113.0/24'),
      attributes: interner.intern(attributes({ asPath: confederation, aggregator })),
    },
    twoOctets,
  )
  const hex = hexOf(octets)
  t.true(hex.includes(attributeOf(0x40, 2, '0301fde902015ba0')))
  t.true(hex.includes(attributeOf(0xc0, 7, '5ba00a000002')))
  t.true(hex.includes(attributeOf(0xc0, 17, '020100010000')))
  t.true(hex.includes(attributeOf(0xc0, 18, '000100000a000002')))
})
