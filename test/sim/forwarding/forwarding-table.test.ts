import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { type Address, type Family, families } from '../../../src/net/address.ts'
import { parseAddress } from '../../../src/net/address-text.ts'
import { packPrefixes, unpackPrefixes } from '../../../src/net/packed-prefixes.ts'
import { comparePrefixes, covers, type Prefix, samePrefix } from '../../../src/net/prefix.ts'
import { absent } from '../../../src/net/prefix-table.ts'
import { formatPrefix, parsePrefix } from '../../../src/net/prefix-text.ts'
import { ForwardingTable, type NextHop } from '../../../src/sim/forwarding/forwarding-table.ts'
import { crowdedAddress, crowdedPrefix } from '../../support/arbitrary-prefix.ts'

function via(node: string, address?: Address): NextHop {
  return { kind: 'via', node, link: `here-${node}`, address }
}

function packed(...texts: readonly string[]): ReturnType<typeof packPrefixes> {
  const prefixes = texts.map(parsePrefix)
  return packPrefixes(prefixes[0]?.family ?? 'ipv4', prefixes)
}

function texts(prefixes: ReturnType<typeof packPrefixes>): readonly string[] {
  return unpackPrefixes(prefixes).map(formatPrefix)
}

function filled(): ForwardingTable {
  const table = new ForwardingTable()
  table.set(packed('10.0.0.0/8', '10.3.0.0/16'), [via('a'), via('b')])
  table.set(packed('10.2.0.0/16'), [{ kind: 'discard' }])
  table.set(packed('2001:db8::/32'), [{ kind: 'deliver' }])
  return table
}

const lookups: readonly { address: string; names: readonly string[] }[] = [
  { address: '10.1.0.1', names: ['a', 'b'] },
  { address: '10.3.255.255', names: ['a', 'b'] },
  { address: '10.2.0.1', names: ['discard'] },
  { address: '11.0.0.0', names: [] },
  { address: '2001:db8::1', names: ['deliver'] },
  { address: '2001:db9::', names: [] },
]

for (const { address, names } of lookups) {
  test(`${address} goes to ${names.join(' or ') || 'nowhere'}`, (t) => {
    t.deepEqual(
      filled()
        .lookup(parseAddress(address))
        .map((nextHop) => (nextHop.kind === 'via' ? nextHop.node : nextHop.kind)),
      names,
    )
  })
}

test('entries come in address order, IPv4 first', (t) => {
  t.deepEqual(
    [...filled().entries()].map(({ prefix }) => formatPrefix(prefix)),
    ['10.0.0.0/8', '10.2.0.0/16', '10.3.0.0/16', '2001:db8::/32'],
  )
})

test('prefixes with the same next hops share one list, in whatever order it was given', (t) => {
  const table = filled()
  table.set(packed('10.4.0.0/16'), [via('b'), via('a'), via('b')])
  t.is(table.lookup(parseAddress('10.4.0.1')), table.lookup(parseAddress('10.3.0.1')))
})

test('next hops on one link that differ in their address are two', (t) => {
  const table = new ForwardingTable()
  table.set(packed('10.0.0.0/8'), [via('a', parseAddress('10.9.0.1')), via('a', parseAddress('10.9.0.2'))])
  t.is(table.lookup(parseAddress('10.0.0.1')).length, 2)
})

test('what was set to the same next hops did not change', (t) => {
  const changed = filled().set(packed('10.0.0.0/8', '10.2.0.0/16', '10.5.0.0/16'), [via('b'), via('a')])
  t.deepEqual(texts(changed), ['10.2.0.0/16', '10.5.0.0/16'])
})

test('what was not there was not deleted', (t) => {
  const table = filled()
  t.deepEqual(texts(table.delete(packed('10.2.0.0/16', '10.5.0.0/16'))), ['10.2.0.0/16'])
  t.is(table.size('ipv4'), 2)
})

test('a cleared table says what it held, and is empty', (t) => {
  const table = filled()
  t.deepEqual(table.clear().map(texts), [['10.0.0.0/8', '10.2.0.0/16', '10.3.0.0/16'], ['2001:db8::/32']])
  t.deepEqual([...table.entries()], [])
  t.deepEqual(table.clear(), [])
})

test('a prefix without an entry is forwarded as the next shorter one', (t) => {
  const table = filled()
  const { data } = packed('10.2.3.0/24')
  t.is(table.listAt('ipv4', data, 0), absent)
  t.deepEqual(table.nextHops(table.listCovering('ipv4', data, 0)), [{ kind: 'discard' }])
  t.is(table.listCovering('ipv4', packed('11.0.0.0/8').data, 0), absent)
})

test('a whole prefix has next hops of its own where no entry inside it may say otherwise', (t) => {
  const table = filled()
  t.deepEqual(table.nextHopsWithin(packed('10.2.0.0/16')), [{ kind: 'discard' }])
  t.deepEqual(table.nextHopsWithin(packed('10.2.3.0/24')), [{ kind: 'discard' }])
  t.deepEqual(table.nextHopsWithin(packed('10.4.0.0/16')), [via('a'), via('b')])
  t.deepEqual(table.nextHopsWithin(packed('11.0.0.0/8')), [])
  t.is(table.nextHopsWithin(packed('10.0.0.0/8')), undefined)
})

test('an entry without a next hop is a bug', (t) => {
  t.throws(() => filled().set(packed('10.0.0.0/8'), []), { message: /has a next hop/ })
})

for (const family of families) {
  test(`after any history it answers as a list that is searched: ${family}`, (t) => {
    t.notThrows(() => fc.assert(fc.property(history(family), fc.array(crowdedAddress(family)), agrees)))
  })
}

type Change = readonly [Prefix, string | undefined]

function history(family: Family): fc.Arbitrary<readonly Change[]> {
  return fc.array(fc.tuple(crowdedPrefix(family), fc.constantFrom('a', 'b', undefined)))
}

function agrees(changes: readonly Change[], addresses: readonly Address[]): void {
  const table = new ForwardingTable()
  let slow: readonly (readonly [Prefix, string])[] = []
  for (const [prefix, node] of changes) {
    const one = packPrefixes(prefix.family, [prefix])
    if (node === undefined) table.delete(one)
    else table.set(one, [via(node)])
    const others = slow.filter(([other]) => !samePrefix(other, prefix))
    slow = node === undefined ? others : [...others, [prefix, node]]
  }
  const sorted = [...slow].sort(([a], [b]) => comparePrefixes(a, b))
  assert.deepEqual(
    [...table.entries()].map(({ prefix, nextHops }) => [prefix, nextHops]),
    sorted.map(([prefix, node]) => [prefix, [via(node)]]),
  )
  for (const address of addresses) {
    const covering = slow.filter(([prefix]) => covers(prefix, address))
    const [longest] = covering.sort(([a], [b]) => b.length - a.length)
    assert.deepEqual(table.lookup(address), longest === undefined ? [] : [via(longest[1])])
  }
}
