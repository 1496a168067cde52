import { addressWords, type Family, wordAt } from '../../net/address.ts'
import { type PackedPrefixes, prefixStride } from '../../net/packed-prefixes.ts'
import { wordMask } from '../../net/prefix.ts'
import { absent, type PrefixTableEntry } from '../../net/prefix-table.ts'
import type { Covering, Exact, Matching, Walked } from '../entrant.ts'
import { inOrder, sortedOrder } from '../prefix-order.ts'

/** Every prefix in one sorted list, all of which is looked at for every question: what is obviously right. */
export class SlowList implements Matching, Exact, Walked, Covering {
  readonly #family: Family
  readonly #data: Uint32Array
  readonly #values: Int32Array

  constructor(prefixes: PackedPrefixes, values: Int32Array) {
    const order = sortedOrder(prefixes)
    this.#family = prefixes.family
    this.#data = inOrder(prefixes, order).data
    this.#values = Int32Array.from(order, (from) => values[from] ?? 0)
  }

  match(address: Uint32Array, offset: number): number {
    const words = addressWords[this.#family]
    const data = this.#data
    let longest = -1
    let found = absent
    for (let index = 0, start = 0; start < data.length; index++, start += words + 1) {
      const length = wordAt(data, start + words)
      if (length <= longest || !holds(data, start, length, address, offset)) continue
      longest = length
      found = index
    }
    return found === absent ? absent : wordAt(this.#values, found)
  }

  get(key: Uint32Array, offset: number): number {
    const words = addressWords[this.#family]
    const data = this.#data
    for (let index = 0, start = 0; start < data.length; index++, start += words + 1) {
      let same = 0
      while (same <= words && data[start + same] === key[offset + same]) same++
      if (same > words) return wordAt(this.#values, index)
    }
    return absent
  }

  *covered(key: Uint32Array, offset: number): IterableIterator<PrefixTableEntry> {
    const stride = prefixStride[this.#family]
    const outer = key.slice(offset, offset + stride)
    const length = wordAt(outer, stride - 1)
    for (const [index, value] of this.#values.entries()) {
      const start = index * stride
      if (wordAt(this.#data, start + stride - 1) < length) continue
      if (holds(outer, 0, length, this.#data, start)) yield this.#entry(index, value)
    }
  }

  *entries(): IterableIterator<PrefixTableEntry> {
    for (const [index, value] of this.#values.entries()) yield this.#entry(index, value)
  }

  #entry(index: number, value: number): PrefixTableEntry {
    const stride = prefixStride[this.#family]
    return { key: this.#data.slice(index * stride, (index + 1) * stride), value }
  }
}

function holds(
  data: Uint32Array,
  start: number,
  length: number,
  address: Uint32Array,
  offset: number,
): boolean {
  for (let index = 0; 32 * index < length; index++) {
    const differing = wordAt(data, start + index) ^ wordAt(address, offset + index)
    if ((differing & wordMask(length, index)) !== 0) return false
  }
  return true
}
