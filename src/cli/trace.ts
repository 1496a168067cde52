import type { Program } from '../report/run/run-report.ts'
import { formatTraceHeader, formatTraceRecord } from '../report/trace/trace-jsonl.ts'
import { formatTraceText } from '../report/trace/trace-text.ts'
import { loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { didYouMean } from '../scenario/suggestion.ts'
import type { TraceRecord } from '../sim/trace.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { runToResult } from './run-files.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'
import { unknownWord } from './unknown-word.ts'
import { UsageError } from './usage-error.ts'
import { writePackets, writeTables, writeUpdates } from './write-capture.ts'

export const traceFormats = ['text', 'jsonl', 'pcap', 'mrt', 'bgpdump'] as const

type WireFormat = Exclude<(typeof traceFormats)[number], 'text' | 'jsonl'>

export interface TraceOptions {
  readonly format: (typeof traceFormats)[number]
  readonly node?: readonly string[]
  readonly kind?: readonly string[]
  readonly seed?: number
  readonly until?: number
  readonly rib?: true
  readonly at?: number
}

// A record of every kind, so that a new kind of the trace cannot be forgotten here.
const kinds: Readonly<Record<TraceRecord['kind'], true>> = {
  'session-state': true,
  'message-sent': true,
  'message-received': true,
  'update-fault': true,
  timer: true,
  bfd: true,
  'best-route': true,
  fib: true,
  link: true,
  limit: true,
  stale: true,
  'bfd-pending': true,
  'too-large': true,
  'flow-path': true,
  overload: true,
  loop: true,
  'black-hole': true,
  operator: true,
  mark: true,
}

/** `vmsee trace FILE`: everything that happened, in order. */
export function trace(file: string, options: TraceOptions, program: Program, terminal: Terminal): ExitCode {
  checkOptions(options, terminal)
  for (const kind of options.kind ?? []) {
    if (!Object.hasOwn(kinds, kind)) throw new UsageError(unknownKind(kind))
  }
  const source = loadScenario(file)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  if (options.format !== 'text' && options.format !== 'jsonl') {
    writeWire(options.format, source.scenario, options, terminal)
    return exitCodes.held
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
      throw new UsageError(unknownWord(`node ${node}`, node, [...nodes].filter((name) => name !== '').sort()))
  }
  if (options.format === 'text') {
    terminal.out(formatTraceText(records))
    return exitCodes.held
  }
  terminal.out(formatTraceHeader({ program, sha256: result.sha256, seed: result.seed }))
  for (const record of records) terminal.out(formatTraceRecord(record))
  return exitCodes.held
}

function writeWire(format: WireFormat, scenario: Scenario, options: TraceOptions, terminal: Terminal): void {
  if (format === 'pcap') return writePackets(scenario, options, terminal)
  const write = options.rib === true ? writeTables : writeUpdates
  write(format, scenario, options, terminal)
}

/** An option that would not be heard is a mistake of whoever gives it. */
function checkOptions({ format, kind, rib, at }: TraceOptions, terminal: Terminal): void {
  const isText = format === 'text' || format === 'jsonl'
  if (!isText && kind !== undefined)
    throw new UsageError(`--kind is for --format text and jsonl, not ${format}`)
  if (rib === true && format !== 'mrt' && format !== 'bgpdump') {
    throw new UsageError(`--rib is for --format mrt and bgpdump, not ${format}`)
  }
  if (at !== undefined && rib !== true)
    throw new UsageError('--at is the instant of the tables that --rib asks for')
  const isBinary = format === 'pcap' || format === 'mrt'
  if (isBinary && terminal.outIsTerminal) {
    throw new UsageError(`${format} is no text: send it into a file, as in > out.${format}`)
  }
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
