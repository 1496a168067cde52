import test from 'ava'
import { PrefixIds } from '../../../src/bgp/rib/prefix-ids.ts'
import { unpackPrefixes } from '../../../src/net/packed-prefixes.ts'
import { absent } from '../../../src/net/prefix-table.ts'
import { formatPrefix } from '../../../src/net/prefix-text.ts'
import { packed } from '../../support/speaker-lab.ts'

function idOf(ids: PrefixIds, prefix: string): number {
  const { data } = packed(ids.family, prefix)
  const id = ids.assign(data, 0)
  ids.hold(id)
  return id
}

test('a prefix keeps its number as long as somebody holds it', (t) => {
  const ids = new PrefixIds('ipv4')
  const id = idOf(ids, '10.0.0.0/8')
  t.is(idOf(ids, '10.0.0.0/8'), id)
  ids.release(id)
  t.is(ids.find(packed('ipv4', '10.0.0.0/8').data, 0), id)
  ids.release(id)
  t.is(ids.find(packed('ipv4', '10.0.0.0/8').data, 0), absent)
  t.is(ids.size, 0)
})

test('a number that nobody holds is given out again', (t) => {
  const ids = new PrefixIds('ipv4')
  const first = idOf(ids, '10.0.0.0/8')
  idOf(ids, '10.1.0.0/16')
  ids.release(first)
  t.is(idOf(ids, '10.2.0.0/16'), first)
  t.is(ids.end, 2)
  t.deepEqual(unpackPrefixes(ids.pack([first])).map(formatPrefix), ['10.2.0.0/16'])
})

test('a number released more often than held is a bug', (t) => {
  const ids = new PrefixIds('ipv4')
  const id = idOf(ids, '10.0.0.0/8')
  ids.release(id)
  t.throws(() => ids.release(id), { message: /released more often/ })
})

for (const [family, prefixes] of [
  ['ipv4', Array.from({ length: 100 }, (_, index) => `10.${index}.0.0/16`)],
  ['ipv6', Array.from({ length: 100 }, (_, index) => `2001:db8:${(index + 1).toString(16)}::/48`)],
] as const) {
  test(`${family} prefixes keep their words while the columns grow, and are walked in address order`, (t) => {
    const ids = new PrefixIds(family)
    for (const prefix of prefixes.toReversed()) idOf(ids, prefix)
    t.deepEqual(unpackPrefixes(ids.pack([...ids.inOrder()])).map(formatPrefix), prefixes)
  })
}
