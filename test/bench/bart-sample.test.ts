import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import test from 'ava'
import { checksumOf } from '../../src/bench/contest.ts'
import { entrants } from '../../src/bench/entrants.ts'
import { generatedTable } from '../../src/bench/generated-table.ts'
import { routeContests } from '../../src/bench/route-contests.ts'
import { families } from '../../src/net/address.ts'
import { type PackedPrefixes, prefixStride } from '../../src/net/packed-prefixes.ts'
import { readTableText } from '../../src/net/table-text.ts'

const file = 'bench/data/bart-20000.txt.gz'
const { tables, repeated, issues } = readTableText([
  { file, text: gunzipSync(readFileSync(file)).toString() },
])

test('the sample of a real table has 17,000 prefixes of IPv4 and 3,000 of IPv6, each once', (t) => {
  t.deepEqual(issues, [])
  t.is(repeated, 0)
  t.is(tables.ipv4.count, 17_000)
  t.is(tables.ipv6.count, 3000)
})

for (const family of families) {
  for (const contest of routeContests({ prefixes: tables[family], updates: undefined, seed: 1 }, entrants)) {
    test(`all tables agree on ${contest.name}, ${family}, over the sample`, (t) => {
      t.notThrows(() => checksumOf(contest))
    })
  }

  test(`made-up ${family} prefixes have the lengths of real ones, to a hundredth of the table`, (t) => {
    const made = shares(generatedTable(family, 20_000, 1))
    for (const [length, share] of shares(tables[family])) {
      t.true(Math.abs(share - (made.get(length) ?? 0)) < 0.01, `/${length}: ${share}, ${made.get(length)}`)
    }
  })
}

function shares({ family, count, data }: PackedPrefixes): ReadonlyMap<number, number> {
  const stride = prefixStride[family]
  const found = new Map<number, number>()
  for (let at = stride - 1; at < data.length; at += stride) {
    const length = data[at] ?? 0
    found.set(length, (found.get(length) ?? 0) + 1 / count)
  }
  return found
}
