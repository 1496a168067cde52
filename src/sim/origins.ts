import type { Family } from '../net/address.ts'
import { type PackedPrefixes, PrefixPacker, prefixOffsets } from '../net/packed-prefixes.ts'
import { absent } from '../net/prefix-table.ts'
import { TreeBitmap } from '../net/trie/tree-bitmap.ts'
import type { SimulationPlan } from './plan.ts'

type Tables = Map<string, Readonly<Record<Family, TreeBitmap>>>
type OriginsPlan = Pick<SimulationPlan, 'routers' | 'networks'>

/**
 * What each network, and each router by itself, announces at present: what the plan says, and what operators
 * added and took away since. It is configuration, so that a router that restarts announces this and not the plan.
 */
export class Origins {
  readonly #plan: OriginsPlan
  #tables: Tables | undefined
  /** Each place's announcements as they were last asked for, until they change. */
  #packed = new Map<string, readonly PackedPrefixes[]>()

  constructor(plan: OriginsPlan) {
    this.#plan = plan
  }

  /** What the plan says is written down when it is first asked for: a fork has it from the other one. */
  get #all(): Tables {
    this.#tables ??= planned(this.#plan)
    return this.#tables
  }

  announce(at: string, prefixes: PackedPrefixes): void {
    this.#packed.delete(at)
    add(this.#all, at, prefixes)
  }

  withdraw(at: string, prefixes: PackedPrefixes): void {
    const table = this.#all.get(at)?.[prefixes.family]
    this.#packed.delete(at)
    for (const offset of prefixOffsets(prefixes)) table?.delete(prefixes.data, offset)
  }

  /** The prefixes that are announced at this place, and the others. */
  split(
    at: string,
    prefixes: PackedPrefixes,
  ): { readonly held: PackedPrefixes; readonly rest: PackedPrefixes } {
    const { family, data } = prefixes
    const table = this.#all.get(at)?.[family]
    const [held, rest] = [new PrefixPacker(family), new PrefixPacker(family)]
    for (const offset of prefixOffsets(prefixes)) {
      const isHeld = table !== undefined && table.get(data, offset) !== absent
      const side = isHeld ? held : rest
      side.append(data, offset)
    }
    return { held: held.finish(), rest: rest.finish() }
  }

  /** One list for each family that has any. */
  of(at: string): readonly PackedPrefixes[] {
    const packed = this.#packed.get(at) ?? this.#pack(at)
    this.#packed.set(at, packed)
    return packed
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Origins): void {
    this.#tables = new Map(
      [...other.#all].map(([at, { ipv4, ipv6 }]) => [at, { ipv4: ipv4.clone(), ipv6: ipv6.clone() }]),
    )
    this.#packed = new Map(other.#packed)
  }

  #pack(at: string): readonly PackedPrefixes[] {
    const tables = this.#all.get(at)
    if (tables === undefined) return []
    return Object.values(tables).flatMap((table) => {
      const packer = new PrefixPacker(table.family)
      for (const { key } of table.entries()) packer.append(key, 0)
      return packer.count === 0 ? [] : [packer.finish()]
    })
  }
}

function planned({ routers, networks }: OriginsPlan): Tables {
  const tables: Tables = new Map()
  for (const { speaker, announces } of routers)
    for (const prefixes of announces) add(tables, speaker.name, prefixes)
  for (const { name, prefixes } of networks) for (const own of prefixes) add(tables, name, own)
  return tables
}

function add(all: Tables, at: string, prefixes: PackedPrefixes): void {
  const tables = all.get(at) ?? { ipv4: new TreeBitmap('ipv4'), ipv6: new TreeBitmap('ipv6') }
  all.set(at, tables)
  for (const offset of prefixOffsets(prefixes)) tables[prefixes.family].set(prefixes.data, offset, 0)
}
