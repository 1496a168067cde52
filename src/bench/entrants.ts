import { type Family, wordAt } from '../net/address.ts'
import { type PackedPrefixes, prefixStride } from '../net/packed-prefixes.ts'
import { Forwarding } from '../net/trie/forwarding.ts'
import { TreeBitmap } from '../net/trie/tree-bitmap.ts'
import { compiledApart } from './compiled-apart.ts'
import type { Changing, Entrant, Matching } from './entrant.ts'
import { fill } from './loops.ts'
import { MapPerLength } from './tables/map-per-length.ts'
import { SlowList } from './tables/slow-list.ts'

/** Who takes part in every run: the route table, what people write first (a Map for each length), and what cannot be wrong. */
export const entrants: readonly Entrant[] = [
  { name: 'vmsee', kind: 'ours', build: filled((family) => new TreeBitmap(family)) },
  { name: 'load', kind: 'ours', build: loaded, onlyBuilds: true },
  { name: 'forwarding', kind: 'ours', build: forwarding },
  { name: 'Maps', kind: 'peer', build: filled((family) => new MapPerLength(family)) },
  { name: 'list', kind: 'floor', build: (...given) => new SlowList(...given), isLinear: true },
]

/** Builds a table prefix by prefix. */
export function filled<Table extends Changing>(
  empty: (family: Family) => Table,
): (prefixes: PackedPrefixes, values: Int32Array) => Table {
  const fillOwn = compiledApart(fill)
  return ({ family, data }, values) => {
    const table = empty(family)
    fillOwn(table, data, prefixStride[family], values)
    return table
  }
}

/** All prefixes at once, which pays where they are in order. */
function loaded(prefixes: PackedPrefixes, values: Int32Array): TreeBitmap {
  const table = new TreeBitmap(prefixes.family)
  table.load(prefixes, values)
  return table
}

/** Look-ups alone. */
function forwarding({ family, data }: PackedPrefixes, values: Int32Array): Matching {
  const table = new Forwarding()
  const stride = prefixStride[family]
  for (const [index, value] of values.entries()) {
    table.insert(family, data.subarray(index * stride, (index + 1) * stride), value)
  }
  if (family === 'ipv4') return { match: (address, offset) => table.match4(wordAt(address, offset)) }
  return {
    match: (address, offset) =>
      table.match6(
        wordAt(address, offset),
        wordAt(address, offset + 1),
        wordAt(address, offset + 2),
        wordAt(address, offset + 3),
      ),
  }
}
