import { Column } from '../../net/column.ts'
import { absent } from '../../net/prefix-table.ts'

/**
 * Every path of one family that a speaker knows, in columns: which prefix, from which source, and with which
 * attributes, as they came and as import policy left them. Prefixes are numbers of `PrefixIds`, attributes ids of
 * interned sets; source 0 is the speaker itself, the others are its peers in their order.
 *
 *     prefix 7 ──▶ path 3 (source 0) ──▶ path 12 (source 2) ──▶ path 4 (source 5)      its candidates
 *                       │                      │                     │
 *     source 2 ──▶ path 9 ◀──▶ path 12 ◀──▶ path 15                                    what it announced
 *
 * The paths of a prefix are linked by source, those of a source in the order in which they came. So the candidates of
 * a prefix are found without asking those that have none, the routes of a peer without meeting another's, and the
 * count that a prefix limit needs is always there.
 */
export class Paths {
  readonly #first = new Column(absent)
  readonly #prefix = new Column(absent)
  readonly #source = new Column(absent)
  readonly #received = new Column(absent)
  readonly #accepted = new Column(absent)
  readonly #nextOfPrefix = new Column(absent)
  readonly #nextOfSource = new Column(absent)
  readonly #previousOfSource = new Column(absent)
  readonly #firstOfSource = new Column(absent)
  readonly #lastOfSource = new Column(absent)
  readonly #counts = new Column(0)
  readonly #free: number[] = []
  #end = 0

  /** How many prefixes have a path from the source. */
  count(source: number): number {
    return this.#counts.get(source)
  }

  /** The path for the prefix with the lowest source, or `absent`. */
  first(prefix: number): number {
    return this.#first.get(prefix)
  }

  /** The path for the same prefix with the next higher source, or `absent`. */
  next(path: number): number {
    return this.#nextOfPrefix.get(path)
  }

  source(path: number): number {
    return this.#source.get(path)
  }

  /** The attributes as they came. */
  received(path: number): number {
    return this.#received.get(path)
  }

  /** The attributes after policy, or `absent` where the path may not be used. */
  accepted(path: number): number {
    return this.#accepted.get(path)
  }

  /** The path for the prefix from the source, or `absent`. */
  find(prefix: number, source: number): number {
    let path = this.#first.get(prefix)
    while (path !== absent && this.#source.get(path) < source) path = this.#nextOfPrefix.get(path)
    return path !== absent && this.#source.get(path) === source ? path : absent
  }

  /** Inserts or replaces; answers whether the source had no path for the prefix before. */
  set(prefix: number, source: number, received: number, accepted: number): boolean {
    const known = this.find(prefix, source)
    const path = known === absent ? this.#insert(prefix, source) : known
    this.#received.set(path, received)
    this.#accepted.set(path, accepted)
    return known === absent
  }

  /** Removes; answers whether there was one. */
  delete(prefix: number, source: number): boolean {
    const path = this.find(prefix, source)
    if (path === absent) return false
    this.#unlinkFromPrefix(path, prefix)
    this.#unlinkFromSource(path, source)
    this.#free.push(path)
    return true
  }

  /** Whether two prefixes have paths from the same sources with the same attributes after policy. */
  alike(one: number, other: number): boolean {
    let [a, b] = [this.#first.get(one), this.#first.get(other)]
    while (a !== absent && b !== absent) {
      if (this.#source.get(a) !== this.#source.get(b) || this.#accepted.get(a) !== this.#accepted.get(b)) {
        return false
      }
      a = this.#nextOfPrefix.get(a)
      b = this.#nextOfPrefix.get(b)
    }
    return a === b
  }

  /** The prefixes that the source has a path for. The one at hand may be deleted meanwhile. */
  *prefixesOf(source: number): Iterable<number> {
    for (let path = this.#firstOfSource.get(source); path !== absent; ) {
      const next = this.#nextOfSource.get(path)
      yield this.#prefix.get(path)
      path = next
    }
  }

  #insert(prefix: number, source: number): number {
    const path = this.#free.pop() ?? this.#end++
    this.#prefix.set(path, prefix)
    this.#source.set(path, source)
    const before = this.#lastBelow(prefix, source)
    this.#nextOfPrefix.set(path, before === absent ? this.#first.get(prefix) : this.#nextOfPrefix.get(before))
    if (before === absent) this.#first.set(prefix, path)
    else this.#nextOfPrefix.set(before, path)
    const last = this.#lastOfSource.get(source)
    this.#previousOfSource.set(path, last)
    this.#nextOfSource.set(path, absent)
    if (last === absent) this.#firstOfSource.set(source, path)
    else this.#nextOfSource.set(last, path)
    this.#lastOfSource.set(source, path)
    this.#counts.set(source, this.#counts.get(source) + 1)
    return path
  }

  /** The path for the prefix with the highest source below this one, or `absent`. */
  #lastBelow(prefix: number, source: number): number {
    let before = absent
    for (let path = this.#first.get(prefix); path !== absent; path = this.#nextOfPrefix.get(path)) {
      if (this.#source.get(path) >= source) break
      before = path
    }
    return before
  }

  #unlinkFromPrefix(path: number, prefix: number): void {
    const before = this.#lastBelow(prefix, this.#source.get(path))
    if (before === absent) this.#first.set(prefix, this.#nextOfPrefix.get(path))
    else this.#nextOfPrefix.set(before, this.#nextOfPrefix.get(path))
  }

  #unlinkFromSource(path: number, source: number): void {
    const [previous, next] = [this.#previousOfSource.get(path), this.#nextOfSource.get(path)]
    if (previous === absent) this.#firstOfSource.set(source, next)
    else this.#nextOfSource.set(previous, next)
    if (next === absent) this.#lastOfSource.set(source, previous)
    else this.#previousOfSource.set(next, previous)
    this.#counts.set(source, this.#counts.get(source) - 1)
  }
}
