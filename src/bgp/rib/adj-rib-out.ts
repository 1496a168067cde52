import { Column } from '../../net/column.ts'
import { absent } from '../../net/prefix-table.ts'
import { PendingIds } from './pending-ids.ts'
import type { PrefixIds } from './prefix-ids.ts'

/**
 * RFC 4271 §3.2: what one peer has been told, and the prefixes about which it may have to be told anew.
 * A prefix is due once however often it changed: what is sent is what holds when the flush comes.
 */
export class AdjRibOut {
  readonly #ids: PrefixIds
  readonly #advertised = new Column(absent)
  readonly #due = new PendingIds()
  /** Those of the due prefixes that the peer asked to hear again, changed or not. */
  #asked = new Set<number>()
  #count = 0

  constructor(ids: PrefixIds) {
    this.#ids = ids
  }

  /** How many prefixes the peer has been told of. */
  get count(): number {
    return this.#count
  }

  get hasDue(): boolean {
    return this.#due.size > 0
  }

  /** The attributes that the peer was told, or `absent`. */
  advertised(id: number): number {
    return this.#advertised.get(id)
  }

  /** The best route of the prefix changed, so the peer may have to hear of it. */
  touch(id: number): void {
    if (this.#due.add(id)) this.#ids.hold(id)
  }

  /** RFC 2918 §4: what the peer was told is due again; a withdrawal that still waits is due as it was. */
  refresh(): void {
    for (const id of this.prefixes()) {
      this.touch(id)
      this.#asked.add(id)
    }
  }

  /** The due prefixes, none of them due any more: each is settled or postponed by who takes them. */
  takeDue(): readonly number[] {
    return this.#due.take()
  }

  /** What was taken is due again: the peer must wait for it. */
  postpone(id: number): void {
    this.#due.add(id)
  }

  /** What the peer is told now: attributes, or `absent` for a withdrawal. Answers whether that is news. */
  settle(id: number, attributes: number): boolean {
    const before = this.#advertised.get(id)
    this.#advertised.set(id, attributes)
    if (before === absent && attributes !== absent) {
      this.#count++
      this.#ids.hold(id)
    }
    if (before !== absent && attributes === absent) {
      this.#count--
      this.#ids.release(id)
    }
    this.#ids.release(id)
    return this.#asked.delete(id) || before !== attributes
  }

  /** Everything the peer was told, in order of the numbers. */
  *prefixes(): Iterable<number> {
    for (let id = 0; id < this.#ids.end; id++) {
      if (this.#advertised.get(id) !== absent) yield id
    }
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: AdjRibOut): void {
    this.#advertised.assume(other.#advertised)
    this.#due.assume(other.#due)
    this.#asked = new Set(other.#asked)
    this.#count = other.#count
  }

  /** The session ended: the peer has forgotten what it was told (RFC 4271 §8.2.2). */
  clear(): void {
    for (const id of [...this.prefixes()]) {
      this.#advertised.set(id, absent)
      this.#ids.release(id)
    }
    for (const id of this.#due.take()) this.#ids.release(id)
    this.#asked.clear()
    this.#count = 0
  }
}
