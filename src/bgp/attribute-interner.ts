import type { Address } from '../net/address.ts'
import { asPathLength } from './as-path.ts'
import type { InternedAttributes, PathAttributes } from './path-attributes.ts'

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

  /** The one object for this set; communities are put into ascending order, each once. */
  intern(attributes: PathAttributes): InternedAttributes {
    if (this.#owns(attributes)) return attributes
    const communities = ascending(attributes.communities)
    const key = keyOf(attributes, communities)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const { origin, asPath, nextHop, multiExitDisc, localPref, atomicAggregate, aggregator } = attributes
    const interned: InternedAttributes = {
      id: this.#sets.length,
      asPathLength: asPathLength(asPath),
      ...{ origin, asPath, nextHop, multiExitDisc, localPref, atomicAggregate, aggregator, communities },
    }
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

function ascending(communities: readonly number[]): readonly number[] {
  const inOrder = communities.every(
    (community, index) => index === 0 || community > (communities[index - 1] ?? 0),
  )
  return inOrder ? communities : [...new Set(communities)].sort((a, b) => a - b)
}

/** A text that two sets share exactly where they are equal. Segments are kept apart: `1 2` may be one or two. */
function keyOf(attributes: PathAttributes, communities: readonly number[]): string {
  const { origin, asPath, nextHop, multiExitDisc, localPref, atomicAggregate, aggregator } = attributes
  const path = asPath
    .map(({ kind, asns }) => (kind === 'AS_SET' ? `{${asns.join()}}` : asns.join()))
    .join(' ')
  const aggregated = aggregator === undefined ? '' : `${aggregator.asn} ${addressKey(aggregator.address)}`
  const numbers = `${multiExitDisc ?? ''}|${localPref ?? ''}|${atomicAggregate ? 1 : 0}`
  return `${origin}|${path}|${addressKey(nextHop)}|${numbers}|${aggregated}|${communities.join()}`
}

/** Families differ in their number of words. */
function addressKey({ words }: Address): string {
  return words.join('.')
}
