import Benchmark from 'benchmark'
import { type Contender, type Contest, checksumOf, countFor } from '../src/bench/contest.ts'
import { type Spread, spreadOf } from './spread.ts'

/*
 * The only file that knows the harness. benchmark.js is no longer maintained: another one takes its place here.
 * Its traps: work whose result nobody reads is compiled away, so every run's checksum goes to where it is checked;
 * with a `setup` it would compile the source of a case anew, so none has one.
 */

export interface Timing {
  readonly contender: string
  /** Units of the contest's work in a second. */
  readonly perSecond: Spread
}

/** Seconds that benchmark.js may spend on one contender in one round. */
const secondsEach = 0.3

/** Times every contender once a round, starting with another one each time, so that none has the quiet moments. */
export function timeContest(contest: Contest, rounds: number): readonly Timing[] {
  checksumOf(contest)
  const rates = new Map<Contender, number[]>(contest.contenders.map((contender) => [contender, []]))
  for (let round = 0; round < rounds; round++) {
    const first = round % contest.contenders.length
    const order = [...contest.contenders.slice(first), ...contest.contenders.slice(0, first)]
    for (const contender of order)
      rates.get(contender)?.push(countFor(contest, contender) * runsPerSecond(contest, contender))
  }
  return [...rates].map(([{ name }, found]) => ({ contender: name, perSecond: spreadOf(found) }))
}

function runsPerSecond(contest: Contest, contender: Contender): number {
  const { name, run } = contender
  const count = countFor(contest, contender)
  const checksum = run(count)
  let found = checksum
  const benchmark = new Benchmark({
    maxTime: secondsEach,
    minSamples: 3,
    fn: () => {
      found = run(count)
    },
  })
  benchmark.run()
  if (benchmark.error !== undefined) throw benchmark.error
  if (found !== checksum) throw new Error(`${name} gave ${found} while it was timed, not ${checksum}`)
  return benchmark.hz
}
