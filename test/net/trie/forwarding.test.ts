import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { networkOf, type Prefix } from '../../../src/net/prefix.ts'
import { formatPrefix } from '../../../src/net/prefix-text.ts'
import { RouteTable } from '../../../src/net/route-table.ts'
import { Forwarding } from '../../../src/net/trie/forwarding.ts'
import { crowdedAddress, crowdedPrefix } from '../../support/arbitrary-prefix.ts'

/** The first and last address of each prefix, and those beside it: where a range written wrongly shows. */
function edges(prefixes: readonly Prefix[]): readonly number[] {
  return prefixes.flatMap(({ words: [first = 0], length }) => {
    const last = first + 2 ** (32 - length) - 1
    return [first, last, first - 1, last + 1].filter((address) => address >= 0 && address < 2 ** 32)
  })
}

const everything: Prefix = { family: 'ipv4', words: [0], length: 0 }

function change(table: RouteTable<number>, kind: string, prefix: string, value: number): void {
  if (kind === 'set') table.set(prefix, value)
  else if (kind === 'delete') table.delete(prefix)
  else if (kind === 'clear' && value === 0) table.clear()
  else if (kind === 'load') {
    table.load([
      [prefix, value],
      ['10.255.0.0/16', value],
    ])
  }
}

function answersAlike(table: RouteTable<number>, forwarding: Forwarding, addresses: Uint32Array): void {
  const out = new Int32Array(addresses.length)
  forwarding.matchMany(addresses, out)
  for (const [at, address] of addresses.entries()) {
    assert.equal(forwarding.match4(address), table.match4(address))
    assert.equal(out[at], table.match4(address))
  }
}

test('after any history the forwarding table answers as its route table, step by step', (t) => {
  const lengths = fc.constantFrom(0, 1, 2, 7, 8, 17, 18, 19, 23, 24, 25, 31, 32)
  const prefix = fc.oneof(
    crowdedPrefix('ipv4'),
    fc.tuple(crowdedAddress('ipv4'), lengths).map(([address, length]) => networkOf(address, length)),
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
      for (const [kind, index, value] of changes) {
        change(table, kind, formatPrefix(prefixes[index] ?? everything), value)
        answersAlike(table, forwarding, Uint32Array.from(edges(prefixes)))
      }
      assert.equal(table.forwarding(), forwarding)
    },
  )
  t.notThrows(() => fc.assert(property, { numRuns: 60 }))
})

test('routes that are gone have given their blocks back', (t) => {
  const table = new RouteTable<number>()
  const forwarding = table.forwarding()
  const empty = forwarding.octets
  t.is(empty, 2 ** 20)
  for (let index = 0; index < 300; index++) {
    table.set4((0x0a000000 + index * 65536 + 4) >>> 0, 30, index)
    table.set4((0x0a000000 + index * 65536) >>> 0, 23, index)
  }
  t.true(forwarding.octets > empty + 300 * (64 + 256) * 4)
  table.set('10.0.0.0/8', 8)
  for (let index = 0; index < 300; index++) {
    table.delete4((0x0a000000 + index * 65536 + 4) >>> 0, 30)
    table.delete4((0x0a000000 + index * 65536) >>> 0, 23)
  }
  t.is(forwarding.octets, empty)
  t.is(forwarding.match4(0x0a000004), table.match4(0x0a000004))
})

test('what is no address, no place for an answer and no number that fits is refused', (t) => {
  const forwarding = new Forwarding()
  for (const address of [-1, Number.NaN, 2 ** 32, 0.5]) {
    t.throws(() => forwarding.match4(address), { instanceOf: RangeError, message: /no IPv4 address/ })
  }
  t.throws(() => forwarding.matchMany(new Uint32Array(2), new Int32Array(1)), { instanceOf: RangeError })
  t.throws(() => forwarding.insert(0, 8, 2 ** 25), { instanceOf: RangeError, message: /below 33554431/ })
  t.is(forwarding.match4(0), -1)
})
