import { type Address, wordAt } from '../net/address.ts'
import { HashChains } from '../net/hash-chains.ts'
import { KnownAddresses } from '../net/known-addresses.ts'
import { absent } from '../net/prefix-table.ts'
import { asPathLength } from './as-path.ts'
import { hashAttributes, sameAttributes } from './attribute-equality.ts'
import type { InternedAttributes, PathAttributes, UnrecognizedAttribute } from './path-attributes.ts'

/**
 * Owns the attribute sets of a group of speakers that tell each other of routes. Equal sets become one
 * object with one id, numbered from 0 in the order of their first appearance. Nothing is ever given up:
 * a run sees few different sets, however many prefixes travel with them.
 */
export class AttributeInterner {
  readonly #sets: InternedAttributes[] = []
  readonly #byHash = new HashChains()
  readonly #nextHops = new KnownAddresses()
  readonly #derived = new Map<string, Map<number, InternedAttributes>>()

  /** How many different sets there are. */
  get size(): number {
    return this.#sets.length
  }

  byId(id: number): InternedAttributes {
    const attributes = this.#sets[id]
    if (attributes === undefined) throw new Error(`no attribute set has the id ${id}`)
    return attributes
  }

  /** The one object for this set; communities of all sorts are put into ascending order, each once. */
  intern(attributes: PathAttributes): InternedAttributes {
    if (this.#owns(attributes)) return attributes
    const ordered = isInOrder(attributes) ? attributes : inOrder(attributes)
    const hash = hashAttributes(ordered)
    for (let id = this.#byHash.last(hash); id !== absent; id = this.#byHash.before(id)) {
      const known = this.byId(id)
      if (sameAttributes(known, ordered)) return known
    }
    const interned = identified(ordered, this.#sets.length, this.#nextHops.one(ordered.nextHop))
    this.#byHash.add(hash)
    this.#sets.push(interned)
    return interned
  }

  /** What `change` makes of the set, computed once for each `key`: the key must name all else that it depends on. */
  derive(base: InternedAttributes, key: string, change: () => PathAttributes): InternedAttributes {
    let results = this.#derived.get(key)
    if (results === undefined) {
      results = new Map()
      this.#derived.set(key, results)
    }
    const known = results.get(base.id)
    if (known !== undefined) return known
    const result = this.intern(change())
    results.set(base.id, result)
    return result
  }

  #owns(attributes: PathAttributes): attributes is InternedAttributes {
    return 'id' in attributes && typeof attributes.id === 'number' && this.#sets[attributes.id] === attributes
  }
}

/** Most lists of most sets are empty, and need not be kept one by one. */
function listed<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? empty : items
}

const empty: readonly never[] = []

/** Field by field, so that all interned sets have one shape. */
function identified(attributes: PathAttributes, id: number, nextHop: Address): InternedAttributes {
  return {
    id,
    asPathLength: asPathLength(attributes.asPath),
    origin: attributes.origin,
    asPath: attributes.asPath,
    nextHop,
    linkLocalNextHop: attributes.linkLocalNextHop,
    multiExitDisc: attributes.multiExitDisc,
    localPref: attributes.localPref,
    atomicAggregate: attributes.atomicAggregate,
    aggregator: attributes.aggregator,
    communities: listed(attributes.communities),
    originatorId: attributes.originatorId,
    clusterList: listed(attributes.clusterList),
    extendedCommunities: listed(attributes.extendedCommunities),
    largeCommunities: listed(attributes.largeCommunities),
    onlyToCustomer: attributes.onlyToCustomer,
    unrecognized: listed(attributes.unrecognized),
  }
}

function isInOrder(attributes: PathAttributes): boolean {
  return (
    isAscending(attributes.communities, compareNumbers) &&
    isAscending(attributes.extendedCommunities, compareWords) &&
    isAscending(attributes.largeCommunities, compareWords) &&
    isAscending(attributes.unrecognized, compareTypes)
  )
}

function inOrder(attributes: PathAttributes): PathAttributes {
  return {
    ...attributes,
    communities: ascending(attributes.communities, compareNumbers),
    extendedCommunities: ascending(attributes.extendedCommunities, compareWords),
    largeCommunities: ascending(attributes.largeCommunities, compareWords),
    unrecognized: ascending(attributes.unrecognized, compareTypes),
  }
}

type Compare<Item> = (a: Item, b: Item) => number

function isAscending<Item>(items: readonly Item[], compare: Compare<Item>): boolean {
  let before: Item | undefined
  for (const item of items) {
    if (before !== undefined && compare(before, item) >= 0) return false
    before = item
  }
  return true
}

function ascending<Item>(items: readonly Item[], compare: Compare<Item>): readonly Item[] {
  const sorted = [...items].sort(compare)
  return sorted.filter((item, index) => {
    const before = sorted[index - 1]
    return before === undefined || compare(before, item) !== 0
  })
}

function compareNumbers(a: number, b: number): number {
  return a - b
}

function compareTypes(a: UnrecognizedAttribute, b: UnrecognizedAttribute): number {
  return a.type - b.type
}

function compareWords(a: readonly number[], b: readonly number[]): number {
  for (const [index, word] of a.entries()) {
    const difference = word - wordAt(b, index)
    if (difference !== 0) return difference
  }
  return 0
}
