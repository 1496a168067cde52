import test from 'ava'
import { generatedTable } from '../../src/bench/generated-table.ts'
import { families } from '../../src/net/address.ts'
import { prefixStride, unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { covers, hasHostBits } from '../../src/net/prefix.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'

for (const family of families) {
  test(`a generated ${family} table depends on its seed alone`, (t) => {
    t.deepEqual(generatedTable(family, 500, 7), generatedTable(family, 500, 7))
    t.notDeepEqual(generatedTable(family, 500, 7), generatedTable(family, 500, 8))
  })

  test(`a generated ${family} table has as many prefixes as were asked for, no two alike, without host bits`, (t) => {
    const prefixes = unpackPrefixes(generatedTable(family, 5000, 1))
    t.is(new Set(prefixes.map(formatPrefix)).size, 5000)
    t.deepEqual(
      prefixes.filter((prefix) => hasHostBits(prefix, prefix.length)),
      [],
    )
  })

  test(`prefixes of a generated ${family} table nest`, (t) => {
    const prefixes = unpackPrefixes(generatedTable(family, 2000, 1))
    const short = prefixes.filter(({ length }) => length <= (family === 'ipv4' ? 21 : 36))
    const nested = prefixes.filter((inner) => short.some((outer) => outer !== inner && covers(outer, inner)))
    t.true(nested.length > 100, `${nested.length} of 2000 are covered`)
  })
}

const shares = [
  { family: 'ipv4', length: 24, from: 0.57, to: 0.62 },
  { family: 'ipv4', length: 16, from: 0.01, to: 0.02 },
  { family: 'ipv6', length: 48, from: 0.44, to: 0.5 },
  { family: 'ipv6', length: 32, from: 0.12, to: 0.16 },
] as const

for (const { family, length, from, to } of shares) {
  test(`of a generated ${family} table, between ${from} and ${to} are of length ${length}`, (t) => {
    const { data, count } = generatedTable(family, 20_000, 3)
    const stride = prefixStride[family]
    const found = data.filter((word, at) => at % stride === stride - 1 && word === length).length / count
    t.true(found >= from && found <= to, `${found}`)
  })
}
