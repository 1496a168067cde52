import type { Prefix } from '../../net/prefix.ts'
import type { WireSession } from './wire-session.ts'

/**
 * What is wrong with an UPDATE: an ORIGIN that there is none of, so that its routes are taken for withdrawn (RFC 7606 §7.1); a length of
 * its attributes beyond its end (§4), or a marker that is none (RFC 4271 §6.1), which end the session.
 */
export const malformations = ['ORIGIN', 'length', 'marker'] as const

export type Malformation = (typeof malformations)[number]

/** The UPDATE of a router that means to announce the prefix, with one thing wrong in it. Of IPv4. */
export function malformedUpdate(
  wrong: Malformation,
  prefix: Prefix,
  { asn, nextHop }: { readonly asn: number; readonly nextHop: readonly number[] },
  { fourOctetAs }: Pick<WireSession, 'fourOctetAs'>,
): Uint8Array {
  const origin = wrong === 'ORIGIN' ? unknownOrigin : igp
  const path = [asSequence, 1, ...bigEndian(asn, fourOctetAs ? 4 : 2)]
  const attributes = [
    ...[wellKnown, 1, 1, origin],
    ...[wellKnown, 2, path.length, ...path],
    ...[wellKnown, 3, 4, ...nextHop.flatMap((word) => bigEndian(word, 4))],
  ]
  const announced = [
    prefix.length,
    ...prefix.words.flatMap((word) => bigEndian(word, 4)).slice(0, Math.ceil(prefix.length / 8)),
  ]
  const told = wrong === 'length' ? attributes.length + announced.length + 1 : attributes.length
  const body = [...bigEndian(0, 2), ...bigEndian(told, 2), ...attributes, ...announced]
  const marker = Array.from({ length: 16 }, () => (wrong === 'marker' ? 0 : 0xff))
  return Uint8Array.from([...marker, ...bigEndian(headerOctets + body.length, 2), updateType, ...body])
}

const headerOctets = 19
const updateType = 2
const wellKnown = 0x40
const igp = 0
const unknownOrigin = 3
const asSequence = 2

function bigEndian(value: number, octets: number): readonly number[] {
  return Array.from({ length: octets }, (_, index) => (value >>> (8 * (octets - 1 - index))) & 0xff)
}
