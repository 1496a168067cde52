import type { Family } from '../../net/address.ts'
import { type PackedPrefixes, packedOctets } from '../../net/packed-prefixes.ts'
import type { UpdateMessage } from '../message.ts'
import type { PathAttributes } from '../path-attributes.ts'
import { attributeOctets, attributesOctets } from '../wire/attribute-octets.ts'
import { headerOctets, maximumOctets } from '../wire/header.ts'
import { isMultiprotocol, reachOctets, unreachFrameOctets } from '../wire/multiprotocol.ts'
import { pathIdOctets } from '../wire/nlri.ts'
import type { WireSession } from '../wire/wire-session.ts'

/** RFC 4271 §4.1 and §4.3: the header, Withdrawn Routes Length and Total Path Attribute Length. */
const updateFrameOctets = headerOctets + 2 + 2

/** Octets of an UPDATE on the wire, and of the prefixes in it. */
export interface UpdateSize {
  readonly octets: number
  readonly withdrawn: number
  readonly announced: number
}

/** Octets of an UPDATE on the wire, exactly. */
export function updateOctets(message: UpdateMessage, session: WireSession): number {
  return updateSize(message, session).octets
}

export function updateSize(message: UpdateMessage, session: WireSession): UpdateSize {
  const { family, attributes } = message
  const withdrawn = nlriOctets(message.withdrawn, session)
  const announced = nlriOctets(message.announced, session)
  const withdrawing = withdrawnOctets(family, withdrawn, attributes === undefined)
  const announcing = attributes === undefined ? 0 : announcementOctets(attributes, family, announced, session)
  return { octets: updateFrameOctets + withdrawing + announcing, withdrawn, announced }
}

/** How many octets of NLRI fit beside these attributes in one UPDATE; negative where not even they do. */
export function announcementRoom(attributes: PathAttributes, family: Family, session: WireSession): number {
  const multiprotocol = isMultiprotocol(family, attributes)
  const form = { fourOctetAs: session.fourOctetAs, multiprotocol }
  const room = maximumOctets(session) - updateFrameOctets - attributesOctets(attributes, form)
  if (!multiprotocol) return room
  const frame = reachOctets(attributes)
  const inLongAttribute = room - 4 - frame
  // MP_REACH_NLRI of up to 255 octets has a length of one.
  return inLongAttribute < 255 - frame ? inLongAttribute + 1 : inLongAttribute
}

/** How many octets of withdrawn prefixes fit in one UPDATE. */
export function withdrawalRoom(family: Family, session: WireSession): number {
  const room = maximumOctets(session) - updateFrameOctets
  return family === 'ipv4' ? room : room - 4 - unreachFrameOctets
}

/** Octets of the prefixes, each with its Path Identifier where the session sends them. */
export function nlriOctets(prefixes: PackedPrefixes, session: WireSession): number {
  const { family, count } = prefixes
  return packedOctets(prefixes) + (session.addPath.send.includes(family) ? pathIdOctets * count : 0)
}

function announcementOctets(
  attributes: PathAttributes,
  family: Family,
  nlri: number,
  { fourOctetAs }: WireSession,
): number {
  const multiprotocol = isMultiprotocol(family, attributes)
  const octets = attributesOctets(attributes, { fourOctetAs, multiprotocol })
  return octets + (multiprotocol ? attributeOctets(reachOctets(attributes) + nlri) : nlri)
}

/** RFC 4724 §2: an MP_UNREACH_NLRI of nothing, where nothing else is told, is the End-of-RIB of IPv6. */
function withdrawnOctets(family: Family, octets: number, isAlone: boolean): number {
  if (family === 'ipv4' || (octets === 0 && !isAlone)) return octets
  return attributeOctets(unreachFrameOctets + octets)
}
