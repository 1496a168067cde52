import { addressFamily, familyOf } from '../address-family.ts'
import type { RouteRefreshMessage } from '../message.ts'
import { badMessageLength, invalidRouteRefreshLength, type NotificationMessage } from '../notification.ts'
import { headerOctets, writeHeader } from './header.ts'
import { OctetReader, OctetWriter, octetsAt } from './octets.ts'

/** RFC 2918 §3: AFI, subtype and SAFI behind the header. */
const routeRefreshOctets = headerOctets + 4

/** RFC 7313 §3.2, by number; in RFC 2918 the octet was reserved. */
const subtypes: readonly RouteRefreshMessage['subtype'][] = ['request', 'BoRR', 'EoRR']

export type ReadRouteRefresh =
  | { readonly kind: 'read'; readonly message: RouteRefreshMessage }
  /** RFC 2918 §4 and RFC 7313 §5: of a family that was not offered, or of a subtype nobody knows. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'error'; readonly notification: NotificationMessage }

/** Reads the whole message; its header was checked, and four octets stand behind it. */
export function readRouteRefresh(view: DataView): ReadRouteRefresh {
  const reader = new OctetReader(view, headerOctets, view.byteLength)
  const afi = reader.uint16()
  const subtype = subtypes[reader.uint8()]
  const family = familyOf({ afi, safi: reader.uint8() })
  if (subtype === undefined) return { kind: 'ignored' }
  if (reader.left > 0) return { kind: 'error', notification: wrongLength(view, subtype) }
  if (family === undefined) return { kind: 'ignored' }
  return { kind: 'read', message: { kind: 'ROUTE-REFRESH', family, subtype } }
}

/** RFC 7313 §5 has an error for its own subtypes; to a request RFC 4271 §6.1 applies. */
function wrongLength(view: DataView, subtype: RouteRefreshMessage['subtype']): NotificationMessage {
  if (subtype === 'request') return badMessageLength(view.byteLength)
  return invalidRouteRefreshLength(octetsAt(view, 0, view.byteLength))
}

export function encodeRouteRefresh({ family, subtype }: RouteRefreshMessage): Uint8Array {
  const { afi, safi } = addressFamily(family)
  const writer = new OctetWriter(routeRefreshOctets)
  writeHeader(writer, 'ROUTE-REFRESH', routeRefreshOctets)
  writer.uint16(afi)
  writer.uint8(subtypes.indexOf(subtype))
  writer.uint8(safi)
  return writer.finish()
}
