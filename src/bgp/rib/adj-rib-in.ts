import { Column } from '../../net/column.ts'
import { absent } from '../../net/prefix-table.ts'
import type { PrefixIds } from './prefix-ids.ts'

/** What stands in the column after policy where the route may not be used. */
const unusable = absent

/**
 * RFC 4271 §3.2: what one peer announced, as it came and as import policy left it.
 * Values are ids of interned attribute sets.
 */
export class AdjRibIn {
  readonly #ids: PrefixIds
  readonly #received = new Column(absent)
  readonly #accepted = new Column(unusable)
  #count = 0

  constructor(ids: PrefixIds) {
    this.#ids = ids
  }

  /** How many prefixes the peer has announced, which is what a prefix limit counts. */
  get count(): number {
    return this.#count
  }

  /** The attributes as they came, or `absent`. */
  received(id: number): number {
    return this.#received.get(id)
  }

  /** The attributes after policy, or `absent` where there is no route that may be used. */
  accepted(id: number): number {
    return this.#accepted.get(id)
  }

  /** Inserts, or replaces implicitly (RFC 4271 §3.1). `accepted` is `undefined` for a route that may not be used. */
  set(id: number, received: number, accepted: number | undefined): void {
    if (this.#received.get(id) === absent) {
      this.#ids.hold(id)
      this.#count++
    }
    this.#received.set(id, received)
    this.#accepted.set(id, accepted ?? unusable)
  }

  /** Removes; the caller still holds the number until the decision about it is made. */
  delete(id: number): boolean {
    if (this.#received.get(id) === absent) return false
    this.#received.set(id, absent)
    this.#accepted.set(id, unusable)
    this.#count--
    this.#ids.release(id)
    return true
  }

  /** The prefixes that the peer announced. */
  *prefixes(): Iterable<number> {
    for (let id = 0; id < this.#ids.end; id++) {
      if (this.#received.get(id) !== absent) yield id
    }
  }
}
