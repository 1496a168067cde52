import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { addressWords, type Family, families } from '../../src/net/address.ts'
import { packPrefixes, prefixOctets } from '../../src/net/packed-prefixes.ts'
import { readPackedPrefix, writePackedPrefix } from '../../src/net/prefix-octets.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import { anyPrefix } from '../support/arbitrary-prefix.ts'

for (const family of families) {
  test(`an ${family} prefix is read as it was written, wherever the buffer ends behind it`, (t) => {
    const law = fc.property(anyPrefix(family), fc.nat(8), (prefix, behind) => {
      const { data } = packPrefixes(family, [prefix])
      const octets = prefixOctets(family, data, 0)
      const view = new DataView(new ArrayBuffer(octets + behind))
      assert.equal(writePackedPrefix(view, 0, family, data, 0), octets)
      assert.deepEqual(readBack(view, family), data)
    })
    t.notThrows(() => fc.assert(law))
  })
}

function readBack(view: DataView, family: Family): Uint32Array {
  const data = new Uint32Array(addressWords[family] + 1)
  readPackedPrefix(view, 0, family, data, 0)
  return data
}

const octets: readonly { family: Family; written: readonly number[]; read: string }[] = [
  { family: 'ipv4', written: [0], read: '0.0.0.0/0' },
  { family: 'ipv4', written: [0, 255, 255, 255, 255], read: '0.0.0.0/0' },
  { family: 'ipv4', written: [20, 203, 0, 127], read: '203.0.112.0/20' },
  { family: 'ipv4', written: [20, 203, 0, 127, 255, 255], read: '203.0.112.0/20' },
  { family: 'ipv4', written: [32, 203, 0, 113, 7], read: '203.0.113.7/32' },
  { family: 'ipv6', written: [33, 32, 1, 13, 184, 255], read: '2001:db8:8000::/33' },
  { family: 'ipv6', written: [33, 32, 1, 13, 184, 255, 1, 2, 3], read: '2001:db8:8000::/33' },
]

for (const { family, written, read } of octets) {
  test(`the octets ${written.join(' ')} are ${read}, whatever stands behind its bits`, (t) => {
    const view = new DataView(Uint8Array.from(written).buffer)
    t.deepEqual(readBack(view, family), packPrefixes(family, [parsePrefix(read)]).data)
  })
}
