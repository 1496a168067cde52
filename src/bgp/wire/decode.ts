import type { AttributeInterner } from '../attribute-interner.ts'
import { keepalive, type Message } from '../message.ts'
import { badMessageLength, type NotificationMessage } from '../notification.ts'
import { headerOctets, readHeader } from './header.ts'
import { noPathIds, type PathIds } from './nlri.ts'
import { OctetReader, viewOf } from './octets.ts'
import { readOpen } from './open.ts'
import { readRouteRefresh } from './route-refresh.ts'
import { decodeUpdate } from './update-decode.ts'
import type { UpdateFault } from './update-fault.ts'
import type { WireSession } from './wire-session.ts'

/** What one message of octets means. */
export type Decoded = DecodedMessages | MessageError

/** None where it is to be ignored; an UPDATE may hold routes of both families, and is as many messages then. */
export interface DecodedMessages {
  readonly kind: 'messages'
  readonly messages: readonly Message[]
  /** Of the UPDATEs whose prefixes have Path Identifiers (RFC 7911). */
  readonly pathIds: ReadonlyMap<Message, PathIds>
  /** What RFC 7606 forgave. */
  readonly faults: readonly UpdateFault[]
}

/** The event of RFC 4271 §8.1.5 that the octets are, and what the peer has to be told. */
export interface MessageError {
  readonly kind: 'error'
  readonly event: 'BGPHeaderErr' | 'BGPOpenMsgErr' | 'UpdateMsgErr'
  readonly notification: NotificationMessage
}

/** Reads one whole message, header included. */
export function decodeMessage(
  octets: Uint8Array,
  session: WireSession,
  interner: AttributeInterner,
): Decoded {
  const view = viewOf(octets)
  if (octets.length < headerOctets) return error('BGPHeaderErr', badMessageLength(octets.length))
  const header = readHeader(view, 0, session)
  if (header.kind === 'error') return error('BGPHeaderErr', header.notification)
  if (header.octets !== octets.length) return error('BGPHeaderErr', badMessageLength(header.octets))
  switch (header.type) {
    case 'OPEN':
      return decodeOpen(view)
    case 'UPDATE': {
      const decoded = decodeUpdate(view, session, interner)
      return decoded.kind === 'error' ? error('UpdateMsgErr', decoded.notification) : decoded
    }
    case 'NOTIFICATION':
      return messages(readNotification(view))
    case 'KEEPALIVE':
      return messages(keepalive)
    case 'ROUTE-REFRESH':
      return decodeRouteRefresh(view)
    default:
      throw new Error(`no message of type ${header.type satisfies never}`)
  }
}

function decodeOpen(view: DataView): Decoded {
  const open = readOpen(view)
  return open.kind === 'error' ? error('BGPOpenMsgErr', open.notification) : messages(open.value)
}

// RFC 4271 §8.1.5 has no event for what is wrong with a ROUTE-REFRESH.
function decodeRouteRefresh(view: DataView): Decoded {
  const refresh = readRouteRefresh(view)
  if (refresh.kind === 'error') return error('BGPHeaderErr', refresh.notification)
  return refresh.kind === 'ignored' ? messages() : messages(refresh.message)
}

/** RFC 4271 §6.4: an error in a NOTIFICATION is not answered, so one that is cut short ends the session as any other. */
function readNotification(view: DataView): NotificationMessage {
  const reader = new OctetReader(view, headerOctets, view.byteLength)
  const code = reader.left > 0 ? reader.uint8() : 0
  const subcode = reader.left > 0 ? reader.uint8() : 0
  return { kind: 'NOTIFICATION', code, subcode, data: reader.take(reader.left) }
}

function messages(...decoded: readonly Message[]): Decoded {
  return { kind: 'messages', messages: decoded, pathIds: noPathIds, faults: [] }
}

function error(event: MessageError['event'], notification: NotificationMessage): Decoded {
  return { kind: 'error', event, notification }
}
