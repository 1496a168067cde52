import test from 'ava'
import {
  formatCommunity,
  formatExtendedCommunity,
  formatLargeCommunity,
  readCommunity,
} from '../../src/bgp/community.ts'
import type { ExtendedCommunity } from '../../src/bgp/path-attributes.ts'

const texts: readonly { text: string; community: number }[] = [
  { text: '12076:51006', community: 12076 * 65536 + 51006 },
  { text: '0:0', community: 0 },
  { text: '65535:65535', community: 0xffffffff },
  { text: 'no-export', community: 0xffffff01 },
  { text: 'no-advertise', community: 0xffffff02 },
  { text: 'no-export-subconfed', community: 0xffffff03 },
  { text: 'blackhole', community: 65535 * 65536 + 666 },
  { text: 'graceful-shutdown', community: 65535 * 65536 },
]

for (const { text, community } of texts) {
  test(`the community ${text} is read and written`, (t) => {
    t.is(readCommunity(text).value, community)
    t.is(formatCommunity(community), text)
  })
}

test('a well-known community may be written as a number', (t) => {
  t.is(readCommunity('65535:65281').value, 0xffffff01)
})

for (const text of [
  '',
  '12076',
  '12076:',
  ':1',
  '12076:51006:1:2',
  '-1:1',
  '1.5:1',
  ' 1:1',
  '1e3:1',
  'no_export',
]) {
  test(`"${text}" is refused as a community`, (t) => {
    t.regex(readCommunity(text).problem ?? 'nothing wrong', /is not a community/)
  })
}

for (const text of ['65536:1', '1:65536', '999999999:1']) {
  test(`"${text}" is refused as too large`, (t) => {
    t.regex(readCommunity(text).problem ?? 'nothing wrong', /above 65535/)
  })
}

const extended: readonly { title: string; community: ExtendedCommunity; text: string }[] = [
  { title: 'of a 2-octet AS', community: [0x0002fdf2, 100], text: 'rt:65010:100' },
  { title: 'of an IPv4 address', community: [0x0103c000, 0x02010005], text: 'soo:192.0.2.1:5' },
  { title: 'of a 4-octet AS', community: [0x0202fa56, 0xea010007], text: 'rt:4200000001:7' },
  { title: 'of an unknown type', community: [0x0302fdf2, 100], text: '0x0302fdf200000064' },
  { title: 'of an unknown sub-type', community: [0x0004fdf2, 0], text: '0x0004fdf200000000' },
]

for (const { title, community, text } of extended) {
  test(`an extended community ${title} is written ${text}`, (t) => {
    t.is(formatExtendedCommunity(community), text)
    t.deepEqual(readCommunity(text).value, community)
  })
}

for (const text of [
  'rt:65010',
  'rt:4294967296:1',
  'rt:65536:65536',
  'rt:65535:4294967296',
  'soo:192.0.2.1:65536',
  'soo:192.0.2.256:1',
  '0x0302fdf2',
]) {
  test(`"${text}" is refused as an extended community`, (t) => {
    t.regex(readCommunity(text).problem ?? 'nothing wrong', /is not an? (extended )?community/)
  })
}

test('a large community is three decimal numbers', (t) => {
  t.is(formatLargeCommunity([4294967295, 0, 7]), '4294967295:0:7')
  t.deepEqual(readCommunity('4294967295:0:7').value, [4294967295, 0, 7])
})

for (const text of ['4294967296:0:0', '1:2:03', '1:2:', '1::2', 'a:1:2']) {
  test(`"${text}" is refused as a large community`, (t) => {
    t.regex(readCommunity(text).problem ?? 'nothing wrong', /is not a large community|above 4294967295/)
  })
}
