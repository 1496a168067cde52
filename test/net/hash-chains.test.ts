import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { HashChains } from '../../src/net/hash-chains.ts'
import { absent } from '../../src/net/prefix-table.ts'

/** The numbers with the hash, the last that came first. */
function numbersOf(chains: HashChains, hash: number): readonly number[] {
  const numbers: number[] = []
  for (let number = chains.last(hash); number !== absent; number = chains.before(number)) numbers.push(number)
  return numbers
}

test('those with a hash are found from the last to the first, as in a list that is searched', (t) => {
  // Few hashes, of which many have the low bits of others, and enough of them for more chains than at first.
  const hash = fc.tuple(fc.nat(5), fc.nat(5)).map(([low, high]) => low + high * 2 ** 24)
  const property = fc.property(fc.array(hash, { maxLength: 100, size: 'max' }), (hashes) => {
    const chains = new HashChains()
    for (const one of hashes) chains.add(one)
    for (const one of [...hashes, 77]) {
      const expected = hashes.flatMap((other, number) => (other === one ? [number] : [])).reverse()
      assert.deepEqual(numbersOf(chains, one), expected)
    }
  })
  t.notThrows(() => fc.assert(property))
})

test('a hash may be any integer of 32 bits with a sign', (t) => {
  const chains = new HashChains()
  const hashes = [-1, -(2 ** 31), 2 ** 31 - 1, 0]
  for (const hash of hashes) chains.add(hash)
  t.deepEqual(
    hashes.map((hash) => numbersOf(chains, hash)),
    [[0], [1], [2], [3]],
  )
})
