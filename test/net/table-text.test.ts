import test from 'ava'
import { unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'
import { readTableText } from '../../src/net/table-text.ts'

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
