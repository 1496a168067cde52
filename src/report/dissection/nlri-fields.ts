import { familyOf } from '../../bgp/address-family.ts'
import { pathIdOctets, readNlri } from '../../bgp/wire/nlri.ts'
import { OctetReader } from '../../bgp/wire/octets.ts'
import type { WireSession } from '../../bgp/wire/wire-session.ts'
import type { Family } from '../../net/address.ts'
import { familyNames } from '../../net/address-text.ts'
import { unpackPrefixes } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { Field, FieldWalk } from './field.ts'

/** All that is left, a field a prefix. */
export function nlriFields(walk: FieldWalk, family: Family, session: WireSession): readonly Field[] {
  const withPathIds = session.addPath.receive.includes(family)
  const fields: Field[] = []
  while (walk.left > 0) {
    if (withPathIds) fields.push(walk.count(pathIdOctets, 'Path Identifier', 'RFC 7911 §3'))
    const octets = 1 + Math.ceil(walk.number(1) / 8)
    fields.push(walk.leaf(octets, 'Prefix', 'RFC 4271 §4.3', () => prefixAt(walk, octets, family, session)))
  }
  return fields
}

function prefixAt(walk: FieldWalk, octets: number, family: Family, { reading }: WireSession): string {
  const nlri = readNlri(new OctetReader(walk.view, walk.at, walk.at + octets), family, false, reading)
  if (nlri === undefined) return 'malformed'
  return unpackPrefixes(nlri.prefixes).map(formatPrefix).join() || 'leads nowhere'
}

/** `IPv4 unicast`, or the numbers of what is unknown here. */
export function familyName(afi: number, safi: number): string {
  const family = familyOf({ afi, safi })
  return family === undefined ? `AFI ${afi} SAFI ${safi}` : `${familyNames[family]} unicast`
}
