import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import type { FlowOutcome } from '../../../src/sim/flow/flow.ts'
import { type FlowMeasure, measureFlow } from '../../../src/sim/flow/flow-measure.ts'
import { FlowMeter, type FlowRecord } from '../../../src/sim/flow/flow-meter.ts'
import { probeLeaves } from '../../../src/sim/flow/flow-probes.ts'
import type { Walk } from '../../../src/sim/forwarding/walk.ts'

const left: Walk = { outcome: 'ACCEPTED', hops: ['s', 'left', 't'], loss: 0, sent: [] }
const right: Walk = { outcome: 'ACCEPTED', hops: ['s', 'right', 't'], loss: 0, sent: [] }
const silent: Walk = { outcome: 'NEIGHBOR_UNREACHABLE', hops: ['s'], loss: 0, sent: [] }
const routeless: Walk = { outcome: 'NO_ROUTE', hops: ['s', 'left'], loss: 0, sent: [] }
const lossy: Walk = { ...left, loss: 0.25 }

/** Observations as [instant in seconds, one walk for each tuple]. */
type Observation = readonly [number, readonly Walk[]]

function recordOf(observations: readonly Observation[], end: number, probesPerSecond = 10): FlowRecord {
  const meter = new FlowMeter(observations[0]?.[1].length ?? 0, probesPerSecond)
  for (const [seconds, walks] of observations) meter.observe(micros(seconds), walks)
  return meter.finish(micros(end))
}

function micros(seconds: number): number {
  return Math.round(seconds * 1e6)
}

/** Two tuples each way; the left way is cut silently at 13.204113 s and given up at 191.6 s. */
const cut = recordOf(
  [
    [3.204113, [left, right, left, right]],
    [13.204113, [silent, right, silent, right]],
    [191.6, [right, right, right, right]],
  ],
  815.604113,
)

test('a silent cut is one outage of half the flow, to the microsecond', (t) => {
  const { outages, worstOutage, affected, sent, lost, lostBy, availability } = measureFlow(cut)
  t.deepEqual(outages, [
    {
      from: 13_204_113,
      to: 191_600_000,
      worst: 178_395_887,
      affected: 0.5,
      outcome: 'NEIGHBOR_UNREACHABLE',
    },
  ])
  t.is(worstOutage, 178_395_887)
  t.is(affected, 0.5)
  // 812.4 s of ten probes a second; of the 1784 in the outage, those of tuples 0 and 2.
  t.is(sent, 8124)
  t.is(lost, 892)
  t.deepEqual([...lostBy], [['NEIGHBOR_UNREACHABLE', 892]])
  t.is(availability, (8124 - 892) / 8124)
})

test('the paths tell when how many tuples went where', (t) => {
  t.deepEqual(
    measureFlow(cut).paths.map(({ from, to, hops, tuples }) => [from, to, hops.join(' '), tuples]),
    [
      [3_204_113, 13_204_113, 's left t', 2],
      [3_204_113, 191_600_000, 's right t', 2],
      [13_204_113, 191_600_000, 's', 2],
      [191_600_000, 815_604_113, 's right t', 4],
    ],
  )
})

const windows: readonly {
  name: string
  window: readonly [number, number]
  expected: Partial<FlowMeasure>
}[] = [
  {
    name: 'before the cut',
    window: [4, 13],
    expected: { sent: 90, lost: 0, availability: 1, affected: 0, worstOutage: 0 },
  },
  {
    name: 'in the middle of the outage it is clipped',
    window: [100, 110],
    expected: { sent: 100, lost: 50, availability: 0.5, affected: 0.5, worstOutage: 10_000_000 },
  },
  { name: 'across its end', window: [191, 192], expected: { affected: 0.5, worstOutage: 600_000 } },
  { name: 'from the instant of its end', window: [191.6, 300], expected: { affected: 0, worstOutage: 0 } },
  {
    name: 'before the flow starts there is nothing',
    window: [0, 3],
    expected: { sent: 0, availability: undefined },
  },
  { name: 'past the end of the run', window: [815, 900], expected: { sent: 6, to: 815_604_113 } },
]

for (const { name, window, expected } of windows) {
  test(`a window ${name}`, (t) => {
    const [from, to] = window
    t.like(measureFlow(cut, { from: micros(from), to: micros(to) }), expected)
  })
}

interface Story {
  readonly name: string
  readonly observations: readonly Observation[]
  readonly expected: Partial<FlowMeasure>
}

const stories: readonly Story[] = [
  {
    name: 'two failures one after the other are one outage, named after the longer',
    observations: [
      [0, [left]],
      [1, [silent]],
      [2, [routeless]],
      [5, [right]],
    ],
    expected: {
      outages: [{ from: 1e6, to: 5e6, worst: 4e6, affected: 1, outcome: 'NO_ROUTE' }],
    },
  },
  {
    name: 'outages of two tuples that touch are one outage, and its worst is the longer of the two',
    observations: [
      [0, [left, right]],
      [1, [silent, right]],
      [2, [left, silent]],
      [5, [left, right]],
    ],
    expected: {
      worstOutage: 3e6,
      affected: 1,
      outages: [{ from: 1e6, to: 5e6, worst: 3e6, affected: 1, outcome: 'NEIGHBOR_UNREACHABLE' }],
    },
  },
  {
    name: 'outages with a pause between them are two',
    observations: [
      [0, [left]],
      [1, [silent]],
      [2, [left]],
      [2.000001, [silent]],
      [3, [left]],
    ],
    expected: {
      outages: [
        { from: 1e6, to: 2e6, worst: 1e6, affected: 1, outcome: 'NEIGHBOR_UNREACHABLE' },
        { from: 2_000_001, to: 3e6, worst: 999_999, affected: 1, outcome: 'NEIGHBOR_UNREACHABLE' },
      ],
    },
  },
  {
    name: 'a lossy way is no outage, but costs its share of the probes',
    observations: [
      [0, [left, right]],
      [2, [lossy, right]],
      [6, [left, right]],
    ],
    expected: {
      outages: [],
      worstOutage: 0,
      affected: 0.5,
      sent: 100,
      lost: 5,
      lostBy: new Map<FlowOutcome, number>([['DROPPED_LOSS', 5]]),
    },
  },
  {
    name: 'a flow that is never delivered is one outage from 0',
    observations: [[0, [silent, silent]]],
    expected: {
      sent: 100,
      lost: 100,
      availability: 0,
      outages: [{ from: 0, to: 10e6, worst: 10e6, affected: 1, outcome: 'NEIGHBOR_UNREACHABLE' }],
    },
  },
]

for (const { name, observations, expected } of stories) {
  test(name, (t) => {
    t.like(measureFlow(recordOf(observations, 10)), expected)
  })
}

test('three probes a second leave on whole microseconds, and the tenth second has three too', (t) => {
  const record = recordOf([[0, [left]]], 100, 3)
  t.deepEqual(
    [0, 1, 2, 3].map((probe) => probeLeaves(record, probe)),
    [0, 333_333, 666_666, 1_000_000],
  )
  t.is(measureFlow(record, { from: 9e6, to: 10e6 }).sent, 3)
  t.is(measureFlow(record, { from: 333_333, to: 333_334 }).sent, 1)
  t.is(measureFlow(record, { from: 333_334, to: 666_666 }).sent, 0)
})

test('a probe that leaves at the first instant of a window is in it, wherever its product is rounded', (t) => {
  const record = recordOf([[0, [left]]], 100)
  // 1.1 * 10 is 11.000000000000002.
  t.is(measureFlow(record, { from: 1_100_000, to: 1_100_001 }).sent, 1)
  t.is(measureFlow(record, { from: 1_100_001, to: 1_200_000 }).sent, 0)
})

// Small ranges, in which every probe and every microsecond can be looked at one by one.
const walkArbitrary = fc.constantFrom(left, left, right, silent, routeless)

const recordArbitrary: fc.Arbitrary<FlowRecord> = fc
  .integer({ min: 1, max: 5 })
  .chain((tuples) =>
    fc.tuple(
      fc.array(
        fc.tuple(
          fc.integer({ min: 0, max: 20 }),
          fc.array(walkArbitrary, { minLength: tuples, maxLength: tuples }),
        ),
      ),
      fc.constantFrom(1, 3, 7, 30_000, 70_000, 333_333, 999_999, 2_500_000),
      fc.constant(tuples),
    ),
  )
  .map(([steps, rate, tuples]) => {
    const meter = new FlowMeter(tuples, rate)
    let at = 0
    for (const [pause, walks] of steps) {
      at += pause
      meter.observe(at, walks)
    }
    return meter.finish(at + 5)
  })

const windowArbitrary = fc
  .tuple(fc.nat(150), fc.nat(150))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))

test('probes sent and lost are those counted one by one', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(recordArbitrary, windowArbitrary, (record, window) => {
        const measure = measureFlow(record, window)
        const slow = probesOneByOne(
          record,
          Math.max(record.start, window.from),
          Math.min(record.end, window.to),
        )
        assert.equal(measure.sent, slow.sent)
        assert.deepEqual(sorted(measure.lostBy), sorted(slow.lostBy))
        assert.equal(measure.lost, slow.lost)
      }),
    ),
  )
})

test('outages and shares are those seen microsecond by microsecond', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(recordArbitrary, windowArbitrary, (record, window) => {
        const measure = measureFlow(record, window)
        const [from, to] = [Math.max(record.start, window.from), Math.min(record.end, window.to)]
        const runs = Array.from({ length: record.tuples }, (_, tuple) =>
          runsOf(from, to, (at) => walkAt(record, at, tuple).outcome !== 'ACCEPTED'),
        )
        assert.deepEqual(
          measure.outagesOfTuples.map((outages) => outages.map((outage) => [outage.from, outage.to])),
          runs,
        )
        assert.equal(measure.worstOutage, Math.max(0, ...runs.flat().map(([a, b]) => b - a)))
        assert.equal(measure.affected, runs.filter((own) => own.length > 0).length / record.tuples)
      }),
    ),
  )
})

test('the paths are those seen microsecond by microsecond', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(recordArbitrary, (record) => {
        const { paths } = measureFlow(record)
        for (const sample of [left, right, silent, routeless]) {
          const own = paths.filter(({ hops }) => hops.join() === sample.hops.join())
          for (let at = record.start; at < record.end; at++) {
            const tuples = walksAt(record, at).filter(({ hops }) => hops === sample.hops).length
            const now = own.filter(({ from, to }) => from <= at && at < to)
            assert.deepEqual(
              now.map((path) => path.tuples),
              tuples === 0 ? [] : [tuples],
            )
          }
          assert.ok(
            own.every(
              (path, index) => own[index + 1]?.from !== path.to || own[index + 1]?.tuples !== path.tuples,
            ),
          )
        }
      }),
    ),
  )
})

function probesOneByOne(
  record: FlowRecord,
  from: number,
  to: number,
): Pick<FlowMeasure, 'sent' | 'lost' | 'lostBy'> {
  const lostBy = new Map<FlowOutcome, number>()
  let [sent, lost] = [0, 0]
  for (let probe = 0; probeLeaves(record, probe) < to; probe++) {
    const at = probeLeaves(record, probe)
    if (at < from) continue
    sent++
    const { outcome } = walkAt(record, at, probe % record.tuples)
    if (outcome === 'ACCEPTED') continue
    lost++
    lostBy.set(outcome, (lostBy.get(outcome) ?? 0) + 1)
  }
  return { sent, lost, lostBy }
}

function runsOf(from: number, to: number, isOut: (at: number) => boolean): [number, number][] {
  const runs: [number, number][] = []
  for (let at = from; at < to; at++) {
    if (!isOut(at)) continue
    const last = runs.at(-1)
    if (last?.[1] === at) last[1] = at + 1
    else runs.push([at, at + 1])
  }
  return runs
}

function walksAt(record: FlowRecord, at: number): readonly Walk[] {
  const period = record.periods.find(({ from, to }) => from <= at && at < to)
  if (period === undefined) throw new Error(`no period holds ${at}`)
  return period.walks
}

function walkAt(record: FlowRecord, at: number, tuple: number): Walk {
  const walk = walksAt(record, at)[tuple]
  if (walk === undefined) throw new Error(`no tuple ${tuple}`)
  return walk
}

function sorted(lostBy: ReadonlyMap<FlowOutcome, number>): readonly (readonly [FlowOutcome, number])[] {
  return [...lostBy].sort(([a], [b]) => (a < b ? -1 : 1))
}
