import { type Address, type Family, wordAt } from './address.ts'
import { packedWord } from './packed-prefixes.ts'

/**
 * Whether routes may lead there: neither multicast (RFC 5771, RFC 4291 §2.7), nor class E (RFC 1112 §4), nor
 * loopback (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). `offset` is where the prefix stands in packed data.
 */
export function isRoutablePrefix(family: Family, data: Uint32Array, offset: number): boolean {
  const first = packedWord(data, offset)
  if (family === 'ipv4') {
    const length = packedWord(data, offset + 1)
    return !(length >= 3 && first >>> 29 === 7) && !(length >= 8 && first >>> 24 === 127)
  }
  const length = packedWord(data, offset + 4)
  if (length >= 8 && first >>> 24 === 0xff) return false
  return !(length === 128 && isOne(data, offset))
}

/** Whether one interface of one host may have the address: a unicast address that is neither unspecified nor loopback. */
export function isHostAddress({ family, words }: Address): boolean {
  const first = wordAt(words, 0)
  if (family === 'ipv4') return first >>> 24 !== 0 && first >>> 24 !== 127 && first < 0xe0000000
  if (first >>> 24 === 0xff) return false
  return words.some((word, index) => word !== 0 && !(index === 3 && word === 1))
}

function isOne(data: Uint32Array, offset: number): boolean {
  for (let index = 0; index < 3; index++) if (packedWord(data, offset + index) !== 0) return false
  return packedWord(data, offset + 3) === 1
}
