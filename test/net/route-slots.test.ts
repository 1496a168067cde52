import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { RouteSlots } from '../../src/net/route-slots.ts'

/** More than two pages of them, so that a change in one page can be told from a change in another. */
const many = 2500

function filled(count: number): RouteSlots<string> {
  const slots = new RouteSlots<string>()
  for (let slot = 0; slot < count; slot++) slots.add(slot % 129, `first ${slot}`)
  return slots
}

function contents(slots: RouteSlots<string>): readonly (string | undefined)[] {
  return slots.saved().values
}

test('numbers are given out from 0, and again when their routes are gone', (t) => {
  const slots = filled(many)
  t.is(slots.next, many)
  t.is(slots.remove(1030), 'first 1030')
  t.is(slots.next, 1030)
  t.is(slots.add(77, 'second'), 1030)
  t.is(slots.value(1030), 'second')
  t.is(slots.length(1030), 77)
  t.is(slots.length(1029), 1029 % 129)
  t.is(slots.next, many)
})

test('a number that no route has is refused', (t) => {
  const slots = filled(many)
  slots.remove(5)
  for (const slot of [5, many, 4 * many, -1, 1.5, 2 ** 32 + 1, Number.NaN]) {
    t.throws(() => slots.value(slot), { instanceOf: RangeError, message: `no route has the number ${slot}` })
    t.throws(() => slots.replace(slot, 'x'), { instanceOf: RangeError })
    t.throws(() => slots.remove(slot), { instanceOf: RangeError })
  }
})

test('what was saved is taken up again, free numbers included', (t) => {
  const slots = filled(many)
  slots.remove(2048)
  const { values, lengths } = slots.saved()
  const again = new RouteSlots<string>()
  again.restore(values, lengths)
  t.deepEqual(contents(again), contents(slots))
  t.is(again.length(2047), 2047 % 129)
  t.is(again.next, 2048)
})

interface Change {
  readonly table: number
  readonly kind: 'add' | 'replace' | 'remove' | 'clone'
  readonly slot: number
}

interface Pair {
  readonly slots: RouteSlots<string>
  /** What it should hold. */
  readonly twin: (string | undefined)[]
}

const anyChange: fc.Arbitrary<Change> = fc.record({
  table: fc.nat(3),
  kind: fc.constantFrom('add', 'replace', 'remove', 'clone'),
  slot: fc.nat(many - 1),
})

/** The clone, where the change is to make one. */
function play({ slots, twin }: Pair, { kind, slot }: Change, value: string): Pair[] {
  if (kind === 'clone') return [{ slots: slots.clone(), twin: [...twin] }]
  if (kind === 'add') twin[slots.add(1, value)] = value
  else if (twin[slot] !== undefined) {
    const removes = kind === 'remove'
    assert.equal(removes ? slots.remove(slot) : slots.replace(slot, value), twin[slot])
    twin[slot] = removes ? undefined : value
  }
  return []
}

test('after any history each of a table and its clones has what was done to it', (t) => {
  const property = fc.property(fc.array(anyChange, { maxLength: 40 }), (changes) => {
    const slots = filled(many)
    const pairs: Pair[] = [{ slots, twin: [...contents(slots)] }]
    for (const [step, change] of changes.entries()) {
      const chosen = pairs[change.table % pairs.length]
      assert.ok(chosen)
      pairs.push(...play(chosen, change, `step ${step}`))
    }
    for (const pair of pairs) assert.deepEqual(contents(pair.slots), pair.twin)
  })
  t.notThrows(() => fc.assert(property, { numRuns: 200 }))
})
