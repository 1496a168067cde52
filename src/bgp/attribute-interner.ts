import { type Address, wordAt } from '../net/address.ts'
import { asPathLength } from './as-path.ts'
import type { InternedAttributes, PathAttributes, UnrecognizedAttribute } from './path-attributes.ts'

/**
 * Owns the attribute sets of a group of speakers that tell each other of routes. Equal sets become one
 * object with one id, numbered from 0 in the order of their first appearance. Nothing is ever given up:
 * a run sees few different sets, however many prefixes travel with them.
 */
export class AttributeInterner {
  readonly #sets: InternedAttributes[] = []
  readonly #byKey = new Map<string, InternedAttributes>()
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
    const ordered = inOrder(attributes)
    const key = keyOf(ordered)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const interned = { ...ordered, id: this.#sets.length, asPathLength: asPathLength(ordered.asPath) }
    this.#sets.push(interned)
    this.#byKey.set(key, interned)
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

/** The set with exactly the fields that it should have, in one order, so that all interned sets have one shape. */
function inOrder(attributes: PathAttributes): PathAttributes {
  return {
    origin: attributes.origin,
    asPath: attributes.asPath,
    nextHop: attributes.nextHop,
    linkLocalNextHop: attributes.linkLocalNextHop,
    multiExitDisc: attributes.multiExitDisc,
    localPref: attributes.localPref,
    atomicAggregate: attributes.atomicAggregate,
    aggregator: attributes.aggregator,
    communities: ascending(attributes.communities, (a, b) => a - b),
    originatorId: attributes.originatorId,
    clusterList: attributes.clusterList,
    extendedCommunities: ascending(attributes.extendedCommunities, compareWords),
    largeCommunities: ascending(attributes.largeCommunities, compareWords),
    onlyToCustomer: attributes.onlyToCustomer,
    unrecognized: ascending(attributes.unrecognized, (a, b) => a.type - b.type),
  }
}

/** Ascending and each once; a list that is so already stays the same object. */
function ascending<Item>(items: readonly Item[], compare: (a: Item, b: Item) => number): readonly Item[] {
  const isSorted = items.every((item, index) => {
    const before = items[index - 1]
    return before === undefined || compare(before, item) < 0
  })
  if (isSorted) return items
  const sorted = [...items].sort(compare)
  return sorted.filter((item, index) => {
    const before = sorted[index - 1]
    return before === undefined || compare(before, item) !== 0
  })
}

function compareWords(a: readonly number[], b: readonly number[]): number {
  for (const [index, word] of a.entries()) {
    const difference = word - wordAt(b, index)
    if (difference !== 0) return difference
  }
  return 0
}

/** A text that two sets share exactly where they are equal. Segments are kept apart: `1 2` may be one or two. */
function keyOf(attributes: PathAttributes): string {
  const { origin, nextHop, multiExitDisc, localPref, atomicAggregate, aggregator, communities } = attributes
  const path = attributes.asPath.map(({ kind, asns }) => `${segmentMark[kind]}${asns.join()}`).join(' ')
  const aggregated = aggregator === undefined ? '' : `${aggregator.asn} ${addressKey(aggregator.address)}`
  const numbers = `${multiExitDisc ?? ''}|${localPref ?? ''}|${atomicAggregate ? 1 : 0}`
  return `${origin}|${path}|${addressKey(nextHop)}|${numbers}|${aggregated}|${communities.join()}${rareKey(attributes)}`
}

/** Most routes have none of these. */
function rareKey(attributes: PathAttributes): string {
  const { linkLocalNextHop, originatorId, clusterList, onlyToCustomer } = attributes
  const { extendedCommunities, largeCommunities, unrecognized } = attributes
  const parts = [
    linkLocalNextHop === undefined ? '' : addressKey(linkLocalNextHop),
    originatorId ?? '',
    clusterList.join(),
    extendedCommunities.join(' '),
    largeCommunities.join(' '),
    onlyToCustomer ?? '',
    unrecognized.map(unrecognizedKey).join(' '),
  ]
  const key = parts.join('|')
  return key.length < parts.length ? '' : `|${key}`
}

function unrecognizedKey({ type, flags, value }: UnrecognizedAttribute): string {
  return `${type}.${flags}.${value.join()}`
}

const segmentMark = { AS_SEQUENCE: '', AS_SET: '{', AS_CONFED_SEQUENCE: '(', AS_CONFED_SET: '[' } as const

/** Families differ in their number of words. */
function addressKey({ words }: Address): string {
  return words.join('.')
}
