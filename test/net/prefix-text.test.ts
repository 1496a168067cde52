import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { Address4, Address6 } from 'ip-address'
import { Netmask } from 'netmask'
import { addressBits, families } from '../../src/net/address.ts'
import { formatAddress } from '../../src/net/address-text.ts'
import { hasHostBits, networkOf } from '../../src/net/prefix.ts'
import { formatPrefix, parsePrefix, readAddressWithLength, readPrefix } from '../../src/net/prefix-text.ts'
import { anyAddress, anyPrefix } from '../support/arbitrary-prefix.ts'

for (const [written, formatted] of [
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['255.255.255.255/32', '255.255.255.255/32'],
  ['10.0.0.0/255.255.255.0', '10.0.0.0/24'],
  ['10.0.0.0 255.255.255.0', '10.0.0.0/24'],
  ['10.0.0.4 255.255.255.252', '10.0.0.4/30'],
  ['0.0.0.0 0.0.0.0', '0.0.0.0/0'],
  ['10.0.0.1/255.255.255.255', '10.0.0.1/32'],
  ['128.0.0.0/128.0.0.0', '128.0.0.0/1'],
  ['::/0', '::/0'],
  ['2001:DB8:0::/48', '2001:db8::/48'],
  ['2001:db8::1/128', '2001:db8::1/128'],
  ['::ffff:10.0.0.0/104', '::ffff:10.0.0.0/104'],
] as const) {
  test(`the prefix ${written} is ${formatted}`, (t) => {
    t.is(formatPrefix(parsePrefix(written)), formatted)
  })
}

const refused: readonly { text: string; problem: string; suggestion?: string }[] = [
  { text: '10.0.0.1/8', problem: '10.0.0.1/8 has host bits set', suggestion: '10.0.0.0/8' },
  {
    text: '10.0.0.5 255.255.255.252',
    problem: '10.0.0.5 255.255.255.252 has host bits set',
    suggestion: '10.0.0.4/30',
  },
  { text: '2001:db8::1/64', problem: '2001:db8::1/64 has host bits set', suggestion: '2001:db8::/64' },
  { text: '10.0.0.1/0', problem: '10.0.0.1/0 has host bits set', suggestion: '0.0.0.0/0' },
  { text: '10.0.0.1', problem: '10.0.0.1 has no length', suggestion: '10.0.0.1/32' },
  { text: '2001:db8::', problem: '2001:db8:: has no length', suggestion: '2001:db8::/128' },
  { text: '', problem: '"" is not a prefix' },
  { text: '/8', problem: '"/8" is not a prefix' },
  { text: '10.0.0.0/', problem: '"10.0.0.0/" is not a prefix' },
  { text: '10.0.0.0/8/8', problem: '"10.0.0.0/8/8" is not a prefix' },
  { text: '10.0.0.0 /8', problem: '"10.0.0.0 /8" is not a prefix' },
  { text: '10.0.0.0  255.0.0.0', problem: '"10.0.0.0  255.0.0.0" is not a prefix' },
  { text: ' 10.0.0.1/8', problem: '" 10.0.0.1/8" has white space around it', suggestion: '10.0.0.0/8' },
  { text: '10.0.0.0/8\n', problem: '"10.0.0.0/8\\n" has white space around it', suggestion: '10.0.0.0/8' },
  { text: '10.0.0.0 8', problem: '"10.0.0.0 8" has a space where a slash belongs', suggestion: '10.0.0.0/8' },
  { text: '10.0.0.0/08', problem: '/08 has leading zeros', suggestion: '10.0.0.0/8' },
  { text: '10.0.0.0/33', problem: '"33" is not the length of an IPv4 prefix, which is 0 to 32' },
  { text: '10.0.0.0/-1', problem: '"-1" is not the length of an IPv4 prefix, which is 0 to 32' },
  { text: '10.0.0.0/+8', problem: '"+8" is not the length of an IPv4 prefix, which is 0 to 32' },
  { text: '10.0.0.0/1e1', problem: '"1e1" is not the length of an IPv4 prefix, which is 0 to 32' },
  { text: '::/129', problem: '"129" is not the length of an IPv6 prefix, which is 0 to 128' },
  { text: '::/255.0.0.0', problem: '"255.0.0.0" is a netmask, which IPv6 has not' },
  { text: '::/ffff::', problem: '"ffff::" is not the length of an IPv6 prefix, which is 0 to 128' },
  { text: '10.0.0.0/255.0.255.0', problem: '255.0.255.0 is not a netmask: its ones are not in a row' },
  {
    text: '10.0.0.0 0.0.0.255',
    problem: '0.0.0.255 is a wildcard mask, not a netmask',
    suggestion: '10.0.0.0/24',
  },
  { text: '10.0.0.0/255.0.0', problem: '"255.0.0" is not a netmask' },
  { text: '10.0.0.0/256.0.0.0', problem: '"256.0.0.0" is not a netmask' },
  { text: '010.0.0.1/08', problem: '"010.0.0.1" has leading zeros', suggestion: '10.0.0.0/8' },
  { text: 'ce1/8', problem: '"ce1" is not an IP address' },
]

for (const { text, problem, suggestion } of refused) {
  test(`as a prefix, ${JSON.stringify(text)} is refused: ${problem}`, (t) => {
    t.deepEqual(readPrefix(text), { value: undefined, problem, suggestion })
  })
}

// Each of these is a prefix to netmask; the second column is what it would have been taken for.
for (const [text, taken] of [
  ['10.1/16', '10.0.0.0/16'],
  ['10/8', '0.0.0.0/8'],
  ['010.0.0.0/8', '8.0.0.0/8'],
  ['0x0a.0.0.0/8', '10.0.0.0/8'],
  ['167772160/8', '10.0.0.0/8'],
  ['4294967306.0.0.0/8', '10.0.0.0/8'],
  ['10.0.0.0/', '10.0.0.0/32'],
  ['10.0.0.0', '10.0.0.0/32'],
  ['10.0.0.1/8', '10.0.0.0/8'],
  ['10.0.0.0/08', '10.0.0.0/8'],
  ['10.0.0.0/8x', '10.0.0.0/8'],
  ['10.0.0.0/8/9', '10.0.0.0/8'],
  ['10.0.0.0/ 8', '10.0.0.0/8'],
  ['10.0.0.0/255.0', '10.0.0.0/8'],
  ['10.0.0.0/0377.0.0.0', '10.0.0.0/8'],
  ['10.0.0.0/0xff.0.0.0', '10.0.0.0/8'],
] as const) {
  test(`netmask would take ${text} for ${taken}, the reader does not`, (t) => {
    t.is(new Netmask(text).toString(), taken)
    t.is(readPrefix(text).value, undefined)
  })
}

// Each of these is valid to ip-address.
for (const text of [
  '10.0.0.0/08',
  '::/064',
  'fe80::%eth0/64',
  'fe80::/64%eth0',
  '10.0.0.1/8',
  '2001:db8::1/64',
]) {
  test(`ip-address would take ${text}, the reader does not`, (t) => {
    t.true(Address4.isValid(text) || Address6.isValid(text))
    t.is(readPrefix(text).value, undefined)
  })
}

test('netmask knows every mask but 0.0.0.0, and so do we', (t) => {
  t.throws(() => new Netmask('0.0.0.0', '0.0.0.0'))
  for (let length = 0; length <= 32; length++) {
    const mask = formatAddress(networkOf({ family: 'ipv4', words: [0xffffffff] }, length))
    t.is(readPrefix(`0.0.0.0 ${mask}`).value?.length, length)
  }
})

test('an address with its length keeps its host bits', (t) => {
  t.deepEqual(readAddressWithLength('172.16.0.1/30').value, {
    address: { family: 'ipv4', words: [0xac100001] },
    length: 30,
  })
  t.is(readAddressWithLength('172.16.0.1 255.255.255.252').value?.length, 30)
  t.is(readAddressWithLength('172.16.0.1').problem, '172.16.0.1 has no length')
})

test('parsePrefix says what is wrong and what to write', (t) => {
  t.throws(() => parsePrefix('10.0.0.1/8'), {
    instanceOf: TypeError,
    message: '10.0.0.1/8 has host bits set; did you mean 10.0.0.0/8?',
  })
  t.throws(() => parsePrefix('ce1'), {
    instanceOf: TypeError,
    message: '"ce1" is not a prefix; write a prefix such as 10.0.0.0/8 or 2001:db8::/32',
  })
})

for (const family of families) {
  test(`what is formatted as an ${family} prefix reads back the same`, (t) => {
    const property = fc.property(anyPrefix(family), (prefix) => {
      assert.deepEqual(parsePrefix(formatPrefix(prefix)), prefix)
    })
    t.notThrows(() => fc.assert(property))
  })

  test(`an ${family} address with any length reads as written, or names its network`, (t) => {
    const length = fc.integer({ min: 0, max: addressBits[family] })
    const property = fc.property(anyAddress(family), length, (address, n) => {
      const text = `${formatAddress(address)}/${n}`
      assert.deepEqual(readAddressWithLength(text).value, { address, length: n })
      const network = networkOf(address, n)
      const { value, suggestion } = readPrefix(text)
      if (hasHostBits(address, n)) assert.equal(suggestion, formatPrefix(network))
      else assert.deepEqual(value, network)
    })
    t.notThrows(() => fc.assert(property))
  })
}

test('on any text, a prefix is read only where ip-address agrees, and what is suggested reads', (t) => {
  const part = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom(
      '255.255.0.0',
      '0.0.255.255',
      '8',
      '08',
      '64',
      '200',
      '%a',
      '',
      ' ',
      '/',
      '10.0.0.0',
      '2001:db8::',
    ),
  )
  const property = fc.property(
    part,
    fc.constantFrom('/', ' ', '', '//'),
    part,
    (before, separator, after) => {
      const text = before + separator + after
      const { value, problem, suggestion } = readPrefix(text)
      assert.equal(value === undefined, problem !== undefined)
      if (value !== undefined) {
        const plain = formatPrefix(value)
        const theirs = value.family === 'ipv4' ? new Address4(plain) : new Address6(plain)
        assert.equal(theirs.startAddress().bigInt(), theirs.bigInt())
        assert.ok(before.includes(value.family === 'ipv4' ? '.' : ':'))
      }
      if (suggestion !== undefined) assert.equal(readPrefix(suggestion).problem, undefined)
    },
  )
  t.notThrows(() => fc.assert(property, { numRuns: 1000 }))
})
