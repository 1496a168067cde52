import type { Family } from '../address.ts'
import { shortenedKey } from '../packed-cover.ts'
import type { PackedPrefixes } from '../packed-prefixes.ts'
import { absent, type PrefixTable, type PrefixTableEntry } from '../prefix-table.ts'
import { Cursor } from './cursor.ts'
import { firstMalformed, inOrder, loadSorted } from './load-sorted.ts'
import { matchMany4, matchMany6 } from './match-many.ts'
import {
  childOf,
  childrenOf,
  countBelow,
  countIn,
  coversOf,
  insideOf,
  lengthOf,
  longest4,
  longest6,
  lowestBit,
  noNode,
  numberAt,
  placeOfLongest,
  slotAt,
  stride,
  valuesAt,
  waysTo,
} from './node.ts'
import { Tree } from './tree.ts'

/** What can be asked of a table beyond what its size decides. */
export interface TreeBitmapOptions {
  /** IPv4: bits of the address that the first step of a look-up takes, 5, 10, 15 or 20; otherwise as the size asks for. */
  readonly depth?: number
  /** The most elements that one of its arrays may have. */
  readonly most?: number
}

/**
 * The route table: a tree bitmap of stride 5 (node.ts) in two arrays, nodes and values, with a shortcut to the
 * nodes of one depth. W. Eatherton, G. Varghese, Z. Dittia, Tree Bitmap, ACM CCR 34(2), 2004.
 */
export class TreeBitmap implements PrefixTable {
  readonly family: Family
  /** What stands behind it, for those that draw or check it. */
  readonly tree: Tree

  constructor(family: Family, options: TreeBitmapOptions = {}, tree: Tree = new Tree(family, options)) {
    this.family = family
    this.tree = tree
  }

  get size(): number {
    return this.tree.size
  }

  /** Octets of its arrays, what is free in them included. */
  get octets(): number {
    const { nodes, values, shortcut } = this.tree
    return 4 * (nodes.elements.all + values.elements.all) + shortcut.octets
  }

  set(key: Uint32Array, offset: number, value: number): number {
    checkValue(value)
    return this.tree.set(key, offset, value)
  }

  get(key: Uint32Array, offset: number): number {
    const at = this.tree.find(key, offset)
    return at === absent ? absent : (this.tree.values.data[at] as number)
  }

  delete(key: Uint32Array, offset: number): number {
    return this.tree.delete(key, offset)
  }

  match(address: Uint32Array, offset: number): number {
    return this.family === 'ipv4' ? this.match4(address[offset] as number) : this.#match6(address, offset)
  }

  /** `match` for an IPv4 address as a number, signed or unsigned. */
  match4(address: number): number {
    const { nodes, values, shortcut } = this.tree
    if (shortcut.kind !== 'direct') throw new TypeError('an IPv4 address asked of an IPv6 table')
    const { data } = nodes
    const node = shortcut.nodes[address >>> (32 - shortcut.depth)] as number
    const below = node === 0 ? 0 : longest4(data, node, address << shortcut.depth)
    const at = below === 0 ? longest4(data, 0, address) : below
    return values.data[at] as number
  }

  /** The value at the longest prefix that covers this one, itself included, or `absent`. */
  matchPrefix(key: Uint32Array, offset: number): number {
    const { words, nodes, values } = this.tree
    const { data } = nodes
    const length = key[offset + words] as number
    let at = 0
    for (let node = 0, depth = 0; ; depth += stride) {
      const slot = slotAt(key, offset, depth, words)
      const isLast = depth + stride > length
      const covers = isLast ? coversOf(numberAt(key, offset, length, words)) : (waysTo[slot] as number)
      const hits = (data[node] as number) & covers
      if (hits !== 0) at = placeOfLongest(data, node, hits)
      if (isLast) break
      node = childOf(data, node, slot)
      if (node === noNode) break
    }
    return values.data[at] as number
  }

  clear(): void {
    this.tree.clear()
  }

  /**
   * Adds many prefixes, the last of equal ones counting. An empty table is built in one go from prefixes in address
   * order, the shorter of two at the same address first: that is several times as fast as `set` for each.
   * Throws a `RangeError` for prefixes with host bits or of no length of the family, and for values that `set`
   * would refuse; nothing has changed then.
   */
  load(prefixes: PackedPrefixes, values: ArrayLike<number>): void {
    const { data, count, family } = prefixes
    if (family !== this.family) throw new TypeError(`${family} prefixes for an ${this.family} table`)
    if (values.length !== count) throw new RangeError(`${values.length} values for ${count} prefixes`)
    const malformed = firstMalformed(prefixes)
    if (malformed < count) {
      throw new RangeError(
        `prefix ${malformed} of ${count} has host bits, or a length that ${family} has not`,
      )
    }
    for (let index = 0; index < count; index++) checkValue(values[index] as number)
    if (this.size === 0 && inOrder(prefixes)) {
      loadSorted(this.tree, prefixes, values)
      return
    }
    const size = this.tree.words + 1
    for (let index = 0; index < count; index++) this.tree.set(data, index * size, values[index] as number)
  }

  /**
   * `match` for many addresses, `words` elements each; `out` gets a value or `absent` for each.
   * Throws a `RangeError` where `out` is too short or lies in the memory of the addresses.
   */
  matchMany(addresses: Uint32Array, out: Int32Array): void {
    const { words, nodes, values, shortcut } = this.tree
    if (addresses.length % words !== 0)
      throw new RangeError(`${addresses.length} elements are no ${this.family} addresses`)
    if (out.length < addresses.length / words) {
      throw new RangeError(`${out.length} places for the answers to ${addresses.length / words} addresses`)
    }
    if (out.buffer === addresses.buffer) throw new RangeError('answers would be written over the addresses')
    if (shortcut.kind === 'direct') matchMany4(nodes.data, values.data, shortcut, addresses, out)
    else matchMany6(nodes.data, values.data, shortcut, addresses, out)
  }

  /** An independent table with the same contents, at the cost of a few objects: arrays are copied when either changes. */
  clone(): TreeBitmap {
    return new TreeBitmap(this.family, {}, this.tree.clone())
  }

  /** How many prefixes this one covers, itself included; node by node, not prefix by prefix. */
  countCovered(key: Uint32Array, offset: number): number {
    const tree = this.tree
    const length = key[offset + tree.words] as number
    const node = tree.nodeOf(key, offset, length)
    if (node === absent) return 0
    const { data } = tree.nodes
    const number = numberAt(key, offset, length, tree.words)
    return countIn(data, node, insideOf(number), childrenOf(number))
  }

  covering(key: Uint32Array, offset: number): Iterable<PrefixTableEntry> {
    const { words, nodes, values } = this.tree
    const { data } = nodes
    const length = key[offset + words] as number
    const entries: PrefixTableEntry[] = []
    for (let node = 0, depth = 0; ; depth += stride) {
      const slot = slotAt(key, offset, depth, words)
      const isLast = depth + stride > length
      const covers = isLast ? coversOf(numberAt(key, offset, length, words)) : (waysTo[slot] as number)
      const prefixes = data[node] as number
      for (let left = prefixes & covers; left !== 0; left &= left - 1) {
        const number = lowestBit(left)
        const at = (data[node + valuesAt] as number) + countBelow(prefixes, number)
        const shorter = shortenedKey(this.family, key, offset, depth + lengthOf(number))
        entries.push({ key: shorter, value: values.data[at] as number })
      }
      if (isLast) break
      node = childOf(data, node, slot)
      if (node === noNode) break
    }
    return entries.reverse()
  }

  *covered(key: Uint32Array, offset: number): IterableIterator<PrefixTableEntry> {
    const cursor = this.cursorWithin(key, offset)
    while (cursor.next()) yield { key: copied(cursor.key), value: cursor.value }
  }

  *entries(): IterableIterator<PrefixTableEntry> {
    const cursor = this.cursor(new Uint32Array(this.tree.words + 1), 0)
    while (cursor.next()) yield { key: copied(cursor.key), value: cursor.value }
  }

  /** A walk from this prefix on, or from the first that comes later, which survives changes. */
  cursor(key: Uint32Array, offset: number): Cursor {
    return new Cursor(this.tree, key, offset)
  }

  /** The same over what this prefix covers, itself included. */
  cursorWithin(key: Uint32Array, offset: number): Cursor {
    return Cursor.within(this.tree, key, offset)
  }

  #match6(address: Uint32Array, offset: number): number {
    const { nodes, values, shortcut } = this.tree
    const node = shortcut.find(address, offset)
    let at = node === noNode ? 0 : longest6(nodes.data, node, address, offset, shortcut.depth)
    if (at === 0) at = longest6(nodes.data, 0, address, offset, 0)
    return values.data[at] as number
  }
}

/** `slice` takes several times as long for so little. */
function copied(key: Uint32Array): Uint32Array {
  const copy = new Uint32Array(key.length)
  for (let index = 0; index < copy.length; index++) copy[index] = key[index] as number
  return copy
}

function checkValue(value: number): void {
  if (value < 0 || value !== (value | 0)) {
    throw new RangeError(`a prefix table holds integers from 0 to 2^31 - 1, not ${value}`)
  }
}
