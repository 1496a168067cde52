import test from 'ava'
import { referenceName } from '../../src/bench/references.ts'
import type { BenchSection } from '../../src/bench/run-bench.ts'
import type { Measurement } from '../../src/bench/stopwatch.ts'
import { formatComparison } from '../../src/report/bench/comparison.ts'
import { formatBench } from '../../src/report/bench/format-bench.ts'
import { plain } from '../../src/report/palette.ts'

function measured(
  contest: string,
  contender: string,
  kind: Measurement['kind'],
  median: number,
): Measurement {
  const nanoseconds = { p10: median / 2, p25: median, median, p75: median, p90: median * 2 }
  return { contest, unit: contest === referenceName ? 'reads' : 'look-ups', contender, kind, nanoseconds }
}

function section(prefixes: number, times: number): BenchSection {
  return {
    family: 'ipv4',
    prefixes,
    digest: prefixes,
    depth: 20,
    memory: [
      { contender: 'vmsee', kind: 'ours', octetsPerPrefix: 20, octetsPerPrefixAfterChurn: 21 },
      { contender: 'Maps', kind: 'peer', octetsPerPrefix: 40, octetsPerPrefixAfterChurn: 41 },
    ],
    measurements: [
      measured('exact match', 'vmsee', 'ours', 25 * times),
      measured('exact match', 'load', 'ours', 20 * times),
      measured('exact match', 'Maps', 'peer', 1000 * times),
      measured(referenceName, 'memory', 'ceiling', 10),
    ],
  }
}

const run = {
  version: 1,
  program: { name: 'vmsee', version: '0.1.0', node: '20.20.2' },
  machine: '2 x something',
  seed: 1,
  rounds: 3,
  sections: [section(1000, 1), section(20_000, 2)],
} as const

const text = formatBench(run, { palette: plain, columns: 100 })

test('a table is named with the bits that the first step of its look-ups takes', (t) => {
  t.regex(text, /^IPv4, 1,000 prefixes, R = 20$/m)
})

test('a row has rate, percentiles, time, reads of memory and what others do; more of ours stands below', (t) => {
  t.regex(text, /^exact match +40\.0 M +20\.0 - 80\.0 M +25\.0 ns +2\.50 +1\.00 M$/m)
  t.regex(text, /^ {2}load +50\.0 M +25\.0 - 100 M +20\.0 ns +2\.00$/m)
  t.regex(text, /^octets a prefix +20\.0 +40\.0$/m)
  t.regex(text, /^ {2}after churn +21\.0 +41\.0$/m)
  t.true(text.includes('random 4-octet reads from 64 MiB: 100 M a second, 10.0 ns each'))
})

test('in the chart each contender is a letter, the quicker the further left', (t) => {
  const [, line = ''] = /^time each.*\n(exact match.*)$/m.exec(text) ?? []
  t.true(line.indexOf('v') < line.indexOf('M'), line)
  t.regex(text, /^v vmsee {3}l load {3}M Maps$/m)
})

test('how cost grows is drawn where there are several sizes', (t) => {
  t.regex(text, /^exact match +vmsee +25\.0 ns +50\.0 ns +x 2\.00 +▄█$/m)
  t.regex(text, /^ +Maps +1\.00 µs +2\.00 µs +x 2\.00 +▄█$/m)
  const [alone] = run.sections
  t.false(formatBench({ ...run, sections: [alone] }, { palette: plain, columns: 100 }).includes('grows'))
})

test('a comparison tells losses and gains, and counts the noise', (t) => {
  const row = { family: 'ipv4', prefixes: 1000, contest: 'churn', contender: 'vmsee', noise: 0.1 } as const
  const told = formatComparison(
    [
      { ...row, ratio: 1.5, verdict: 'loss' },
      { ...row, ratio: 1, verdict: 'noise' },
      { ...row, ratio: 0.5, verdict: 'gain' },
    ],
    plain,
  )
  t.deepEqual(told.split('\n'), [
    'loss  IPv4 1,000  churn  vmsee  x 1.50  noise x 1.10',
    'gain  IPv4 1,000  churn  vmsee  x 0.50  noise x 1.10',
    'against the baseline: 1 loss, 1 gain, 1 within the noise',
    '',
  ])
})
