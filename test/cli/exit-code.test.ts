import test from 'ava'
import { type ExitCode, exitCodeOf, mostUrgent } from '../../src/cli/exit-code.ts'
import type { ScenarioEntry } from '../../src/report/run/run-report.ts'
import type { Verdict } from '../../src/scenario/result/run-result.ts'
import { expectation, runResult } from '../support/run-result.ts'

const lenient = { strict: false, passWithNoExpectations: false }
const invalid: ScenarioEntry = { kind: 'invalid', file: 'x', issues: [] }
const warning = { rule: 'B8', text: 'x', place: { line: 1, column: 1 }, assumption: false }

function ran(verdicts: readonly Verdict[], warned: boolean = false): ScenarioEntry {
  const expectations = verdicts.map((verdict) => expectation({ verdict }))
  return {
    kind: 'ran',
    result: runResult({ expectations, warnings: warned ? [warning] : [] }),
    wallMilliseconds: 1,
  }
}

const cases: readonly {
  readonly what: string
  readonly entries: readonly ScenarioEntry[]
  readonly strictness?: Partial<typeof lenient>
  readonly code: ExitCode
}[] = [
  { what: 'every expectation held', entries: [ran(['pass', 'pass']), ran(['pass'])], code: 0 },
  { what: 'one failed', entries: [ran(['pass']), ran(['fail', 'inconclusive'])], code: 1 },
  { what: 'a file is not valid, and another failed', entries: [ran(['fail']), invalid], code: 2 },
  { what: 'one was inconclusive', entries: [ran(['pass', 'inconclusive'])], code: 3 },
  { what: 'nothing was expected', entries: [ran([])], code: 3 },
  { what: 'there was no file', entries: [], code: 3 },
  {
    what: 'nothing was expected, which is allowed',
    entries: [ran([])],
    strictness: { passWithNoExpectations: true },
    code: 0,
  },
  { what: 'one file expects nothing, another does', entries: [ran([]), ran(['pass'])], code: 0 },
  { what: 'there is a warning', entries: [ran(['pass'], true)], code: 0 },
  {
    what: 'there is a warning, and strictness',
    entries: [ran(['pass'], true)],
    strictness: { strict: true },
    code: 3,
  },
  {
    what: 'one failed, with strictness and a warning',
    entries: [ran(['fail'], true)],
    strictness: { strict: true },
    code: 1,
  },
]

for (const { what, entries, strictness, code } of cases) {
  test(`the code is ${code} where ${what}`, (t) =>
    t.is(exitCodeOf(entries, { ...lenient, ...strictness }), code))
}

test('of several codes the most urgent is told', (t) => {
  const order: readonly ExitCode[] = [70, 130, 124, 2, 1, 3, 0]
  for (const [index, code] of order.entries()) t.is(mostUrgent(order.slice(index).toReversed()), code)
})
