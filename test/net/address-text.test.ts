import assert from 'node:assert/strict'
import { isIPv4, isIPv6 } from 'node:net'
import test from 'ava'
import fc from 'fast-check'
import { Address4, Address6 } from 'ip-address'
import { type Address, families } from '../../src/net/address.ts'
import { formatAddress, parseAddress, readAddress } from '../../src/net/address-text.ts'
import { anyAddress } from '../support/arbitrary-prefix.ts'

// RFC 5952 §4 and §5, with the examples of the RFC.
const canonical: readonly { written: string; formatted: string; rule: string }[] = [
  { rule: 'leading zeros go', written: '2001:0db8::0001', formatted: '2001:db8::1' },
  {
    rule: 'as many groups as possible are elided',
    written: '2001:db8:0:0:0:0:2:1',
    formatted: '2001:db8::2:1',
  },
  { rule: 'one zero group stays', written: '2001:db8:0:1:1:1:1:1', formatted: '2001:db8:0:1:1:1:1:1' },
  { rule: 'one elided group comes back', written: '2001:db8::1:1:1:1:1', formatted: '2001:db8:0:1:1:1:1:1' },
  { rule: 'the longest run is elided', written: '2001:0:0:1:0:0:0:1', formatted: '2001:0:0:1::1' },
  {
    rule: 'the first of equal runs is elided',
    written: '2001:db8:0:0:1:0:0:1',
    formatted: '2001:db8::1:0:0:1',
  },
  { rule: 'digits are lower case', written: '2001:DB8::ABCD', formatted: '2001:db8::abcd' },
  { rule: 'a mapped address is mixed', written: '::FFFF:c000:201', formatted: '::ffff:192.0.2.1' },
  { rule: 'a mapped address stays IPv6', written: '::ffff:10.0.0.1', formatted: '::ffff:10.0.0.1' },
  { rule: 'a compatible address is not mixed', written: '::10.0.0.1', formatted: '::a00:1' },
  { rule: 'the end may be elided', written: '2001:db8:0:0:0:0:0:0', formatted: '2001:db8::' },
  { rule: 'everything may be elided', written: '0:0:0:0:0:0:0:0', formatted: '::' },
  {
    rule: 'the top bit is no sign',
    written: 'ffff:ffff::255.255.255.255',
    formatted: 'ffff:ffff::ffff:ffff',
  },
  { rule: 'IPv4 is dotted', written: '255.0.128.1', formatted: '255.0.128.1' },
]

for (const { rule, written, formatted } of canonical) {
  test(`${rule}: ${written} is written ${formatted}`, (t) => {
    t.is(formatAddress(parseAddress(written)), formatted)
  })
}

test('an address is words of 32 unsigned bits', (t) => {
  t.deepEqual(parseAddress('255.0.0.1'), { family: 'ipv4', words: [0xff000001] })
  t.deepEqual(parseAddress('ffff::1:2'), { family: 'ipv6', words: [0xffff0000, 0, 0, 0x10002] })
})

const refused: readonly { text: string; problem: string; suggestion?: string }[] = [
  { text: '', problem: '"" is not an IP address' },
  { text: 'ce1', problem: '"ce1" is not an IP address' },
  { text: '10.0.0.256', problem: '"10.0.0.256" is not an IPv4 address' },
  { text: '10.1', problem: '"10.1" is not an IPv4 address' },
  { text: '167772161', problem: '"167772161" is not an IPv4 address' },
  { text: '0x0a.0.0.1', problem: '"0x0a.0.0.1" is not an IP address' },
  { text: '1::2::3', problem: '"1::2::3" is not an IPv6 address' },
  { text: '1:2:3:4:5:6:7', problem: '"1:2:3:4:5:6:7" is not an IPv6 address' },
  { text: '1:2:3:4::5:6:7:8', problem: '"1:2:3:4::5:6:7:8" is not an IPv6 address' },
  { text: '::g', problem: '"::g" is not an IPv6 address' },
  { text: '10.0.0.1\n', problem: '"10.0.0.1\\n" has white space around it', suggestion: '10.0.0.1' },
  { text: '10.0.0.\n1', problem: '"10.0.0.\\n1" is not an IP address' },
  { text: '010.0.0.1', problem: '"010.0.0.1" has leading zeros', suggestion: '10.0.0.1' },
  {
    text: '::ffff:10.0.0.01',
    problem: '"::ffff:10.0.0.01" has leading zeros',
    suggestion: '::ffff:10.0.0.1',
  },
  { text: '::00001', problem: '"::00001" has leading zeros', suggestion: '::1' },
  {
    text: 'fe80::1%eth0',
    problem: '"fe80::1%eth0" has a zone, which means something on one host only',
    suggestion: 'fe80::1',
  },
  {
    text: '10.0.0.1/8',
    problem: '"10.0.0.1/8" has a length, which an address has not',
    suggestion: '10.0.0.1',
  },
  { text: '::1/128', problem: '"::1/128" has a length, which an address has not', suggestion: '::1' },
  { text: ' fe80::1%lo/64', problem: '" fe80::1%lo/64" has white space around it', suggestion: 'fe80::1' },
  { text: '9'.repeat(99), problem: `"${'9'.repeat(60)}"... is not an IPv4 address` },
]

for (const { text, problem, suggestion } of refused) {
  test(problem, (t) => {
    t.deepEqual(readAddress(text), { value: undefined, problem, suggestion })
  })
}

test('parseAddress says what is wrong and what to write', (t) => {
  t.throws(() => parseAddress('010.0.0.1'), {
    instanceOf: TypeError,
    message: '"010.0.0.1" has leading zeros; did you mean 10.0.0.1?',
  })
  t.throws(() => parseAddress('ce1'), {
    instanceOf: TypeError,
    message: '"ce1" is not an IP address; write an address such as 10.0.0.1 or 2001:db8::1',
  })
})

for (const family of families) {
  test(`what is formatted as ${family} reads back the same`, (t) => {
    const property = fc.property(anyAddress(family), (address) => {
      assert.deepEqual(parseAddress(formatAddress(address)), address)
    })
    t.notThrows(() => fc.assert(property))
  })
}

test('IPv6 is written as ip-address writes it, but for mapped addresses', (t) => {
  const property = fc.property(anyAddress('ipv6'), (address) => {
    const text = formatAddress(address)
    fc.pre(!text.includes('.'))
    assert.equal(text, new Address6(text).correctForm())
  })
  t.notThrows(() => fc.assert(property))
})

/** Addresses, most of them with a character put in, taken out or changed. */
const nearlyAddress: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(fc.ipV4(), fc.ipV4Extended(), fc.ipV6(), fc.string({ maxLength: 12 })),
    fc.nat(20),
    fc.nat(1),
    fc.constantFrom('', '', '0', '00', '1', 'f', ':', '::', '.', '/', '/8', '%e', ' ', '\n', 'x', '-', '١'),
  )
  .map(([text, at, taken, put]) => text.slice(0, at) + put + text.slice(at + taken))

function numberOf(address: Address): bigint {
  return address.words.reduce((number, word) => number * 2n ** 32n + BigInt(word), 0n)
}

test('an address is read exactly where ip-address and Node agree that it is one, and as the same number', (t) => {
  const property = fc.property(nearlyAddress, (text) => {
    const { value } = readAddress(text)
    const isPlain = !/[%/]/.test(text)
    assert.equal(value?.family === 'ipv4', isPlain && Address4.isValid(text))
    assert.equal(value?.family === 'ipv6', isPlain && Address6.isValid(text))
    assert.equal(value !== undefined, isPlain && (isIPv4(text) || isIPv6(text)))
    if (value?.family === 'ipv4') assert.equal(numberOf(value), new Address4(text).bigInt())
    if (value?.family === 'ipv6') assert.equal(numberOf(value), new Address6(text).bigInt())
  })
  t.notThrows(() => fc.assert(property, { numRuns: 2000 }))
})

test('whatever is refused is refused with a sentence, and what is suggested reads', (t) => {
  const property = fc.property(nearlyAddress, (text) => {
    const { value, problem, suggestion } = readAddress(text)
    assert.equal(value === undefined, problem !== undefined)
    if (suggestion !== undefined) assert.notEqual(readAddress(suggestion).value, undefined)
  })
  t.notThrows(() => fc.assert(property, { numRuns: 1000 }))
})
