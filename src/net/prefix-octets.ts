import { type Address, addressBits, addressWords, type Family } from './address.ts'
import { type PackedPrefixes, packedWord } from './packed-prefixes.ts'
import { wordMask } from './prefix.ts'

/** RFC 4271 §4.3: a length in bits, and as many octets as hold them; whatever else those octets hold is of no meaning. */
export function readPackedPrefix(
  view: DataView,
  at: number,
  family: Family,
  to: Uint32Array,
  offset: number,
): void {
  const words = addressWords[family]
  const length = view.getUint8(at)
  const octets = (length + 7) >>> 3
  for (let index = 0; index < words; index++) {
    to[offset + index] =
      (leadingWord(view, at + 1 + 4 * index, octets - 4 * index) & wordMask(length, index)) >>> 0
  }
  to[offset + words] = length
}

/** Reads prefixes one behind the other, as many as `to` holds. */
export function readPackedPrefixes(view: DataView, at: number, family: Family, to: Uint32Array): void {
  if (family === 'ipv4') return readIpv4Prefixes(view, at, to)
  const stride = addressWords[family] + 1
  let next = at
  for (let offset = 0; offset < to.length; offset += stride) {
    readPackedPrefix(view, next, family, to, offset)
    next += 1 + ((view.getUint8(next) + 7) >>> 3)
  }
}

/** Most of what a router reads in its life. */
function readIpv4Prefixes(view: DataView, at: number, to: Uint32Array): void {
  let next = at
  for (let offset = 0; offset < to.length; offset += 2) {
    const length = view.getUint8(next)
    const octets = (length + 7) >>> 3
    // A shift by 32 bits is none, so the prefix of no bits has a case of its own.
    to[offset] = length === 0 ? 0 : leadingWord(view, next + 1, octets) & (0xffffffff << (32 - length))
    to[offset + 1] = length
    next += 1 + octets
  }
}

/** Writes one packed prefix as its length and octets, and says where the next may go; whatever stood behind it may be gone. */
export function writePackedPrefix(
  view: DataView,
  at: number,
  family: Family,
  from: Uint32Array,
  offset: number,
): number {
  const length = packedWord(from, offset + addressWords[family])
  view.setUint8(at, length)
  const end = at + 1 + ((length + 7) >>> 3)
  for (let next = at + 1, index = offset; next < end; next += 4, index++) {
    writeLeadingWord(view, next, packedWord(from, index), end)
  }
  return end
}

/** Writes prefixes one behind the other, and says where the next may go. */
export function writePackedPrefixes(view: DataView, at: number, { family, data }: PackedPrefixes): number {
  const stride = addressWords[family] + 1
  let next = at
  for (let offset = 0; offset < data.length; offset += stride) {
    next = writePackedPrefix(view, next, family, data, offset)
  }
  return next
}

/** Octets of a word that lie before `end`. Where more fit, more are written: what comes next overwrites them. */
function writeLeadingWord(view: DataView, at: number, word: number, end: number): void {
  if (at + 4 <= view.byteLength) view.setUint32(at, word)
  else for (let next = at, shift = 24; next < end; next++, shift -= 8) view.setUint8(next, word >>> shift)
}

/** Octets of an address of the family. */
export function addressOctets(family: Family): number {
  return addressBits[family] / 8
}

export function readAddress(view: DataView, at: number, family: Family): Address {
  const words = Array.from({ length: addressWords[family] }, (_, index) => view.getUint32(at + 4 * index))
  return { family, words }
}

/** A word of which `octets` are there; what stands for the others is of no meaning. */
function leadingWord(view: DataView, at: number, octets: number): number {
  if (at + 4 <= view.byteLength) return view.getUint32(at)
  let word = 0
  for (let index = 0; index < octets; index++) word |= view.getUint8(at + index) << (24 - 8 * index)
  return word
}
