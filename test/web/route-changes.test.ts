import test from 'ava'
import type { Exchanged } from '../../src/web/view/exchanged-routes.ts'
import { type Change, compared, listed, type Matching, unchanged } from '../../src/web/view/route-changes.ts'
import { Visitor } from '../support/visitor.ts'

interface Row {
  readonly name: string
  readonly value: number
}

const row = (name: string, value = 0): Row => ({ name, value })
/** The rows of the earlier moment have their places as numbers; no other row has one. */
function matchingWith(before: readonly Row[]): Matching<Row> {
  const places = new Map(before.map(({ name }, place) => [name, place]))
  return { keyOf: ({ name }) => places.get(name), isSame: (a, b) => a.value === b.value }
}

const words = ({ name }: Row, change: Change): string => `${name} ${change}`

const cases: readonly { what: string; before: readonly Row[]; now: readonly Row[]; changes: string }[] = [
  { what: 'nothing', before: [row('a')], now: [row('a')], changes: 'a same' },
  { what: 'one that came', before: [], now: [row('a')], changes: 'a new' },
  { what: 'one that went', before: [row('a'), row('b')], now: [row('b')], changes: 'a gone, b same' },
  { what: 'another value', before: [row('a', 1)], now: [row('a', 2)], changes: 'a changed' },
]

for (const { what, before, now, changes } of cases) {
  test(`since the pinned moment: ${what}`, (t) => {
    const told = listed(compared(now, before, matchingWith(before)), 0, words)
    t.is(told.rows.join(', '), changes)
  })
}

test('without a moment to compare with, everything is as it was', (t) => {
  t.deepEqual(listed(unchanged([row('a')]), 0, words).rows, ['a same'])
})

test('of a long table what changed is listed before the rest', (t) => {
  const before = Array.from({ length: 300 }, (_, index) => row(`r${index}`))
  const now = before.map((one, index) => (index === 250 ? { ...one, value: 1 } : one))
  const { rows, unlisted, changes } = listed(compared(now, before, matchingWith(before)), 40, words)
  t.deepEqual([rows.length, unlisted, changes, rows[0]], [200, 140, 1, 'r250 changed'])
})

function exchangedBy(visitor: Visitor, node: string, remote: string): Exchanged {
  visitor.ask({ kind: 'select', selection: { kind: 'node', name: node, table: 'Adj-RIB-In' } })
  const { inspection } = visitor.told('moment')
  const found =
    inspection?.kind === 'router' ? inspection.exchanged.find((one) => one.remote === remote) : undefined
  if (found === undefined) throw new Error(`${node} exchanges nothing with ${remote}`)
  return found
}

test('what was heard and what was told is compared with the pinned moment too', (t) => {
  const visitor = new Visitor('failover/primary-seen-cut.yaml').seconds(2).ask({ kind: 'pin' })
  const told = (node: string, remote: string): readonly string[] =>
    [exchangedBy(visitor, node, remote)].flatMap(({ in: heard, out }) => [
      `heard ${heard.rows.map(({ prefix, change }) => `${prefix} ${change}`).join(', ')}`,
      `told ${out.rows.map(({ prefix, change }) => `${prefix} ${change}`).join(', ')}`,
    ])
  t.deepEqual(told('er-amsterdam.msee1', 'ce1'), ['heard 10.1.0.0/16 same', 'told 10.200.0.0/16 same'])
  visitor.ask({ kind: 'act', action: { cut: 'er-amsterdam.primary' }, label: 'cut' }).seconds(3)
  t.deepEqual(told('er-amsterdam.msee1', 'ce1'), ['heard 10.1.0.0/16 gone', 'told 10.200.0.0/16 gone'])
  visitor.ask({ kind: 'pin' })
  t.deepEqual(told('er-amsterdam.msee1', 'ce1'), ['heard ', 'told '])
})
