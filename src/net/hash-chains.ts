import { Column } from './column.ts'
import { absent } from './prefix-table.ts'

/** How many chains there are at first; a power of two, as it always is. */
const leastChains = 16

/**
 * Finds things by a hash of them: 0, 1, 2 and on in the order in which they came. It knows their hashes alone, so
 * whoever has the things compares them. Twelve octets or so for each, where a Map has several times as many.
 */
export class HashChains {
  /** By the low bits of a hash: who came last among those that have them. */
  #last: Int32Array = new Int32Array(leastChains).fill(absent)
  /** By number: who came before, of the same chain. */
  readonly #before = new Column(absent)
  readonly #hashes = new Column(0)
  #size = 0

  /** Who came last of those with the hash, or `absent`. */
  last(hash: number): number {
    return this.#sameFrom(this.#last[this.#chainOf(hash)] ?? absent, hash)
  }

  /** Who came before and has the same hash, or `absent`. */
  before(number: number): number {
    return this.#sameFrom(this.#before.get(number), this.#hashes.get(number))
  }

  /** The next number is for something with this hash, of 32 bits with a sign. */
  add(hash: number): void {
    if (this.#size === this.#last.length) this.#grow()
    this.#hashes.set(this.#size, hash)
    this.#link(this.#size++)
  }

  #sameFrom(number: number, hash: number): number {
    let same = number
    while (same !== absent && this.#hashes.get(same) !== hash) same = this.#before.get(same)
    return same
  }

  #chainOf(hash: number): number {
    return hash & (this.#last.length - 1)
  }

  #link(number: number): void {
    const chain = this.#chainOf(this.#hashes.get(number))
    this.#before.set(number, this.#last[chain] ?? absent)
    this.#last[chain] = number
  }

  #grow(): void {
    this.#last = new Int32Array(2 * this.#last.length).fill(absent)
    for (let number = 0; number < this.#size; number++) this.#link(number)
  }
}
