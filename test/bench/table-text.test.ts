import test from 'ava'
import { readTableText, readUpdatesText } from '../../src/bench/table-text.ts'
import { unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'

function tableOf(text: string): ReturnType<typeof readTableText> {
  return readTableText([{ file: 'rib.txt', text }])
}

test('a table is a prefix a line, of both families, with either line end, comments and empty lines', (t) => {
  const { tables, issues, repeated } = tableOf('# rib\r\n10.0.0.0/8\r\n\r\n2001:db8::/32\n10.1.0.0/16')
  t.deepEqual(issues, [])
  t.is(repeated, 0)
  t.deepEqual(unpackPrefixes(tables.ipv4).map(formatPrefix), ['10.0.0.0/8', '10.1.0.0/16'])
  t.deepEqual(unpackPrefixes(tables.ipv6).map(formatPrefix), ['2001:db8::/32'])
})

test('every bad line is told of with its number', (t) => {
  const { issues } = tableOf('10.0.0.0/8\n10.0.0.1/8\n\nhello\n')
  t.deepEqual(
    issues.map(({ file, line }) => `${file}:${line}`),
    ['rib.txt:2', 'rib.txt:4'],
  )
  t.is(issues[0]?.problem, '10.0.0.1/8 has host bits set')
})

test('a prefix that comes again is taken once and counted, over all files', (t) => {
  const { tables, repeated } = readTableText([
    { file: 'a', text: '10.0.0.0/8\n10.0.0.0/8\n' },
    { file: 'b', text: '10.0.0.0/8\n11.0.0.0/8\n' },
  ])
  t.is(tables.ipv4.count, 2)
  t.is(repeated, 2)
})

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
