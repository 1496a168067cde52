import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { BinaryTrie } from '../../bench/tables/binary-trie.ts'
import { type Address, type Family, families } from '../../src/net/address.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { packPrefixes, packSubnets, prefixAt } from '../../src/net/packed-prefixes.ts'
import { networkOf, type Prefix } from '../../src/net/prefix.ts'
import { absent, type PrefixTable, type PrefixTableEntry } from '../../src/net/prefix-table.ts'
import { formatPrefix, parsePrefix } from '../../src/net/prefix-text.ts'
import { TreeBitmap } from '../../src/net/trie/tree-bitmap.ts'
import { crowdedAddress, crowdedPrefix } from '../support/arbitrary-prefix.ts'
import { checkTree } from '../support/check-tree.ts'
import { checkTrie } from '../support/check-trie.ts'
import { SlowPrefixTable } from '../support/slow-prefix-table.ts'

const implementations: readonly { name: string; create: (family: Family) => PrefixTable }[] = [
  { name: 'TreeBitmap', create: (family) => new TreeBitmap(family) },
  { name: 'TreeBitmap with a large shortcut', create: (family) => new TreeBitmap(family, { depth: 15 }) },
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

interface Checked {
  readonly name: string
  readonly families: readonly Family[]
  /** A table, and what must be true of it after every step. */
  readonly create: (family: Family) => { readonly table: PrefixTable; readonly check: () => void }
}

const checkedTables: readonly Checked[] = [
  ...[undefined, 5, 10, 15].map((depth): Checked => {
    return {
      name: `TreeBitmap ${depth === undefined ? 'as it grows' : `with a shortcut of ${depth} bits`}`,
      families: depth === undefined ? families : ['ipv4'],
      create: (family) => {
        const table = new TreeBitmap(family, depth === undefined ? {} : { depth })
        return { table, check: () => checkTree(table.tree) }
      },
    }
  }),
  {
    name: 'BinaryTrie',
    families,
    create: (family) => {
      const table = new BinaryTrie(family)
      return { table, check: () => checkTrie(table) }
    },
  },
]

for (const { name, families: held, create } of checkedTables) {
  for (const family of held) {
    test(`after any history of ${family} prefixes ${name} answers as its slow twin`, (t) => {
      const probes = fc.record({
        prefixes: fc.array(crowdedPrefix(family), { maxLength: 10 }),
        addresses: fc.array(crowdedAddress(family), { maxLength: 10 }),
      })
      const property = fc.property(history(family), probes, (changes, { prefixes, addresses }) => {
        const [{ table, check }, twin] = [create(family), new SlowPrefixTable(family)]
        for (const change of changes) {
          assert.equal(apply(table, change), apply(twin, change))
          check()
        }
        const touched = changes.flatMap((change) => (change.kind === 'clear' ? [] : [change.prefix]))
        const known = [...prefixes, ...touched]
        const asked = [...addresses, ...touched.map(({ words }) => ({ family, words }))]
        assert.deepEqual(everyAnswer(table, known, asked), everyAnswer(twin, known, asked))
      })
      t.notThrows(() => fc.assert(property, { numRuns: 100 }))
    })
  }
}

for (const family of families) {
  test(`an ${family} table deleted down to empty has given its memory back`, (t) => {
    const table = new TreeBitmap(family)
    const empty = table.octets
    const { data, count } = packSubnets(
      networkOf({ family, words: [1, 0, 0, 0].slice(0, family === 'ipv4' ? 1 : 4) }, 0),
      20,
      6000,
    )
    const stride = data.length / count
    for (let index = 0; index < count; index++) table.set(data, index * stride, index)
    t.true(table.octets > 10 * empty)
    for (let index = 0; index < count; index++) t.is(table.delete(data, index * stride), index)
    t.is(table.octets, empty)
  })
}

for (const value of [absent, 0x80000000, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`TreeBitmap refuses the value ${value}, and is as it was`, (t) => {
    const table = new TreeBitmap('ipv4')
    t.throws(() => table.set(key('10.0.0.0/8'), offset, value), {
      instanceOf: RangeError,
      message: /0 to 2\^31 - 1/,
    })
    t.is(table.size, 0)
  })
}

test('a table that cannot grow says so, and is as it was', (t) => {
  const table = new TreeBitmap('ipv4', { most: 4096 })
  const { data, count } = packSubnets(parsePrefix('10.0.0.0/8'), 24, 60_000)
  const fill = (): void => {
    for (let index = 0; index < count; index++) table.set(data, 2 * index, index)
  }
  t.throws(fill, { instanceOf: RangeError, message: /full/ })
  checkTree(table.tree)
  const { size } = table
  t.true(size > 1000)
  for (let index = 0; index < size; index++) t.is(table.get(data, 2 * index), index)
  t.is(table.delete(data, 0), 0)
  t.is(table.size, size - 1)
})
