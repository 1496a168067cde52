import type { Message } from '../message.ts'
import {
  badMessageLength,
  badMessageType,
  connectionNotSynchronized,
  type NotificationMessage,
} from '../notification.ts'
import type { OctetWriter } from './octets.ts'
import type { WireSession } from './wire-session.ts'

/** RFC 4271 §4.1: marker, length and type. */
export const headerOctets = 19

/** RFC 4271 §4.1 and RFC 8654 §3. */
const largestOctets = 4096
const largestExtendedOctets = 65535

/** The most that a message may have, OPEN and KEEPALIVE apart. */
export function maximumOctets({ extendedMessage }: WireSession): number {
  return extendedMessage ? largestExtendedOctets : largestOctets
}

const typeCodes = {
  OPEN: 1,
  UPDATE: 2,
  NOTIFICATION: 3,
  KEEPALIVE: 4,
  'ROUTE-REFRESH': 5,
} as const satisfies Readonly<Record<Message['kind'], number>>

interface MessageType {
  readonly kind: Message['kind']
  readonly smallest: number
  /** RFC 8654 §4: whether the type may grow with the capability. */
  readonly extends: boolean
}

/**
 * RFC 4271 §6.1: the least that a message of the type has. A NOTIFICATION too short to hold its code is still one,
 * since an error in it must not be answered (§6.4).
 */
const messageTypes: ReadonlyMap<number, MessageType> = new Map([
  [typeCodes.OPEN, { kind: 'OPEN', smallest: 29, extends: false }],
  [typeCodes.UPDATE, { kind: 'UPDATE', smallest: 23, extends: true }],
  [typeCodes.NOTIFICATION, { kind: 'NOTIFICATION', smallest: headerOctets, extends: true }],
  [typeCodes.KEEPALIVE, { kind: 'KEEPALIVE', smallest: headerOctets, extends: false }],
  [typeCodes['ROUTE-REFRESH'], { kind: 'ROUTE-REFRESH', smallest: 23, extends: true }],
])

/** A header's length and type, or what is wrong with it. */
export type Header =
  | { readonly kind: 'header'; readonly type: Message['kind']; readonly octets: number }
  | { readonly kind: 'error'; readonly notification: NotificationMessage }

/** RFC 4271 §6.1: marker first, then length, then type. The 19 octets at `at` are there. */
export function readHeader(view: DataView, at: number, session: WireSession): Header {
  for (let word = 0; word < 4; word++) {
    if (view.getUint32(at + 4 * word) !== 0xffffffff) return refuse(connectionNotSynchronized)
  }
  const octets = view.getUint16(at + 16)
  const largest = maximumOctets(session)
  if (octets < headerOctets || octets > largest) return refuse(badMessageLength(octets))
  const code = view.getUint8(at + 18)
  const type = messageTypes.get(code)
  if (type === undefined) return refuse(badMessageType(code))
  if (octets < type.smallest || octets > largestOf(type, largest)) return refuse(badMessageLength(octets))
  return { kind: 'header', type: type.kind, octets }
}

function largestOf(type: MessageType, largest: number): number {
  if (type.kind === 'KEEPALIVE') return headerOctets
  return type.extends ? largest : largestOctets
}

function refuse(notification: NotificationMessage): Header {
  return { kind: 'error', notification }
}

export function writeHeader(writer: OctetWriter, type: Message['kind'], octets: number): void {
  for (let word = 0; word < 4; word++) writer.uint32(0xffffffff)
  writer.uint16(octets)
  writer.uint8(typeCodes[type])
}
