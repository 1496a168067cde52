import test from 'ava'
import { formatCommunity, readCommunity } from '../../src/bgp/community.ts'

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
  '12076:51006:1',
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
