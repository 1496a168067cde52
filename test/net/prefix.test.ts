import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { type Address, addressBits, families } from '../../src/net/address.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import {
  comparePrefixes,
  covers,
  hasHostBits,
  hostPrefix,
  networkOf,
  overlap,
  type Prefix,
  samePrefix,
  subnetAt,
  subnetCount,
  wordMask,
} from '../../src/net/prefix.ts'
import { formatPrefix, parsePrefix } from '../../src/net/prefix-text.ts'
import { crowdedAddress, crowdedPrefix } from '../support/arbitrary-prefix.ts'

/** The slow twin of all prefix arithmetic: the first and the last address, as numbers. */
function rangeOf(prefix: Prefix): { first: bigint; last: bigint } {
  const first = numberOf(prefix)
  return { first, last: first + 2n ** BigInt(addressBits[prefix.family] - prefix.length) - 1n }
}

function numberOf(address: Address): bigint {
  return address.words.reduce((number, word) => number * 2n ** 32n + BigInt(word), 0n)
}

function isInside(inner: Prefix, outer: Prefix): boolean {
  const [a, b] = [rangeOf(inner), rangeOf(outer)]
  return b.first <= a.first && a.last <= b.last
}

for (const family of families) {
  test(`an ${family} prefix covers what lies in its range`, (t) => {
    const property = fc.property(
      crowdedPrefix(family),
      crowdedPrefix(family),
      crowdedAddress(family),
      (a, b, address) => {
        assert.equal(covers(a, b), isInside(b, a))
        assert.equal(covers(a, address), isInside(hostPrefix(address), a))
        assert.equal(overlap(a, b), isInside(a, b) || isInside(b, a))
      },
    )
    t.notThrows(() => fc.assert(property, { numRuns: 500 }))
  })

  test(`${family} prefixes compare by where they begin, then the larger first`, (t) => {
    const property = fc.property(crowdedPrefix(family), crowdedPrefix(family), (a, b) => {
      const byStart =
        Number(rangeOf(a).first - rangeOf(b).first > 0n) - Number(rangeOf(a).first < rangeOf(b).first)
      const bySize = Number(rangeOf(a).last < rangeOf(b).last) - Number(rangeOf(a).last > rangeOf(b).last)
      assert.equal(Math.sign(comparePrefixes(a, b)), byStart || bySize)
      assert.equal(samePrefix(a, b), formatPrefix(a) === formatPrefix(b))
    })
    t.notThrows(() => fc.assert(property, { numRuns: 500 }))
  })

  test(`the ${family} network of an address is where its host bits are zero`, (t) => {
    const length = fc.integer({ min: 0, max: addressBits[family] })
    const property = fc.property(crowdedAddress(family), length, (address, n) => {
      const network = networkOf(address, n)
      const hosts = 2n ** BigInt(addressBits[family] - n)
      assert.equal(numberOf(network), (numberOf(address) / hosts) * hosts)
      assert.equal(hasHostBits(address, n), numberOf(network) !== numberOf(address))
    })
    t.notThrows(() => fc.assert(property))
  })

  test(`the ${family} subnets of a prefix lie side by side and fill it`, (t) => {
    const property = fc.property(crowdedPrefix(family), fc.nat(6), (prefix, extra) => {
      const length = Math.min(prefix.length + extra, addressBits[family])
      const count = subnetCount(prefix, length)
      let next = rangeOf(prefix).first
      for (let index = 0; index < count; index++) {
        const subnet = subnetAt(prefix, length, index)
        assert.equal(subnet.length, length)
        assert.equal(rangeOf(subnet).first, next)
        next = rangeOf(subnet).last + 1n
      }
      assert.equal(next, rangeOf(prefix).last + 1n)
    })
    t.notThrows(() => fc.assert(property))
  })
}

test('a prefix covers nothing of the other family', (t) => {
  t.false(covers(parsePrefix('0.0.0.0/0'), parseAddress('::')))
  t.false(covers(parsePrefix('::/0'), parsePrefix('0.0.0.0/0')))
  t.false(overlap(parsePrefix('::/0'), parsePrefix('0.0.0.0/0')))
  t.false(samePrefix(parsePrefix('::/0'), parsePrefix('0.0.0.0/0')))
})

for (const [prefix, length, index, wanted] of [
  ['172.16.0.0/29', 30, 0, '172.16.0.0/30'],
  ['172.16.0.0/29', 30, 1, '172.16.0.4/30'],
  ['2001:db8::/125', 126, 1, '2001:db8::4/126'],
  ['10.0.0.0/8', 8, 0, '10.0.0.0/8'],
  ['0.0.0.0/0', 0, 0, '0.0.0.0/0'],
  ['0.0.0.0/0', 32, 2 ** 32 - 1, '255.255.255.255/32'],
  ['::/0', 0, 0, '::/0'],
  ['::/0', 1, 1, '8000::/1'],
  ['2001:db8::/32', 64, 2 ** 32 - 1, '2001:db8:ffff:ffff::/64'],
  ['2001:db8::/32', 96, 2 ** 52 + 1, '2001:db8:10::1:0:0/96'],
] as const) {
  test(`network ${index} of /${length} in ${prefix} is ${wanted}`, (t) => {
    t.is(formatPrefix(subnetAt(parsePrefix(prefix), length, index)), wanted)
  })
}

for (const [prefix, length, index] of [
  ['172.16.0.0/29', 30, 2],
  ['172.16.0.0/29', 30, -1],
  ['172.16.0.0/29', 30, 0.5],
  ['172.16.0.0/29', 28, 0],
  ['172.16.0.0/29', 33, 0],
  ['172.16.0.0/29', 30.5, 0],
  ['::/0', 128, 2 ** 53],
] as const) {
  test(`there is no network ${index} of /${length} in ${prefix}`, (t) => {
    t.throws(() => subnetAt(parsePrefix(prefix), length, index), { instanceOf: RangeError })
  })
}

for (const [length, index, mask] of [
  [0, 0, 0],
  [1, 0, 0x80000000],
  [31, 0, 0xfffffffe],
  [32, 0, 0xffffffff],
  [32, 1, 0],
  [65, 1, 0xffffffff],
  [65, 2, 0x80000000],
  [128, 3, 0xffffffff],
] as const) {
  test(`a /${length} fixes 0x${mask.toString(16)} of word ${index}`, (t) => {
    t.is(wordMask(length, index), mask)
  })
}
