import { codeFrameColumns } from '@babel/code-frame'
import type { ScenarioIssue } from './issue.ts'

/** Faults of the file as a whole have no line to show. */
const frameless: ReadonlySet<string> = new Set(
  ['aliases', 'empty', 'binary', 'too-large', 'unreadable'].map((rule) => `schema/${rule}`),
)

/** A line beyond this would fill the screen and show nothing. */
const longestLine = 200

/** The line of the issue and the one above it, with the faulty word marked; no colour. */
export function codeFrame(source: string, issue: ScenarioIssue): string | undefined {
  if (frameless.has(issue.rule)) return undefined
  const line = source.split(/\r?\n/, issue.line)[issue.line - 1] ?? ''
  if (line.length > longestLine) return undefined
  const start = { line: issue.line, column: issue.column }
  const end = { line: issue.line, column: issue.column + wordLength(line.slice(issue.column - 1)) }
  return codeFrameColumns(source, { start, end }, { linesAbove: 1, linesBelow: 0, highlightCode: false })
}

/** How far the mark goes: over a text in quotes, a collection in brackets, or up to what ends a plain scalar. */
function wordLength(rest: string): number {
  const pattern = /^(?:"[^"]*"|'[^']*'|\{[^}]*\}|\[[^\]]*\]|.+?(?=\s*(?::\s|:$|,\s|,$|\s#|[\]}]|$)))/
  return pattern.exec(rest)?.[0].length ?? 1
}
