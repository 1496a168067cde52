import type { Family } from '../net/address.ts'
import { emptyPrefixes, type PackedPrefixes, PrefixPacker, prefixOffsets } from '../net/packed-prefixes.ts'
import { absent } from '../net/prefix-table.ts'
import { TreeBitmap } from '../net/trie/tree-bitmap.ts'
import type { Deed } from './operation.ts'
import type { SimulationPlan } from './plan.ts'

type Tables = Map<string, Readonly<Record<Family, TreeBitmap>>>
type OriginsPlan = Pick<SimulationPlan, 'routers' | 'networks'>

type AnnouncingDeed = Extract<Deed, { kind: 'announce' | 'withdraw' }>

/** What was done to the announcements of a place, and has not ended; without a `hold` it has no end. */
type Change = Pick<AnnouncingDeed, 'kind' | 'prefixes'> & { readonly hold: string | undefined }

/** What becomes of the announcements of a place. */
export interface AnnouncementChange {
  readonly announced: PackedPrefixes
  readonly withdrawn: PackedPrefixes
}

/**
 * What each network, and each router by itself, announces at present: what the plan says, and what operators
 * added and took away since. It is configuration, so that a router that restarts announces this and not the plan.
 */
export class Origins {
  readonly #plan: OriginsPlan
  #tables: Tables | undefined
  /** What the plan says; nobody changes it. */
  #base: Tables | undefined
  #changes = new Map<string, readonly Change[]>()
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

  /** Announces or withdraws, or ends what did. Answers what is to be announced by that, and what withdrawn. */
  change({ kind, at, prefixes, hold, ends }: AnnouncingDeed): AnnouncementChange {
    if (ends !== undefined) return this.#release(at, prefixes, ends)
    this.#changes.set(at, [...this.#changesAt(at), { kind, prefixes, hold }])
    const none = emptyPrefixes(prefixes.family)
    if (kind === 'announce') {
      this.#add(at, prefixes)
      return { announced: prefixes, withdrawn: none }
    }
    this.#remove(at, prefixes)
    return { announced: none, withdrawn: prefixes }
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
      const side = has(table, data, offset) ? held : rest
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
    this.#base = other.#base
    this.#changes = new Map(other.#changes)
  }

  /**
   * Ends what is held by that name. Whoever did something to one of its prefixes besides is heard then, the last
   * of them first, and where there is nobody the plan.
   */
  #release(at: string, prefixes: PackedPrefixes, hold: string): AnnouncementChange {
    const { family, data } = prefixes
    const left = this.#changesAt(at).filter((one) => one.hold !== hold || one.prefixes.family !== family)
    this.#changes.set(at, left)
    const wanted = this.#wanted(at, prefixes, left)
    const table = this.#all.get(at)?.[family]
    const [announced, withdrawn] = [new PrefixPacker(family), new PrefixPacker(family)]
    for (const offset of prefixOffsets(prefixes)) {
      const [isThere, isWanted] = [has(table, data, offset), has(wanted, data, offset)]
      if (isWanted && !isThere) announced.append(data, offset)
      if (isThere && !isWanted) withdrawn.append(data, offset)
    }
    const changed = { announced: announced.finish(), withdrawn: withdrawn.finish() }
    this.#add(at, changed.announced)
    this.#remove(at, changed.withdrawn)
    return changed
  }

  #changesAt(at: string): readonly Change[] {
    return this.#changes.get(at) ?? []
  }

  #add(at: string, prefixes: PackedPrefixes): void {
    this.#packed.delete(at)
    add(this.#all, at, prefixes)
  }

  #remove(at: string, prefixes: PackedPrefixes): void {
    const table = this.#all.get(at)?.[prefixes.family]
    this.#packed.delete(at)
    for (const offset of prefixOffsets(prefixes)) table?.delete(prefixes.data, offset)
  }

  /** Those of the prefixes that are to be announced after these changes. */
  #wanted(at: string, ended: PackedPrefixes, changes: readonly Change[]): TreeBitmap {
    const { family, data } = ended
    this.#base ??= planned(this.#plan)
    const base = this.#base.get(at)?.[family]
    const [concerned, wanted] = [new TreeBitmap(family), new TreeBitmap(family)]
    for (const offset of prefixOffsets(ended)) {
      concerned.set(data, offset, 0)
      if (has(base, data, offset)) wanted.set(data, offset, 0)
    }
    for (const { kind, prefixes } of changes) {
      if (prefixes.family !== family) continue
      for (const offset of prefixOffsets(prefixes)) {
        if (!has(concerned, prefixes.data, offset)) continue
        if (kind === 'announce') wanted.set(prefixes.data, offset, 0)
        else wanted.delete(prefixes.data, offset)
      }
    }
    return wanted
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

function has(table: TreeBitmap | undefined, data: Uint32Array, offset: number): boolean {
  return table !== undefined && table.get(data, offset) !== absent
}
