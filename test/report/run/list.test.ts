import test from 'ava'
import { plain } from '../../../src/report/palette.ts'
import { formatListEntry, type ListOptions } from '../../../src/report/run/list.ts'
import type { RanScenario } from '../../../src/report/run/run-report.ts'
import { formatSummary } from '../../../src/report/run/summary.ts'
import { wrap } from '../../../src/report/wrap.ts'
import type { RunResult } from '../../../src/scenario/result/run-result.ts'
import { expectation, failedExpectation, flow, runResult } from '../../support/run-result.ts'

const options: ListOptions = { palette: plain, columns: 100, story: false, detail: 'normal' }

const margin = expectation({
  text: 'route 10.1.0.0/16 at vnet-weu via secondary; eventually within 185s after cut',
  measured: 'after 180.2 s',
  margin: '4.8 s of 185 s',
})

function ran(difference: Partial<RunResult> = {}): RanScenario {
  return { kind: 'ran', result: runResult(difference), wallMilliseconds: 41 }
}

test('each expectation has a line: its mark, its words, what was measured, and the margin', (t) => {
  const text = formatListEntry(ran({ expectations: [expectation(), margin] }), options)
  t.is(
    text,
    [
      ' scenarios/a.yaml  The primary link is cut silently',
      '   ✓ all sessions are Established at steady                    4 of 4',
      '   ✓ route 10.1.0.0/16 at vnet-weu via secondary; eventually   after 180.2 s (margin 4.8 s of 185 s)',
      '     within 185s after cut',
      '',
    ].join('\n'),
  )
})

test('what failed says what was expected, where, why, and what to try', (t) => {
  t.deepEqual(
    formatListEntry(ran({ expectations: [failedExpectation] }), options)
      .split('\n')
      .slice(1),
    [
      '   ✗ flow web: worst outage at most 1s; after cut   outage 178.4 s (margin 177.4 s over)',
      '       expected  outage at most 1 s',
      '       at        scenarios/a.yaml:41:7',
      '       why       the hold timer of ce1 ran out at +191.604',
      '       try       bfd: true on the circuit',
      '',
    ],
  )
})

test('the story comes with its headlines and with what each flow lost', (t) => {
  const flows = [flow(), flow({ direction: 'return', lost: 0, availability: 1, outages: [] })]
  t.is(
    formatListEntry(ran({ flows }), { ...options, story: true }),
    [
      ' scenarios/a.yaml  The primary link is cut silently',
      '',
      '   A switch fails. Ports stay up.',
      '',
      '   +13.204 s  er-amsterdam.primary is cut, silently',
      '',
      '   web →   1,784 of 8,124 lost   78.04 %   178.4 s from +13.204, 46.9 % of five-tuples',
      '   web ←   nothing lost            100 %',
      '',
      '   ✓ all sessions are Established at steady   4 of 4',
      '',
    ].join('\n'),
  )
})

test('verbose adds the lines of the timeline that are no headlines', (t) => {
  const lines = formatListEntry(ran(), { ...options, detail: 'verbose' }).split('\n')
  t.deepEqual(lines.slice(1, 3), [
    '    +13.204 s  er-amsterdam.primary is cut, silently',
    '   +191.604 s  ce1 sends NOTIFICATION 4/0',
  ])
})

test('quiet shows nothing of what held', (t) => {
  const quiet = { ...options, detail: 'quiet' } as const
  t.is(formatListEntry(ran(), quiet), '')
  const text = formatListEntry(
    ran({ verdict: 'fail', expectations: [expectation(), failedExpectation] }),
    quiet,
  )
  t.false(text.includes('✓'))
  t.true(text.includes('✗'))
})

test('warnings are told with their place, assumptions counted unless asked for', (t) => {
  const warnings = [
    { rule: 'B8', text: 'the secondary link is not used', place: { line: 20, column: 5 }, assumption: false },
    { rule: 'M1', text: 'a latency of 2 ms', place: undefined, assumption: true },
  ]
  const last = (detail: 'normal' | 'verbose'): readonly string[] =>
    formatListEntry(ran({ warnings }), { ...options, detail })
      .split('\n')
      .slice(-3, -1)
  t.deepEqual(last('normal'), [
    '   ! B8: the secondary link is not used (scenarios/a.yaml:20:5)',
    '   1 model assumption (--verbose lists them)',
  ])
  t.is(last('verbose')[1], '   ! M1: a latency of 2 ms (model assumption)')
})

test('the room that is left of limits is a line, and every limit one where all is told', (t) => {
  const limits = [{ subject: 'er', counted: 'links to virtual networks', used: 9, limit: 10, rule: 'D2' }]
  const last = (detail: 'normal' | 'verbose'): string | undefined =>
    formatListEntry(ran({ limits }), { ...options, detail })
      .split('\n')
      .at(-2)
  t.is(last('normal'), '   room left: 1 of 10 links to virtual networks')
  t.is(last('verbose'), '   er: 9 of 10 links to virtual networks, 1 left (D2)')
})

test('what the file assumes otherwise than usual is told always, the rest counted unless asked for', (t) => {
  const assumptions = [
    { title: 'Packets take no time', setting: undefined },
    { title: 'Own AS', setting: { key: 'ownAsn', value: 'refused', usual: 'accepted' } },
    { title: 'BFD', setting: { key: 'bfdInterval', value: '300ms', usual: '300ms' } },
  ]
  const last = (detail: 'quiet' | 'normal' | 'verbose', count: number): readonly string[] =>
    formatListEntry(ran({ verdict: 'fail', assumptions }), { ...options, detail })
      .split('\n')
      .slice(-1 - count, -1)
  const settled = '   assumed: Own AS (ownAsn: refused, where accepted is usual)'
  t.deepEqual(last('normal', 2), [settled, '   2 model assumptions (--verbose lists them)'])
  t.deepEqual(last('verbose', 3), [
    '   assumed: Packets take no time',
    settled,
    '   assumed: BFD (bfdInterval: 300ms)',
  ])
  t.false(last('quiet', 3).join('\n').includes('assum'))
})

test('a file that is not valid says so', (t) => {
  const text = formatListEntry({ kind: 'invalid', file: 'b.yaml', issues: [] }, options)
  t.is(text, ' b.yaml\n   ✗ not run: the file is not valid\n')
})

for (const columns of [60, 80, 100]) {
  test(`no line is longer than ${columns} columns`, (t) => {
    const story = 'A switch between the provider and the primary MSEE fails, and nobody notices. '.repeat(5)
    const entry = ran({ story, verdict: 'fail', expectations: [expectation(), failedExpectation, margin] })
    const lines = formatListEntry(entry, { ...options, columns, story: true }).split('\n')
    t.deepEqual(
      lines.filter((line) => line.length > columns && !line.includes('of five-tuples')),
      [],
    )
  })
}

test('the summary counts, and ends with the command that shows the failures again', (t) => {
  const failed = ran({
    file: 'scenarios/b c.yaml',
    verdict: 'fail',
    expectations: [expectation(), failedExpectation],
  })
  t.is(
    formatSummary([ran(), failed], { files: ['scenarios'], flags: ['--until', '10m'] }, plain),
    [
      ' Scenarios  1 failed, 1 passed (2)    Expectations  1 failed, 2 passed (3)',
      ' Simulated  27 m 5 s in 0.082 s       Seed          1',
      ' Messages   1,040',
      " Rerun      vmsee run 'scenarios/b c.yaml' --seed 1 --until 10m",
      '',
    ].join('\n'),
  )
})

test('where all held, the rerun line is what was typed; a seed is in it only where there is one', (t) => {
  const text = formatSummary([ran(), ran({ seed: 7 })], { files: ['scenarios'], flags: [] }, plain)
  t.true(text.includes(' Seed          of each file\n'))
  t.true(text.endsWith(' Rerun      vmsee run scenarios\n'))
})

test('where nothing ran, the summary says none', (t) => {
  const text = formatSummary([], { files: ['.'], flags: [] }, plain)
  t.true(text.startsWith(' Scenarios  none'), text)
})

test('a word longer than the line keeps a line of its own', (t) => {
  t.deepEqual(wrap('a bcdefgh ij  kl', 5), ['a', 'bcdefgh', 'ij kl'])
  t.deepEqual(wrap('', 5), [])
})
