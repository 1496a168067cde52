import type {
  AssumptionResult,
  ExpectationResult,
  RunResult,
  Verdict,
  WarningResult,
} from '../../scenario/result/run-result.ts'
import type { Paint, Palette } from '../palette.ts'
import { countOf } from '../quantity.ts'
import { longest, wrap, wrapParagraphs } from '../wrap.ts'
import { bgpAvailabilityTable } from './bgp-availability-table.ts'
import { asymmetryLines, flowTable } from './flow-table.ts'
import { roomLeft, usageText } from './limits.ts'
import { loadTable } from './load-table.ts'
import type { ScenarioEntry } from './run-report.ts'
import { storyRows } from './story-rows.ts'
import { whyText } from './why-text.ts'

export interface ListOptions {
  readonly palette: Palette
  /** Characters in a line of the terminal. */
  readonly columns: number
  /** Tell the scenario's story, what happened when, and what each flow lost. */
  readonly story: boolean
  /** `quiet` shows what did not hold; `verbose` shows every line of the timeline and every assumption. */
  readonly detail: 'quiet' | 'normal' | 'verbose'
}

const marks: Readonly<Record<Verdict, string>> = { pass: '✓', fail: '✗', inconclusive: '?' }

/** One scenario of the default reporter: its file, and a line for each expectation with what was measured. */
export function formatListEntry(entry: ScenarioEntry, options: ListOptions): string {
  const { palette, detail } = options
  const isFull = options.story || detail === 'verbose'
  if (entry.kind === 'invalid') {
    return ` ${palette.bold(entry.file)}\n   ${palette.red('✗')} not run: the file is not valid\n`
  }
  const { result } = entry
  if (detail === 'quiet' && result.verdict === 'pass') return ''
  const parts = [
    heading(result, options),
    options.story ? story(result, options) : [],
    isFull ? timeline(result, options) : [],
    isFull ? flowTable(result.flows, palette) : [],
    detail === 'verbose'
      ? [...asymmetryLines(result.flows), ...whyText(result, palette, options.columns)]
      : [],
    isFull ? loadTable(result, palette) : [],
    detail === 'verbose' ? bgpAvailabilityTable(result.bgpAvailability) : [],
    expectations(result, options),
    detail === 'quiet' ? [] : warnings(result, options),
    detail === 'verbose' ? limits(result, options) : detail === 'normal' ? room(result, options) : [],
  ]
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join(options.story ? '\n\n' : '\n')}\n`
}

function heading({ file, title }: RunResult, { palette, columns }: ListOptions): readonly string[] {
  if (file.length + title.length + 3 > columns) return [` ${palette.bold(file)}`, ` ${palette.dim(title)}`]
  return [` ${palette.bold(file)}  ${palette.dim(title)}`]
}

function story({ story: text }: RunResult, { columns }: ListOptions): readonly string[] {
  if (text === undefined) return []
  return wrapParagraphs(text, Math.min(columns, 92) - 3).map((line) => (line === '' ? '' : `   ${line}`))
}

function timeline({ timeline: lines }: RunResult, options: ListOptions): readonly string[] {
  return storyRows(
    lines.filter((line) => line.headline || options.detail === 'verbose'),
    options,
  )
}

const widestMeasure = 40

function expectations(result: RunResult, options: ListOptions): readonly string[] {
  const shown = result.expectations.filter(({ verdict }) => options.detail !== 'quiet' || verdict !== 'pass')
  const measured = Math.min(widestMeasure, longest(shown.map(measuredWords)))
  const width = Math.min(Math.max(28, options.columns - measured - 8), longest(shown.map(({ text }) => text)))
  return shown.flatMap((expectation) => [
    ...expectationLines(expectation, width, options),
    ...(expectation.verdict === 'pass' ? [] : reasonLines(result.file, expectation, options)),
  ])
}

function expectationLines(
  expectation: ExpectationResult,
  width: number,
  options: ListOptions,
): readonly string[] {
  const { palette, columns } = options
  const paint = verdictPaint(expectation.verdict, palette)
  const text = wrap(expectation.text, width)
  const measured = wrap(measuredWords(expectation), Math.max(24, columns - width - 8))
  return Array.from({ length: Math.max(text.length, measured.length) }, (_, index) => {
    const mark = index === 0 ? paint(marks[expectation.verdict]) : ' '
    const right = palette.dim(measured[index] ?? '')
    return `   ${mark} ${(text[index] ?? '').padEnd(width)}   ${right}`.trimEnd()
  })
}

function measuredWords({ measured, margin }: ExpectationResult): string {
  return margin === undefined ? measured : `${measured} (margin ${margin})`
}

function reasonLines(file: string, expectation: ExpectationResult, options: ListOptions): readonly string[] {
  const { line, column, expected, because, why, try: remedy } = expectation
  const reasons: readonly (readonly [string, string | undefined])[] = [
    ['expected', expected],
    ['at', `${file}:${line}:${column}`],
    ['why', because],
    ['because', why],
    ['try', remedy],
  ]
  return reasons.flatMap(([label, text]) =>
    wrap(text ?? '', options.columns - 17).map((part, index) => {
      return `       ${options.palette.dim((index === 0 ? label : '').padEnd(10))}${part}`
    }),
  )
}

// What a network person would object to is told always; what the model assumes is counted, since it does not change.
function warnings(result: RunResult, options: ListOptions): readonly string[] {
  const { palette, detail } = options
  const told = result.warnings.filter(({ assumption }) => !assumption || detail === 'verbose')
  const shown = result.assumptions.filter((one) => isSettled(one) || detail === 'verbose')
  const assumed = result.warnings.length - told.length + result.assumptions.length - shown.length
  return [
    ...told.flatMap((warning) => warningLines(result.file, warning, options)),
    ...shown.flatMap((assumption) => assumptionLines(assumption, options)),
    ...(assumed > 0
      ? [`   ${palette.dim(`${countOf(assumed, 'model assumption')} (--verbose lists them)`)}`]
      : []),
  ]
}

/** Whether the file has it otherwise than usual. */
function isSettled({ setting }: AssumptionResult): boolean {
  return setting !== undefined && setting.value !== setting.usual
}

function assumptionLines(assumption: AssumptionResult, { palette, columns }: ListOptions): readonly string[] {
  const { title, setting } = assumption
  const settled = isSettled(assumption) ? `, where ${setting?.usual} is usual` : ''
  const switched = setting === undefined ? '' : ` (${setting.key}: ${setting.value}${settled})`
  const [first = '', ...rest] = wrap(`assumed: ${title}${switched}`, columns - 5)
  return [first, ...rest.map((line) => `  ${line}`)].map((line) => `   ${palette.dim(line)}`)
}

function warningLines(
  file: string,
  warning: WarningResult,
  { palette, columns }: ListOptions,
): readonly string[] {
  const { place: at } = warning
  const place = at === undefined ? '' : ` (${file}:${at.line}:${at.column})`
  const rule = warning.rule === undefined ? '' : `${warning.rule}: `
  const label = warning.assumption ? ' (model assumption)' : ''
  const [first = '', ...rest] = wrap(`${rule}${warning.text}${label}${place}`, columns - 5)
  return [`   ${palette.yellow('!')} ${first}`, ...rest.map((line) => `     ${line}`)]
}

function limits(result: RunResult, { palette, columns }: ListOptions): readonly string[] {
  return result.limits.flatMap((usage) => {
    const [first = '', ...rest] = wrap(usageText(usage), columns - 5)
    return [first, ...rest.map((line) => `  ${line}`)].map((line) => `   ${palette.dim(line)}`)
  })
}

/** What is left of each kind of limit at the end, in few words. */
function room(result: RunResult, { palette, columns }: ListOptions): readonly string[] {
  const left = roomLeft(result.limits)
  if (left === undefined) return []
  const [first = '', ...rest] = wrap(`room left: ${left}`, columns - 5)
  return [first, ...rest.map((line) => `  ${line}`)].map((line) => `   ${palette.dim(line)}`)
}

function verdictPaint(verdict: Verdict, palette: Palette): Paint {
  return { pass: palette.green, fail: palette.red, inconclusive: palette.yellow }[verdict]
}
