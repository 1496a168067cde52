import type { ExpectationResult } from '../../scenario/result/run-result.ts'
import { countOf, formatCount, formatSpan } from '../quantity.ts'
import { fileOf, type RanScenario, type ScenarioEntry, verdictOf } from './run-report.ts'

/** GitHub's workflow commands, one for each expectation that did not hold, each finding of a rule and each issue of a file. */
export function formatAnnotations(entries: readonly ScenarioEntry[]): string {
  return entries.flatMap(annotationsOf).join('')
}

function annotationsOf(entry: ScenarioEntry): readonly string[] {
  if (entry.kind === 'invalid') {
    return entry.issues.map(({ level, line, column, rule, message, hint }) => {
      const text = hint === undefined ? message : `${message}\n${hint}`
      return annotation(commandOf[level], { file: entry.file, line, col: column, title: rule }, text)
    })
  }
  return [...expectationAnnotations(entry.result), ...warningAnnotations(entry.result)]
}

function expectationAnnotations({ file, expectations }: RanScenario['result']): readonly string[] {
  return expectations
    .filter(({ verdict }) => verdict !== 'pass')
    .map((expectation) => {
      const { line, column, text, verdict } = expectation
      const title = verdict === 'fail' ? text : `inconclusive: ${text}`
      return annotation(
        verdict === 'fail' ? 'error' : 'warning',
        { file, line, col: column, title },
        reasons(expectation),
      )
    })
}

function warningAnnotations({ file, warnings }: RanScenario['result']): readonly string[] {
  return warnings
    .filter(({ assumption }) => !assumption)
    .map(({ rule, text, place }) =>
      annotation(
        'warning',
        {
          file,
          ...(place === undefined ? {} : { line: place.line, col: place.column }),
          ...(rule === undefined ? {} : { title: rule }),
        },
        text,
      ),
    )
}

const commandOf = { error: 'error', warning: 'warning', info: 'notice' } as const

function reasons({ measured, expected, because, try: remedy }: ExpectationResult): string {
  return [
    `measured ${measured}`,
    `expected ${expected}`,
    because,
    remedy === undefined ? undefined : `try ${remedy}`,
  ]
    .filter((line) => line !== undefined)
    .join('\n')
}

function annotation(
  command: string,
  properties: Readonly<Record<string, string | number>>,
  text: string,
): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`)
  return `::${command} ${written.join(',')}::${escaped(text)}\n`
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

const verdictCells = {
  pass: 'pass',
  fail: '**fail**',
  inconclusive: '*inconclusive*',
  invalid: '**invalid**',
} as const

/** The Markdown for `$GITHUB_STEP_SUMMARY`: a table of the scenarios, then what did not hold. */
export function formatStepSummary(entries: readonly ScenarioEntry[]): string {
  const rows = entries.map((entry) => {
    const cells =
      entry.kind === 'ran' ? ranCells(entry.result) : [countOf(entry.issues.length, 'issue'), '', '']
    return row([verdictCells[verdictOf(entry)], inCell(fileOf(entry)), ...cells])
  })
  const failures = entries.flatMap((entry) => (entry.kind === 'ran' ? failureItems(entry.result) : []))
  return [
    '## vmsee',
    '',
    row(['Verdict', 'Scenario', 'Expectations held', 'Simulated', 'Seed']),
    row(['---', '---', '---:', '---:', '---:']),
    ...rows,
    ...(failures.length > 0 ? ['', ...failures] : []),
    '',
  ].join('\n')
}

function ranCells(result: RanScenario['result']): readonly string[] {
  const held = result.expectations.filter(({ verdict }) => verdict === 'pass').length
  return [
    `${formatCount(held)} of ${formatCount(result.expectations.length)}`,
    formatSpan(result.simulatedSeconds),
    String(result.seed),
  ]
}

function failureItems(result: RanScenario['result']): readonly string[] {
  return result.expectations
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ text, measured, because, line }) => {
      const cause = because === undefined ? '' : `; ${inCell(because)}`
      return `* \`${result.file}:${line}\` **${inCell(text)}**: ${inCell(measured)}${cause}`
    })
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Text that neither ends a cell nor starts a tag, an emphasis or a link. */
function inCell(text: string): string {
  return text.replace(/[\\`*_|[\]<>#]/g, (character) => `\\${character}`).replace(/\s+/g, ' ')
}
