import { codeFrame } from '../scenario/frame.ts'
import type { ScenarioIssue } from '../scenario/issue.ts'
import type { Palette } from './palette.ts'

type Level = ScenarioIssue['level']

/** What matters most comes last, where the eye is when a command ends. */
const levels: readonly Level[] = ['info', 'warning', 'error']

/** Everything found in one file: a line each, the place in the text, and the way out. */
export function formatIssues(
  file: string,
  text: string,
  issues: readonly ScenarioIssue[],
  palette: Palette,
): string {
  return levels
    .flatMap((level) => issues.filter((issue) => issue.level === level))
    .map((issue) => `${formatIssue(file, text, issue, palette)}\n`)
    .join('\n')
}

function formatIssue(file: string, text: string, issue: ScenarioIssue, palette: Palette): string {
  const { line, column, level, message, rule, hint, assumption } = issue
  const place = `${file}:${line}:${column}`
  const note = assumption ? ' (model assumption)' : ''
  const paint = levelPaint(level, palette)
  const head = `${palette.bold(place)}  ${paint(level)}  ${message}${note}  ${palette.dim(`[${rule}]`)}`
  const frame =
    codeFrame(text, issue)
      ?.split('\n')
      .map((row) => paintRow(row, palette)) ?? []
  return [head, ...frame, ...(hint === undefined ? [] : [`  hint: ${hint}`])].join('\n')
}

function levelPaint(level: Level, palette: Palette): Palette['red'] {
  switch (level) {
    case 'error':
      return palette.red
    case 'warning':
      return palette.yellow
    case 'info':
      return palette.cyan
    default:
      throw new Error(`no such level ${level satisfies never}`)
  }
}

/** The faulty line stands out; what surrounds it steps back. */
function paintRow(row: string, { dim, red }: Palette): string {
  if (row.startsWith('>')) return `${red('>')}${row.slice(1)}`
  return /^ +\| +\^+$/.test(row) ? row.replace(/\^+/, (mark) => red(mark)) : dim(row)
}
