import test from 'ava'
import type { Contest } from '../../src/bench/contest.ts'
import { percentilesOf } from '../../src/bench/percentiles.ts'
import { type Instruments, timeContests } from '../../src/bench/stopwatch.ts'

/** A clock that only work moves on. */
function workClock(): Instruments & { readonly work: (milliseconds: number) => void } {
  let now = 0
  return {
    now: () => now,
    heldOctets: () => 0,
    work: (milliseconds) => {
      now += milliseconds
    },
  }
}

test('what a unit takes is what a run takes, divided by the units that this contender does', (t) => {
  const clock = workClock()
  const run =
    (milliseconds: number) =>
    (count: number): number => {
      clock.work(milliseconds * count)
      return 1
    }
  const contest: Contest = {
    name: 'work',
    unit: 'pieces',
    count: 10,
    contenders: [
      { name: 'quick', kind: 'ours', run: run(0.01) },
      { name: 'slow', count: 2, run: run(5) },
    ],
  }
  const told: string[] = []
  const measured = timeContests([contest], { rounds: 3, sampleMilliseconds: 8 }, clock, (done, total, name) =>
    told.push(`${done}/${total} ${name}`),
  )
  t.deepEqual(
    measured.map(({ contender, kind, nanoseconds }) => [contender, kind, Math.round(nanoseconds.median)]),
    [
      ['quick', 'ours', 10_000],
      ['slow', 'peer', 5_000_000],
    ],
  )
  t.is(told[0], '0/8 work')
  t.is(told.at(-1), '7/8 work')
})

test('a contender that gives another answer while it is timed is refused', (t) => {
  const clock = workClock()
  let runs = 0
  const run = (): number => {
    clock.work(10)
    return runs++ < 20 ? 1 : 2
  }
  const contest = { name: 'work', unit: 'pieces', count: 1, contenders: [{ name: 'fickle', run }] }
  t.throws(() => timeContests([contest], { rounds: 50, sampleMilliseconds: 8 }, clock, () => {}), {
    message: 'work: fickle gave 2 while it was timed, not 1',
  })
})

test('percentiles lie between the samples', (t) => {
  t.deepEqual(percentilesOf([5, 1, 3, 2, 4]), { p10: 1.4, p25: 2, median: 3, p75: 4, p90: 4.6 })
  t.deepEqual(percentilesOf([7]), { p10: 7, p25: 7, median: 7, p75: 7, p90: 7 })
  t.throws(() => percentilesOf([]))
})
