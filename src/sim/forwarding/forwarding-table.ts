import { type Address, addressWords, type Family, families, wordAt } from '../../net/address.ts'
import { packedLength } from '../../net/packed-cover.ts'
import { type PackedPrefixes, PrefixPacker, prefixAt, prefixOffsets } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { absent } from '../../net/prefix-table.ts'
import { type DrawnNode, nodesOf } from '../../net/trie/drawn-nodes.ts'
import { TreeBitmap } from '../../net/trie/tree-bitmap.ts'

/** Where a node sends a packet: to a neighbour, to itself, or nowhere on purpose. */
export type NextHop =
  | {
      readonly kind: 'via'
      readonly node: string
      readonly link: string
      /** The neighbour's address, where the route came with one. */
      readonly address: Address | undefined
    }
  | { readonly kind: 'deliver' }
  | { readonly kind: 'discard' }

/** A line of the table. */
export interface ForwardingEntry {
  readonly prefix: Prefix
  readonly nextHops: readonly NextHop[]
}

/**
 * The FIB of one node, both families. A handful of distinct lists of next hops serves thousands of
 * prefixes, so each list is kept once, in an order that does not depend on who gave it, and the tries
 * hold its number.
 */
export class ForwardingTable {
  readonly #tries: Record<Family, TreeBitmap> = {
    ipv4: new TreeBitmap('ipv4'),
    ipv6: new TreeBitmap('ipv6'),
  }
  #lists: (readonly NextHop[])[] = []
  #idOf = new Map<string, number>()
  readonly #probe = new Uint32Array(addressWords.ipv6)

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: ForwardingTable): void {
    for (const family of families) this.#tries[family] = other.#tries[family].clone()
    this.#lists = [...other.#lists]
    this.#idOf = new Map(other.#idOf)
  }

  size(family: Family): number {
    return this.#tries[family].size
  }

  /** Inserts or replaces; answers the prefixes whose next hops are now others than before, the very same object for all. */
  set(prefixes: PackedPrefixes, nextHops: readonly NextHop[]): PackedPrefixes {
    if (nextHops.length === 0) throw new Error('an entry has a next hop; without one it is deleted')
    const id = this.#intern(nextHops)
    const changed = new PrefixPacker(prefixes.family)
    this.#setEach(prefixes, id, changed)
    return changed.count === prefixes.count ? prefixes : changed.finish()
  }

  /** Removes; answers the prefixes that were there. */
  delete(prefixes: PackedPrefixes): PackedPrefixes {
    const held = new PrefixPacker(prefixes.family)
    this.#deleteEach(prefixes, held)
    return held.count === prefixes.count ? prefixes : held.finish()
  }

  /** Empties the table, as a restart does; answers what was there, by family. */
  clear(): readonly PackedPrefixes[] {
    return families.flatMap((family) => {
      const held = this.prefixes(family)
      this.#tries[family].clear()
      return held.count === 0 ? [] : [held]
    })
  }

  /** Every prefix of the family that has an entry, in address order. */
  prefixes(family: Family): PackedPrefixes {
    const held = new PrefixPacker(family)
    for (const { key } of this.#tries[family].entries()) held.append(key, 0)
    return held.finish()
  }

  /** The next hops of the longest prefix that holds the address; empty where none does. */
  lookup(address: Address): readonly NextHop[] {
    // Quicker than `set`, which is made for long arrays.
    for (let index = 0; index < address.words.length; index++)
      this.#probe[index] = wordAt(address.words, index)
    return this.nextHops(this.#tries[address.family].match(this.#probe, 0))
  }

  /** The next hops of every address in the one prefix given; `undefined` where an entry inside it may say otherwise. */
  nextHopsWithin({ family, data }: PackedPrefixes): readonly NextHop[] | undefined {
    const length = packedLength(family, data, 0)
    for (const { key } of this.#tries[family].covered(data, 0)) {
      if (packedLength(family, key, 0) > length) return undefined
    }
    return this.nextHops(this.listCovering(family, data, 0))
  }

  /** The list number that stands at exactly this prefix, or `absent`. */
  listAt(family: Family, key: Uint32Array, offset: number): number {
    return this.#tries[family].get(key, offset)
  }

  /** The list number by which the prefix as a whole is forwarded: its own, or the next shorter prefix's. */
  listCovering(family: Family, key: Uint32Array, offset: number): number {
    for (const { value } of this.#tries[family].covering(key, offset)) return value
    return absent
  }

  /** The next hops behind a list number; none behind `absent`. */
  nextHops(list: number): readonly NextHop[] {
    return list === absent ? noNextHops : (this.#lists[list] ?? noNextHops)
  }

  /** What stands behind the table, for those who draw it; the value of a route is a list number. */
  nodes(family: Family): readonly DrawnNode[] {
    return nodesOf(this.#tries[family].tree)
  }

  /** IPv4 before IPv6, each in address order. */
  *entries(): Iterable<ForwardingEntry> {
    for (const family of families) {
      for (const { key, value } of this.#tries[family].entries()) {
        yield { prefix: prefixAt(family, key, 0), nextHops: this.nextHops(value) }
      }
    }
  }

  #setEach(prefixes: PackedPrefixes, list: number, changed: PrefixPacker): void {
    const trie = this.#tries[prefixes.family]
    for (const offset of prefixOffsets(prefixes)) {
      if (trie.set(prefixes.data, offset, list) !== list) changed.append(prefixes.data, offset)
    }
  }

  #deleteEach(prefixes: PackedPrefixes, held: PrefixPacker): void {
    const trie = this.#tries[prefixes.family]
    for (const offset of prefixOffsets(prefixes)) {
      if (trie.delete(prefixes.data, offset) !== absent) held.append(prefixes.data, offset)
    }
  }

  #intern(nextHops: readonly NextHop[]): number {
    const byName = new Map(nextHops.map((nextHop) => [nameOf(nextHop), nextHop]))
    const names = [...byName.keys()].sort()
    const name = names.join('\n')
    const known = this.#idOf.get(name)
    if (known !== undefined) return known
    this.#idOf.set(name, this.#lists.length)
    return this.#lists.push(names.flatMap((key) => byName.get(key) ?? [])) - 1
  }
}

const noNextHops: readonly NextHop[] = []

function nameOf(nextHop: NextHop): string {
  if (nextHop.kind !== 'via') return nextHop.kind
  return `via ${nextHop.node} ${nextHop.link} ${nextHop.address?.words.join('.') ?? ''}`
}

/** The way to what ends at the router itself. */
export const here: NextHop = { kind: 'deliver' }

/** The way to a network behind the node. */
export function towards(node: string, link: string): NextHop {
  return { kind: 'via', node, link, address: undefined }
}
