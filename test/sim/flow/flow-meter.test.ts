import test from 'ava'
import { FlowMeter, type PathChange } from '../../../src/sim/flow/flow-meter.ts'
import type { Walk } from '../../../src/sim/forwarding/walk.ts'

const left: Walk = { outcome: 'ACCEPTED', hops: ['s', 'left', 't'], loss: 0, sent: [] }
const right: Walk = { outcome: 'ACCEPTED', hops: ['s', 'right', 't'], loss: 0, sent: [] }
const lost: Walk = { outcome: 'NEIGHBOR_UNREACHABLE', hops: ['s'], loss: 0, sent: [] }

function change(tuples: number, { hops, outcome }: Walk): PathChange {
  return { tuples, hops, outcome }
}

/** Each step observed one microsecond after the other. */
const steps: readonly { name: string; walks: readonly (readonly Walk[])[]; last: readonly PathChange[] }[] = [
  {
    name: 'at first every way is new',
    walks: [[left, right, left]],
    last: [change(2, left), change(1, right)],
  },
  {
    name: 'the same again is no change',
    walks: [
      [left, right],
      [left, right],
    ],
    last: [],
  },
  {
    name: 'ways are reported with all that are on them now, and with 0 where nobody is',
    walks: [
      [left, right, left],
      [left, left, lost],
    ],
    last: [change(0, right), change(2, left), change(1, lost)],
  },
  {
    name: 'a way that some leave is reported too',
    walks: [
      [left, left, lost],
      [left, lost, lost],
    ],
    last: [change(1, left), change(2, lost)],
  },
  {
    name: 'tuples that change places are on new ways',
    walks: [
      [left, right],
      [right, left],
    ],
    last: [change(1, left), change(1, right)],
  },
  { name: 'loss on the same way is no other way', walks: [[left], [{ ...left, loss: 0.1 }]], last: [] },
]

for (const { name, walks, last } of steps) {
  test(name, (t) => {
    const meter = new FlowMeter(walks[0]?.length ?? 0, 10)
    const changes = walks.map((now, at) => meter.observe(at, now))
    t.deepEqual(changes.at(-1), last)
  })
}

test('a flow starts when all its tuples are delivered at once', (t) => {
  const meter = new FlowMeter(2, 10)
  meter.observe(100, [left, lost])
  meter.observe(200, [lost, right])
  meter.observe(300, [left, right])
  const { start, started } = meter.finish(1000)
  t.deepEqual([start, started], [300, true])
})

test('a flow that is never whole counts from 0', (t) => {
  const meter = new FlowMeter(2, 10)
  meter.observe(100, [left, lost])
  const { start, started, periods } = meter.finish(1000)
  t.deepEqual([start, started], [0, false])
  t.deepEqual(
    periods.map(({ from, to, walks }) => [from, to, ...walks.map(({ outcome }) => outcome)]),
    [
      [0, 100, 'NO_ROUTE', 'NO_ROUTE'],
      [100, 1000, 'ACCEPTED', 'NEIGHBOR_UNREACHABLE'],
    ],
  )
})

test('of two observations at one instant the second counts, and one that lasts no time starts nothing', (t) => {
  const meter = new FlowMeter(1, 10)
  meter.observe(5, [left])
  meter.observe(5, [lost])
  meter.observe(9, [right])
  const { start, periods } = meter.finish(20)
  t.is(start, 9)
  t.deepEqual(
    periods.map(({ from, to }) => [from, to]),
    [
      [0, 5],
      [5, 9],
      [9, 20],
    ],
  )
})

test('a record may be taken on the way', (t) => {
  const meter = new FlowMeter(1, 10)
  meter.observe(5, [left])
  t.is(meter.finish(10).periods.length, 2)
  meter.observe(20, [lost])
  t.is(meter.finish(30).periods.length, 3)
})

const bugs: readonly { why: string; make: () => unknown; message: RegExp }[] = [
  { why: 'a flow of nothing', make: () => new FlowMeter(0, 1), message: /at least one/ },
  { why: 'a flow without probes', make: () => new FlowMeter(1, 0), message: /0 probes/ },
  { why: 'a walk too few', make: () => new FlowMeter(2, 1).observe(0, [left]), message: /1 walks for 2/ },
  {
    why: 'going back in time',
    make: () => {
      const meter = new FlowMeter(1, 1)
      meter.observe(5, [left])
      meter.observe(4, [left])
    },
    message: /observed at 4 after 5/,
  },
]

for (const { why, make, message } of bugs) {
  test(`${why} is a bug`, (t) => {
    t.throws(make, { message })
  })
}
