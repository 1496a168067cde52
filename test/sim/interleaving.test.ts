import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { EventQueue } from '../../src/sim/event-queue.ts'
import { interleaving } from '../../src/sim/interleaving.ts'
import { scenario } from '../support/scenario-text.ts'

interface Named {
  readonly name: string
  readonly turn: number
}

function drained(order: number, events: readonly (readonly [number, Named])[]): readonly Named[] {
  const { rankOf } = interleaving(order)
  const queue = new EventQueue<Named>((at, { name }) => rankOf(at, name))
  for (const [at, event] of events) queue.schedule(at, event)
  const seen: Named[] = []
  for (let entry = queue.next(); entry !== undefined; entry = queue.next()) seen.push(entry.event)
  return seen
}

test('events keep their times, and those of one name their order, whatever the number', (t) => {
  const event = fc.tuple(fc.nat(3), fc.constantFrom('a', 'b', 'c'))
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.array(event, { maxLength: 30 }), (order, drawn) => {
        const events = drawn.map(([at, name], turn) => [at, { name, turn }] as const)
        const seen = drained(order, events)
        const timeOf = new Map(events.map(([at, { turn }]) => [turn, at]))
        const times = seen.map(({ turn }) => timeOf.get(turn))
        assert.deepEqual(
          times,
          times.toSorted((a = 0, b = 0) => a - b),
        )
        for (const at of [0, 1, 2, 3]) {
          for (const name of ['a', 'b', 'c']) {
            const own = seen.filter((one) => one.name === name && timeOf.get(one.turn) === at)
            assert.deepEqual(
              own,
              own.toSorted((a, b) => a.turn - b.turn),
            )
          }
        }
      }),
    ),
  )
})

test('every order of three comes up, and at another instant it is another', (t) => {
  const order = (number: number, at: number): string =>
    drained(
      number,
      ['a', 'b', 'c'].map((name, turn) => [at, { name, turn }] as const),
    )
      .map(({ name }) => name)
      .join('')
  const numbers = Array.from({ length: 60 }, (_, index) => index + 1)
  t.is(new Set(numbers.map((number) => order(number, 5))).size, 6)
  t.true(numbers.some((number) => order(number, 5) !== order(number, 6)))
  t.is(order(7, 5), order(7, 5))
})

test('a message takes at least as long as by itself, and at most twice', (t) => {
  const { delayOf } = interleaving(3)
  const delays = Array.from({ length: 200 }, (_, at) => delayOf(1000, at, 'ce1 er.primary'))
  t.true(delays.every((delay) => delay >= 1000 && delay < 2000 && Number.isInteger(delay)))
  t.true(Math.min(...delays) < 1050 && Math.max(...delays) > 1950)
  t.is(delayOf(0, 5, 'ce1 er.primary'), 0)
})

test('a run in another order is another run, and the same number gives the same one', (t) => {
  const flapping = scenario('timeline: [{ at: 20s, cut: er.primary, for: 30s }]')
  const story = (interleave: number | undefined): string =>
    JSON.stringify(runScenario({ ...flapping, interleave }).timeline)
  t.is(story(4), story(4))
  t.not(story(4), story(5))
  t.not(story(4), story(undefined))
})
