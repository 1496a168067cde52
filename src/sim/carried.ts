import type { Message } from '../bgp/message.ts'
import type { SpeakerEvent } from '../bgp/speaker-event.ts'
import type { UpdateFault } from '../bgp/wire/update-fault.ts'

/** Octets that are no message, as whoever read them found. Only a router outside sends such. */
export interface Malformed extends Pick<SpeakerEvent & { kind: 'message-error' }, 'error' | 'notification'> {
  readonly kind: 'malformed'
}

/** An error in the UPDATE that comes next, which its session survives (RFC 7606). */
export interface Flaw {
  readonly kind: 'flaw'
  readonly fault: UpdateFault
  /** The whole UPDATE. */
  readonly octets: Uint8Array
}

/** Nothing that a router outside was sent has left for its SendHoldTime (RFC 9687). */
export interface Unread {
  readonly kind: 'unread'
}

/** What connections carry: the meaning of messages or their octets, and of routers outside what was wrong with theirs. */
export type Carried = Message | Uint8Array | Malformed | Flaw | Unread

/** Whether it is the meaning of a message. */
export function isMessage(carried: Carried): carried is Message {
  if (carried instanceof Uint8Array) return false
  return carried.kind !== 'malformed' && carried.kind !== 'flaw' && carried.kind !== 'unread'
}
