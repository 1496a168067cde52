import { longest4, longest6 } from './node.ts'
import type { HashedShortcut } from './shortcut.ts'

/** Addresses that are looked up together. */
const group = 64

/**
 * Longest matches of many IPv4 addresses, in stages: all first nodes, then all walks, then all values. What one
 * stage reads does not depend on what it reads for the other addresses, so that the memory serves many at a time.
 * `out` gets the values; at place 0 of `values` stands what no match answers.
 */
export function matchMany4(
  data: Int32Array,
  values: Int32Array,
  shortcut: { readonly depth: number; readonly nodes: Int32Array },
  addresses: Uint32Array,
  out: Int32Array,
): void {
  const shift = 32 - shortcut.depth
  const { nodes } = shortcut
  for (let first = 0; first < addresses.length; first += group) {
    const end = Math.min(first + group, addresses.length)
    for (let at = first; at < end; at++) out[at] = nodes[(addresses[at] as number) >>> shift] as number
    walkAll(data, shortcut.depth, addresses, out, first, end)
    for (let at = first; at < end; at++) out[at] = values[out[at] as number] as number
  }
}

/** In place of each first node: where the value stands, or 0. */
function walkAll(
  data: Int32Array,
  depth: number,
  addresses: Uint32Array,
  out: Int32Array,
  first: number,
  end: number,
): void {
  for (let at = first; at < end; at++) {
    const address = addresses[at] as number
    const node = out[at] as number
    const below = node === 0 ? 0 : longest4(data, node, address << depth)
    out[at] = below === 0 ? longest4(data, 0, address) : below
  }
}

/** The same for IPv6, four elements an address. */
export function matchMany6(
  data: Int32Array,
  values: Int32Array,
  shortcut: HashedShortcut,
  addresses: Uint32Array,
  out: Int32Array,
): void {
  const count = addresses.length >>> 2
  for (let at = 0; at < count; at++) {
    const node = shortcut.find(addresses, 4 * at)
    const below = node === 0 ? 0 : longest6(data, node, addresses, 4 * at, shortcut.depth)
    const place = below === 0 ? longest6(data, 0, addresses, 4 * at, 0) : below
    out[at] = values[place] as number
  }
}
