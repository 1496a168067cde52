import { dissect } from '../report/dissection/dissect.ts'
import { formatDissection } from '../report/dissection/dissection-text.ts'
import type { Field } from '../report/dissection/field.ts'
import { messageWords } from '../report/trace/message-text.ts'
import { SessionOctets } from '../report/trace/session-octets.ts'
import { loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { buildTopology } from '../scenario/topology.ts'
import { formatInstant } from '../sim/time.ts'
import type { TraceRecord } from '../sim/trace.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { runToResult } from './run-files.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

type MessageRecord = Extract<TraceRecord, { kind: 'message-sent' | 'message-received' }>

export interface MessageOptions {
  readonly router?: string
  readonly at?: number
  readonly seed?: number
  readonly json?: true
}

/** `vmsee show FILE "message 42"`: the message of a record, opened to its octets, field by field. */
export function showMessage(
  file: string,
  number: number,
  options: MessageOptions,
  terminal: Terminal,
): ExitCode {
  if (options.router !== undefined || options.at !== undefined) {
    throw new UsageError('a record says by itself whose message it is and when: leave --router and --at out')
  }
  const source = loadScenario(file)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  const message = openMessage(source.scenario, number, options.seed)
  terminal.out(options.json === true ? messageJson(message) : messageText(message))
  return exitCodes.held
}

interface OpenedMessage {
  readonly record: MessageRecord
  readonly octets: Uint8Array
  readonly fields: readonly Field[]
}

function messageText({ record, octets, fields }: OpenedMessage): string {
  const { at, session, kind, message } = record
  const [from, to] = endsOf(record)
  const verb = kind === 'message-sent' ? 'sent' : 'received'
  const where = `${from} to ${to} in ${session}, ${verb} at ${formatInstant(at)}`
  return `${messageWords(message)}\n${where}, ${octets.length} octets\n\n${formatDissection(octets, fields)}`
}

function messageJson({ record, octets, fields }: OpenedMessage): string {
  const { at, seq, session, message } = record
  const [from, to] = endsOf(record)
  const hex = Buffer.from(octets).toString('hex')
  const head = { version: 1, seq, at, session, from, to, type: message.kind, octets: hex }
  return `${JSON.stringify({ ...head, fields }, undefined, 2)}\n`
}

function endsOf({ kind, node, peer }: MessageRecord): readonly [string, string] {
  return kind === 'message-sent' ? [node, peer] : [peer, node]
}

function openMessage(scenario: Scenario, number: number, seed: number | undefined): OpenedMessage {
  const messages = new SessionOctets(buildTopology(scenario).plan)
  let last = 0
  let found: OpenedMessage | undefined
  let other: TraceRecord['kind'] | undefined
  runToResult(scenario, {
    seed,
    untilSeconds: undefined,
    atSeconds: undefined,
    onRecord: (record) => {
      last = record.seq
      messages.note(record)
      if (record.seq !== number) return
      if (record.kind === 'message-sent' || record.kind === 'message-received')
        found = opened(record, messages)
      else other = record.kind
    },
  })
  if (found !== undefined) return found
  const why =
    other === undefined
      ? `the records of the run go from 0 to ${last}`
      : `record ${number} is of kind ${other}`
  throw new UsageError(
    `no message ${number}: ${why}; vmsee trace FILE --format jsonl has the number of each message as seq`,
  )
}

function opened(record: MessageRecord, messages: SessionOctets): OpenedMessage {
  const sender = record.kind === 'message-sent' ? record.node : record.peer
  const octets = messages.encode(sender, record.session, record.message)
  const session = messages.sessionOf(sender, record.session)
  // What the one end sends the other receives.
  const receiving = { ...session, addPath: { send: [], receive: session.addPath.send } }
  return { record, octets, fields: dissect(octets, receiving) }
}
