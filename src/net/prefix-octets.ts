import { type Address, addressBits, addressWords, type Family, wordAt } from './address.ts'
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
  const octets = Math.ceil(length / 8)
  for (let index = 0; index < words; index++) {
    to[offset + index] =
      (leadingWord(view, at + 1 + 4 * index, octets - 4 * index) & wordMask(length, index)) >>> 0
  }
  to[offset + words] = length
}

/** Writes one packed prefix as its length and octets, and says where the next may go. */
export function writePackedPrefix(
  view: DataView,
  at: number,
  family: Family,
  from: Uint32Array,
  offset: number,
): number {
  const length = wordAt(from, offset + addressWords[family])
  view.setUint8(at, length)
  const end = at + 1 + Math.ceil(length / 8)
  let next = at + 1
  for (let index = 0; next < end; index++) {
    const word = wordAt(from, offset + index)
    for (let shift = 24; shift >= 0 && next < end; shift -= 8) view.setUint8(next++, word >>> shift)
  }
  return end
}

/** Octets of an address of the family. */
export function addressOctets(family: Family): number {
  return addressBits[family] / 8
}

export function readAddress(view: DataView, at: number, family: Family): Address {
  const words = Array.from({ length: addressWords[family] }, (_, index) => view.getUint32(at + 4 * index))
  return { family, words }
}

/** A word of which `octets` are there, and zeros for the others. */
function leadingWord(view: DataView, at: number, octets: number): number {
  if (octets >= 4) return view.getUint32(at)
  let word = 0
  for (let index = 0; index < octets; index++) word |= view.getUint8(at + index) << (24 - 8 * index)
  return word
}
