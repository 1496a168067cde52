import junitReportBuilder, { type Builder, type TestSuite } from 'junit-report-builder'
import type { ExpectationResult, WarningResult } from '../../scenario/result/run-result.ts'
import type { InvalidScenario, RanScenario, ScenarioEntry } from './run-report.ts'

/** JUnit XML: a suite for each file, a case for each expectation; well-formed where there is none, too. */
export function formatJunit(entries: readonly ScenarioEntry[]): string {
  const report = newBuilder(junitReportBuilder).name('vmsee')
  for (const entry of entries) {
    const suite = report.testSuite()
    if (entry.kind === 'ran') addExpectations(suite, entry)
    else addIssues(suite, entry)
  }
  return report.build()
}

function addIssues(suite: TestSuite, { file, issues }: InvalidScenario): void {
  const lines = issues.map(({ line, column, level, message, rule }) => {
    return `${file}:${line}:${column} ${level} ${message} [${rule}]`
  })
  const refused = suite.name(file).testCase().className(file).name('the file is valid')
  refused.error('the file is not valid', 'invalid', lines.join('\n'))
}

function addExpectations(suite: TestSuite, { result, wallMilliseconds }: RanScenario): void {
  suite.name(result.file).time(wallMilliseconds / 1000)
  suite.property('title', result.title).property('seed', String(result.seed))
  for (const warning of result.warnings) suite.property('warning', warningText(result.file, warning))
  for (const { title, setting } of result.assumptions)
    suite.property(
      'assumption',
      setting === undefined ? title : `${title} (${setting.key}: ${setting.value})`,
    )
  for (const expectation of result.expectations) {
    const testCase = suite.testCase()
    testCase.className(result.file).name(expectation.text).file(result.file)
    if (expectation.verdict === 'fail') testCase.failure(details(result.file, expectation), 'fail')
    // Not a failure of the network: its check could not be made, which JUnit calls an error.
    if (expectation.verdict === 'inconclusive')
      testCase.error(details(result.file, expectation), 'inconclusive')
  }
}

function warningText(file: string, { rule, text, place }: WarningResult): string {
  const where = place === undefined ? file : `${file}:${place.line}:${place.column}`
  return `${where} ${rule === undefined ? text : `${text} [${rule}]`}`
}

function details(file: string, expectation: ExpectationResult): string {
  const { measured, expected, because, why, line, column } = expectation
  const parts = [measured, `expected ${expected} (${file}:${line}:${column})`, because, why, expectation.try]
  return parts.filter((part) => part !== undefined).join('; ')
}

// The package is CommonJS: its types put the builder on `default`, at run time it is the import itself.
function newBuilder(imported: Builder | { readonly default: Builder }): Builder {
  return 'default' in imported ? imported.default.newBuilder() : imported.newBuilder()
}
