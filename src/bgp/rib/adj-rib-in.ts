import { absent } from '../../net/prefix-table.ts'
import type { Paths } from './paths.ts'
import type { PrefixIds } from './prefix-ids.ts'

/** What stands in the place of attributes after policy where the route may not be used. */
const unusable = absent

/**
 * RFC 4271 §3.2: what one source announced, as it came and as import policy left it: the paths of one peer, or those
 * of the speaker itself. Values are ids of interned attribute sets.
 */
export class AdjRibIn {
  readonly #ids: PrefixIds
  readonly #paths: Paths
  readonly #source: number

  constructor(ids: PrefixIds, paths: Paths, source: number) {
    this.#ids = ids
    this.#paths = paths
    this.#source = source
  }

  /** How many prefixes the peer has announced, which is what a prefix limit counts. */
  get count(): number {
    return this.#paths.count(this.#source)
  }

  /** How many of them may be used: each is looked at. */
  countAccepted(): number {
    let count = 0
    for (const id of this.prefixes()) if (this.accepted(id) !== absent) count++
    return count
  }

  /** The attributes as they came, or `absent`. */
  received(id: number): number {
    const path = this.#paths.find(id, this.#source)
    return path === absent ? absent : this.#paths.received(path)
  }

  /** The attributes after policy, or `absent` where there is no route that may be used. */
  accepted(id: number): number {
    const path = this.#paths.find(id, this.#source)
    return path === absent ? absent : this.#paths.accepted(path)
  }

  /** Whether the route was kept over the end of its session, and not announced since (RFC 4724 §4.2). */
  isStale(id: number): boolean {
    const path = this.#paths.find(id, this.#source)
    return path !== absent && this.#paths.isStale(path)
  }

  markStale(id: number): void {
    const path = this.#paths.find(id, this.#source)
    if (path !== absent) this.#paths.markStale(path)
  }

  /** Inserts, or replaces implicitly (RFC 4271 §3.1). `accepted` is `undefined` for a route that may not be used. */
  set(id: number, received: number, accepted: number | undefined): void {
    if (this.#paths.set(id, this.#source, received, accepted ?? unusable)) this.#ids.hold(id)
  }

  /** What import policy makes of the route now; answers whether that is news. It stays as stale as it was. */
  reconsider(id: number, accepted: number | undefined): boolean {
    const path = this.#paths.find(id, this.#source)
    return path !== absent && this.#paths.accept(path, accepted ?? unusable)
  }

  /** Removes; the caller still holds the number until the decision about it is made. */
  delete(id: number): boolean {
    if (!this.#paths.delete(id, this.#source)) return false
    this.#ids.release(id)
    return true
  }

  /** The prefixes that the peer announced, in the order in which they came. The one at hand may be deleted meanwhile. */
  prefixes(): Iterable<number> {
    return this.#paths.prefixesOf(this.#source)
  }
}
