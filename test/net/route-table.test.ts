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

test('a walk that outlives a change of the prefixes says so', (t) => {
  const changed = { instanceOf: Error, message: /changed during a walk/ }
  const deleting = tableOf(...everything)
  t.throws(() => {
    for (const { prefix } of deleting.covered('10.0.0.0/8')) deleting.delete(prefix)
  }, changed)
  const adding = tableOf(...everything)
  t.throws(() => {
    for (const [prefix] of adding) adding.set(prefix.replace('10.0.0.0/8', '10.0.0.0/9'), 'new')
  }, changed)
  const clearing = tableOf(...everything)
  t.throws(() => {
    for (const _ of clearing.matchAll('10.0.0.9')) clearing.clear()
  }, changed)
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
