import { type Family, wordAt } from '../net/address.ts'
import { type PackedPrefixes, prefixStride } from '../net/packed-prefixes.ts'
import { absent } from '../net/prefix-table.ts'
import { RouteTable } from '../net/route-table.ts'
import { Forwarding } from '../net/trie/forwarding.ts'
import { TreeBitmap, type TreeBitmapOptions } from '../net/trie/tree-bitmap.ts'
import { compiledApart } from './compiled-apart.ts'
import type { Changing, Entrant, Matching, Numeric4, Numeric6 } from './entrant.ts'
import { fill } from './loops.ts'
import { MapPerLength } from './tables/map-per-length.ts'
import { SlowList } from './tables/slow-list.ts'

/** Who takes part in every run: the route table, what people write first (a Map for each length), and what cannot be wrong. */
export const entrants: readonly Entrant[] = entrantsWith({})

/** The same with a shortcut of a depth that was asked for, in place of the one that goes with the size. */
export function entrantsWith(options: Pick<TreeBitmapOptions, 'depth'>): readonly Entrant[] {
  return [
    { name: 'vmsee', kind: 'ours', build: filled((family) => new TreeBitmap(family, options)) },
    { name: 'load', kind: 'ours', build: (...given) => loaded(options, ...given), onlyBuilds: true },
    { name: 'RouteTable', kind: 'ours', build: routeTable },
    { name: 'forwarding', kind: 'ours', build: forwarding },
    { name: 'Maps', kind: 'peer', build: filled((family) => new MapPerLength(family)) },
    { name: 'list', kind: 'floor', build: (...given) => new SlowList(...given), isLinear: true },
  ]
}

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
function loaded(options: TreeBitmapOptions, prefixes: PackedPrefixes, values: Int32Array): TreeBitmap {
  const table = new TreeBitmap(prefixes.family, options)
  table.load(prefixes, values)
  return table
}

/** What the package's users have: both families, a value for each route, and questions by number. */
function routeTable({ family, data }: PackedPrefixes, values: Int32Array): Changing & (Numeric4 | Numeric6) {
  const table = new RouteTable<number>()
  const adapted = family === 'ipv4' ? adapted4(table) : adapted6(table)
  const stride = prefixStride[family]
  for (const [index, value] of values.entries()) adapted.set(data, index * stride, value)
  return adapted
}

function adapted4(table: RouteTable<number>): Changing & Numeric4 {
  return {
    set: (key, at, value) => table.set4(wordAt(key, at), wordAt(key, at + 1), value) ?? absent,
    get: (key, at) => table.get4(wordAt(key, at), wordAt(key, at + 1)) ?? absent,
    delete: (key, at) => table.delete4(wordAt(key, at), wordAt(key, at + 1)) ?? absent,
    match4: (address) => table.match4(address),
  }
}

function adapted6(table: RouteTable<number>): Changing & Numeric6 {
  return {
    set: (key, at, value) =>
      table.set6(
        wordAt(key, at),
        wordAt(key, at + 1),
        wordAt(key, at + 2),
        wordAt(key, at + 3),
        wordAt(key, at + 4),
        value,
      ) ?? absent,
    get: (key, at) =>
      table.get6(
        wordAt(key, at),
        wordAt(key, at + 1),
        wordAt(key, at + 2),
        wordAt(key, at + 3),
        wordAt(key, at + 4),
      ) ?? absent,
    delete: (key, at) =>
      table.delete6(
        wordAt(key, at),
        wordAt(key, at + 1),
        wordAt(key, at + 2),
        wordAt(key, at + 3),
        wordAt(key, at + 4),
      ) ?? absent,
    match6: (a, b, c, d) => table.match6(a, b, c, d),
  }
}

/** Look-ups alone. */
function forwarding({ family, data }: PackedPrefixes, values: Int32Array): Matching & (Numeric4 | Numeric6) {
  const table = new Forwarding()
  const stride = prefixStride[family]
  for (const [index, value] of values.entries()) {
    table.insert(family, data.subarray(index * stride, (index + 1) * stride), value)
  }
  if (family === 'ipv4') {
    return {
      match: (address, offset) => table.match4(wordAt(address, offset)),
      match4: (address) => table.match4(address),
    }
  }
  return {
    match: (key, at) =>
      table.match6(wordAt(key, at), wordAt(key, at + 1), wordAt(key, at + 2), wordAt(key, at + 3)),
    match6: (a, b, c, d) => table.match6(a, b, c, d),
  }
}
