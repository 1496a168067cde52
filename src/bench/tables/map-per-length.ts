import { addressWords, type Family, wordAt } from '../../net/address.ts'
import { wordMask } from '../../net/prefix.ts'
import { absent } from '../../net/prefix-table.ts'
import type { Changing, Matching } from '../entrant.ts'

type Key = number | string

interface Length {
  readonly length: number
  readonly map: Map<Key, number>
}

/** What people write first: a Map for each length that occurs, asked from the longest to the shortest. */
export class MapPerLength implements Matching, Changing {
  readonly family: Family
  readonly #words: number
  #lengths: readonly Length[]

  constructor(family: Family, lengths: readonly Length[] = []) {
    this.family = family
    this.#words = addressWords[family]
    this.#lengths = lengths
  }

  set(key: Uint32Array, offset: number, value: number): number {
    const length = wordAt(key, offset + this.#words)
    const map = this.#mapOf(length) ?? this.#add(length)
    const text = keyOf(key, offset, this.#words, length)
    const replaced = map.get(text)
    map.set(text, value)
    return replaced ?? absent
  }

  get(key: Uint32Array, offset: number): number {
    const length = wordAt(key, offset + this.#words)
    return this.#mapOf(length)?.get(keyOf(key, offset, this.#words, length)) ?? absent
  }

  delete(key: Uint32Array, offset: number): number {
    const length = wordAt(key, offset + this.#words)
    const map = this.#mapOf(length)
    const text = keyOf(key, offset, this.#words, length)
    const removed = map?.get(text)
    if (removed === undefined) return absent
    map?.delete(text)
    return removed
  }

  match(address: Uint32Array, offset: number): number {
    const lengths = this.#lengths
    for (let index = 0; index < lengths.length; index++) {
      const found = lengths[index]
      const value = found?.map.get(keyOf(address, offset, this.#words, found.length))
      if (value !== undefined) return value
    }
    return absent
  }

  clone(): MapPerLength {
    return new MapPerLength(
      this.family,
      this.#lengths.map(({ length, map }) => ({ length, map: new Map(map) })),
    )
  }

  #mapOf(length: number): Map<Key, number> | undefined {
    const lengths = this.#lengths
    for (let index = 0; index < lengths.length; index++) {
      if (lengths[index]?.length === length) return lengths[index]?.map
    }
    return undefined
  }

  #add(length: number): Map<Key, number> {
    const map = new Map<Key, number>()
    this.#lengths = [...this.#lengths, { length, map }].sort((a, b) => b.length - a.length)
    return map
  }
}

/** A number where one will do, and a small signed one where that is possible: a Map finds it soonest. */
function keyOf(data: Uint32Array, offset: number, words: number, length: number): Key {
  const first = wordAt(data, offset) & wordMask(length, 0)
  if (words === 1) return first
  const second = (wordAt(data, offset + 1) & wordMask(length, 1)) >>> 0
  if (length <= 53) return (first >>> 0) * 2 ** 21 + (second >>> 11)
  const third = wordAt(data, offset + 2) & wordMask(length, 2)
  const fourth = wordAt(data, offset + 3) & wordMask(length, 3)
  return `${first} ${second} ${third} ${fourth}`
}
