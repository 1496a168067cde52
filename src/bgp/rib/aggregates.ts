import { coversPacked, packedLength } from '../../net/packed-cover.ts'
import { packPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import type { AttributeInterner } from '../attribute-interner.ts'
import type { Route } from '../decision/route.ts'
import type { InternedAttributes } from '../path-attributes.ts'
import type { AggregateConfiguration } from '../speaker-configuration.ts'
import { type Aggregator, aggregateAttributes } from '../update/aggregate-attributes.ts'
import type { PrefixIds } from './prefix-ids.ts'

/** What aggregates are made of and by whom. */
export interface AggregateOwner {
  readonly aggregator: Aggregator
  readonly interner: AttributeInterner
  /** RFC 4271 §9.2.2.2 forbids to aggregate routes of unlike MULTI_EXIT_DISC; not everybody keeps to it. */
  readonly mixesMeds: boolean
  /** What aggregates leave with. */
  readonly multiExitDisc: number | undefined
}

/** One aggregate as it stands: how many selected routes inside it have which attribute set. */
interface Aggregate {
  readonly id: number
  readonly prefix: Prefix
  readonly summaryOnly: boolean
  readonly asSet: boolean
  readonly contributors: Map<number, number>
  attributes: InternedAttributes | undefined
  /** Whether another attribute set came or one went since it was last made. */
  isStale: boolean
}

/**
 * RFC 4271 §9.2.2.2: the aggregates of one family. An aggregate is there with the first selected route inside it and
 * goes with the last; an aggregate is no part of another. Thousands of routes share few attribute sets, so it is made
 * of the sets, and a route that comes or goes is counted.
 */
export class Aggregates {
  readonly #ids: PrefixIds
  readonly #owner: AggregateOwner
  #aggregates: readonly Aggregate[]
  #byId: ReadonlyMap<number, Aggregate>

  constructor(configured: readonly AggregateConfiguration[], ids: PrefixIds, owner: AggregateOwner) {
    this.#ids = ids
    this.#owner = owner
    this.#aggregates = configured
      .filter(({ prefix }) => prefix.family === ids.family)
      .map(({ prefix, summaryOnly, asSet }) => ({
        ...{ id: this.#hold(prefix), prefix, summaryOnly, asSet },
        ...{ contributors: new Map<number, number>(), attributes: undefined, isStale: false },
      }))
      // The longest first, so that what is inside another is settled before it.
      .sort((a, b) => b.prefix.length - a.prefix.length)
    this.#byId = new Map(this.#aggregates.map((aggregate) => [aggregate.id, aggregate]))
  }

  /** The numbers of the aggregates' own prefixes, in the order in which they are to be decided. */
  get ids(): readonly number[] {
    return this.#aggregates.map(({ id }) => id)
  }

  has(id: number): boolean {
    return this.#byId.has(id)
  }

  /** The best route of a prefix is another one than before. */
  follow(id: number, old: Route | undefined, now: Route | undefined): void {
    for (const aggregate of this.#aggregates) {
      if (!this.#isInside(id, aggregate)) continue
      count(aggregate, old, -1)
      count(aggregate, now, 1)
    }
  }

  /** Makes the aggregate anew; answers its attributes, and whether what it hides has to be told or withdrawn. */
  settle(id: number): { readonly attributes: InternedAttributes | undefined; readonly turns: boolean } {
    const aggregate = this.#byId.get(id)
    if (aggregate === undefined) throw new Error(`prefix ${id} is no aggregate`)
    if (!aggregate.isStale) return { attributes: aggregate.attributes, turns: false }
    const attributes = this.#make(aggregate)
    const turns = aggregate.summaryOnly && (attributes === undefined) !== (aggregate.attributes === undefined)
    aggregate.attributes = attributes
    aggregate.isStale = false
    return { attributes, turns }
  }

  /** Whether an aggregate stands for the route where others are told of it. */
  hides(id: number, route: Route): boolean {
    if (route.source.kind === 'aggregate') return false
    for (const aggregate of this.#aggregates) {
      const isHiding = aggregate.summaryOnly && aggregate.attributes !== undefined
      if (isHiding && this.#isInside(id, aggregate)) return true
    }
    return false
  }

  /** The prefixes inside the aggregate that any RIB holds. */
  *inside(id: number): Iterable<number> {
    const aggregate = this.#byId.get(id)
    if (aggregate === undefined) throw new Error(`prefix ${id} is no aggregate`)
    for (const other of this.#ids.inOrder()) if (this.#isInside(other, aggregate)) yield other
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Aggregates): void {
    this.#aggregates = other.#aggregates.map((own) => ({ ...own, contributors: new Map(own.contributors) }))
    this.#byId = new Map(this.#aggregates.map((aggregate) => [aggregate.id, aggregate]))
  }

  #make({ contributors, asSet }: Aggregate): InternedAttributes | undefined {
    const { interner, aggregator, mixesMeds, multiExitDisc } = this.#owner
    const sets = [...contributors.keys()].sort((a, b) => a - b).map((set) => interner.byId(set))
    const [first] = sets
    if (first === undefined) return undefined
    if (!mixesMeds && sets.some(({ multiExitDisc }) => multiExitDisc !== first.multiExitDisc))
      return undefined
    return interner.intern({ ...aggregateAttributes(sets, asSet, aggregator), multiExitDisc })
  }

  #isInside(id: number, { prefix }: Aggregate): boolean {
    const { family, keys } = this.#ids
    const offset = this.#ids.offset(id)
    return packedLength(family, keys, offset) > prefix.length && coversPacked(prefix, family, keys, offset)
  }

  /** The prefix has its number for as long as the router runs. */
  #hold(prefix: Prefix): number {
    const id = this.#ids.assign(packPrefixes(prefix.family, [prefix]).data, 0)
    this.#ids.hold(id)
    return id
  }
}

/** What is an aggregate itself, or is nothing, counts for none. */
function count(aggregate: Aggregate, route: Route | undefined, change: 1 | -1): void {
  if (route === undefined || route.source.kind === 'aggregate') return
  const { contributors } = aggregate
  const { id } = route.attributes
  const before = contributors.get(id) ?? 0
  const after = before + change
  if (after === 0) contributors.delete(id)
  else contributors.set(id, after)
  if (before === 0 || after === 0) aggregate.isStale = true
}
