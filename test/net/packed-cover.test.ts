import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { addressBits, addressWords, type Family } from '../../src/net/address.ts'
import { coversPacked, packedLength } from '../../src/net/packed-cover.ts'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { covers, networkOf, type Prefix } from '../../src/net/prefix.ts'

/** Few bits differ, so that prefixes nest often. */
function anyPrefix(family: Family): fc.Arbitrary<Prefix> {
  const word = fc.constantFrom(0, 1, 0x80000000, 0xffffffff)
  const words = fc.array(word, { minLength: addressWords[family], maxLength: addressWords[family] })
  return fc
    .tuple(words, fc.nat(addressBits[family]))
    .map(([some, length]) => networkOf({ family, words: some }, length))
}

const either = fc.oneof(anyPrefix('ipv4'), anyPrefix('ipv6'))

test('a prefix covers packed prefixes as it covers others', (t) => {
  const law = fc.property(either, either, either, (prefix, before, inner) => {
    const first = before.family === inner.family ? [before] : []
    const { data } = packPrefixes(inner.family, [...first, inner])
    const offset = first.length * (addressWords[inner.family] + 1)
    assert.equal(coversPacked(prefix, inner.family, data, offset), covers(prefix, inner))
    assert.equal(packedLength(inner.family, data, offset), inner.length)
  })
  t.notThrows(() => fc.assert(law, { numRuns: 2000 }))
})
