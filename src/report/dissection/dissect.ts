import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import { describeNotification } from '../../bgp/notification.ts'
import { viewOf } from '../../bgp/wire/octets.ts'
import type { WireSession } from '../../bgp/wire/wire-session.ts'
import { type Field, FieldWalk } from './field.ts'
import { familyName } from './nlri-fields.ts'
import { capabilitiesField } from './open-fields.ts'
import { updateFields } from './update-fields.ts'

const header = 'RFC 4271 §4.1'
const open = 'RFC 4271 §4.2'

const typeNames = ['', 'OPEN', 'UPDATE', 'NOTIFICATION', 'KEEPALIVE', 'ROUTE-REFRESH']

/** A whole message, field by field: every octet is in exactly one field without parts. */
export function dissect(octets: Uint8Array, session: WireSession): readonly Field[] {
  const walk = new FieldWalk(viewOf(octets), 0, octets.length)
  const marker = walk.leaf(16, 'Marker', header, () => 'all ones')
  const length = walk.count(2, 'Length', header)
  const type = walk.number(1)
  const head = [
    marker,
    length,
    walk.count(1, 'Type', header, () => `${type} ${typeNames[type] ?? ''}`.trimEnd()),
  ]
  const body = walk.group(walk.left, '', '', (inside) => bodyFields(type, inside, session))
  return [...head, ...body.parts].filter((field) => field.octets > 0)
}

function bodyFields(type: number, walk: FieldWalk, session: WireSession): readonly Field[] {
  switch (typeNames[type]) {
    case 'OPEN':
      return openFields(walk)
    case 'UPDATE':
      return updateFields(walk, session)
    case 'NOTIFICATION':
      return notificationFields(walk)
    case 'ROUTE-REFRESH':
      return refreshFields(walk)
    default:
      return []
  }
}

function openFields(walk: FieldWalk): readonly Field[] {
  return [
    walk.count(1, 'Version', open),
    walk.count(2, 'My Autonomous System', open),
    walk.count(2, 'Hold Time', open, (seconds) => `${seconds} s`),
    walk.count(4, 'BGP Identifier', open, formatBgpIdentifier),
    ...capabilitiesField(walk),
  ]
}

function notificationFields(walk: FieldWalk): readonly Field[] {
  const section = 'RFC 4271 §4.5'
  const code = walk.number(1)
  const first = walk.count(1, 'Error code', section, () => nameOf(code, 0))
  const subcode = walk.count(1, 'Error subcode', section, (value) => nameOf(code, value))
  return [first, subcode, walk.leaf(walk.left, 'Data', section, () => '')]
}

function nameOf(code: number, subcode: number): string {
  return `${subcode === 0 ? code : subcode} ${describeNotification({ kind: 'NOTIFICATION', code, subcode, data: [] })}`
}

function refreshFields(walk: FieldWalk): readonly Field[] {
  const section = 'RFC 2918 §3'
  const afi = walk.number(2)
  const subtypes = ['request', 'BoRR', 'EoRR']
  return [
    walk.count(2, 'AFI', section),
    walk.count(1, 'Subtype', 'RFC 7313 §3.2', (value) => `${value} ${subtypes[value] ?? ''}`.trimEnd()),
    walk.count(1, 'SAFI', section, (safi) => familyName(afi, safi)),
  ]
}
