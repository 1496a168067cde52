import type { Message } from '../../src/bgp/message.ts'
import { formatCount, formatPart } from '../../src/report/quantity.ts'
import { formatTraceText } from '../../src/report/trace/trace-text.ts'
import type { ExpectationResult, FlowResult } from '../../src/scenario/result/run-result.ts'
import type { TraceRecord } from '../../src/sim/trace.ts'
import type { FileRun } from './run-file.ts'

/**
 * What a reviewer reads of a run: its verdicts and figures, and the part of the trace that says what
 * happened. The hash stands for the rest of the trace, so that no byte of it changes unseen.
 */
export function goldenText({ result, records, traceSha256 }: FileRun): string {
  const told = records.filter(isTold)
  const lines = [
    `title     ${result.title}`,
    `seed      ${result.seed}`,
    `verdict   ${result.verdict}`,
    `ends      ${moment(result.simulatedSeconds)}`,
    `trace     ${formatCount(records.length)} records, sha256 ${traceSha256}`,
    '',
    'marks',
    ...[...result.marks].map(([label, at]) => `  ${moment(at)}  ${label}`),
    '',
    'expectations',
    ...result.expectations.flatMap(expectationLines),
    '',
    'outages',
    ...result.flows.flatMap(outageLines),
    '',
    'warnings',
    ...result.warnings.map(({ rule, text }) => `  ${rule ?? '-'}  ${text}`),
    '',
    `trace: ${formatCount(told.length)} records, without timers, KEEPALIVEs, the making of connections, what is received, and forwarding tables`,
    '',
  ]
  return `${lines.join('\n')}\n${formatTraceText(told)}`
}

function expectationLines({ text, verdict, measured, margin }: ExpectationResult): readonly string[] {
  const room = margin === undefined ? '' : ` (margin ${margin})`
  return [`  ${verdict}  ${text}`, `        ${measured}${room}`]
}

function outageLines({ name, direction, sent, lost, affected, outages }: FlowResult): readonly string[] {
  const all = `${formatCount(lost)} of ${formatCount(sent)} probes lost, ${formatPart(affected)} of five-tuples affected`
  return [
    `  ${name} ${direction}: ${all}`,
    ...outages.map((outage) => {
      const share = formatPart(outage.affected)
      return `    ${moment(outage.from)} to ${moment(outage.to)}: ${outage.seconds.toFixed(6)} s, ${share}, ${outage.outcome}`
    }),
  ]
}

function moment(seconds: number): string {
  return `+${seconds.toFixed(6)}s`
}

/**
 * Sessions as they come up and go down, what is said about routes, and everything that follows from it. What
 * was received was sent before and shows in what it led to; where packets go is what the flows say.
 */
function isTold(record: TraceRecord): boolean {
  switch (record.kind) {
    case 'timer':
    case 'message-received':
    case 'fib':
      return false
    case 'message-sent':
      return isNews(record.message)
    case 'session-state':
      return record.from === 'Established' || record.to === 'Established'
    case 'flow-path':
      return record.tuples > 0
    default:
      return true
  }
}

/** A NOTIFICATION 6/7 ends one of two connections while the other becomes the session (RFC 4271 §6.8). */
function isNews(message: Message): boolean {
  if (message.kind !== 'NOTIFICATION') return message.kind === 'UPDATE'
  return !(message.code === 6 && message.subcode === 7)
}
