import type { Family } from '../../net/address.ts'
import { type PackedPrefixes, PrefixPacker, prefixOffsets } from '../../net/packed-prefixes.ts'
import { TreeBitmap } from '../../net/trie/tree-bitmap.ts'
import type { NextHop } from './forwarding-table.ts'

/** A router sends packets for these prefixes to their hosts at once, wherever their route leads to one of these neighbours. */
export interface Shortcut {
  readonly prefixes: readonly PackedPrefixes[]
  readonly past: readonly string[]
  readonly to: string
  readonly link: string
}

/** The shortcuts of one router, by prefix. */
export class Shortcuts {
  readonly #all: readonly Shortcut[]
  readonly #numbers: Readonly<Record<Family, TreeBitmap>> = {
    ipv4: new TreeBitmap('ipv4'),
    ipv6: new TreeBitmap('ipv6'),
  }

  constructor(all: readonly Shortcut[]) {
    this.#all = all
    for (const [number, { prefixes }] of all.entries()) for (const list of prefixes) this.#note(list, number)
  }

  /** The prefixes in groups that go the same way, and how: as their route says where there is no shortcut. */
  split(
    prefixes: PackedPrefixes,
    nextHops: readonly NextHop[],
  ): readonly (readonly [PackedPrefixes, readonly NextHop[]])[] {
    if (this.#numbers[prefixes.family].size === 0) return [[prefixes, nextHops]]
    return [...this.#group(prefixes)].map(([number, packer]) => [
      packer.finish(),
      nextHops.map((nextHop) => past(this.#all[number], nextHop)),
    ])
  }

  #group({ family, data, count }: PackedPrefixes): ReadonlyMap<number, PrefixPacker> {
    const groups = new Map<number, PrefixPacker>()
    for (const offset of prefixOffsets({ family, data, count })) {
      const number = this.#numbers[family].get(data, offset)
      const packer = groups.get(number) ?? new PrefixPacker(family)
      groups.set(number, packer)
      packer.append(data, offset)
    }
    return groups
  }

  #note(prefixes: PackedPrefixes, number: number): void {
    for (const offset of prefixOffsets(prefixes))
      this.#numbers[prefixes.family].set(prefixes.data, offset, number)
  }
}

function past(shortcut: Shortcut | undefined, nextHop: NextHop): NextHop {
  if (shortcut === undefined || nextHop.kind !== 'via' || !shortcut.past.includes(nextHop.node))
    return nextHop
  return { kind: 'via', node: shortcut.to, link: shortcut.link, address: undefined }
}
