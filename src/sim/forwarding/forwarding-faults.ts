import { type Family, families } from '../../net/address.ts'
import { type PackedPrefixes, prefixOffsets } from '../../net/packed-prefixes.ts'
import type { Network } from '../network.ts'
import { type DestinationClass, DestinationClasses, listOf } from './destination-classes.ts'
import { type ForwardingFlaw, flawsOf } from './forwarding-graph.ts'
import type { ForwardingTable } from './forwarding-table.ts'

/** Prefixes whose entry in the node's table came, went or changed: what the table's own methods answer. */
export interface TableChange {
  readonly node: string
  readonly prefixes: PackedPrefixes
}

/** A flaw that appeared on the way to some prefixes, or ended. */
export interface ForwardingFault extends ForwardingFlaw {
  readonly prefixes: PackedPrefixes
  readonly present: boolean
}

/** Watches every prefix that any node has an entry for, and says when loops and black holes come and go. */
export class ForwardingFaults {
  readonly #watches: readonly Watch[]

  /** The tables must be empty, or their contents be given to the first `update` as changes. */
  constructor(network: Network, tables: ReadonlyMap<string, ForwardingTable>) {
    this.#watches = families.map((family) => new Watch(family, network, tables))
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: ForwardingFaults): void {
    for (const [index, watch] of this.#watches.entries()) {
      const far = other.#watches[index]
      if (far !== undefined) watch.assume(far)
    }
  }

  /**
   * To be called after each instant at which a table, a port, a node or a fault changed, with every
   * change of a table since the last call. Answers what ended, then what appeared.
   */
  update(changes: readonly TableChange[]): readonly ForwardingFault[] {
    return this.#watches.flatMap((watch) => watch.update(changes))
  }
}

/** Flaws as one number, so that two classes are compared at once. */
type FlawSet = number
const flawless: FlawSet = 0

/** Prefixes that had the same flaws, and have the same others now. */
interface FlawChange {
  readonly old: FlawSet
  readonly now: FlawSet
  readonly prefixes: number[]
}

/** One family. */
class Watch {
  readonly #family: Family
  readonly #network: Network
  readonly #tables: ReadonlyMap<string, ForwardingTable>
  readonly #indexOf: ReadonlyMap<string, number>
  readonly #classes: DestinationClasses
  #judged = new Map<DestinationClass, { readonly flaws: FlawSet; readonly version: number }>()
  #flawSets: (readonly ForwardingFlaw[])[] = [[]]
  #flawSetOf = new Map<string, FlawSet>([['', flawless]])

  constructor(family: Family, network: Network, tables: ReadonlyMap<string, ForwardingTable>) {
    this.#family = family
    this.#network = network
    this.#tables = tables
    this.#indexOf = new Map([...tables.keys()].map((node, index) => [node, index]))
    this.#classes = new DestinationClasses(family, [...tables.values()])
  }

  assume(other: Watch): void {
    this.#classes.assume(other.#classes)
    this.#judged = new Map(other.#judged)
    this.#flawSets = [...other.#flawSets]
    this.#flawSetOf = new Map(other.#flawSetOf)
  }

  update(changes: readonly TableChange[]): readonly ForwardingFault[] {
    this.#take(changes)
    const moved = this.#classes.takeMoved()
    const altered = this.#judgeClasses()
    if (moved.size === 0 && altered.size === 0) return []
    return this.#report(this.#alike(moved, altered))
  }

  /** Carries the changes into the classes. */
  #take(changes: readonly TableChange[]): void {
    for (const { node, prefixes } of changes) {
      if (prefixes.family !== this.#family) continue
      const index = this.#indexOf.get(node)
      if (index === undefined) throw new Error(`no forwarding table of ${node}`)
      this.#takeEach(index, prefixes)
    }
  }

  #takeEach(node: number, prefixes: PackedPrefixes): void {
    for (const offset of prefixOffsets(prefixes)) this.#classes.refresh(node, prefixes.data, offset)
  }

  /** Looks at every class that the network changed for; answers the former flaws of those that have others now. */
  #judgeClasses(): ReadonlyMap<DestinationClass, FlawSet> {
    const altered = new Map<DestinationClass, FlawSet>()
    const { version } = this.#network
    for (const member of this.#classes.live) {
      const old = this.#judged.get(member)
      if (!member.held || old?.version === version) continue
      const flaws = this.#intern(flawsOf(this.#network, this.#graphOf(member)))
      if (old !== undefined && old.flaws !== flaws) altered.set(member, old.flaws)
      this.#judged.set(member, { flaws, version })
    }
    return altered
  }

  #graphOf({ ways }: DestinationClass): ReadonlyMap<string, ReturnType<ForwardingTable['nextHops']>> {
    return new Map(
      [...this.#tables].map(([node, table], index) => [node, table.nextHops(listOf(ways[index] ?? 0))]),
    )
  }

  #report(changes: Iterable<FlawChange>): readonly ForwardingFault[] {
    const ended = new FaultGroups()
    const appeared = new FaultGroups()
    for (const { old, now, prefixes } of changes) {
      ended.add(this.#beyond(old, now), prefixes)
      appeared.add(this.#beyond(now, old), prefixes)
    }
    return [...ended.faults(this.#classes, false), ...appeared.faults(this.#classes, true)]
  }

  /** The prefixes whose flaws changed, those together that had and have the same. */
  #alike(
    moved: ReadonlyMap<number, DestinationClass>,
    altered: ReadonlyMap<DestinationClass, FlawSet>,
  ): Iterable<FlawChange> {
    const alike = new Map<number, FlawChange>()
    this.#gatherMoved(alike, moved, altered)
    if (altered.size > 0) this.#gatherOthers(alike, moved, altered)
    return alike.values()
  }

  #gatherMoved(
    alike: Map<number, FlawChange>,
    moved: ReadonlyMap<number, DestinationClass>,
    altered: ReadonlyMap<DestinationClass, FlawSet>,
  ): void {
    for (const [prefix, was] of moved) {
      this.#gather(alike, prefix, altered.get(was) ?? this.#flawSetOfClass(was))
    }
  }

  /** The prefixes that did not move, of classes that have other flaws now. */
  #gatherOthers(
    alike: Map<number, FlawChange>,
    moved: ReadonlyMap<number, DestinationClass>,
    altered: ReadonlyMap<DestinationClass, FlawSet>,
  ): void {
    for (let prefix = 0; prefix < this.#classes.size; prefix++) {
      const old = altered.get(this.#classes.classOf(prefix))
      if (old !== undefined && !moved.has(prefix)) this.#gather(alike, prefix, old)
    }
  }

  #gather(alike: Map<number, FlawChange>, prefix: number, old: FlawSet): void {
    const now = this.#flawSetOfClass(this.#classes.classOf(prefix))
    if (now === old) return
    const name = old * 2 ** 26 + now
    const known = alike.get(name)
    if (known === undefined) alike.set(name, { old, now, prefixes: [prefix] })
    else known.prefixes.push(prefix)
  }

  /** As the class was last judged; prefixes that no node has an entry for have no flaws. */
  #flawSetOfClass(member: DestinationClass): FlawSet {
    return member.held ? (this.#judged.get(member)?.flaws ?? flawless) : flawless
  }

  /** The flaws of one set that are not in the other. */
  #beyond(set: FlawSet, other: FlawSet): readonly ForwardingFlaw[] {
    const known = new Set((this.#flawSets[other] ?? []).map(nameOf))
    return (this.#flawSets[set] ?? []).filter((flaw) => !known.has(nameOf(flaw)))
  }

  #intern(flaws: readonly ForwardingFlaw[]): FlawSet {
    const name = flaws.map(nameOf).join('\n')
    const known = this.#flawSetOf.get(name)
    if (known !== undefined) return known
    this.#flawSetOf.set(name, this.#flawSets.length)
    return this.#flawSets.push(flaws) - 1
  }
}

/** Gathers prefixes by flaw. */
class FaultGroups {
  readonly #groups = new Map<string, { readonly flaw: ForwardingFlaw; prefixes: readonly number[] }>()

  add(flaws: readonly ForwardingFlaw[], prefixes: readonly number[]): void {
    for (const flaw of flaws) {
      const name = nameOf(flaw)
      const group = this.#groups.get(name) ?? { flaw, prefixes: [] }
      this.#groups.set(name, group)
      group.prefixes = group.prefixes.concat(prefixes)
    }
  }

  faults(classes: DestinationClasses, present: boolean): readonly ForwardingFault[] {
    return [...this.#groups.values()].map(({ flaw, prefixes }) => {
      return { ...flaw, prefixes: classes.pack(prefixes), present }
    })
  }
}

function nameOf({ kind, nodes }: ForwardingFlaw): string {
  return `${kind} ${nodes.join(' ')}`
}
