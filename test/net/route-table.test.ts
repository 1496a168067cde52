import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { formatAddress } from '../../src/net/address-text.ts'
import { comparePrefixes, covers, type Prefix } from '../../src/net/prefix.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'
import { RouteTable } from '../../src/net/route-table.ts'
import { crowdedAddress, crowdedPrefix } from '../support/arbitrary-prefix.ts'

function tableOf(...prefixes: readonly string[]): RouteTable<string> {
  const table = new RouteTable<string>()
  for (const prefix of prefixes) table.set(prefix, `via ${prefix}`)
  return table
}

function prefixesOf(entries: Iterable<{ readonly prefix: string }>): readonly string[] {
  return Array.from(entries, ({ prefix }) => prefix)
}

test('a table of both families answers by longest match', (t) => {
  const table = tableOf('0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '::/0', '2001:db8::/32')
  t.deepEqual(table.match('10.1.2.3'), { prefix: '10.1.0.0/16', value: 'via 10.1.0.0/16' })
  t.deepEqual(table.match('10.2.0.0'), { prefix: '10.0.0.0/8', value: 'via 10.0.0.0/8' })
  t.deepEqual(table.match('11.0.0.0'), { prefix: '0.0.0.0/0', value: 'via 0.0.0.0/0' })
  t.deepEqual(table.match('2001:DB8::1'), { prefix: '2001:db8::/32', value: 'via 2001:db8::/32' })
  t.deepEqual(table.match('2001:db9::1'), { prefix: '::/0', value: 'via ::/0' })
  t.is(tableOf('10.0.0.0/8').match('::a00:1'), undefined)
})

test('set answers what it replaced, delete what it removed', (t) => {
  const table = new RouteTable<string>()
  t.is(table.set('10.0.0.0/8', 'a'), undefined)
  t.is(table.set('10.0.0.0/255.0.0.0', 'b'), 'a')
  t.is(table.get('10.0.0.0/8'), 'b')
  t.true(table.has('10.0.0.0/8'))
  t.is(table.size, 1)
  t.is(table.delete('10.0.0.0/8'), 'b')
  t.is(table.delete('10.0.0.0/8'), undefined)
  t.is(table.get('10.0.0.0/8'), undefined)
  t.false(table.has('10.0.0.0/8'))
  t.is(table.size, 0)
})

test('a prefix is itself, not what covers it', (t) => {
  const table = tableOf('10.0.0.0/8')
  t.is(table.get('10.0.0.0/9'), undefined)
  t.is(table.delete('10.0.0.0/9'), undefined)
  t.is(table.size, 1)
})

test('values that look like nothing are values', (t) => {
  const table = new RouteTable<number | string | boolean>()
  table.set('10.0.0.0/8', 0)
  table.set('11.0.0.0/8', '')
  table.set('::/0', false)
  t.is(table.get('10.0.0.0/8'), 0)
  t.true(table.has('11.0.0.0/8'))
  t.deepEqual(table.match('::1'), { prefix: '::/0', value: false })
  t.is(table.delete('::/0'), false)
})

test('undefined is refused as a value', (t) => {
  const table = new RouteTable<string | undefined>()
  t.throws(() => table.set('10.0.0.0/8', undefined), {
    instanceOf: TypeError,
    message: /10\.0\.0\.0\/8.*delete/,
  })
  t.is(table.size, 0)
})

test('a slot given back serves another prefix of another length and family', (t) => {
  const table = tableOf('10.0.0.0/8', '11.0.0.0/8')
  table.delete('10.0.0.0/8')
  table.set('2001:db8::/48', 'new')
  t.deepEqual(table.match('2001:db8::1'), { prefix: '2001:db8::/48', value: 'new' })
  t.deepEqual(table.match('11.1.1.1'), { prefix: '11.0.0.0/8', value: 'via 11.0.0.0/8' })
  t.is(table.match('10.1.1.1'), undefined)
})

const everything = [
  '::/0',
  '2001:db8:1::/48',
  '10.0.0.0/8',
  '9.0.0.0/8',
  '10.0.0.0/16',
  '10.0.0.10/32',
  '10.0.0.9/32',
]

test('iteration goes in address order, IPv4 first', (t) => {
  t.deepEqual(
    Array.from(tableOf(...everything), ([prefix, value]) => `${prefix} ${value}`),
    [
      '9.0.0.0/8 via 9.0.0.0/8',
      '10.0.0.0/8 via 10.0.0.0/8',
      '10.0.0.0/16 via 10.0.0.0/16',
      '10.0.0.9/32 via 10.0.0.9/32',
      '10.0.0.10/32 via 10.0.0.10/32',
      '::/0 via ::/0',
      '2001:db8:1::/48 via 2001:db8:1::/48',
    ],
  )
})

test('covered, covering and matchAll walk down and up from where they are asked', (t) => {
  const table = tableOf(...everything)
  t.deepEqual(prefixesOf(table.covered('10.0.0.0/12')), ['10.0.0.0/16', '10.0.0.9/32', '10.0.0.10/32'])
  t.deepEqual(prefixesOf(table.covered('10.0.0.0/16')), ['10.0.0.0/16', '10.0.0.9/32', '10.0.0.10/32'])
  t.deepEqual(prefixesOf(table.covering('10.0.0.0/24')), ['10.0.0.0/16', '10.0.0.0/8'])
  t.deepEqual(prefixesOf(table.matchAll('10.0.0.9')), ['10.0.0.9/32', '10.0.0.0/16', '10.0.0.0/8'])
  t.deepEqual(prefixesOf(table.matchAll('2001:db8:1::')), ['2001:db8:1::/48', '::/0'])
  t.deepEqual([...table.covered('9.0.0.0/8')], [{ prefix: '9.0.0.0/8', value: 'via 9.0.0.0/8' }])
})

test('clear leaves an empty table that works', (t) => {
  const table = tableOf(...everything)
  table.clear()
  t.is(table.size, 0)
  t.deepEqual([...table], [])
  table.set('10.0.0.0/8', 'again')
  t.deepEqual(table.match('10.0.0.1'), { prefix: '10.0.0.0/8', value: 'again' })
})

test('walks go on behind the prefix that they came to, whatever changes meanwhile', (t) => {
  const deleting = tableOf(...everything)
  const seen: string[] = []
  for (const { prefix } of deleting.covered('10.0.0.0/8')) {
    seen.push(prefix)
    deleting.delete(prefix)
    if (prefix === '10.0.0.0/16') deleting.set('10.0.0.9/32', 'new')
    if (prefix === '10.0.0.0/16') deleting.set('9.255.0.0/16', 'before')
  }
  t.deepEqual(seen, ['10.0.0.0/8', '10.0.0.0/16', '10.0.0.9/32', '10.0.0.10/32'])
  const adding = tableOf('10.0.0.0/8')
  const walked: string[] = []
  for (const [prefix] of adding) {
    walked.push(prefix)
    if (prefix === '10.0.0.0/8')
      for (const later of ['10.0.0.0/9', '10.0.0.1/32', '::/0']) adding.set(later, later)
  }
  t.deepEqual(walked, ['10.0.0.0/8', '10.0.0.0/9', '10.0.0.1/32', '::/0'])
})

test('what holds an address or a prefix is answered as of when it was asked', (t) => {
  const table = tableOf('10.0.0.0/8', '10.1.0.0/16')
  const [all, covering] = [table.matchAll('10.1.0.1'), table.covering('10.1.0.0/24')]
  table.delete('10.0.0.0/8')
  table.set('192.0.2.0/24', 'in its place')
  table.set('10.1.0.0/16', 'replaced')
  const wanted = [
    { prefix: '10.1.0.0/16', value: 'via 10.1.0.0/16' },
    { prefix: '10.0.0.0/8', value: 'via 10.0.0.0/8' },
  ]
  t.deepEqual([...all], wanted)
  t.deepEqual([...covering], wanted)
})

test('an emptied table has given everything back', (t) => {
  const table = new RouteTable<number>()
  const empty = table.toBuffer().byteLength
  for (let index = 0; index < 6000; index++) table.set4(index * 256, 24, index)
  for (let index = 0; index < 6000; index++) table.delete4(index * 256, 24)
  t.is(table.toBuffer().byteLength, empty)
})

test('a walk may begin anywhere', (t) => {
  const table = tableOf(...everything)
  const from = (text: string): readonly string[] => Array.from(table.entries(text), ([prefix]) => prefix)
  t.deepEqual(from('10.0.0.0/16').slice(0, 2), ['10.0.0.0/16', '10.0.0.9/32'])
  t.deepEqual(from('10.0.0.10/32'), ['10.0.0.10/32', '::/0', '2001:db8:1::/48'])
  t.deepEqual(from('200.0.0.0/8'), ['::/0', '2001:db8:1::/48'])
  t.deepEqual(from('2001:db8:1::/49'), [])
})

test('countCovered counts what covered answers', (t) => {
  const table = tableOf(...everything)
  t.is(table.countCovered('10.0.0.0/12'), 3)
  t.is(table.countCovered('0.0.0.0/0'), 5)
  t.is(table.countCovered('11.0.0.0/8'), 0)
  t.is(table.count('ipv4'), 5)
  t.is(table.count('ipv6'), 2)
})

test('a walk is not disturbed by new values', (t) => {
  const table = tableOf(...everything)
  for (const [prefix] of table) table.set(prefix, 'new')
  t.true(Array.from(table).every(([, value]) => value === 'new'))
})

for (const [text, message] of [
  ['10.0.0.1/8', '10.0.0.1/8 has host bits set; did you mean 10.0.0.0/8?'],
  ['10.0.0.1', '10.0.0.1 has no length; did you mean 10.0.0.1/32?'],
  ['site', '"site" is not a prefix; write a prefix such as 10.0.0.0/8 or 2001:db8::/32'],
] as const) {
  test(`every method refuses the prefix ${text} at once`, (t) => {
    const table = tableOf('10.0.0.0/8')
    const calls = [
      () => table.set(text, 'x'),
      () => table.get(text),
      () => table.has(text),
      () => table.delete(text),
      () => table.covered(text),
      () => table.covering(text),
    ]
    for (const call of calls) t.throws(call, { instanceOf: TypeError, message })
  })
}

test('match and matchAll refuse bad addresses at once', (t) => {
  const table = tableOf('10.0.0.0/8')
  const message = '"10.0.0.1/32" has a length, which an address has not; did you mean 10.0.0.1?'
  t.throws(() => table.match('10.0.0.1/32'), { instanceOf: TypeError, message })
  t.throws(() => table.matchAll('10.0.0.1/32'), { instanceOf: TypeError, message })
})

test('after any history the table answers as a sorted list of both families', (t) => {
  const prefix = fc.oneof(crowdedPrefix('ipv4'), crowdedPrefix('ipv6'))
  const address = fc.oneof(crowdedAddress('ipv4'), crowdedAddress('ipv6'))
  const change = fc.tuple(fc.constantFrom('set', 'set', 'delete'), fc.nat(9), fc.nat())
  const prefixes = fc.array(prefix, { minLength: 10, maxLength: 10 })
  const property = fc.property(prefixes, fc.array(change), fc.array(address), (pool, changes, addresses) => {
    const table = new RouteTable<number>()
    const twin = new Map<string, { readonly prefix: Prefix; readonly value: number }>()
    for (const [kind, index, value] of changes) {
      for (const chosen of pool.slice(index, index + 1)) {
        const text = formatPrefix(chosen)
        const before = twin.get(text)?.value
        if (kind === 'set') twin.set(text, { prefix: chosen, value })
        else twin.delete(text)
        assert.equal(kind === 'set' ? table.set(text, value) : table.delete(text), before)
      }
    }
    const sorted = [...twin.values()].sort((a, b) => comparePrefixes(a.prefix, b.prefix))
    const entries = sorted.map((route) => ({ ...route, text: formatPrefix(route.prefix) }))
    assert.equal(table.size, entries.length)
    assert.deepEqual(
      [...table],
      entries.map(({ text, value }) => [text, value]),
    )
    for (const asked of [...addresses, ...pool]) {
      const holding = entries.filter((route) =>
        covers(route.prefix, { family: asked.family, words: asked.words }),
      )
      const wanted = holding.reverse().map(({ text, value }) => ({ prefix: text, value }))
      assert.deepEqual([...table.matchAll(formatAddress(asked))], wanted)
      assert.deepEqual(table.match(formatAddress(asked)), wanted[0])
    }
  })
  t.notThrows(() => fc.assert(property))
})

test('a clone and its original change apart', (t) => {
  const table = tableOf(...everything)
  const before = [...table]
  const copy = table.clone()
  t.deepEqual([...copy], before)
  copy.set('10.0.0.0/8', 'of the copy')
  copy.delete('::/0')
  table.set('9.9.0.0/16', 'of the original')
  t.deepEqual(
    [...table].filter(([prefix]) => prefix !== '9.9.0.0/16'),
    before,
  )
  t.is(copy.get('9.9.0.0/16'), undefined)
  t.is(copy.get('10.0.0.0/8'), 'of the copy')
  t.is(table.get('10.0.0.0/8'), 'via 10.0.0.0/8')
  const second = copy.clone().clone()
  copy.clear()
  t.is(second.size, everything.length - 1)
})

test('load adds in any order, and replaces', (t) => {
  const sorted = [...tableOf(...everything)]
  const ordered = new RouteTable<string>()
  ordered.load(sorted)
  t.deepEqual([...ordered], sorted)
  const shuffled = tableOf('10.0.0.0/8', '172.16.0.0/12')
  shuffled.load([...sorted].reverse().concat([['9.0.0.0/8', 'last']]))
  t.is(shuffled.get('9.0.0.0/8'), 'last')
  t.is(shuffled.size, sorted.length + 1)
  t.throws(
    () =>
      ordered.load([
        ['11.0.0.0/8', 'a'],
        ['x', 'b'],
      ]),
    { instanceOf: TypeError, message: /"x" is not a prefix/ },
  )
  t.is(ordered.get('11.0.0.0/8'), undefined)
})

test('by number and by text it is the same table', (t) => {
  const table = new RouteTable<string>()
  t.is(table.set4(0x0a000000, 8, 'site'), undefined)
  t.is(table.set6(0x20010db8, 0, 0, 0, 32, 'lab'), undefined)
  t.is(table.set4(0xc0000000, 2, 'high'), undefined)
  t.is(table.get('10.0.0.0/8'), 'site')
  t.is(table.get4(0x0a000000, 8), 'site')
  t.is(table.get6(0x20010db8, 0, 0, 0, 32), 'lab')
  const [site, lab] = [table.match4(0x0affffff), table.match6(0x20010db8, 0, 0, 1)]
  t.deepEqual([table.valueAt(site), table.lengthAt(site)], ['site', 8])
  t.deepEqual([table.valueAt(lab), table.lengthAt(lab)], ['lab', 32])
  t.is(table.valueAt(table.match4(0xffffffff)), 'high')
  t.is(table.match4(0), -1)
  t.is(table.match6(0, 0, 0, 1), -1)
  const out = new Int32Array(3)
  table.matchMany('ipv4', Uint32Array.of(0, 0x0a000001, 0xc0000001), out)
  t.deepEqual([...out], [-1, site, table.match4(0xc0000001)])
  table.matchMany('ipv6', Uint32Array.of(0x20010db8, 0, 0, 1, 0, 0, 0, 0), out)
  t.deepEqual([...out].slice(0, 2), [lab, -1])
  t.is(table.set4(0x0a000000, 8, 'again'), 'site')
  t.is(table.match4(0x0a000000), site)
  t.is(table.delete4(0x0a000000, 8), 'again')
  t.is(table.delete6(0x20010db8, 0, 0, 0, 32), 'lab')
  t.throws(() => table.valueAt(site), { instanceOf: RangeError, message: /no route has the number/ })
  t.throws(() => table.lengthAt(-1), { instanceOf: RangeError })
})

test('numbers that are no address, length or network are refused before anything changes', (t) => {
  const shared = new ArrayBuffer(4)
  const table = new RouteTable<string>()
  const calls: readonly (readonly [() => unknown, RegExp])[] = [
    [() => table.set4(-1, 8, 'x'), /-1 is no part of an address.*>>> 0/],
    [() => table.set4(Number.NaN, 8, 'x'), /NaN is no part/],
    [() => table.set4(2 ** 32, 8, 'x'), /4294967296 is no part/],
    [() => table.set4(0x0a000000, 33, 'x'), /33 is not the length of an IPv4 prefix, which is 0 to 32/],
    [() => table.set4(0x0a000000, 8.5, 'x'), /8.5 is not the length/],
    [() => table.set4(0x0a000001, 8, 'x'), /10\.0\.0\.1\/8 has host bits set; did you mean 10\.0\.0\.0\/8/],
    [() => table.set6(0x20010db8, 0, 0, 1, 64, 'x'), /2001:db8::1\/64 has host bits set/],
    [() => table.set6(0, 0, -5, 0, 64, 'x'), /-5 is no part/],
    [() => table.set6(0, 0, 0, 0, 129, 'x'), /129 is not the length of an IPv6 prefix/],
    [() => table.match4(-1), /-1 is no part/],
    [() => table.match6(0, 0.5, 0, 0), /0.5 is no part/],
    [() => table.get4(1, 8), /host bits/],
    [() => table.delete4(1, 8), /host bits/],
    [() => table.matchMany('ipv4', new Uint32Array(2), new Int32Array(1)), /1 places for the answers to 2/],
    [
      () => table.matchMany('ipv6', new Uint32Array(3), new Int32Array(1)),
      /3 elements are no ipv6 addresses/,
    ],
    [() => table.matchMany('ipv4', new Uint32Array(shared), new Int32Array(shared)), /over the addresses/],
  ]
  for (const [call, message] of calls) t.throws(call, { instanceOf: RangeError, message })
  t.is(table.size, 0)
})
