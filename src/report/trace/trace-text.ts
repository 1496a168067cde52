import { formatAddress } from '../../net/address-text.ts'
import { overloadText } from '../../scenario/result/overload-text.ts'
import { formatInstant } from '../../sim/time.ts'
import type { RouteView, TraceRecord } from '../../sim/trace.ts'
import { countOf, formatCount } from '../quantity.ts'
import { longest } from '../wrap.ts'
import { messageWords, notificationWords, prefixWords } from './message-text.ts'

/** The trace for people, in columns, one record a line, so that `diff` shows what differs. */
export function formatTraceText(records: readonly TraceRecord[]): string {
  const manySessions = pairsOfManySessions(records)
  const rows = records.map((record) => traceRow(record, peerOf(record, manySessions)))
  const columns = {
    instant: longest(rows.map((row) => row.instant)),
    node: longest(rows.map((row) => row.node)),
    peer: longest(rows.map((row) => row.peer)),
  }
  return rows.map((row) => rowLine(row, columns)).join('')
}

/** How wide the columns of a trace are. */
export interface TraceColumns {
  readonly instant: number
  readonly node: number
  readonly peer: number
}

/** One line of a trace that goes on: its columns are settled before, and sessions go by their names. */
export function formatTraceLine(record: TraceRecord, columns: TraceColumns): string {
  return rowLine(traceRow(record, 'session' in record ? record.session : ''), columns)
}

interface TraceRow {
  readonly instant: string
  readonly node: string
  readonly arrow: string
  readonly peer: string
  readonly words: string
}

function traceRow(record: TraceRecord, peer: string): TraceRow {
  const { at, node } = record
  return { instant: formatInstant(at), node, arrow: arrowOf(record), peer, words: recordWords(record) }
}

function rowLine({ instant, node, arrow, peer, words }: TraceRow, columns: TraceColumns): string {
  const cells = [
    instant.padStart(columns.instant),
    node.padEnd(columns.node),
    arrow,
    peer.padEnd(columns.peer),
    words,
  ]
  return `${cells.join('  ').trimEnd()}\n`
}

// Two nodes may have a session for each family: there the peer's name alone would not say which.
function pairsOfManySessions(records: readonly TraceRecord[]): ReadonlySet<string> {
  const sessions = new Map<string, string>()
  const many = new Set<string>()
  for (const record of records) {
    if (!('peer' in record)) continue
    const pair = pairKey(record.node, record.peer)
    const known = sessions.get(pair)
    if (known !== undefined && known !== record.session) many.add(pair)
    sessions.set(pair, record.session)
  }
  return many
}

function pairKey(node: string, peer: string): string {
  return `${node}\n${peer}`
}

function peerOf(record: TraceRecord, manySessions: ReadonlySet<string>): string {
  if (!('peer' in record)) return ''
  return manySessions.has(pairKey(record.node, record.peer)) ? record.session : record.peer
}

function arrowOf({ kind }: TraceRecord): string {
  if (kind === 'message-sent') return '→'
  return kind === 'message-received' ? '←' : ' '
}

function recordWords(record: TraceRecord): string {
  switch (record.kind) {
    case 'message-sent':
    case 'message-received':
      return messageWords(record.message)
    case 'session-state':
      return sessionWords(record)
    case 'update-fault':
      return `UPDATE fault, ${record.handling} by ${record.section}: ${record.problem}`
    case 'timer':
      return `${record.timer} expires`
    case 'bfd':
      return `BFD ${record.from} > ${record.to}: ${record.reason}`
    case 'best-route':
      return `best ${prefixWords(record.prefixes)}: ${changeWords(record.old, record.new)}${decidedWords(record.decidedBy)}`
    case 'fib':
      return `forward ${prefixWords(record.prefixes)} ${record.via.length === 0 ? 'nowhere' : `via ${record.via.join(', ')}`}`
    case 'link':
      return `link ${record.link} ${record.up ? 'up' : 'down'}`
    case 'limit':
      return `prefix limit ${record.level}: ${formatCount(record.prefixCount)} of ${formatCount(record.limit)}`
    case 'stale':
      return staleWords(record)
    case 'bfd-pending':
      return `the OPENs agree, BFD is waited for: ${record.subState}`
    case 'too-large':
      return `not announced, attributes fill an UPDATE: ${countOf(record.prefixCount, 'prefix', 'prefixes')}`
    case 'flow-path':
      return `flow ${record.flow} ${record.direction}: ${countOf(record.tuples, 'five-tuple')} ${record.outcome} ${record.hops.join(' > ')}`
    case 'overload':
      return overloadText(record)
    case 'loop':
    case 'black-hole':
      return `${record.kind} ${record.present ? 'appears' : 'ends'}: ${prefixWords(record.prefixes)} at ${record.nodes.join(' > ')}`
    case 'operator':
      return `operator: ${record.action}`
    case 'mark':
      return `mark ${record.label}`
    default:
      throw new Error(`no words for ${record satisfies never}`)
  }
}

function staleWords({
  family,
  present,
  prefixCount,
  reason,
}: Extract<TraceRecord, { kind: 'stale' }>): string {
  const what = countOf(prefixCount, `${family} route`)
  return present ? `stale ${what}: ${reason}` : `stale ${what} deleted: ${reason}`
}

function sessionWords(record: Extract<TraceRecord, { kind: 'session-state' }>): string {
  const number = record.eventNumber === undefined ? '' : ` (event ${record.eventNumber})`
  const reason = record.reason === undefined ? '' : `: ${record.reason}`
  const told =
    record.notification !== undefined && record.sentBy === 'local'
      ? `; sends NOTIFICATION ${notificationWords(record.notification)}`
      : ''
  return `${record.from} > ${record.to} by ${record.event}${number}${reason}${told}`
}

function changeWords(old: RouteView | undefined, now: RouteView | undefined): string {
  if (old === undefined) return viewWords(now)
  return `${viewWords(old)} > ${viewWords(now)}`
}

function viewWords(view: RouteView | undefined): string {
  if (view === undefined) return 'none'
  const path = view.asPath === '' ? 'local' : view.asPath
  const beside = view.paths > 1 ? ` and ${countOf(view.paths - 1, 'equal path')}` : ''
  return `${path} via ${formatAddress(view.nextHop)} from ${view.from}${beside}`
}

function decidedWords(decidedBy: string | undefined): string {
  return decidedBy === undefined ? '' : ` (${decidedBy})`
}
