import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { addressWords, families } from '../../src/net/address.ts'
import { formatAddress, readAddress } from '../../src/net/address-text.ts'
import { KeyText } from '../../src/net/key-text.ts'
import { formatPrefix, readPrefix } from '../../src/net/prefix-text.ts'
import { anyAddress, anyPrefix } from '../support/arbitrary-prefix.ts'

/** What the quick reader answers must be what the careful one, which asks ip-address, answers. */
function agrees(text: string): 'read' | 'left' {
  const quick = new KeyText()
  const family = quick.prefix(text)
  if (family !== undefined) {
    const { value } = readPrefix(text)
    assert.deepEqual(
      {
        family,
        words: [...quick.key.slice(0, addressWords[family])],
        length: quick.key[addressWords[family]],
      },
      value,
    )
    return 'read'
  }
  const addressFamily = quick.address(text)
  if (addressFamily === undefined) return 'left'
  const words = [...quick.key.slice(0, addressWords[addressFamily])]
  assert.deepEqual({ family: addressFamily, words }, readAddress(text).value)
  return 'read'
}

for (const family of families) {
  test(`every ${family} prefix and address is read as it is written`, (t) => {
    const mapped = /^::ffff:\d+\./
    const prefixes = fc.property(anyPrefix(family), (prefix) => {
      const text = formatPrefix(prefix)
      assert.equal(agrees(text), mapped.test(text) ? 'left' : 'read')
    })
    const addresses = fc.property(anyAddress(family), (address) => {
      const text = formatAddress(address)
      assert.equal(agrees(text), mapped.test(text) ? 'left' : 'read')
    })
    t.notThrows(() => fc.assert(prefixes))
    t.notThrows(() => fc.assert(addresses))
  })
}

test('a text that is nearly one is read alike or left', (t) => {
  const near = fc
    .oneof(...families.map((family) => anyPrefix(family).map(formatPrefix)))
    .chain((text) =>
      fc.record({
        text: fc.constant(text),
        at: fc.nat(text.length),
        cut: fc.nat(2),
        put: fc.constantFrom('', '0', ':', '::', '.', '/', 'f', ' ', '1', '9'),
      }),
    )
    .map(({ text, at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut))
  t.notThrows(() =>
    fc.assert(
      fc.property(near, (text) => void agrees(text)),
      { numRuns: 3000 },
    ),
  )
})

for (const text of [
  '10.0.0.0/8',
  '0.0.0.0/0',
  '255.255.255.255/32',
  '::/0',
  '::1',
  '1::',
  '2001:DB8::/32',
  '1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7::',
  '::2:3:4:5:6:7:8',
]) {
  test(`${text} is read at once`, (t) => {
    t.is(agrees(text), 'read')
  })
}

for (const text of [
  '',
  '/',
  '10.0.0.0/',
  '10.0.0.0/08',
  '10.0.0.0/33',
  '10.0.0.1/8',
  '10.0.0/8',
  '010.0.0.0/8',
  '10.0.0.0/8 ',
  '10.0.0.0/255.0.0.0',
  '256.0.0.0/8',
  ':',
  ':::',
  '1:',
  ':1',
  '1::2::3',
  '1:2:3:4:5:6:7:8::',
  '1:2:3:4:5:6:7:8:9',
  '12345::',
  '::/129',
  '::1/64',
  '::ffff:10.0.0.1',
  'fe80::1%eth0',
  'x',
]) {
  test(`"${text}" is left to the careful reader`, (t) => {
    t.is(agrees(text), 'left')
  })
}
