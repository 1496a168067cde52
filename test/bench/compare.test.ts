import test from 'ava'
import { compareRuns, withSecondLook } from '../../src/bench/compare.ts'
import { referenceName } from '../../src/bench/references.ts'
import type { BenchSection } from '../../src/bench/run-bench.ts'
import type { Measurement } from '../../src/bench/stopwatch.ts'

interface Difference {
  readonly median?: number
  readonly spread?: number
  readonly read?: number
  readonly octets?: number
  readonly digest?: number
}

function measurement(
  contest: string,
  kind: Measurement['kind'],
  median: number,
  spread: number,
): Measurement {
  const [low, high] = [median * (1 - spread), median * (1 + spread)]
  const nanoseconds = { p10: low, p25: low, median, p75: high, p90: high }
  return { contest, unit: 'look-ups', contender: kind === 'ours' ? 'vmsee' : 'other', kind, nanoseconds }
}

function section({
  median = 100,
  spread = 0.01,
  read = 10,
  octets = 20,
  digest = 1,
}: Difference = {}): BenchSection {
  return {
    family: 'ipv4',
    prefixes: 1000,
    digest,
    depth: 10,
    memory: [
      { contender: 'vmsee', kind: 'ours', octetsPerPrefix: octets, octetsPerPrefixAfterChurn: 20 },
      { contender: 'other', kind: 'peer', octetsPerPrefix: 50, octetsPerPrefixAfterChurn: 50 },
    ],
    measurements: [
      measurement('exact match', 'ours', median, spread),
      measurement('exact match', 'peer', 300, spread),
      measurement(referenceName, 'ceiling', read, 0.01),
    ],
  }
}

function verdicts(before: Difference, after: Difference): readonly string[] {
  return compareRuns([section(before)], [section(after)]).map(
    ({ contest, verdict }) => `${contest}: ${verdict}`,
  )
}

const same = ['exact match: noise', 'octets a prefix: noise', 'octets after churn: noise']

test('a run is no worse than itself, and others than ours are not judged', (t) => {
  t.deepEqual(verdicts({}, {}), same)
})

test('a difference within the spread of both runs is noise, and beyond it is none', (t) => {
  t.deepEqual(verdicts({ spread: 0.15 }, { median: 128, spread: 0.15 }), same)
  t.is(verdicts({}, { median: 128 })[0], 'exact match: loss')
  t.is(verdicts({ median: 128 }, {})[0], 'exact match: gain')
})

test('quiet samples do not make a small difference a loss', (t) => {
  t.deepEqual(verdicts({ spread: 0 }, { median: 109, spread: 0 }), same)
})

test('a machine that is half as fast at everything is no loss, and one that hides a loss does not', (t) => {
  t.deepEqual(verdicts({}, { median: 200, read: 20 }), same)
  t.is(verdicts({}, { median: 100, read: 5 })[0], 'exact match: loss')
})

test('memory that grows by more than a twentieth is a loss', (t) => {
  t.is(verdicts({}, { octets: 20.9 })[1], 'octets a prefix: noise')
  t.is(verdicts({}, { octets: 21.1 })[1], 'octets a prefix: loss')
  t.is(verdicts({}, { octets: 18 })[1], 'octets a prefix: gain')
})

test('other tables are not compared', (t) => {
  t.deepEqual(compareRuns([section()], [section({ digest: 2 })]), [])
})

test('a loss that does not show again was none, and one that does stays', (t) => {
  const first = compareRuns([section()], [section({ median: 150 })])
  const quiet = compareRuns([section()], [section({ median: 101 })])
  const worse = compareRuns([section()], [section({ median: 180 })])
  t.is(withSecondLook(first, quiet)[0]?.verdict, 'noise')
  t.is(withSecondLook(first, worse)[0]?.ratio, 1.5)
  t.is(withSecondLook(quiet, worse)[0]?.verdict, 'noise')
})
