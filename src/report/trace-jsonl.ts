import { formatAsPath } from '../bgp/as-path.ts'
import type { Capability } from '../bgp/capability.ts'
import { formatCommunity } from '../bgp/community.ts'
import type { Message } from '../bgp/message.ts'
import { describeNotification, type NotificationMessage } from '../bgp/notification.ts'
import type { PathAttributes } from '../bgp/path-attributes.ts'
import { formatAddress } from '../net/address-text.ts'
import { type PackedPrefixes, unpackPrefixes } from '../net/packed-prefixes.ts'
import { formatPrefix } from '../net/prefix-text.ts'
import type { RouteView, TraceRecord } from '../sim/trace.ts'

/** What the first line tells; no path and no Node version, for the same run has the same bytes everywhere. */
export interface TraceHeader {
  readonly program: { readonly name: string; readonly version: string }
  readonly sha256: string
  readonly seed: number
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

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

function detail(record: TraceRecord): { readonly [key: string]: Json } {
  switch (record.kind) {
    case 'message-sent':
    case 'message-received':
      return {
        session: record.session,
        peer: record.peer,
        type: record.message.kind,
        ...content(record.message),
      }
    case 'session-state':
      return sessionDetail(record)
    case 'timer':
      return { session: record.session, peer: record.peer, timer: record.timer }
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
    case 'too-large':
      return { session: record.session, peer: record.peer, prefixCount: record.prefixCount }
    case 'flow-path': {
      const { flow, direction, tuples, outcome, hops } = record
      return { flow, direction, tuples, outcome, hops }
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

/** The decoded content of a message. */
function content(message: Message): { readonly [key: string]: Json } {
  switch (message.kind) {
    case 'OPEN':
      return {
        version: message.version,
        asn: message.asn,
        holdTimeSeconds: message.holdTimeSeconds,
        bgpIdentifier: formatAddress({ family: 'ipv4', words: [message.bgpIdentifier] }),
        capabilities: message.capabilities.map(capabilityJson),
      }
    case 'UPDATE':
      return {
        family: message.family,
        withdrawn: prefixList(message.withdrawn),
        announced: prefixList(message.announced),
        attributes: message.attributes === undefined ? null : attributesJson(message.attributes),
      }
    case 'NOTIFICATION':
      return notificationJson(message)
    case 'KEEPALIVE':
      return {}
    case 'ROUTE-REFRESH':
      return { family: message.family }
    default:
      throw new Error(`no JSON for ${message satisfies never}`)
  }
}

function capabilityJson(capability: Capability): Json {
  switch (capability.kind) {
    case 'multiprotocol':
      return { kind: capability.kind, family: capability.family }
    case 'route-refresh':
      return { kind: capability.kind }
    case 'four-octet-as':
      return { kind: capability.kind, asn: capability.asn }
    case 'unknown':
      return { kind: capability.kind, code: capability.code, data: capability.data }
    default:
      throw new Error(`no JSON for ${capability satisfies never}`)
  }
}

function notificationJson(notification: NotificationMessage): { readonly [key: string]: Json } {
  const { code, subcode, data } = notification
  return { code, subcode, name: describeNotification(notification), data }
}

function attributesJson(attributes: PathAttributes): Json {
  const { aggregator } = attributes
  return {
    origin: attributes.origin,
    asPath: formatAsPath(attributes.asPath),
    nextHop: formatAddress(attributes.nextHop),
    multiExitDisc: attributes.multiExitDisc ?? null,
    localPref: attributes.localPref ?? null,
    atomicAggregate: attributes.atomicAggregate,
    aggregator:
      aggregator === undefined ? null : { asn: aggregator.asn, address: formatAddress(aggregator.address) },
    communities: attributes.communities.map(formatCommunity),
  }
}

function view(route: RouteView | undefined): Json {
  if (route === undefined) return null
  const { from, nextHop, asPath, paths } = route
  return { from, nextHop: formatAddress(nextHop), asPath, paths }
}

function prefixList(prefixes: PackedPrefixes): readonly string[] {
  return unpackPrefixes(prefixes).map(formatPrefix)
}
