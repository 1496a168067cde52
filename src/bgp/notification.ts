import type { Family } from '../net/address.ts'
import { addressFamily } from './address-family.ts'

/** RFC 4271 §4.5. */
export interface NotificationMessage {
  readonly kind: 'NOTIFICATION'
  readonly code: number
  readonly subcode: number
  readonly data: readonly number[]
}

/** RFC 4271 §4.5: what 4096 octets leave beside the header, the code and the subcode. */
const maximumDataOctets = 4096 - 21

interface ErrorCode {
  readonly name: string
  readonly subcodes: ReadonlyMap<number, string>
}

/** RFC 4271 §4.5 and §6 with the additions of RFC 4486, 5492, 6608, 7313, 8538, 9234, 9384 and 9687. */
const errorCodes: ReadonlyMap<number, ErrorCode> = new Map([
  [
    1,
    {
      name: 'Message Header Error',
      subcodes: new Map([
        [1, 'Connection Not Synchronized'],
        [2, 'Bad Message Length'],
        [3, 'Bad Message Type'],
      ]),
    },
  ],
  [
    2,
    {
      name: 'OPEN Message Error',
      subcodes: new Map([
        [1, 'Unsupported Version Number'],
        [2, 'Bad Peer AS'],
        [3, 'Bad BGP Identifier'],
        [4, 'Unsupported Optional Parameter'],
        [5, 'Authentication Failure'],
        [6, 'Unacceptable Hold Time'],
        [7, 'Unsupported Capability'],
        [11, 'Role Mismatch'],
      ]),
    },
  ],
  [
    3,
    {
      name: 'UPDATE Message Error',
      subcodes: new Map([
        [1, 'Malformed Attribute List'],
        [2, 'Unrecognized Well-known Attribute'],
        [3, 'Missing Well-known Attribute'],
        [4, 'Attribute Flags Error'],
        [5, 'Attribute Length Error'],
        [6, 'Invalid ORIGIN Attribute'],
        [7, 'AS Routing Loop'],
        [8, 'Invalid NEXT_HOP Attribute'],
        [9, 'Optional Attribute Error'],
        [10, 'Invalid Network Field'],
        [11, 'Malformed AS_PATH'],
      ]),
    },
  ],
  [4, { name: 'Hold Timer Expired', subcodes: new Map() }],
  [
    5,
    {
      name: 'Finite State Machine Error',
      subcodes: new Map([
        [1, 'Receive Unexpected Message in OpenSent State'],
        [2, 'Receive Unexpected Message in OpenConfirm State'],
        [3, 'Receive Unexpected Message in Established State'],
      ]),
    },
  ],
  [
    6,
    {
      name: 'Cease',
      subcodes: new Map([
        [1, 'Maximum Number of Prefixes Reached'],
        [2, 'Administrative Shutdown'],
        [3, 'Peer De-configured'],
        [4, 'Administrative Reset'],
        [5, 'Connection Rejected'],
        [6, 'Other Configuration Change'],
        [7, 'Connection Collision Resolution'],
        [8, 'Out of Resources'],
        [9, 'Hard Reset'],
        [10, 'BFD Down'],
      ]),
    },
  ],
  [7, { name: 'ROUTE-REFRESH Message Error', subcodes: new Map([[1, 'Invalid Message Length']]) }],
  [8, { name: 'Send Hold Timer Expired', subcodes: new Map() }],
])

/** `Cease, Administrative Shutdown`. Numbers nobody registered are legal (RFC 4271 §6.4) and shown as they are. */
export function describeNotification(notification: NotificationMessage): string {
  const { code, subcode } = notification
  const error = errorCodes.get(code)
  const name = error?.name ?? `Error Code ${code}`
  const detail = error?.subcodes.get(subcode)
  const wrapped = isHardReset(notification) ? unwrapped(notification) : undefined
  if (wrapped !== undefined) return `${name}, ${detail}: ${describeNotification(wrapped)}`
  if (detail !== undefined) return `${name}, ${detail}`
  return subcode === 0 ? name : `${name}, Subcode ${subcode}`
}

/** RFC 4271 §6.1. */
export const connectionNotSynchronized: NotificationMessage = notification(1, 1)

/** RFC 4271 §6.1: the data is the Length field. */
export function badMessageLength(octets: number): NotificationMessage {
  return notification(1, 2, [octets >>> 8, octets & 0xff])
}

/** RFC 4271 §6.1: the data is the Type field. */
export function badMessageType(type: number): NotificationMessage {
  return notification(1, 3, [type])
}

/** RFC 4271 §6.2: an optional parameter that is known, but not as it should be. */
export const malformedOpen: NotificationMessage = notification(2, 0)
export const unsupportedOptionalParameter: NotificationMessage = notification(2, 4)

/** RFC 5492 §5: the data is the capabilities, as an OPEN has them. */
export function unsupportedCapability(capabilities: readonly number[]): NotificationMessage {
  return notification(2, 7, capabilities)
}

/** RFC 4271 §6.2: the data is the one version this speaker supports, in two octets. */
export const unsupportedVersion: NotificationMessage = notification(2, 1, [0, 4])
export const badPeerAs: NotificationMessage = notification(2, 2)
export const badBgpIdentifier: NotificationMessage = notification(2, 3)
export const unacceptableHoldTime: NotificationMessage = notification(2, 6)
export const holdTimerExpired: NotificationMessage = notification(4, 0)

/** RFC 9687 §5. */
export const sendHoldTimerExpired: NotificationMessage = notification(8, 0)
export const administrativeShutdown: NotificationMessage = notification(6, 2)
export const peerDeconfigured: NotificationMessage = notification(6, 3)
export const administrativeReset: NotificationMessage = notification(6, 4)
export const otherConfigurationChange: NotificationMessage = notification(6, 6)
export const connectionRejected: NotificationMessage = notification(6, 5)
export const collisionResolution: NotificationMessage = notification(6, 7)
export const outOfResources: NotificationMessage = notification(6, 8)

/** RFC 9384 §2; who does not know it sends no more than Cease. */
export function bfdDown(subcode: 10 | 0): NotificationMessage {
  return notification(6, subcode)
}

/** RFC 6608 §3: an FSM error that no unexpected message caused. */
export const unspecifiedFsmError: NotificationMessage = notification(5, 0)

/** RFC 6608 §4: a message that the state does not expect. */
export function fsmError(state: 'OpenSent' | 'OpenConfirm' | 'Established'): NotificationMessage {
  return notification(5, { OpenSent: 1, OpenConfirm: 2, Established: 3 }[state])
}

/** RFC 4486 §4: the data is the AFI, the SAFI (unicast) and the configured bound. */
export function maximumPrefixes(family: Family, limit: number): NotificationMessage {
  const { afi, safi } = addressFamily(family)
  const bound = [24, 16, 8, 0].map((shift) => (limit >>> shift) & 0xff)
  return notification(6, 1, [0, afi, safi, ...bound])
}

/** RFC 4271 §6.3. */
export function updateError(subcode: number, data: readonly number[] = []): NotificationMessage {
  return notification(3, subcode, data)
}

/** RFC 7313 §5: the data is the whole message, as far as a NOTIFICATION holds it. */
export function invalidRouteRefreshLength(message: readonly number[]): NotificationMessage {
  return notification(7, 1, message)
}

/** RFC 8538 §3: the peer is told to keep nothing, and in the data what it would have been told otherwise. */
export function hardReset({ code, subcode, data }: NotificationMessage): NotificationMessage {
  return notification(6, 9, [code, subcode, ...data])
}

export function isHardReset({ code, subcode }: NotificationMessage): boolean {
  return code === 6 && subcode === 9
}

// A Hard Reset may come without what it stands for, or with half of it.
function unwrapped({ data }: NotificationMessage): NotificationMessage | undefined {
  const [code, subcode, ...rest] = data
  return code === undefined || subcode === undefined ? undefined : notification(code, subcode, rest)
}

function notification(code: number, subcode: number, data: readonly number[] = []): NotificationMessage {
  return { kind: 'NOTIFICATION', code, subcode, data: data.slice(0, maximumDataOctets) }
}
