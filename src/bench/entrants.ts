import type { Family } from '../net/address.ts'
import { type PackedPrefixes, prefixStride } from '../net/packed-prefixes.ts'
import { TreeBitmap } from '../net/trie/tree-bitmap.ts'
import { compiledApart } from './compiled-apart.ts'
import type { Changing, Entrant } from './entrant.ts'
import { fill } from './loops.ts'
import { MapPerLength } from './tables/map-per-length.ts'
import { SlowList } from './tables/slow-list.ts'

/** Who takes part in every run: the route table, what people write first, and what cannot be wrong. */
export const entrants: readonly Entrant[] = [
  { name: 'vmsee', kind: 'ours', build: filled((family) => new TreeBitmap(family)) },
  { name: 'Map per length', kind: 'peer', build: filled((family) => new MapPerLength(family)) },
  { name: 'list', kind: 'floor', build: (...given) => new SlowList(...given), isLinear: true },
]

/** Builds a table prefix by prefix. */
function filled<Table extends Changing>(
  empty: (family: Family) => Table,
): (prefixes: PackedPrefixes, values: Int32Array) => Table {
  const fillOwn = compiledApart(fill)
  return ({ family, data }, values) => {
    const table = empty(family)
    fillOwn(table, data, prefixStride[family], values)
    return table
  }
}
