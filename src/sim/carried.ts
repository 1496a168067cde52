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

/** What connections carry: the meaning of messages or their octets, and of routers outside what was wrong with theirs. */
export type Carried = Message | Uint8Array | Malformed | Flaw
