import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { type Address, addressBits, addressWords, type Family, families } from '../../../src/net/address.ts'
import { networkOf, type Prefix } from '../../../src/net/prefix.ts'
import { formatPrefix } from '../../../src/net/prefix-text.ts'
import { RouteTable } from '../../../src/net/route-table.ts'
import { Forwarding, type LookUps } from '../../../src/net/trie/forwarding.ts'
import { crowdedAddress, crowdedPrefix } from '../../support/arbitrary-prefix.ts'

/** Lengths on both sides of where an element of the root, a node or the hash table begins. */
const edgeLengths: Readonly<Record<Family, readonly number[]>> = {
  ipv4: [0, 1, 2, 7, 8, 17, 18, 19, 23, 24, 25, 31, 32],
  ipv6: [
    0, 1, 8, 15, 16, 17, 23, 24, 25, 31, 32, 33, 39, 40, 41, 47, 48, 49, 63, 64, 65, 95, 96, 97, 127, 128,
  ],
}

/** A route's text in each family, for a load of two. */
const loadedToo: Readonly<Record<Family, string>> = { ipv4: '10.255.0.0/16', ipv6: '20ff:ff00::/40' }

/** The first and last address of each prefix, and those beside it: where a range written wrongly shows. */
function edges(family: Family, prefixes: readonly Prefix[]): readonly (readonly number[])[] {
  const bits = BigInt(addressBits[family])
  return prefixes
    .flatMap(({ words, length }) => {
      const first = words.reduce((number, word) => (number << 32n) | BigInt(word), 0n)
      const last = first + (1n << (bits - BigInt(length))) - 1n
      return [first, last, first - 1n, last + 1n].filter((address) => address >= 0n && address < 1n << bits)
    })
    .map((address) => words(family, address))
}

function words(family: Family, address: bigint): readonly number[] {
  const count = addressWords[family]
  return Array.from({ length: count }, (_, word) =>
    Number(BigInt.asUintN(32, address >> BigInt(32 * (count - 1 - word)))),
  )
}

function change(
  table: RouteTable<number>,
  family: Family,
  kind: string,
  prefix: string,
  value: number,
): void {
  if (kind === 'set') table.set(prefix, value)
  else if (kind === 'delete') table.delete(prefix)
  else if (kind === 'clear' && value === 0) table.clear()
  else if (kind === 'load') {
    table.load([
      [prefix, value],
      [loadedToo[family], value],
    ])
  }
}

function answersAlike(
  table: RouteTable<number>,
  forwarding: LookUps,
  family: Family,
  addresses: readonly (readonly number[])[],
): void {
  const out = new Int32Array(addresses.length)
  forwarding.matchMany(family, Uint32Array.from(addresses.flat()), out)
  for (const [at, [a = 0, b = 0, c = 0, d = 0]] of addresses.entries()) {
    const expected = family === 'ipv4' ? table.match4(a) : table.match6(a, b, c, d)
    assert.equal(family === 'ipv4' ? forwarding.match4(a) : forwarding.match6(a, b, c, d), expected)
    assert.equal(out[at], expected)
  }
}

/** Prefixes of addresses that differ in one octet, so that they nest at any length. */
function nestedPrefix(family: Family): fc.Arbitrary<Prefix> {
  const octet = fc.tuple(fc.nat(addressBits[family] / 8 - 1), fc.constantFrom(0, 0, 1, 127, 128, 255))
  return fc
    .tuple(octet, fc.constantFrom(...edgeLengths[family]))
    .map(([[at, value], length]) =>
      networkAt([{ family, words: words(family, BigInt(value) << BigInt(8 * at)) }, length]),
    )
}

function networkAt([address, length]: readonly [Address, number]): Prefix {
  return networkOf(address, length)
}

for (const family of families) {
  test(`${family}: after any history the forwarding table answers as its route table, step by step`, (t) => {
    const lengths = fc.constantFrom(...edgeLengths[family])
    const everything = networkAt([{ family, words: words(family, 0n) }, 0])
    const prefix = fc.oneof(
      crowdedPrefix(family),
      fc.tuple(crowdedAddress(family), lengths).map(networkAt),
      nestedPrefix(family),
    )
    const step = fc.tuple(fc.constantFrom('set', 'set', 'delete', 'clear', 'load'), fc.nat(11), fc.nat(9))
    const pool = fc.array(prefix, { minLength: 12, maxLength: 12 })
    const property = fc.property(
      pool,
      fc.array(step, { maxLength: 30 }),
      fc.nat(6),
      (prefixes, changes, start) => {
        const table = new RouteTable<number>()
        for (const early of prefixes.slice(0, start)) table.set(formatPrefix(early), 1)
        const forwarding = table.forwarding()
        const addresses = edges(family, prefixes)
        for (const [kind, index, value] of changes) {
          change(table, family, kind, formatPrefix(prefixes[index] ?? everything), value)
          answersAlike(table, forwarding, family, addresses)
        }
        assert.equal(table.forwarding(), forwarding)
      },
    )
    t.notThrows(() => fc.assert(property, { numRuns: 60 }))
  })
}

test('routes that are gone have given their memory back', (t) => {
  const table = new RouteTable<number>()
  const forwarding = table.forwarding()
  const empty = forwarding.octets
  t.is(empty, 2 ** 20 + 2 ** 18 + 64)
  for (let index = 0; index < 300; index++) {
    table.set4((0x0a000000 + index * 65536 + 4) >>> 0, 30, index)
    table.set4((0x0a000000 + index * 65536) >>> 0, 23, index)
    table.set6(0x20010000 + index, index << 16, 0, 8, 126, index)
    table.set6(0x20010000 + index, 0, 0, 0, 40, index)
  }
  t.true(forwarding.octets > empty + 300 * (64 + 256) * 4 + 300 * 13 * 96)
  table.set('10.0.0.0/8', 8)
  table.set('2000::/8', 8)
  for (let index = 0; index < 300; index++) {
    table.delete4((0x0a000000 + index * 65536 + 4) >>> 0, 30)
    table.delete4((0x0a000000 + index * 65536) >>> 0, 23)
    table.delete6(0x20010000 + index, index << 16, 0, 8, 126)
    table.delete6(0x20010000 + index, 0, 0, 0, 40)
  }
  t.is(forwarding.octets, empty)
  t.is(forwarding.match4(0x0a000004), table.match4(0x0a000004))
  t.is(forwarding.match6(0x20010000, 0, 0, 8), table.match6(0x20010000, 0, 0, 8))
})

test('an IPv6 node with as many routes as it has elements, and routes that come and go, keep the memory bounded', (t) => {
  const table = new RouteTable<number>()
  const forwarding = table.forwarding()
  let most = 0
  for (let round = 0; round < 4; round++) {
    for (let octet = 0; octet < 256; octet++) table.set6(0x20010db8, (octet << 24) >>> 0, 0, 0, 40, octet)
    for (let octet = 0; octet < 256; octet++) {
      t.is(table.valueAt(forwarding.match6(0x20010db8, ((octet << 24) >>> 0) + 1, 0, 0)), octet)
    }
    if (round === 0) most = forwarding.octets
    t.is(forwarding.octets, most)
    for (let octet = 0; octet < 255; octet++) table.delete6(0x20010db8, (octet << 24) >>> 0, 0, 0, 40)
  }
})

test('what is no address, no place for an answer and no number that fits is refused', (t) => {
  const forwarding = new Forwarding()
  for (const part of [-1, Number.NaN, 2 ** 32, 0.5]) {
    t.throws(() => forwarding.match4(part), { instanceOf: RangeError, message: /no IPv4 address/ })
    for (let at = 0; at < 4; at++) {
      const [a = 0, b = 0, c = 0, d = 0] = [0, 0, 0, 0].with(at, part)
      t.throws(() => forwarding.match6(a, b, c, d), { instanceOf: RangeError, message: /no IPv6 address/ })
    }
  }
  const [two, eight, one] = [new Uint32Array(2), new Uint32Array(8), new Int32Array(1)]
  t.throws(() => forwarding.matchMany('ipv4', two, one), { instanceOf: RangeError, message: /1 places/ })
  t.throws(() => forwarding.matchMany('ipv6', eight, one), { instanceOf: RangeError, message: /1 places/ })
  t.throws(() => forwarding.matchMany('ipv6', two, one), {
    instanceOf: RangeError,
    message: /no ipv6 addresses/,
  })
  const key = Uint32Array.of(0, 8)
  t.throws(() => forwarding.insert('ipv4', key, 2 ** 25), {
    instanceOf: RangeError,
    message: /below 33554431/,
  })
  const key6 = Uint32Array.of(0, 0, 0, 0, 8)
  t.throws(() => forwarding.insert('ipv6', key6, 2 ** 24), {
    instanceOf: RangeError,
    message: /below 16777215/,
  })
  t.is(forwarding.match4(0), -1)
  t.is(forwarding.match6(0, 0, 0, 0), -1)
})
