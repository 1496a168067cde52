import test from 'ava'
import { readUpdatesText } from '../../src/bench/updates-text.ts'
import { unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'

test('updates keep their order; a withdrawal has no value, each announcement another one', (t) => {
  const text = 'A 10.0.0.0/8\r\nW 10.0.0.0/8\nA 2001:db8::/32\nA 10.0.0.0/8\n'
  const { updates, issues } = readUpdatesText([{ file: 'day.txt', text }])
  t.deepEqual(issues, [])
  t.deepEqual([...updates.ipv4.values], [0, -1, 2])
  t.deepEqual(unpackPrefixes(updates.ipv4.prefixes).map(formatPrefix), [
    '10.0.0.0/8',
    '10.0.0.0/8',
    '10.0.0.0/8',
  ])
  t.deepEqual([...updates.ipv6.values], [0])
})

test('an update that is none is told of, whether the word or the prefix is wrong', (t) => {
  const { issues } = readUpdatesText([
    { file: 'day.txt', text: 'B 10.0.0.0/8\nA 10.0.0.1/8\nA 10.0.0.1/8\n' },
  ])
  t.deepEqual(
    issues.map(({ line, problem }) => `${line} ${problem}`),
    [
      '1 "B 10.0.0.0/8" is neither A PREFIX nor W PREFIX',
      '2 10.0.0.1/8 has host bits set',
      '3 10.0.0.1/8 has host bits set',
    ],
  )
})
