import fc from 'fast-check'
import { type Address, addressBits, addressWords, type Family } from '../../src/net/address.ts'
import { networkOf, type Prefix } from '../../src/net/prefix.ts'

/** Addresses crowded into 10.0.0.0/8 or 2000::/8, so that prefixes of them nest; a few lie elsewhere. */
export function crowdedAddress(family: Family): fc.Arbitrary<Address> {
  const octet = fc.constantFrom(0, 1, 2, 128, 255)
  const first = { ipv4: 10, ipv6: 0x20 }[family]
  return fc
    .tuple(
      fc.oneof({ weight: 9, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: octet }),
      fc.array(octet, { minLength: addressBits[family] / 8 - 1, maxLength: addressBits[family] / 8 - 1 }),
    )
    .map(([head, tail]) => ({ family, words: wordsOf([head, ...tail]) }))
}

/** Prefixes of crowded addresses, the default route and host routes often among them. */
export function crowdedPrefix(family: Family): fc.Arbitrary<Prefix> {
  const bits = addressBits[family]
  const edges = [0, 1, 8, 9, 16, 31, 32, 33, 63, 64, 65, bits - 2, bits - 1, bits].filter(
    (length) => length <= bits,
  )
  const length = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 8, max: Math.min(bits, 40) }))
  return fc
    .tuple(
      crowdedAddress(family),
      length.map((n) => Math.min(n, bits)),
    )
    .map(([address, n]) => networkOf(address, n))
}

export function anyAddress(family: Family): fc.Arbitrary<Address> {
  const word = fc.oneof(
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.constantFrom(0, 1, 0xffff, 0x10000, 0xffffffff),
  )
  const count = addressWords[family]
  return fc.array(word, { minLength: count, maxLength: count }).map((words) => ({ family, words }))
}

export function anyPrefix(family: Family): fc.Arbitrary<Prefix> {
  const length = fc.integer({ min: 0, max: addressBits[family] })
  return fc.tuple(anyAddress(family), length).map(([address, n]) => networkOf(address, n))
}

function wordsOf(octets: readonly number[]): readonly number[] {
  return Array.from({ length: octets.length / 4 }, (_, index) =>
    octets.slice(4 * index, 4 * index + 4).reduce((word, octet) => word * 256 + octet, 0),
  )
}
