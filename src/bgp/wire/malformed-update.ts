import type { Address } from '../../net/address.ts'
import { emptyPrefixes, packPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { AttributeInterner } from '../attribute-interner.ts'
import { noOptionalAttributes } from '../path-attributes.ts'
import { encodeMessage } from './encode.ts'
import { headerOctets } from './header.ts'
import type { WireSession } from './wire-session.ts'

/**
 * What is wrong with an UPDATE: an ORIGIN that there is none of, so that its routes are taken for withdrawn (RFC 7606 §7.1); a length of
 * its attributes beyond its end (§4), or a marker that is none (RFC 4271 §6.1), which end the session.
 */
export const malformations = ['ORIGIN', 'length', 'marker'] as const

export type Malformation = (typeof malformations)[number]

/** The UPDATE of a router that means to announce the prefix, with one thing spoilt in it. Of IPv4. */
export function malformedUpdate(
  wrong: Malformation,
  prefix: Prefix,
  { asn, nextHop }: { readonly asn: number; readonly nextHop: Address },
  session: WireSession,
): Uint8Array {
  const attributes = new AttributeInterner().intern({
    ...noOptionalAttributes,
    ...{ origin: 'IGP', asPath: [{ kind: 'AS_SEQUENCE', asns: [asn] }], nextHop },
  })
  const announced = packPrefixes('ipv4', [prefix])
  const withdrawn = emptyPrefixes('ipv4')
  const octets = encodeMessage({ kind: 'UPDATE', family: 'ipv4', withdrawn, announced, attributes }, session)
  spoil(octets, wrong)
  return octets
}

/** RFC 4271 §4.3: nothing is withdrawn, and ORIGIN is the first attribute. */
function spoil(octets: Uint8Array, wrong: Malformation): void {
  const lengthAt = headerOctets + 2
  const attributesAt = lengthAt + 2
  if (wrong === 'marker') octets.fill(0, 0, markerOctets)
  if (wrong === 'ORIGIN') octets[attributesAt + attributeHeaderOctets] = unknownOrigin
  if (wrong === 'length') {
    new DataView(octets.buffer, octets.byteOffset).setUint16(lengthAt, octets.length - attributesAt + 1)
  }
}

const markerOctets = 16
const attributeHeaderOctets = 3
const unknownOrigin = 3
