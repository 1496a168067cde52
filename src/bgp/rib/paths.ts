import { Column } from '../../net/column.ts'
import { absent } from '../../net/prefix-table.ts'

/** What stands where in a path, and how many elements it takes: a line of the cache holds two. */
const [prefixOf, sourceOf, receivedOf, acceptedOf, nextOfPrefix, nextOfSource, previousOfSource, staleOf] = [
  0, 1, 2, 3, 4, 5, 6, 7,
]
const size = 8

/** The paths of one source, linked from the first that came to the last. */
interface SourceList {
  first: number
  last: number
  count: number
}

/**
 * Every path of one family that a speaker knows, eight integers each: which prefix, from which source, with which
 * attributes, as they came and as import policy left them, three links, and whether it is stale (RFC 4724). Prefixes are numbers of `PrefixIds`, attributes ids of
 * interned sets; source 0 is the speaker itself, the others are its peers in their order.
 *
 *     prefix 7 ──▶ path 24 (source 0) ──▶ path 96 (source 2) ──▶ path 32 (source 5)    its candidates
 *                       │                      │                     │
 *     source 2 ──▶ path 72 ◀──▶ path 96 ◀──▶ path 120                                  what it announced
 *
 * The paths of a prefix are linked by source, those of a source in the order in which they came. So the candidates of
 * a prefix are found without asking those that have none, the routes of a peer without meeting another's, and the
 * count that a prefix limit needs is always there.
 */
export class Paths {
  #paths: Int32Array = new Int32Array(8 * size)
  #isShared = false
  #end = 0
  /** The first path given back; each leads to the next by its place in the prefix's list. */
  #free = absent
  /** By prefix. */
  readonly #first = new Column(absent)
  /** By source. */
  #sources: SourceList[] = []

  /** Goes on from where another one stands; neither knows of the other afterwards. The paths are shared until either writes. */
  assume(other: Paths): void {
    this.#paths = other.#paths
    this.#isShared = true
    other.#isShared = true
    this.#end = other.#end
    this.#free = other.#free
    this.#first.assume(other.#first)
    this.#sources = other.#sources.map((list) => ({ ...list }))
  }

  /** How many prefixes have a path from the source. */
  count(source: number): number {
    return this.#sources[source]?.count ?? 0
  }

  /** The path for the prefix with the lowest source, or `absent`. */
  first(prefix: number): number {
    return this.#first.get(prefix)
  }

  /** The path for the same prefix with the next higher source, or `absent`. */
  next(path: number): number {
    return this.#at(path + nextOfPrefix)
  }

  source(path: number): number {
    return this.#at(path + sourceOf)
  }

  /** The attributes as they came. */
  received(path: number): number {
    return this.#at(path + receivedOf)
  }

  /** The attributes after policy, or `absent` where the path may not be used. */
  accepted(path: number): number {
    return this.#at(path + acceptedOf)
  }

  /** Whether it was kept over the end of its session, and not announced since. */
  isStale(path: number): boolean {
    return this.#at(path + staleOf) === 1
  }

  /** Puts other attributes after policy; answers whether they are others. */
  accept(path: number, accepted: number): boolean {
    if (this.#at(path + acceptedOf) === accepted) return false
    this.#own()
    this.#paths[path + acceptedOf] = accepted
    return true
  }

  markStale(path: number): void {
    this.#own()
    this.#paths[path + staleOf] = 1
  }

  /** The path for the prefix from the source, or `absent`. */
  find(prefix: number, source: number): number {
    let path = this.#first.get(prefix)
    while (path !== absent && this.source(path) < source) path = this.next(path)
    return path !== absent && this.source(path) === source ? path : absent
  }

  /** Inserts or replaces, and the path is fresh; answers whether the source had no path for the prefix before. */
  set(prefix: number, source: number, received: number, accepted: number): boolean {
    this.#own()
    const known = this.find(prefix, source)
    const path = known === absent ? this.#insert(prefix, source) : known
    this.#paths[path + receivedOf] = received
    this.#paths[path + acceptedOf] = accepted
    this.#paths[path + staleOf] = 0
    return known === absent
  }

  /** Removes; answers whether there was one. */
  delete(prefix: number, source: number): boolean {
    const path = this.find(prefix, source)
    if (path === absent) return false
    this.#own()
    this.#linkPrefix(prefix, this.#lastBelow(prefix, source), this.next(path))
    this.#unlinkFromSource(path, this.#list(source))
    this.#paths[path + nextOfPrefix] = this.#free
    this.#free = path
    return true
  }

  /** Whether two prefixes have paths from the same sources with the same attributes after policy. */
  alike(one: number, other: number): boolean {
    let [a, b] = [this.#first.get(one), this.#first.get(other)]
    while (a !== absent && b !== absent) {
      if (this.source(a) !== this.source(b) || this.accepted(a) !== this.accepted(b)) return false
      a = this.next(a)
      b = this.next(b)
    }
    return a === b
  }

  /** The prefixes that the source has a path for. The one at hand may be deleted meanwhile. */
  *prefixesOf(source: number): Iterable<number> {
    for (let path = this.#list(source).first; path !== absent; ) {
      const next = this.#at(path + nextOfSource)
      yield this.#at(path + prefixOf)
      path = next
    }
  }

  /** Before anything is written. */
  #own(): void {
    if (this.#isShared) this.#paths = this.#paths.slice()
    this.#isShared = false
  }

  #at(index: number): number {
    return this.#paths[index] ?? absent
  }

  #list(source: number): SourceList {
    const known = this.#sources[source]
    if (known !== undefined) return known
    const list = { first: absent, last: absent, count: 0 }
    for (let unknown = this.#sources.length; unknown <= source; unknown++)
      this.#sources[unknown] = { ...list }
    return this.#list(source)
  }

  #insert(prefix: number, source: number): number {
    const path = this.#allocate()
    const list = this.#list(source)
    const before = this.#lastBelow(prefix, source)
    this.#paths[path + prefixOf] = prefix
    this.#paths[path + sourceOf] = source
    this.#paths[path + nextOfPrefix] = before === absent ? this.#first.get(prefix) : this.next(before)
    this.#paths[path + previousOfSource] = list.last
    this.#paths[path + nextOfSource] = absent
    this.#linkPrefix(prefix, before, path)
    if (list.last === absent) list.first = path
    else this.#paths[list.last + nextOfSource] = path
    list.last = path
    list.count++
    return path
  }

  #allocate(): number {
    const free = this.#free
    if (free !== absent) {
      this.#free = this.next(free)
      return free
    }
    const path = this.#end
    this.#end += size
    if (this.#end > this.#paths.length) {
      const grown = new Int32Array(2 * this.#paths.length)
      grown.set(this.#paths)
      this.#paths = grown
    }
    return path
  }

  /** The path for the prefix with the highest source below this one, or `absent`. */
  #lastBelow(prefix: number, source: number): number {
    let before = absent
    for (
      let path = this.#first.get(prefix);
      path !== absent && this.source(path) < source;
      path = this.next(path)
    ) {
      before = path
    }
    return before
  }

  #linkPrefix(prefix: number, before: number, next: number): void {
    if (before === absent) this.#first.set(prefix, next)
    else this.#paths[before + nextOfPrefix] = next
  }

  #unlinkFromSource(path: number, list: SourceList): void {
    const [previous, next] = [this.#at(path + previousOfSource), this.#at(path + nextOfSource)]
    if (previous === absent) list.first = next
    else this.#paths[previous + nextOfSource] = next
    if (next === absent) list.last = previous
    else this.#paths[next + previousOfSource] = previous
    list.count--
  }
}
