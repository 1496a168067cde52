import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { Column } from '../../src/net/column.ts'

test('a column reads as its fill wherever nothing was written', (t) => {
  const column = new Column(-1)
  t.is(column.get(0), -1)
  column.set(1000, 7)
  t.is(column.get(1000), 7)
  t.deepEqual(
    [0, 999, 1001, 1e9].map((index) => column.get(index)),
    [-1, -1, -1, -1],
  )
})

test('a column answers as a Map does, in whatever order it is written', (t) => {
  const writes = fc.array(fc.tuple(fc.nat(300), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })))
  const property = fc.property(writes, (pairs) => {
    const [column, twin] = [new Column(5), new Map<number, number>()]
    for (const [index, value] of pairs) {
      column.set(index, value)
      twin.set(index, value)
    }
    for (let index = 0; index < 320; index++) assert.equal(column.get(index), twin.get(index) ?? 5)
  })
  t.notThrows(() => fc.assert(property))
})

test('of two columns that share their numbers neither knows what is written to the other', (t) => {
  const [one, other] = [new Column(0), new Column(0)]
  one.set(0, 1)
  other.assume(one)
  one.set(0, 2)
  const third = other.clone()
  third.set(0, 3)
  other.set(20, 4)
  t.deepEqual(
    [one, other, third].map((column) => [column.get(0), column.get(20)]),
    [
      [2, 0],
      [1, 4],
      [3, 0],
    ],
  )
})

for (const [sentence, use] of [
  ['reading index -1', (column: Column) => column.get(-1)],
  ['writing index -1', (column: Column) => column.set(-1, 0)],
  ['writing between two indexes', (column: Column) => column.set(0.5, 0)],
  ['writing a value of 32 unsigned bits', (column: Column) => column.set(0, 2 ** 31)],
  ['writing a fraction', (column: Column) => column.set(0, 0.5)],
] as const) {
  test(`${sentence} is refused`, (t) => {
    t.throws(() => use(new Column(0)), { instanceOf: RangeError })
  })
}
