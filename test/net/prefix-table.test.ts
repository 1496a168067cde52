import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { type Address, addressBits, type Family, families } from '../../src/net/address.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { BinaryTrie } from '../../src/net/binary-trie.ts'
import { packPrefixes, prefixAt } from '../../src/net/packed-prefixes.ts'
import { hostPrefix, type Prefix } from '../../src/net/prefix.ts'
import { absent, type PrefixTable, type PrefixTableEntry } from '../../src/net/prefix-table.ts'
import { formatPrefix, parsePrefix } from '../../src/net/prefix-text.ts'
import { crowdedAddress, crowdedPrefix } from '../support/arbitrary-prefix.ts'
import { checkTrie } from '../support/check-trie.ts'
import { SlowPrefixTable } from '../support/slow-prefix-table.ts'

const implementations: readonly { name: string; create: (family: Family) => PrefixTable }[] = [
  { name: 'BinaryTrie', create: (family) => new BinaryTrie(family) },
  { name: 'SlowPrefixTable', create: (family) => new SlowPrefixTable(family) },
]

/** Offset 3 with rubbish around the key, so that a table that ignores the offset is found out. */
const offset = 3

function keyOf(prefix: Prefix | Address): Uint32Array {
  const packed =
    'length' in prefix ? packPrefixes(prefix.family, [prefix]).data : Uint32Array.from(prefix.words)
  return Uint32Array.from([0xdeadbeef, 0xffffffff, 7, ...packed, 0xdeadbeef])
}

function key(text: string): Uint32Array {
  return keyOf(parsePrefix(text))
}

function texts(family: Family, entries: Iterable<PrefixTableEntry>): readonly string[] {
  return Array.from(entries, ({ key: held, value }) => `${formatPrefix(prefixAt(family, held, 0))} ${value}`)
}

const nested = ['0.0.0.0/0', '10.0.0.0/8', '10.0.0.0/16', '10.0.0.1/32', '10.128.0.0/9', '255.255.255.255/32']

function nestedTable(create: (family: Family) => PrefixTable): PrefixTable {
  const table = create('ipv4')
  for (const index of [3, 5, 0, 4, 1, 2]) table.set(key(nested[index] ?? ''), offset, index)
  return table
}

for (const { name, create } of implementations) {
  test(`${name} is empty at first`, (t) => {
    for (const family of families) {
      const table = create(family)
      t.is(table.family, family)
      t.is(table.size, 0)
      t.deepEqual([...table.entries()], [])
      t.is(table.match(keyOf({ family, words: [0, 0, 0, 0] }), offset), absent)
    }
  })

  test(`${name} answers what a set replaced and a delete removed`, (t) => {
    const table = create('ipv4')
    t.is(table.set(key('10.0.0.0/8'), offset, 5), absent)
    t.is(table.set(key('10.0.0.0/8'), offset, 6), 5)
    t.is(table.set(key('10.0.0.0/9'), offset, 0), absent)
    t.is(table.size, 2)
    t.is(table.delete(key('10.0.0.0/8'), offset), 6)
    t.is(table.delete(key('10.0.0.0/8'), offset), absent)
    t.is(table.delete(key('10.0.0.0/10'), offset), absent)
    t.is(table.get(key('10.0.0.0/9'), offset), 0)
    t.is(table.get(key('10.0.0.0/8'), offset), absent)
    t.is(table.size, 1)
  })

  for (const [address, wanted] of [
    ['10.0.0.1', '10.0.0.1/32'],
    ['10.0.0.2', '10.0.0.0/16'],
    ['10.1.0.0', '10.0.0.0/8'],
    ['10.255.255.255', '10.128.0.0/9'],
    ['11.0.0.0', '0.0.0.0/0'],
    ['255.255.255.255', '255.255.255.255/32'],
  ] as const) {
    test(`${name} matches ${address} with ${wanted}`, (t) => {
      t.is(nestedTable(create).match(keyOf(parseAddress(address)), offset), nested.indexOf(wanted))
    })
  }

  test(`${name} walks in address order, the shorter prefix first`, (t) => {
    const table = nestedTable(create)
    t.deepEqual(
      texts('ipv4', table.entries()),
      nested.map((prefix, index) => `${prefix} ${index}`),
    )
    t.deepEqual(texts('ipv4', table.covered(key('10.0.0.0/8'), offset)), [
      '10.0.0.0/8 1',
      '10.0.0.0/16 2',
      '10.0.0.1/32 3',
      '10.128.0.0/9 4',
    ])
    t.deepEqual(texts('ipv4', table.covered(key('10.0.0.0/10'), offset)), ['10.0.0.0/16 2', '10.0.0.1/32 3'])
    t.deepEqual(texts('ipv4', table.covered(key('11.0.0.0/8'), offset)), [])
  })

  test(`${name} walks up from the longest prefix`, (t) => {
    const table = nestedTable(create)
    const wanted = ['10.0.0.1/32 3', '10.0.0.0/16 2', '10.0.0.0/8 1', '0.0.0.0/0 0']
    t.deepEqual(texts('ipv4', table.covering(key('10.0.0.1/32'), offset)), wanted)
    t.deepEqual(texts('ipv4', table.covering(key('10.0.0.0/24'), offset)), wanted.slice(1))
    t.deepEqual(texts('ipv4', table.covering(key('0.0.0.0/0'), offset)), wanted.slice(3))
  })

  test(`${name} forgets everything when cleared`, (t) => {
    const table = nestedTable(create)
    table.clear()
    t.is(table.size, 0)
    t.deepEqual([...table.entries()], [])
    t.is(table.match(keyOf(parseAddress('10.0.0.1')), offset), absent)
    t.is(table.set(key('10.0.0.0/8'), offset, 1), absent)
    t.is(table.size, 1)
  })

  test(`${name} gives away keys that stay as they were`, (t) => {
    const table = nestedTable(create)
    const entries = [...table.entries()]
    for (const entry of entries) entry.key.fill(0)
    t.is(table.get(key('10.0.0.1/32'), offset), 3)
    t.is(new Set(entries.map((entry) => entry.key.buffer)).size, entries.length)
  })
}

for (const { name, create } of implementations) {
  test(`${name} may be asked while a walk is under way`, (t) => {
    const table = nestedTable(create)
    const seen: string[] = []
    for (const entry of table.covering(key('10.0.0.1/32'), offset)) {
      table.match(keyOf(parseAddress('255.255.255.255')), offset)
      table.set(key('255.255.255.255/32'), offset, 9)
      seen.push(...texts('ipv4', [entry]), ...texts('ipv4', table.covered(key('10.128.0.0/9'), offset)))
    }
    const walked = ['10.0.0.1/32 3', '10.0.0.0/16 2', '10.0.0.0/8 1', '0.0.0.0/0 0']
    t.deepEqual(
      seen,
      walked.flatMap((text) => [text, '10.128.0.0/9 4']),
    )
  })
}

type Change =
  | { readonly kind: 'set'; readonly prefix: Prefix; readonly value: number }
  | { readonly kind: 'delete'; readonly prefix: Prefix }
  | { readonly kind: 'clear' }

function history(family: Family): fc.Arbitrary<readonly Change[]> {
  // Few distinct prefixes, so that deletes and replacements meet something.
  return fc.array(crowdedPrefix(family), { minLength: 1, maxLength: 24 }).chain((prefixes) => {
    const prefix = fc.constantFrom(...prefixes)
    const change: fc.Arbitrary<Change> = fc.oneof(
      { weight: 60, arbitrary: fc.record({ kind: fc.constant('set'), prefix, value: fc.nat(0x7fffffff) }) },
      { weight: 40, arbitrary: fc.record({ kind: fc.constant('delete'), prefix }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear') }) },
    )
    return fc.array(change, { maxLength: 60 })
  })
}

function apply(table: PrefixTable, change: Change): number {
  switch (change.kind) {
    case 'set':
      return table.set(keyOf(change.prefix), offset, change.value)
    case 'delete':
      return table.delete(keyOf(change.prefix), offset)
    case 'clear':
      table.clear()
      return absent
    default:
      throw new Error(`unknown change ${change satisfies never}`)
  }
}

function everyAnswer(
  table: PrefixTable,
  prefixes: readonly Prefix[],
  addresses: readonly Address[],
): unknown {
  const plain = (entries: Iterable<PrefixTableEntry>) =>
    Array.from(entries, ({ key: held, value }) => [...held, value].join(' '))
  return {
    size: table.size,
    entries: plain(table.entries()),
    prefixes: prefixes.map((prefix) => ({
      value: table.get(keyOf(prefix), offset),
      covering: plain(table.covering(keyOf(prefix), offset)),
      covered: plain(table.covered(keyOf(prefix), offset)),
    })),
    addresses: addresses.map((address) => table.match(keyOf(address), offset)),
  }
}

for (const family of families) {
  test(`after any history of ${family} prefixes BinaryTrie answers as its slow twin`, (t) => {
    const probes = fc.record({
      prefixes: fc.array(crowdedPrefix(family), { maxLength: 10 }),
      addresses: fc.array(crowdedAddress(family), { maxLength: 10 }),
    })
    const property = fc.property(history(family), probes, (changes, { prefixes, addresses }) => {
      const [trie, twin] = [new BinaryTrie(family), new SlowPrefixTable(family)]
      for (const change of changes) {
        assert.equal(apply(trie, change), apply(twin, change))
        checkTrie(trie)
      }
      const touched = changes.flatMap((change) => (change.kind === 'clear' ? [] : [change.prefix]))
      const known = [...prefixes, ...touched]
      const asked = [...addresses, ...touched.map(({ words }) => ({ family, words }))]
      assert.deepEqual(everyAnswer(trie, known, asked), everyAnswer(twin, known, asked))
    })
    t.notThrows(() => fc.assert(property, { numRuns: 100 }))
  })

  test(`the ${family} trie takes its freed nodes up again`, (t) => {
    const trie = new BinaryTrie(family)
    const host = keyOf(hostPrefix({ family, words: family === 'ipv4' ? [1] : [0, 0, 0, 1] }))
    for (let round = 0; round < 3; round++) {
      trie.set(host, offset, round)
      t.deepEqual(trie.nodes, { used: 1 + addressBits[family], free: 0 })
      trie.delete(host, offset)
      t.deepEqual(trie.nodes, { used: 1, free: addressBits[family] })
    }
  })
}

test('BinaryTrie refuses a value that means absent', (t) => {
  t.throws(() => new BinaryTrie('ipv4').set(key('10.0.0.0/8'), offset, absent), { instanceOf: RangeError })
})
