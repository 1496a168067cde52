import { addressWords, type Family, families } from './address.ts'
import { type Prefix, subnetCount, subnetWord } from './prefix.ts'

/**
 * Many prefixes of one family in one array, so that a full table is not a million objects.
 *
 *     ipv4   word0 length | word0 length | ...                      stride 2
 *     ipv6   word0 word1 word2 word3 length | ...                   stride 5
 *
 * Immutable by convention: whoever holds one may share it, and nobody writes to `data` after it was built.
 */
export interface PackedPrefixes {
  readonly family: Family
  readonly count: number
  readonly data: Uint32Array
}

/**
 * An element of packed data. It says the same as `wordAt`, which is asked about arrays of many kinds: a function that
 * knows one kind alone is ten times as fast.
 */
export function packedWord(data: Uint32Array, index: number): number {
  const word = data[index]
  if (word === undefined) throw new RangeError(`no element ${index} in ${data.length} of packed prefixes`)
  return word
}

/** Array elements that one packed prefix takes. */
export const prefixStride: Readonly<Record<Family, number>> = {
  ipv4: addressWords.ipv4 + 1,
  ipv6: addressWords.ipv6 + 1,
}

export function packPrefixes(family: Family, prefixes: readonly Prefix[]): PackedPrefixes {
  const stride = prefixStride[family]
  const data = new Uint32Array(prefixes.length * stride)
  for (const [index, prefix] of prefixes.entries()) {
    if (prefix.family !== family) throw new TypeError(`an ${prefix.family} prefix among ${family} prefixes`)
    data.set(prefix.words, index * stride)
    data[index * stride + stride - 1] = prefix.length
  }
  return { family, count: prefixes.length, data }
}

/** Those of both families: a list for each that has any. */
export function packByFamily(prefixes: readonly Prefix[]): readonly PackedPrefixes[] {
  return families.flatMap((family) => {
    const own = prefixes.filter((prefix) => prefix.family === family)
    return own.length === 0 ? [] : [packPrefixes(family, own)]
  })
}

/** The prefix that starts at element `offset` of packed data. */
export function prefixAt(family: Family, data: Uint32Array, offset: number): Prefix {
  const words = addressWords[family]
  return {
    family,
    words: Array.from(data.subarray(offset, offset + words)),
    length: packedWord(data, offset + words),
  }
}

export function unpackPrefixes(packed: PackedPrefixes): readonly Prefix[] {
  const stride = prefixStride[packed.family]
  return Array.from({ length: packed.count }, (_, index) =>
    prefixAt(packed.family, packed.data, index * stride),
  )
}

/** Copies one packed prefix. A view for each, to let `set` do it, would cost more than the copy. */
export function copyPrefix(
  family: Family,
  from: Uint32Array,
  offset: number,
  to: Uint32Array,
  start: number,
): void {
  for (let index = 0; index < prefixStride[family]; index++)
    to[start + index] = packedWord(from, offset + index)
}

/** Gathers prefixes of one family into packed data that grows; nothing is allocated per prefix. */
export class PrefixPacker {
  readonly family: Family
  readonly #stride: number
  #data: Uint32Array
  #count = 0

  /** `expected` are mostly gathered: then nothing is copied. */
  constructor(family: Family, expected = 8) {
    this.family = family
    this.#stride = prefixStride[family]
    this.#data = new Uint32Array(expected * this.#stride)
  }

  get count(): number {
    return this.#count
  }

  /** Adds the prefix that starts at element `offset` of packed data of the same family. */
  append(data: Uint32Array, offset: number): void {
    const end = this.#reserve()
    copyPrefix(this.family, data, offset, this.#data, end)
  }

  /** What was gathered, as data of its own; the packer is empty again. */
  finish(): PackedPrefixes {
    const count = this.#count
    const data = this.#data
    const isFull = count * this.#stride === data.length
    if (isFull) this.#data = noPrefixes[this.family].data
    this.#count = 0
    return { family: this.family, count, data: isFull ? data : data.slice(0, count * this.#stride) }
  }

  /** Where the next prefix goes. */
  #reserve(): number {
    const start = this.#count * this.#stride
    if (start === this.#data.length) {
      const grown = new Uint32Array(Math.max(8 * this.#stride, 2 * start))
      grown.set(this.#data)
      this.#data = grown
    }
    this.#count++
    return start
  }
}

const noPrefixes: Readonly<Record<Family, PackedPrefixes>> = {
  ipv4: { family: 'ipv4', count: 0, data: new Uint32Array(0) },
  ipv6: { family: 'ipv6', count: 0, data: new Uint32Array(0) },
}

export function emptyPrefixes(family: Family): PackedPrefixes {
  return noPrefixes[family]
}

/** The first `count` networks of `length` bits inside a prefix; throws a `RangeError` where they do not fit. */
export function packSubnets(prefix: Prefix, length: number, count: number): PackedPrefixes {
  if (!Number.isInteger(count) || count < 0 || count > subnetCount(prefix, length)) {
    throw new RangeError(`${count} networks of /${length} do not fit into a /${prefix.length}`)
  }
  const stride = prefixStride[prefix.family]
  const data = new Uint32Array(count * stride)
  for (let index = 0; index < count; index++) {
    for (let word = 0; word < stride - 1; word++) {
      data[index * stride + word] = subnetWord(prefix, length, index, word)
    }
    data[index * stride + stride - 1] = length
  }
  return { family: prefix.family, count, data }
}

/** Octets that the prefix takes in NLRI: its length, and as many octets as hold that many bits (RFC 4271 §4.3). */
export function prefixOctets(family: Family, data: Uint32Array, offset: number): number {
  return 1 + ((packedWord(data, offset + addressWords[family]) + 7) >>> 3)
}

/** Octets that all of them take. */
export function packedOctets({ family, count, data }: PackedPrefixes): number {
  const stride = prefixStride[family]
  let octets = count
  for (let at = stride - 1; at < data.length; at += stride) octets += (packedWord(data, at) + 7) >>> 3
  return octets
}

/** The first and the last of them in address order, of which there has to be one. */
export function packedExtremes(packed: PackedPrefixes): readonly [Prefix, Prefix] {
  const { family, data } = packed
  let lowest = 0
  let highest = 0
  for (const offset of prefixOffsets(packed)) {
    if (comparePacked(family, data, offset, lowest) < 0) lowest = offset
    else if (comparePacked(family, data, offset, highest) > 0) highest = offset
  }
  return [prefixAt(family, data, lowest), prefixAt(family, data, highest)]
}

/** The order of `comparePrefixes`, of the prefixes that start at two elements. */
function comparePacked(family: Family, data: Uint32Array, a: number, b: number): number {
  for (let index = 0; index < prefixStride[family]; index++) {
    const difference = packedWord(data, a + index) - packedWord(data, b + index)
    if (difference !== 0) return difference
  }
  return 0
}

/** Where each prefix starts in the data; to be walked once. */
export function prefixOffsets({ family, data }: PackedPrefixes): Iterable<number> {
  return new Offsets(prefixStride[family], data.length)
}

/** Full tables are walked with it, so it hands out one and the same result, where a generator makes many. */
class Offsets implements IterableIterator<number> {
  readonly #stride: number
  readonly #last: number
  readonly #result = { done: false, value: 0 }

  constructor(stride: number, length: number) {
    this.#stride = stride
    this.#last = length - stride
    this.#result.value = -stride
  }

  [Symbol.iterator](): this {
    return this
  }

  next(): IteratorResult<number> {
    if (this.#result.value >= this.#last) this.#result.done = true
    else this.#result.value += this.#stride
    return this.#result
  }
}
