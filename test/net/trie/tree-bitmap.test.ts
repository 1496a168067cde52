import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { BinaryTrie } from '../../../bench/tables/binary-trie.ts'
import { addressWords, type Family, families } from '../../../src/net/address.ts'
import { packPrefixes, packSubnets } from '../../../src/net/packed-prefixes.ts'
import { comparePrefixes, type Prefix, samePrefix, wordMask } from '../../../src/net/prefix.ts'
import { absent, type PrefixTable, type PrefixTableEntry } from '../../../src/net/prefix-table.ts'
import { parsePrefix } from '../../../src/net/prefix-text.ts'
import { TreeBitmap } from '../../../src/net/trie/tree-bitmap.ts'
import { randomStream } from '../../../src/sim/random.ts'
import { crowdedAddress, crowdedPrefix } from '../../support/arbitrary-prefix.ts'
import { checkTree } from '../../support/check-tree.ts'
import { SlowPrefixTable } from '../../support/slow-prefix-table.ts'

function keyOf(prefix: Prefix): Uint32Array {
  return packPrefixes(prefix.family, [prefix]).data
}

function filled(family: Family, prefixes: readonly Prefix[]): TreeBitmap {
  const table = new TreeBitmap(family)
  for (const [value, prefix] of prefixes.entries()) table.set(keyOf(prefix), 0, value)
  return table
}

function twinOf(family: Family, prefixes: readonly Prefix[]): SlowPrefixTable {
  const twin = new SlowPrefixTable(family)
  for (const [value, prefix] of prefixes.entries()) twin.set(keyOf(prefix), 0, value)
  return twin
}

function contents(table: {
  entries: () => Iterable<{ readonly key: Uint32Array; readonly value: number }>
}): unknown {
  return Array.from(table.entries(), ({ key, value }) => [...key, value].join(' '))
}

for (const family of families) {
  const prefixes = fc.array(crowdedPrefix(family), { maxLength: 40 })

  test(`${family} prefixes in address order are built at once, as if set one by one`, (t) => {
    const property = fc.property(prefixes, (some) => {
      const sorted = some.toSorted(comparePrefixes).filter((prefix, index, all) => {
        const [before] = all.slice(index - 1, index)
        return index === 0 || before === undefined || !samePrefix(before, prefix)
      })
      const built = new TreeBitmap(family)
      built.load(packPrefixes(family, sorted), Int32Array.from(sorted.keys()))
      checkTree(built.tree)
      assert.deepEqual(contents(built), contents(twinOf(family, sorted)))
      for (const prefix of sorted) built.delete(keyOf(prefix), 0)
      checkTree(built.tree)
    })
    t.notThrows(() => fc.assert(property))
  })

  test(`${family} prefixes in any order are loaded, the last of equal ones counting`, (t) => {
    const property = fc.property(prefixes, (some) => {
      const loaded = new TreeBitmap(family)
      loaded.load(packPrefixes(family, some), Int32Array.from(some.keys()))
      checkTree(loaded.tree)
      assert.deepEqual(contents(loaded), contents(twinOf(family, some)))
    })
    t.notThrows(() => fc.assert(property))
  })

  test(`many ${family} look-ups together answer what each alone does, and counts what a walk counts`, (t) => {
    const addresses = fc.array(crowdedAddress(family), { maxLength: 100 })
    const property = fc.property(prefixes, addresses, (some, asked) => {
      const [table, twin] = [filled(family, some), twinOf(family, some)]
      const out = new Int32Array(asked.length)
      table.matchMany(Uint32Array.from(asked.flatMap(({ words }) => words)), out)
      assert.deepEqual(
        [...out],
        asked.map(({ words }) => twin.match(Uint32Array.from(words), 0)),
      )
      for (const prefix of some) {
        assert.equal(table.countCovered(keyOf(prefix), 0), twin.covered(keyOf(prefix), 0).length)
        assert.equal(table.matchPrefix(keyOf(prefix), 0), twin.covering(keyOf(prefix), 0)[0]?.value ?? absent)
      }
    })
    t.notThrows(() => fc.assert(property))
  })

  for (const extent of ['from', 'within'] as const) {
    test(`an ${family} cursor ${extent} any prefix goes on behind where it was after any change`, (t) => {
      const step = fc.tuple(fc.boolean(), fc.nat(39))
      const property = fc.property(
        fc.array(crowdedPrefix(family), { minLength: 1, maxLength: 40 }),
        crowdedPrefix(family),
        fc.array(fc.array(step, { maxLength: 3 }), { maxLength: 20 }),
        (some, start, rounds) => {
          const [table, twin] = [filled(family, some), twinOf(family, some)]
          const cursor =
            extent === 'from' ? table.cursor(keyOf(start), 0) : table.cursorWithin(keyOf(start), 0)
          const walked = (): readonly PrefixTableEntry[] =>
            extent === 'from' ? twin.entries() : twin.covered(keyOf(start), 0)
          let last: string | undefined
          for (const changes of [...rounds, [], [], []]) {
            for (const [isSet, index] of changes) {
              change([table, twin], some[index] ?? start, isSet ? index : undefined)
            }
            const wanted = walked().find(({ key }) => isBehind(key, last, start))
            assert.equal(cursor.next(), wanted !== undefined)
            if (wanted === undefined) break
            assert.deepEqual([cursor.key, cursor.value], [wanted.key, wanted.value])
            last = ordered(cursor.key)
          }
        },
      )
      t.notThrows(() => fc.assert(property))
    })
  }

  test(`an ${family} table and its clones change apart`, (t) => {
    const step = fc.tuple(fc.boolean(), fc.nat(2), fc.nat(19))
    const pool = fc.array(crowdedPrefix(family), { minLength: 20, maxLength: 20 })
    const property = fc.property(pool, fc.array(step, { maxLength: 60 }), (some, changes) => {
      const held = some.slice(0, 10 * (changes.length % 2))
      const tables = [filled(family, held)]
      const twins = [twinOf(family, held)]
      for (const [index, [isSet, which, at]] of changes.entries()) {
        const chosenAt = which % tables.length
        const chosen = [...tables.slice(chosenAt, chosenAt + 1), ...twins.slice(chosenAt, chosenAt + 1)]
        changeSome(chosen, some, at, isSet ? index : undefined)
        if (index % 7 === 3) cloneLast(tables, twins)
        for (const one of tables) checkTree(one.tree)
        assert.deepEqual(tables.map(contents), twins.map(contents))
      }
    })
    t.notThrows(() => fc.assert(property))
  })
}

/** Sets the prefix in all of the tables, or deletes it; without one, clears them. */
function change(tables: readonly PrefixTable[], prefix: Prefix | undefined, value: number | undefined): void {
  for (const table of tables) {
    if (prefix === undefined) table.clear()
    else if (value === undefined) table.delete(keyOf(prefix), 0)
    else table.set(keyOf(prefix), 0, value)
  }
}

/** Loads them in address order and without a twin, which an empty table takes all at once. */
function load(tables: readonly PrefixTable[], prefixes: readonly Prefix[]): void {
  const sorted = prefixes
    .toSorted(comparePrefixes)
    .filter((prefix, at, all) => !all.slice(0, at).some((one) => samePrefix(one, prefix)))
  const [first] = sorted
  if (first === undefined) return
  for (const table of tables) {
    if (table instanceof TreeBitmap) table.load(packPrefixes(first.family, sorted), [...sorted.keys()])
    else for (const [value, prefix] of sorted.entries()) table.set(keyOf(prefix), 0, value)
  }
}

/** Loads the first few prefixes, clears, or changes one, as `at` says. */
function changeSome(
  tables: readonly PrefixTable[],
  some: readonly Prefix[],
  at: number,
  value: number | undefined,
): void {
  if (at === 18) load(tables, some.slice(0, 3))
  else change(tables, at === 19 ? undefined : some[at], value)
}

function cloneLast(tables: TreeBitmap[], twins: SlowPrefixTable[]): void {
  if (tables.length === 3) return
  tables.push(...tables.slice(-1).map((table) => table.clone()))
  twins.push(...twins.slice(-1).map(copyOf))
}

function copyOf(twin: SlowPrefixTable): SlowPrefixTable {
  const copy = new SlowPrefixTable(twin.family)
  for (const { key, value } of twin.entries()) copy.set(key, 0, value)
  return copy
}

/** Whether a walk that came to `last`, or else is to begin at `start`, has the key before it. */
function isBehind(key: Uint32Array, last: string | undefined, start: Prefix): boolean {
  return last === undefined ? ordered(key) >= ordered(keyOf(start)) : ordered(key) > last
}

/** A text by which packed prefixes are in address order. */
function ordered(key: Uint32Array): string {
  return Array.from(key, (word) => word.toString(16).padStart(8, '0')).join('')
}

test('after a million random operations the table answers as the binary trie', (t) => {
  const draws = randomStream(7, 'operations')
  const below = (limit: number): number => Math.floor(draws.next() * limit)
  const [table, twin] = [new TreeBitmap('ipv4'), new BinaryTrie('ipv4')]
  const key = new Uint32Array(2)
  let differences = 0
  for (let step = 0; step < 1_000_000; step++) {
    // All under one /8 and few bits of it, so that prefixes meet, nest and go down to empty blocks again.
    const length = 8 + below(25)
    key[0] = ((0x0a000000 | (below(2 ** 14) << 10) | below(4)) & wordMask(length, 0)) >>> 0
    key[1] = length
    const kind = below(3)
    if (kind === 0) differences += Number(table.set(key, 0, step) !== twin.set(key, 0, step))
    else if (kind === 1) differences += Number(table.delete(key, 0) !== twin.delete(key, 0))
    else differences += Number(table.match(key, 0) !== twin.match(key, 0))
  }
  t.is(differences, 0)
  t.true(table.size > 10_000)
  t.deepEqual(contents(table), contents(twin))
  checkTree(table.tree)
  for (const entry of [...table.entries()]) table.delete(entry.key, 0)
  checkTree(table.tree)
})

test('a load that finds no room changes nothing', (t) => {
  const table = new TreeBitmap('ipv4', { most: 600 })
  const { data, count } = packSubnets(parsePrefix('10.0.0.0/8'), 24, 2000)
  t.throws(() => table.load({ family: 'ipv4', count, data }, new Int32Array(count)), {
    instanceOf: RangeError,
    message: /full/,
  })
  t.is(table.size, 0)
  checkTree(table.tree)
})

test('a cleared table has given everything back, its shortcut too', (t) => {
  const table = new TreeBitmap('ipv4')
  const { octets } = table
  const { data, count } = packSubnets(parsePrefix('10.0.0.0/8'), 24, 6000)
  table.load({ family: 'ipv4', count, data }, new Int32Array(count))
  t.true(table.octets > 100 * octets)
  table.clear()
  t.is(table.octets, octets)
})

test('a load that has something wrong changes nothing', (t) => {
  const table = new TreeBitmap('ipv4')
  const one = Uint32Array.of(0x0a000000, 8)
  const load =
    (data: Uint32Array, values: ArrayLike<number>, family: Family = 'ipv4') =>
    () =>
      table.load({ family, count: data.length / (addressWords[family] + 1), data }, values)
  t.throws(load(Uint32Array.of(...one, 0x0b000001, 8), [1, 2]), {
    instanceOf: RangeError,
    message: /prefix 1 of 2 has host bits/,
  })
  t.throws(load(Uint32Array.of(0x0a000000, 33), [1]), { instanceOf: RangeError, message: /prefix 0 of 1/ })
  t.throws(load(one, [1, 2]), { instanceOf: RangeError, message: /2 values for 1 prefixes/ })
  t.throws(load(one, [-1]), { instanceOf: RangeError, message: /not -1/ })
  t.throws(load(Uint32Array.of(0, 0, 0, 0, 0), [1], 'ipv6'), {
    instanceOf: TypeError,
    message: /ipv6 prefixes for an ipv4 table/,
  })
  t.is(table.size, 0)
})
