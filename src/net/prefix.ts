import { type Address, addressBits, compareAddresses, type Family, wordAt } from './address.ts'

/** A network: the address with its host bits zero, and how many leading bits count. */
export interface Prefix {
  readonly family: Family
  readonly words: readonly number[]
  readonly length: number
}

/** The network of `length` bits that holds the address. */
export function networkOf(address: Address, length: number): Prefix {
  const words = address.words.map((word, index) => (word & wordMask(length, index)) >>> 0)
  return { family: address.family, words, length }
}

/** The part of word `index` that a prefix of `length` bits fixes, as an unsigned mask. */
export function wordMask(length: number, index: number): number {
  const bits = length - 32 * index
  if (bits >= 32) return 0xffffffff
  return bits <= 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0
}

export function hasHostBits(address: Address, length: number): boolean {
  return address.words.some((word, index) => (word & ~wordMask(length, index)) !== 0)
}

/** Address order, and the shorter of two prefixes at the same address first. */
export function comparePrefixes(a: Prefix, b: Prefix): number {
  return compareAddresses(a, b) || a.length - b.length
}

export function samePrefix(a: Prefix, b: Prefix): boolean {
  return comparePrefixes(a, b) === 0
}

/** Whether the prefix holds the address, or every address of a prefix at least as long. */
export function covers(prefix: Prefix, inner: Address | Prefix): boolean {
  if (prefix.family !== inner.family) return false
  if ('length' in inner && inner.length < prefix.length) return false
  return prefix.words.every((word, index) => {
    return ((word ^ wordAt(inner.words, index)) & wordMask(prefix.length, index)) === 0
  })
}

export function overlap(a: Prefix, b: Prefix): boolean {
  return covers(a, b) || covers(b, a)
}

/** The prefix of one address alone: /32 or /128. */
export function hostPrefix(address: Address): Prefix {
  return { family: address.family, words: address.words, length: addressBits[address.family] }
}

/** How many networks of `length` bits the prefix holds; throws a `RangeError` where that length makes no sense in it. */
export function subnetCount(prefix: Prefix, length: number): number {
  if (!Number.isInteger(length) || length < prefix.length || length > addressBits[prefix.family]) {
    throw new RangeError(`a /${prefix.length} has no networks of /${length}`)
  }
  return 2 ** (length - prefix.length)
}

/** The network of `length` bits at `index`, from 0, in the prefix: a /29 has two of /30. */
export function subnetAt(prefix: Prefix, length: number, index: number): Prefix {
  if (!Number.isSafeInteger(index) || index < 0 || index >= subnetCount(prefix, length)) {
    throw new RangeError(`a /${prefix.length} has no network ${index} of /${length}`)
  }
  return { ...prefix, words: prefix.words.map((_, word) => subnetWord(prefix, length, index, word)), length }
}

/** Word `word` of the network at `index`. The index stands where the prefix has zeros, so nothing carries. */
export function subnetWord(prefix: Prefix, length: number, index: number, word: number): number {
  const shift = 32 * (word + 1) - length
  return wordAt(prefix.words, word) + (Math.floor(index * 2 ** shift) % 2 ** 32)
}
