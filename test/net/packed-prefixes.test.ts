import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { addressBits, families } from '../../src/net/address.ts'
import {
  emptyPrefixes,
  PrefixPacker,
  packPrefixes,
  packSubnets,
  prefixAt,
  prefixOctets,
  prefixStride,
  unpackPrefixes,
} from '../../src/net/packed-prefixes.ts'
import { hostPrefix, subnetAt } from '../../src/net/prefix.ts'
import { formatPrefix, parsePrefix } from '../../src/net/prefix-text.ts'
import { anyPrefix } from '../support/arbitrary-prefix.ts'

for (const family of families) {
  test(`${family} prefixes unpack as they were packed`, (t) => {
    const property = fc.property(fc.array(anyPrefix(family)), (prefixes) => {
      const packed = packPrefixes(family, prefixes)
      assert.equal(packed.count, prefixes.length)
      assert.deepEqual(unpackPrefixes(packed), prefixes)
    })
    t.notThrows(() => fc.assert(property))
  })

  test(`a packer of ${family} prefixes gives what packing them at once gives`, (t) => {
    const lists = fc.array(fc.array(anyPrefix(family), { maxLength: 30 }), { maxLength: 3 })
    const property = fc.property(lists, (rounds) => {
      const packer = new PrefixPacker(family)
      const finished = rounds.map((prefixes) => {
        const { data } = packPrefixes(family, prefixes)
        for (let index = 0; index < prefixes.length; index++)
          packer.append(data, index * prefixStride[family])
        assert.equal(packer.count, prefixes.length)
        return packer.finish()
      })
      // Compared only now: what was finished earlier must not have been written over since.
      assert.deepEqual(
        finished,
        rounds.map((prefixes) => packPrefixes(family, prefixes)),
      )
    })
    t.notThrows(() => fc.assert(property))
  })

  test(`no ${family} prefixes are none`, (t) => {
    t.deepEqual(emptyPrefixes(family), packPrefixes(family, []))
    t.deepEqual(new PrefixPacker(family).finish(), emptyPrefixes(family))
  })

  test(`packed ${family} subnets are those of a loop`, (t) => {
    const property = fc.property(anyPrefix(family), fc.nat(10), fc.nat(40), (prefix, extra, count) => {
      const length = Math.min(prefix.length + extra, addressBits[family])
      if (count > 2 ** (length - prefix.length)) {
        assert.throws(() => packSubnets(prefix, length, count), RangeError)
        return
      }
      const subnets = Array.from({ length: count }, (_, index) => subnetAt(prefix, length, index))
      assert.deepEqual(packSubnets(prefix, length, count), packPrefixes(family, subnets))
    })
    t.notThrows(() => fc.assert(property))
  })
}

test('4,000 networks of /24 fit where 65,536 do, in order', (t) => {
  const texts = unpackPrefixes(packSubnets(parsePrefix('10.0.0.0/8'), 24, 4000)).map(formatPrefix)
  t.is(new Set(texts).size, 4000)
  t.deepEqual(
    [texts[0], texts[255], texts[256], texts[3999]],
    ['10.0.0.0/24', '10.0.255.0/24', '10.1.0.0/24', '10.15.159.0/24'],
  )
})

for (const [prefix, length, count] of [
  ['10.0.0.0/29', 30, 3],
  ['10.0.0.0/29', 28, 0],
  ['10.0.0.0/29', 33, 1],
  ['10.0.0.0/29', 30, -1],
  ['10.0.0.0/29', 30, 1.5],
] as const) {
  test(`${count} networks of /${length} do not fit into ${prefix}`, (t) => {
    t.throws(() => packSubnets(parsePrefix(prefix), length, count), { instanceOf: RangeError })
  })
}

test('prefixes of two families are not packed together', (t) => {
  t.throws(() => packPrefixes('ipv4', [parsePrefix('::/0')]), { instanceOf: TypeError })
})

// RFC 4271 §4.3: one octet of length, then the least number of octets that hold the prefix.
for (const [prefix, octets] of [
  ['0.0.0.0/0', 1],
  ['128.0.0.0/1', 2],
  ['10.0.0.0/8', 2],
  ['10.0.0.0/9', 3],
  ['10.0.0.0/24', 4],
  ['10.0.0.0/25', 5],
  ['10.0.0.1/32', 5],
  ['::/0', 1],
  ['2001:db8::/32', 5],
  ['2001:db8::/33', 6],
  ['2001:db8::1/128', 17],
] as const) {
  test(`${prefix} takes ${octets} octets of NLRI`, (t) => {
    const parsed = parsePrefix(prefix)
    const { data } = packPrefixes(parsed.family, [hostPrefix(parsed), parsed])
    const second = prefixStride[parsed.family]
    t.is(prefixOctets(parsed.family, data, second), octets)
    t.is(formatPrefix(prefixAt(parsed.family, data, second)), prefix)
  })
}
