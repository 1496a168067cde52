import { addressBits, addressWords, type Family, wordAt } from '../net/address.ts'
import { shortenedKey } from '../net/packed-cover.ts'
import { type PackedPrefixes, PrefixPacker, prefixStride } from '../net/packed-prefixes.ts'
import { wordMask } from '../net/prefix.ts'
import { TreeBitmap } from '../net/trie/tree-bitmap.ts'
import type { Draws } from './draws.ts'

/** So many addresses anywhere: of IPv6, in the eighth of the space that is given out. */
export function randomAddresses(family: Family, count: number, draws: Draws): Uint32Array {
  const words = addressWords[family]
  const addresses = Uint32Array.from({ length: count * words }, () => draws.bits())
  if (family === 'ipv4') return addresses
  for (let offset = 0; offset < addresses.length; offset += words) {
    addresses[offset] = 0x20000000 | (wordAt(addresses, offset) >>> 3)
  }
  return addresses
}

/** So many addresses, each of a host in a prefix that was drawn: what a router is asked. */
export function routedAddresses(
  { family, count, data }: PackedPrefixes,
  asked: number,
  draws: Draws,
): Uint32Array {
  const words = addressWords[family]
  const addresses = new Uint32Array(asked * words)
  for (let to = 0; to < addresses.length; to += words) {
    const from = draws.below(count) * (words + 1)
    const length = wordAt(data, from + words)
    for (let index = 0; index < words; index++) {
      addresses[to + index] = wordAt(data, from + index) | (draws.bits() & ~wordMask(length, index))
    }
  }
  return addresses
}

/** As many of these addresses as there are, the first of them most often: the k-th one time in k (Zipf, s = 1). */
export function skewedAddresses(family: Family, addresses: Uint32Array, draws: Draws): Uint32Array {
  const words = addressWords[family]
  const known = Math.min(131_072, addresses.length / words)
  const skewed = new Uint32Array(addresses.length)
  for (let to = 0; to < skewed.length; to += words) {
    const rank = Math.floor((known + 1) ** draws.share()) - 1
    for (let index = 0; index < words; index++) skewed[to + index] = wordAt(addresses, rank * words + index)
  }
  return skewed
}

/** Prefixes that cover from `least` to four times as many of a sorted table: a walk costs alike at any size. */
export function coveringPrefixes(
  { family, count, data }: PackedPrefixes,
  asked: number,
  least: number,
  draws: Draws,
): PackedPrefixes {
  const stride = prefixStride[family]
  const known = new TreeBitmap(family)
  for (let offset = 0; offset < data.length; offset += stride) known.set(data, offset, 0)
  const packer = new PrefixPacker(family)
  for (let draw = 0; draw < 20 * asked && packer.count < asked; draw++) {
    const first = draws.below(Math.max(1, count - least))
    const last = Math.min(count - 1, first + least - 1)
    const cover = commonCover(family, data, stride * first, stride * last)
    const covered = known.countCovered(cover, 0)
    if (covered >= least && covered <= 4 * least) packer.append(cover, 0)
  }
  // In a table of a few prefixes no cover is small enough: then it is walked whole.
  if (packer.count === 0) packer.append(new Uint32Array(stride), 0)
  return packer.finish()
}

/** The longest prefix that covers both. */
function commonCover(family: Family, data: Uint32Array, a: number, b: number): Uint32Array {
  const words = addressWords[family]
  let length = Math.min(wordAt(data, a + words), wordAt(data, b + words), addressBits[family])
  for (let index = words - 1; index >= 0; index--) {
    const differing = wordAt(data, a + index) ^ wordAt(data, b + index)
    if (differing !== 0) length = Math.min(length, 32 * index + Math.clz32(differing))
  }
  return shortenedKey(family, data, a, length)
}
