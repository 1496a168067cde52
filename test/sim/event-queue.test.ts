import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { EventQueue } from '../../src/sim/event-queue.ts'

test('events come in order of time, and those of one instant as they were scheduled', (t) => {
  const queue = new EventQueue<string>()
  for (const [at, event] of [
    [5, 'c'],
    [1, 'a'],
    [5, 'd'],
    [1, 'b'],
  ] as const)
    queue.schedule(at, event)
  t.deepEqual(
    [...drain(queue)],
    [
      [1, 'a'],
      [1, 'b'],
      [5, 'c'],
      [5, 'd'],
    ],
  )
})

test('the clock moves to the event taken, and peeking does not move it', (t) => {
  const queue = new EventQueue<string>()
  queue.schedule(7, 'a')
  t.is(queue.peek(), 7)
  t.is(queue.now, 0)
  t.deepEqual(queue.next(), { at: 7, sequence: 0, event: 'a' })
  t.is(queue.now, 7)
  t.is(queue.peek(), undefined)
  t.is(queue.next(), undefined)
  t.is(queue.now, 7)
})

test('the clock can be let run up to the next event, and neither past it nor back', (t) => {
  const queue = new EventQueue<string>()
  queue.schedule(7, 'a')
  queue.waitUntil(5)
  t.is(queue.now, 5)
  t.throws(() => queue.waitUntil(4), { message: '4 is not the next instant' })
  t.throws(() => queue.waitUntil(8), { message: '8 is not the next instant' })
  queue.waitUntil(7)
  t.like(queue.next(), { at: 7, event: 'a' })
})

test('a cancelled event does not come, and cancelling what has come is without effect', (t) => {
  const queue = new EventQueue<string>()
  const first = queue.schedule(1, 'a')
  queue.cancel(queue.schedule(2, 'b'))
  queue.schedule(3, 'c')
  t.is(queue.next()?.event, 'a')
  queue.cancel(first)
  t.is(queue.size, 1)
  t.is(queue.peek(), 3)
  t.is(queue.next()?.event, 'c')
})

for (const { at, problem } of [
  { at: 9, problem: /before now/ },
  { at: 10.5, problem: /no whole number/ },
  { at: Number.NaN, problem: /no whole number/ },
]) {
  test(`an event at ${at} is refused when now is 10`, (t) => {
    const queue = new EventQueue<string>()
    queue.schedule(10, 'now')
    queue.next()
    t.throws(() => queue.schedule(at, 'wrong'), { message: problem })
    t.notThrows(() => queue.schedule(10, 'at once'))
  })
}

const operation = fc.oneof(
  fc.record({ kind: fc.constant('schedule'), value: fc.nat(5) }),
  fc.record({ kind: fc.constant('cancel'), value: fc.nat(20) }),
  fc.record({ kind: fc.constant('next'), value: fc.constant(0) }),
)

test('after any history the queue gives what a sorted list gives', (t) => {
  t.notThrows(() => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (history) => {
        const queue = new EventQueue<number>()
        let twin: { at: number; sequence: number; event: number }[] = []
        for (const [index, { kind, value }] of history.entries()) {
          if (kind === 'schedule') {
            const at = queue.now + value
            twin.push({ at, sequence: queue.schedule(at, index), event: index })
          } else if (kind === 'cancel') {
            queue.cancel(value)
            twin = twin.filter(({ sequence }) => sequence !== value)
          } else {
            twin.sort((a, b) => a.at - b.at || a.sequence - b.sequence)
            assert.equal(queue.peek(), twin[0]?.at)
            assert.deepEqual(queue.next(), twin.shift())
          }
          assert.equal(queue.size, twin.length)
        }
      }),
    )
  })
})

function* drain<Event>(queue: EventQueue<Event>): Iterable<[number, Event]> {
  for (let entry = queue.next(); entry !== undefined; entry = queue.next()) yield [entry.at, entry.event]
}
