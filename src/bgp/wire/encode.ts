import type { Message } from '../message.ts'
import type { NotificationMessage } from '../notification.ts'
import { headerOctets, writeHeader } from './header.ts'
import type { PathIds } from './nlri.ts'
import { OctetWriter } from './octets.ts'
import { encodeOpen } from './open.ts'
import { encodeRouteRefresh } from './route-refresh.ts'
import { encodeUpdate } from './update-encode.ts'
import type { WireSession } from './wire-session.ts'

/**
 * The message with its header. `pathIds` are those of an UPDATE whose family the session sends with Path Identifiers;
 * without them every prefix has the same one.
 */
export function encodeMessage(message: Message, session: WireSession, pathIds?: PathIds): Uint8Array {
  switch (message.kind) {
    case 'OPEN':
      return encodeOpen(message)
    case 'UPDATE':
      return encodeUpdate(message, session, pathIds)
    case 'NOTIFICATION':
      return encodeNotification(message)
    case 'KEEPALIVE':
      return encodeKeepalive()
    case 'ROUTE-REFRESH':
      return encodeRouteRefresh(message)
    default:
      throw new Error(`no octets for the message ${message satisfies never}`)
  }
}

function encodeKeepalive(): Uint8Array {
  const writer = new OctetWriter(headerOctets)
  writeHeader(writer, 'KEEPALIVE', headerOctets)
  return writer.finish()
}

/** RFC 4271 §4.5. */
function encodeNotification({ code, subcode, data }: NotificationMessage): Uint8Array {
  const octets = headerOctets + 2 + data.length
  const writer = new OctetWriter(octets)
  writeHeader(writer, 'NOTIFICATION', octets)
  writer.uint8(code)
  writer.uint8(subcode)
  writer.append(data)
  return writer.finish()
}
