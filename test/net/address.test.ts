import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import {
  type Address,
  addressAfter,
  addressBits,
  compareAddresses,
  families,
  sameAddress,
} from '../../src/net/address.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { anyAddress } from '../support/arbitrary-prefix.ts'

function numberOf(address: Address): bigint {
  return address.words.reduce((number, word) => number * 2n ** 32n + BigInt(word), 0n)
}

for (const family of families) {
  test(`${family} addresses compare as their numbers`, (t) => {
    const property = fc.property(anyAddress(family), anyAddress(family), (a, b) => {
      const [first, second] = [numberOf(a), numberOf(b)]
      assert.equal(Math.sign(compareAddresses(a, b)), first < second ? -1 : Number(first > second))
      assert.equal(sameAddress(a, b), first === second)
      assert.equal(compareAddresses(a, a), 0)
    })
    t.notThrows(() => fc.assert(property))
  })

  test(`the ${family} address after some others is a sum, and throws past the end`, (t) => {
    // Integers that a number holds exactly, up to and past the size of the space.
    const counts = fc.tuple(fc.maxSafeNat(), fc.nat(90)).map(([count, zeros]) => count * 2 ** zeros)
    const property = fc.property(anyAddress(family), counts, (address, count) => {
      const sum = numberOf(address) + BigInt(count)
      if (sum < 2n ** BigInt(addressBits[family])) assert.equal(numberOf(addressAfter(address, count)), sum)
      else assert.throws(() => addressAfter(address, count), RangeError)
    })
    t.notThrows(() => fc.assert(property))
  })
}

test('IPv4 comes before IPv6, and .9 before .10', (t) => {
  const sorted = ['10.0.0.9', '10.0.0.10', '255.255.255.255', '::', '::1', '2001:db8::']
  const addresses = sorted.map(parseAddress)
  t.deepEqual([...addresses].reverse().sort(compareAddresses), addresses)
})

for (const count of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`${count} is no number of addresses`, (t) => {
    t.throws(() => addressAfter(parseAddress('10.0.0.1'), count), { instanceOf: RangeError })
  })
}
