import test from 'ava'
import { parseAddress } from '../../src/net/address-text.ts'
import { KnownAddresses } from '../../src/net/known-addresses.ts'

test('an address that was seen before is the object of that time, and no other', (t) => {
  const texts = ['10.0.0.1', '10.0.0.2', '0.0.0.1', '::1', 'fe80::1', 'fe80::1:0:0:1', '::10.0.0.1']
  const known = new KnownAddresses()
  const first = texts.map((text) => known.one(parseAddress(text)))
  t.deepEqual(first, texts.map(parseAddress))
  t.is(new Set(first).size, texts.length)
  t.true(texts.every((text, index) => known.one(parseAddress(text)) === first[index]))
})
