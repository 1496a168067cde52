import type { Family } from '../net/address.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { Capability } from './capability.ts'
import type { NotificationMessage } from './notification.ts'
import type { InternedAttributes } from './path-attributes.ts'

/** The meaning of a message; bytes are another layer's. */
export type Message =
  | OpenMessage
  | UpdateMessage
  | NotificationMessage
  | KeepaliveMessage
  | RouteRefreshMessage

/** RFC 4271 §4.2. `asn` is the 2-octet field: AS_TRANS where the speaker's AS needs four octets. */
export interface OpenMessage {
  readonly kind: 'OPEN'
  readonly version: number
  readonly asn: number
  readonly holdTimeSeconds: number
  readonly bgpIdentifier: number
  readonly capabilities: readonly Capability[]
}

/**
 * RFC 4271 §4.3, RFC 4760: routes of one family. `attributes` is present exactly where something is
 * announced. With nothing withdrawn and nothing announced it is the End-of-RIB of RFC 4724 §2.
 */
export interface UpdateMessage {
  readonly kind: 'UPDATE'
  readonly family: Family
  readonly withdrawn: PackedPrefixes
  readonly announced: PackedPrefixes
  readonly attributes: InternedAttributes | undefined
}

/** RFC 4271 §4.4. */
export interface KeepaliveMessage {
  readonly kind: 'KEEPALIVE'
}

/** RFC 2918 §3; RFC 7313 §3.2 adds the demarcation of an answer: BoRR before it and EoRR after it. */
export interface RouteRefreshMessage {
  readonly kind: 'ROUTE-REFRESH'
  readonly family: Family
  readonly subtype: 'request' | 'BoRR' | 'EoRR'
}

/** RFC 4724 §2: the sender has announced everything that it has of the family. */
export function isEndOfRib({ announced, withdrawn }: UpdateMessage): boolean {
  return announced.count === 0 && withdrawn.count === 0
}

export const keepalive: KeepaliveMessage = { kind: 'KEEPALIVE' }

/** RFC 6793 §4.2.1: stands in a 2-octet field for an AS that needs four. */
export const asTrans = 23456
