import { leastSendHoldSeconds } from '../bgp/fsm/send-hold.ts'
import type { Negotiated, SessionConfiguration } from '../bgp/fsm/session.ts'

/**
 * What strangers and neighbours may cost. Whoever speaks BGP as it should meets none of these; whoever does not, or
 * sends without end, costs this much and no more.
 */
export interface Limits {
  /** Connections of one session at a time. */
  readonly connectionsOfSession: number
  /** How long a connection may take to say its first message. */
  readonly silenceMilliseconds: number
  /** How long a connection that is being closed may take to read what it was sent last. */
  readonly farewellMilliseconds: number
  /** Messages of one connection that its router has not taken in: no more octets are read until it has. */
  readonly messagesAhead: number
  /** What a neighbour may leave unread of what it is sent. */
  readonly unreadOctets: number
  /** How long it may read nothing at all, where twice its hold time is not longer (RFC 9687 §6). */
  readonly sendHoldMilliseconds: number
  /** What a neighbour may add to the attribute sets, which are kept to the end of the run: this many, */
  readonly attributeSets: number
  /** in UPDATEs of so many octets. */
  readonly attributeOctets: number
}

export const usualLimits: Limits = {
  // Two that collide (RFC 4271 §6.8), and two on their way out.
  connectionsOfSession: 4,
  silenceMilliseconds: 30_000,
  farewellMilliseconds: 5_000,
  messagesAhead: 256,
  // More than a table of the whole Internet.
  unreadOctets: 16_777_216,
  sendHoldMilliseconds: 1000 * leastSendHoldSeconds,
  // Far more than private peering ever sees: 10,000 prefixes at most, mostly with a handful of sets.
  attributeSets: 25_000,
  attributeOctets: 8_388_608,
}

/**
 * How long a neighbour may read nothing: what the file says, or the limit, whatever a router of the profile would bear; 0
 * for as long as it likes, where there is no hold time (RFC 9687 §4.3).
 */
export function sendHoldMilliseconds(
  { holdTimeSeconds }: Pick<Negotiated, 'holdTimeSeconds'>,
  { sendHold }: Pick<SessionConfiguration, 'sendHold'>,
  limits: Pick<Limits, 'sendHoldMilliseconds'>,
): number {
  if (holdTimeSeconds === 0) return 0
  if (typeof sendHold === 'number' && sendHold > 0) return 1000 * sendHold
  return Math.max(limits.sendHoldMilliseconds, 2000 * holdTimeSeconds)
}
