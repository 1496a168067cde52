import type { Family } from '../../net/address.ts'
import { type PackedPrefixes, prefixOctets, prefixStride } from '../../net/packed-prefixes.ts'
import type { UpdateMessage } from '../message.ts'
import type { PathAttributes } from '../path-attributes.ts'

/** RFC 4271 §4.1: the largest message. */
export const maximumMessageOctets = 4096

/** RFC 4271 §4.1 and §4.3: the header, Withdrawn Routes Length and Total Path Attribute Length. */
const updateFrameOctets = 19 + 2 + 2

/** RFC 4271 §4.3: flags, type and length; a value of more than 255 octets needs a length of two. */
function attributeOctets(valueOctets: number): number {
  return (valueOctets > 255 ? 4 : 3) + valueOctets
}

/** AFI, SAFI, the next hop's length and 16 octets, and the reserved octet (RFC 4760 §3). */
const reachOctets = 2 + 1 + 1 + 16 + 1

/** AFI and SAFI (RFC 4760 §4). */
const unreachOctets = 2 + 1

/** Octets of an UPDATE on the wire, exactly. */
export function updateOctets(message: UpdateMessage, fourOctetAs: boolean): number {
  const { family, attributes, announced, withdrawn } = message
  const announcing = attributes === undefined ? 0 : attributesOctets(attributes, family, fourOctetAs)
  const octets =
    updateFrameOctets + announcing + announcedOctets(family, nlriOctets(announced)) + withdrawnOctets(message)
  return octets + (isEndOfRib(announced, withdrawn) && family === 'ipv6' ? attributeOctets(unreachOctets) : 0)
}

/** How many octets of NLRI fit beside these attributes in one UPDATE; negative where not even they do. */
export function announcementRoom(attributes: PathAttributes, family: Family, fourOctetAs: boolean): number {
  const room = maximumMessageOctets - updateFrameOctets - attributesOctets(attributes, family, fourOctetAs)
  if (family === 'ipv4') return room
  const inLongAttribute = room - 4 - reachOctets
  // MP_REACH_NLRI of up to 255 octets has a length of one.
  return inLongAttribute < 255 - reachOctets ? inLongAttribute + 1 : inLongAttribute
}

/** How many octets of withdrawn prefixes fit in one UPDATE. */
export function withdrawalRoom(family: Family): number {
  const room = maximumMessageOctets - updateFrameOctets
  return family === 'ipv4' ? room : room - 4 - unreachOctets
}

export function nlriOctets(prefixes: PackedPrefixes): number {
  const stride = prefixStride[prefixes.family]
  let octets = 0
  for (let offset = 0; offset < prefixes.data.length; offset += stride) {
    octets += prefixOctets(prefixes.family, prefixes.data, offset)
  }
  return octets
}

function isEndOfRib(announced: PackedPrefixes, withdrawn: PackedPrefixes): boolean {
  return announced.count === 0 && withdrawn.count === 0
}

function announcedOctets(family: Family, octets: number): number {
  if (octets === 0 || family === 'ipv4') return octets
  return attributeOctets(reachOctets + octets)
}

function withdrawnOctets({ family, withdrawn }: UpdateMessage): number {
  const octets = nlriOctets(withdrawn)
  if (octets === 0 || family === 'ipv4') return octets
  return attributeOctets(unreachOctets + octets)
}

/** Everything but MP_REACH_NLRI, which travels with the prefixes. */
function attributesOctets(attributes: PathAttributes, family: Family, fourOctetAs: boolean): number {
  const values = [
    1,
    asPathOctets(attributes, fourOctetAs ? 4 : 2),
    ...(family === 'ipv4' ? [4] : []),
    ...(attributes.multiExitDisc === undefined ? [] : [4]),
    ...(attributes.localPref === undefined ? [] : [4]),
    ...(attributes.atomicAggregate ? [0] : []),
    ...(attributes.aggregator === undefined ? [] : [fourOctetAs ? 8 : 6]),
    ...(attributes.communities.length === 0 ? [] : [4 * attributes.communities.length]),
    ...(fourOctetAs ? [] : fourOctetExtras(attributes)),
  ]
  return values.reduce((octets, value) => octets + attributeOctets(value), 0)
}

function asPathOctets({ asPath }: PathAttributes, asnOctets: number): number {
  return asPath.reduce((octets, segment) => octets + 2 + asnOctets * segment.asns.length, 0)
}

/** RFC 6793 §4.2.2: AS4_PATH and AS4_AGGREGATOR go along where two octets cannot say it. */
function fourOctetExtras(attributes: PathAttributes): readonly number[] {
  const needed = attributes.asPath.some(({ asns }) => asns.some(needsFourOctets))
  const { aggregator } = attributes
  return [
    ...(needed ? [asPathOctets(attributes, 4)] : []),
    ...(aggregator !== undefined && needsFourOctets(aggregator.asn) ? [8] : []),
  ]
}

function needsFourOctets(asn: number): boolean {
  return asn > 0xffff
}
