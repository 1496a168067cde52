import type { Address, Family } from '../../net/address.ts'
import { type NotificationMessage, updateError } from '../notification.ts'
import { type AttributeList, readAttributeList } from './attribute-list.ts'
import { headerOctets } from './header.ts'
import { type Nlri, readNlri } from './nlri.ts'
import { OctetReader } from './octets.ts'
import type { WireSession } from './wire-session.ts'

/** RFC 4271 §4.3: the fields of an UPDATE, each by itself. */
export interface UpdateFields {
  readonly kind: 'fields'
  readonly withdrawn: Nlri
  readonly list: AttributeList
  readonly announced: Nlri
}

/** Routes of one field that the UPDATE announces. */
export interface Announcement {
  /** The attribute that their next hop is in: NEXT_HOP or MP_REACH_NLRI. */
  readonly nextHopType: number
  readonly family: Family
  readonly nextHop: Address | undefined
  readonly linkLocalNextHop: Address | undefined
  readonly nlri: Nlri
}

type Unreadable = { readonly kind: 'error'; readonly notification: NotificationMessage }

/** Reads the whole message; its header was checked. Only lengths that contradict each other leave it unread. */
export function readFields(view: DataView, session: WireSession): UpdateFields | Unreadable {
  const reader = new OctetReader(view, headerOctets, view.byteLength)
  const withdrawnOctets = reader.uint16()
  // RFC 4271 §6.3: Malformed Attribute List. The Total Path Attribute Length has to be there too.
  if (withdrawnOctets + 2 > reader.left) return unreadable(1)
  const withdrawnField = reader.part(withdrawnOctets)
  const listOctets = reader.uint16()
  if (listOctets > reader.left) return unreadable(1)
  const listField = reader.part(listOctets)
  const withPathIds = session.addPath.receive.includes('ipv4')
  const withdrawn = readNlri(withdrawnField, 'ipv4', withPathIds, session.reading)
  const announced = readNlri(reader, 'ipv4', withPathIds, session.reading)
  // RFC 7606 §3 (i) and (j): Invalid Network Field, in either.
  if (withdrawn === undefined || announced === undefined) return unreadable(10)
  return { kind: 'fields', withdrawn, list: readAttributeList(listField, session), announced }
}

function unreadable(subcode: number): Unreadable {
  return { kind: 'error', notification: updateError(subcode) }
}

/** The routes that are announced, those of the NLRI field first. */
export function announcementsOf({ list, announced }: UpdateFields): readonly Announcement[] {
  const { nextHop, reach } = list.draft
  const field: Announcement = {
    nextHopType: 3,
    family: 'ipv4',
    nextHop,
    linkLocalNextHop: undefined,
    nlri: announced,
  }
  const inField = isEmpty(announced) ? [] : [field]
  return reach === undefined || isEmpty(reach.nlri) ? inField : [...inField, { nextHopType: 14, ...reach }]
}

/** Whether nothing stood in the field; of what stood there all may have been ignored. */
export function isEmpty({ prefixes, ignored }: Nlri): boolean {
  return prefixes.count + ignored === 0
}
