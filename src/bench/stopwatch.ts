import { type Contender, type ContenderKind, type Contest, checksumOf, countFor } from './contest.ts'
import { type Percentiles, percentilesOf } from './percentiles.ts'

/** What is outside of the program and is measured with. */
export interface Instruments {
  /** Milliseconds since whenever. */
  readonly now: () => number
  /** Octets that the program holds once everything is gone that nobody needs. */
  readonly heldOctets: () => number
}

/** How long one contender takes for one unit of the work. */
export interface Measurement {
  readonly contest: string
  /** In the plural. */
  readonly unit: string
  readonly contender: string
  readonly kind: ContenderKind
  readonly nanoseconds: Percentiles
}

/** Told before each sample that is taken. */
export type OnSample = (done: number, total: number, contest: string) => void

/** A contender once it is warm. */
interface Runner {
  readonly contest: Contest
  readonly contender: Contender
  readonly checksum: number
  /** Runs in one sample, so that it is long beside a tick of the clock. */
  readonly runs: number
  readonly nanoseconds: number[]
}

/** How many samples are taken of each contender, and how long one lasts at least. */
export interface Effort {
  readonly rounds: number
  readonly sampleMilliseconds: number
}

/** How many samples' time a contender runs before it is timed: code is compiled while it runs. */
const warmSamples = 3

/**
 * Times all contests, one sample of every contender a round, so that what else the machine does falls on all of
 * them alike; each round begins with another one. Whoever gives another checksum while it is timed is not timed.
 */
export function timeContests(
  contests: readonly Contest[],
  effort: Effort,
  { now }: Instruments,
  onSample: OnSample,
): readonly Measurement[] {
  const { rounds, sampleMilliseconds } = effort
  const total = (rounds + 1) * contests.reduce((sum, { contenders }) => sum + contenders.length, 0)
  let done = 0
  const tell = ({ name }: Contest): void => onSample(done++, total, name)
  const runners = contests.flatMap((contest) => {
    checksumOf(contest)
    return contest.contenders.map((contender) => {
      tell(contest)
      return warmed(contest, contender, sampleMilliseconds, now)
    })
  })
  for (let round = 0; round < rounds; round++) {
    const first = Math.floor((round * runners.length) / rounds)
    for (const runner of [...runners.slice(first), ...runners.slice(0, first)]) {
      tell(runner.contest)
      runner.nanoseconds.push(sample(runner, now))
    }
  }
  return runners.map(({ contest, contender, nanoseconds }) => ({
    contest: contest.name,
    unit: contest.unit,
    contender: contender.name,
    kind: contender.kind ?? 'peer',
    nanoseconds: percentilesOf(nanoseconds),
  }))
}

function warmed(
  contest: Contest,
  contender: Contender,
  sampleMilliseconds: number,
  now: Instruments['now'],
): Runner {
  const count = countFor(contest, contender)
  const begin = now()
  let checksum = contender.run(count)
  let last = now() - begin
  for (let start = now(); start - begin < warmSamples * sampleMilliseconds; start += last) {
    checksum = contender.run(count)
    last = Math.max(0.001, now() - start)
  }
  const runs = Math.min(100_000, Math.max(1, Math.ceil(sampleMilliseconds / last)))
  return { contest, contender, checksum, runs, nanoseconds: [] }
}

/** Nanoseconds for one unit of the work. */
function sample({ contest, contender, checksum, runs }: Runner, now: Instruments['now']): number {
  const count = countFor(contest, contender)
  const begin = now()
  for (let run = 0; run < runs; run++) {
    const found = contender.run(count)
    if (found === checksum) continue
    throw new Error(`${contest.name}: ${contender.name} gave ${found} while it was timed, not ${checksum}`)
  }
  return (1e6 * (now() - begin)) / (runs * count)
}
