import { formatAddress } from '../../net/address-text.ts'
import type { RouteView, TraceRecord } from '../../sim/trace.ts'
import { type Json, type JsonObject, messageJson, notificationJson, prefixList } from './message-json.ts'

/** What the first line tells; no path and no Node version, for the same run has the same bytes everywhere. */
export interface TraceHeader {
  readonly program: { readonly name: string; readonly version: string }
  readonly sha256: string
  readonly seed: number
}

export function formatTraceHeader({ program, sha256, seed }: TraceHeader): string {
  return line({
    format: 'vmsee-trace-1',
    program: { name: program.name, version: program.version },
    sha256,
    seed,
  })
}

/** One record as one line of JSON; packed prefixes become lists of text, and what is absent is `null`. */
export function formatTraceRecord(record: TraceRecord): string {
  const { at, seq, node, kind, cause } = record
  return line({ at, seq, node, kind, cause: cause ?? null, ...detail(record) })
}

function line(value: Json): string {
  return `${JSON.stringify(value)}\n`
}

function detail(record: TraceRecord): JsonObject {
  switch (record.kind) {
    case 'message-sent':
    case 'message-received':
      return {
        session: record.session,
        peer: record.peer,
        type: record.message.kind,
        ...messageJson(record.message),
      }
    case 'session-state':
      return sessionDetail(record)
    case 'update-fault': {
      const { session, peer, handling, attribute, section, problem, octets } = record
      const fault = { handling, attribute: attribute ?? null, section, problem }
      return { session, peer, ...fault, octets: hexadecimal(octets) }
    }
    case 'timer':
      return { session: record.session, peer: record.peer, timer: record.timer }
    case 'bfd': {
      const { session, peer, from, to, reason, silenceMicros } = record
      return { session, peer, from, to, reason, silenceMicros: silenceMicros ?? null }
    }
    case 'best-route':
      return {
        prefixes: prefixList(record.prefixes),
        old: view(record.old),
        new: view(record.new),
        decidedBy: record.decidedBy ?? null,
      }
    case 'fib':
      return { prefixes: prefixList(record.prefixes), via: record.via }
    case 'link':
      return { link: record.link, up: record.up }
    case 'limit': {
      const { session, peer, level, prefixCount, limit } = record
      return { session, peer, level, prefixCount, limit }
    }
    case 'stale': {
      const { session, peer, family, present, prefixCount, reason } = record
      return { session, peer, family, present, prefixCount, reason }
    }
    case 'bfd-pending':
      return { session: record.session, peer: record.peer, subState: record.subState }
    case 'too-large':
      return { session: record.session, peer: record.peer, prefixCount: record.prefixCount }
    case 'flow-path': {
      const { flow, direction, tuples, outcome, hops } = record
      return { flow, direction, tuples, outcome, hops }
    }
    case 'overload': {
      const { trunk, from, capacity, classes } = record
      return { trunk, from, capacity, classes: classes.map((one) => ({ ...one })) }
    }
    case 'loop':
    case 'black-hole':
      return { prefixes: prefixList(record.prefixes), nodes: record.nodes, present: record.present }
    case 'operator':
      return { action: record.action }
    case 'mark':
      return { label: record.label }
    default:
      throw new Error(`no JSON for ${record satisfies never}`)
  }
}

function sessionDetail(record: Extract<TraceRecord, { kind: 'session-state' }>): {
  readonly [key: string]: Json
} {
  return {
    session: record.session,
    peer: record.peer,
    from: record.from,
    to: record.to,
    event: record.event,
    eventNumber: record.eventNumber ?? null,
    reason: record.reason ?? null,
    notification: record.notification === undefined ? null : notificationJson(record.notification),
    sentBy: record.sentBy ?? null,
  }
}

function hexadecimal(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('')
}

function view(route: RouteView | undefined): Json {
  if (route === undefined) return null
  const { from, nextHop, asPath, paths } = route
  return { from, nextHop: formatAddress(nextHop), asPath, paths }
}
