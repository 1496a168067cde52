import type { Program } from '../report/run-report.ts'
import { formatTraceHeader, formatTraceRecord } from '../report/trace-jsonl.ts'
import { formatTraceText } from '../report/trace-text.ts'
import { loadScenario } from '../scenario/load.ts'
import { didYouMean, didYouMeanOrList } from '../scenario/suggestion.ts'
import type { TraceRecord } from '../sim/trace.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { runToResult } from './run-files.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export const traceFormats = ['text', 'jsonl'] as const

export interface TraceOptions {
  readonly format: (typeof traceFormats)[number]
  readonly node?: readonly string[]
  readonly kind?: readonly string[]
  readonly seed?: number
  readonly until?: number
}

// A record of every kind, so that a new kind of the trace cannot be forgotten here.
const kinds: Readonly<Record<TraceRecord['kind'], true>> = {
  'session-state': true,
  'message-sent': true,
  'message-received': true,
  timer: true,
  'best-route': true,
  fib: true,
  link: true,
  limit: true,
  stale: true,
  'update-fault': true,
  'too-large': true,
  'flow-path': true,
  loop: true,
  'black-hole': true,
  operator: true,
  mark: true,
}

/** `vmsee trace FILE`: everything that happened, in order. */
export function trace(file: string, options: TraceOptions, program: Program, terminal: Terminal): ExitCode {
  for (const kind of options.kind ?? []) {
    if (!Object.hasOwn(kinds, kind)) throw new UsageError(unknownKind(kind))
  }
  const source = loadScenario(file)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  const records: TraceRecord[] = []
  const nodes = new Set<string>()
  const result = runToResult(source.scenario, {
    seed: options.seed,
    untilSeconds: options.until,
    atSeconds: undefined,
    onRecord: (record) => {
      nodes.add(record.node)
      if (isWanted(record, options)) records.push(record)
    },
  })
  for (const node of options.node ?? []) {
    if (!nodes.has(node))
      throw new UsageError(unknownNode(node, [...nodes].filter((name) => name !== '').sort()))
  }
  if (options.format === 'text') {
    terminal.out(formatTraceText(records))
    return exitCodes.held
  }
  terminal.out(formatTraceHeader({ program, sha256: result.sha256, seed: result.seed }))
  for (const record of records) terminal.out(formatTraceRecord(record))
  return exitCodes.held
}

function isWanted(record: TraceRecord, { node, kind }: TraceOptions): boolean {
  return (
    (node === undefined || node.includes(record.node)) && (kind === undefined || kind.includes(record.kind))
  )
}

/** The whole list, however long: it stands nowhere else in the program. */
function unknownKind(word: string): string {
  const known = Object.keys(kinds)
  const parts = [`no kind ${word}`, didYouMean(word, known), `known: ${known.join(', ')}`]
  return parts.filter((part) => part !== undefined).join('; ')
}

function unknownNode(word: string, known: readonly string[]): string {
  return [`no node ${word}`, didYouMeanOrList(word, known)].filter((part) => part !== undefined).join('; ')
}
