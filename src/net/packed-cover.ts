import { addressWords, type Family, wordAt } from './address.ts'
import { type Prefix, wordMask } from './prefix.ts'

/** The length of the packed prefix that starts at `offset`. */
export function packedLength(family: Family, data: Uint32Array, offset: number): number {
  return wordAt(data, offset + addressWords[family])
}

/** `covers` for a packed prefix, without making an object of it. */
export function coversPacked(prefix: Prefix, family: Family, data: Uint32Array, offset: number): boolean {
  if (prefix.family !== family || packedLength(family, data, offset) < prefix.length) return false
  for (let index = 0; index < addressWords[family]; index++) {
    const differing = wordAt(data, offset + index) ^ wordAt(prefix.words, index)
    if ((differing & wordMask(prefix.length, index)) !== 0) return false
  }
  return true
}

/** A packed prefix of its own for the first `length` bits of the one at `offset`. */
export function shortenedKey(family: Family, data: Uint32Array, offset: number, length: number): Uint32Array {
  const words = addressWords[family]
  const shorter = new Uint32Array(words + 1)
  for (let index = 0; index < words; index++) {
    shorter[index] = wordAt(data, offset + index) & wordMask(length, index)
  }
  shorter[words] = length
  return shorter
}
