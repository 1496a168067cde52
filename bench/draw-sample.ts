import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Draws, shuffledOrder } from '../src/bench/draws.ts'
import { inOrder, sortedOrder } from '../src/bench/prefix-order.ts'
import { type Family, wordAt } from '../src/net/address.ts'
import { type PackedPrefixes, prefixStride, unpackPrefixes } from '../src/net/packed-prefixes.ts'
import { formatPrefix } from '../src/net/prefix-text.ts'
import { readTableText } from '../src/net/table-text.ts'

/*
 * Draws bench/data/bart-20000.txt.gz from internal/tests/testdata/prefixes.txt.gz of github.com/gaissmai/bart:
 *
 *     npx tsx bench/draw-sample.ts prefixes.txt.gz
 */

const seed = 1
const sampled: Readonly<Record<Family, number>> = { ipv4: 17_000, ipv6: 3000 }

const [file = 'prefixes.txt.gz'] = process.argv.slice(2)
const { tables, issues } = readTableText([{ file, text: gunzipSync(readFileSync(file)).toString() }])
if (issues.length > 0) throw new Error(`${issues.length} bad lines in ${file}`)
const lines = [sample(tables.ipv4), sample(tables.ipv6)].flatMap((drawn) =>
  unpackPrefixes(drawn).map((prefix) => `${formatPrefix(prefix)}\n`),
)
writeFileSync(new URL('data/bart-20000.txt.gz', import.meta.url), gzipSync(lines.join(''), { level: 9 }))

/** Every so-and-so-many-th prefix of a table that lies by length, and within a length anyhow: the shares stay. */
function sample(table: PackedPrefixes): PackedPrefixes {
  const { family, count, data } = table
  const stride = prefixStride[family]
  const lengthOf = (index: number): number => wordAt(data, (index + 1) * stride - 1)
  const shuffled = shuffledOrder(count, new Draws(seed, family))
  const byLength = Array.from(shuffled).sort((a, b) => lengthOf(a) - lengthOf(b))
  const step = count / sampled[family]
  const drawn = Uint32Array.from({ length: sampled[family] }, (_, index) =>
    wordAt(byLength, Math.floor((index + 0.5) * step)),
  )
  const taken = inOrder(table, drawn)
  return inOrder(taken, sortedOrder(taken))
}
