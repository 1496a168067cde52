import type { Selection } from '../../bgp/decision/select-best.ts'
import { type Address, type Family, families } from '../../net/address.ts'
import { type PackedPrefixes, PrefixPacker, prefixOffsets } from '../../net/packed-prefixes.ts'
import { absent } from '../../net/prefix-table.ts'
import { TreeBitmap } from '../../net/trie/tree-bitmap.ts'
import { farPort } from '../link.ts'
import type { Network } from '../network.ts'
import { ForwardingTable, type NextHop } from './forwarding-table.ts'
import type { Shortcuts } from './shortcuts.ts'

/**
 * How one router fills its forwarding table: static routes to the networks behind it, which always win,
 * and what its Loc-RIB selected. Every change answers the prefixes that are now forwarded otherwise.
 */
export class Fib {
  readonly table: ForwardingTable = new ForwardingTable()
  readonly #node: string
  readonly #network: Network
  readonly #shortcuts: Shortcuts
  readonly #statics = { ipv4: new TreeBitmap('ipv4'), ipv6: new TreeBitmap('ipv6') }
  /** What is forwarded as before a restart of the control plane, until that has its own say about it. */
  readonly #kept = { ipv4: new TreeBitmap('ipv4'), ipv6: new TreeBitmap('ipv6') }

  constructor(node: string, network: Network, shortcuts: Shortcuts) {
    this.#node = node
    this.#network = network
    this.#shortcuts = shortcuts
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Fib): void {
    this.table.assume(other.table)
    for (const family of families) {
      this.#statics[family] = other.#statics[family].clone()
      this.#kept[family] = other.#kept[family].clone()
    }
  }

  isStatic(family: Family, key: Uint32Array, offset: number): boolean {
    return this.#statics[family].get(key, offset) !== absent
  }

  addStatic(prefixes: PackedPrefixes, nextHop: NextHop): PackedPrefixes {
    setEach(this.#statics[prefixes.family], prefixes)
    deleteEach(this.#kept[prefixes.family], prefixes)
    return this.table.set(prefixes, [nextHop])
  }

  /** The prefixes belong to BGP from now on: the caller installs what it selected. */
  removeStatic(prefixes: PackedPrefixes): void {
    deleteEach(this.#statics[prefixes.family], prefixes)
  }

  /** Forwards the prefixes as BGP selected, or no longer. */
  install(prefixes: PackedPrefixes, selection: Selection | undefined): readonly PackedPrefixes[] {
    const free = this.#withoutStatics(prefixes)
    deleteEach(this.#kept[prefixes.family], free)
    const nextHops = selection === undefined ? [] : this.#nextHops(selection)
    if (nextHops.length === 0) return [this.table.delete(free)]
    return this.#shortcuts.split(free, nextHops).map(([some, ways]) => this.table.set(some, ways))
  }

  /** The control plane is gone, and packets go on as they went (RFC 4724 §4.1). */
  keep(): void {
    for (const family of families) {
      this.#statics[family].clear()
      setEach(this.#kept[family], this.table.prefixes(family))
    }
  }

  /** What was only kept until now goes. */
  sweep(family: Family): PackedPrefixes {
    const kept = new PrefixPacker(family)
    for (const { key } of this.#kept[family].entries()) kept.append(key, 0)
    this.#kept[family].clear()
    return this.table.delete(kept.finish())
  }

  clear(): readonly PackedPrefixes[] {
    for (const tree of [...Object.values(this.#statics), ...Object.values(this.#kept)]) tree.clear()
    return this.table.clear()
  }

  #withoutStatics(prefixes: PackedPrefixes): PackedPrefixes {
    if (this.#statics[prefixes.family].size === 0) return prefixes
    const free = new PrefixPacker(prefixes.family)
    this.#appendFree(prefixes, free)
    return free.count === prefixes.count ? prefixes : free.finish()
  }

  #appendFree(prefixes: PackedPrefixes, free: PrefixPacker): void {
    const { family, data } = prefixes
    for (const offset of prefixOffsets(prefixes)) {
      if (!this.isStatic(family, data, offset)) free.append(data, offset)
    }
  }

  #nextHops(selection: Selection): readonly NextHop[] {
    return selection.multipath.flatMap(({ source, attributes }): readonly NextHop[] => {
      // What no route inside an aggregate takes would loop, or follow a default route out again (RFC 4271 §9.1.4).
      if (source.kind === 'aggregate') return [{ kind: 'discard' }]
      return source.kind === 'local' ? [] : this.#via(attributes.nextHop)
    })
  }

  /** A next hop that no direct neighbour owns leads nowhere: there is no recursion to an IGP. */
  #via(address: Address): readonly NextHop[] {
    const link = this.#network.linkTowards(this.#node, address)
    if (link === undefined) return []
    return [{ kind: 'via', node: farPort(link, this.#node).node, link: link.name, address }]
  }
}

function setEach(tree: TreeBitmap, prefixes: PackedPrefixes): void {
  for (const offset of prefixOffsets(prefixes)) tree.set(prefixes.data, offset, 0)
}

function deleteEach(tree: TreeBitmap, prefixes: PackedPrefixes): void {
  for (const offset of prefixOffsets(prefixes)) tree.delete(prefixes.data, offset)
}
