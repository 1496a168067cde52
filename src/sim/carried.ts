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
}

/** What connections carry. */
export type Carried = Message | Malformed | Flaw
