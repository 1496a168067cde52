import { addressWords, type Family } from './address.ts'
import { PrefixPacker } from './packed-prefixes.ts'
import type { RouteSlots } from './route-slots.ts'
import { inOrder } from './trie/load-sorted.ts'
import type { TreeBitmap } from './trie/tree-bitmap.ts'

/** Routes of one family that have been read, to be put into a table together. */
export class RouteLoad<Value> {
  readonly #family: Family
  readonly #packer: PrefixPacker
  readonly #values: Value[] = []

  constructor(family: Family) {
    this.#family = family
    this.#packer = new PrefixPacker(family)
  }

  add(key: Uint32Array, value: Value): void {
    this.#packer.append(key, 0)
    this.#values.push(value)
  }

  /**
   * Builds the table at once where it is empty and the routes are in order, and answers whether it did; where not,
   * sets one after the other.
   */
  into(
    table: TreeBitmap,
    slots: RouteSlots<Value>,
    set: (key: Uint32Array, value: Value) => unknown,
  ): boolean {
    const prefixes = this.#packer.finish()
    const size = addressWords[this.#family] + 1
    if (table.size > 0 || !inOrder(prefixes)) {
      for (const [index, value] of this.#values.entries()) {
        set(prefixes.data.subarray(index * size, index * size + size), value)
      }
      return false
    }
    const numbers = Int32Array.from(this.#values, (value, index) =>
      slots.add(prefixes.data[index * size + size - 1] ?? 0, value),
    )
    table.load(prefixes, numbers)
    return true
  }
}
