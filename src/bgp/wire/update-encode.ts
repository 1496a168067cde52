import type { Family } from '../../net/address.ts'
import type { UpdateMessage } from '../message.ts'
import type { InternedAttributes } from '../path-attributes.ts'
import { nlriOctets, updateOctets } from '../update/message-size.ts'
import { writeAttributeFrame, writeAttributes } from './attribute-octets.ts'
import { optionalNonTransitive } from './attribute-row.ts'
import { maximumOctets, writeHeader } from './header.ts'
import {
  isMultiprotocol,
  reachOctets,
  reachType,
  unreachFrameOctets,
  unreachType,
  writeFamily,
  writeReachFrame,
} from './multiprotocol.ts'
import { type PathIds, writeNlri } from './nlri.ts'
import { OctetWriter } from './octets.ts'
import type { WireSession } from './wire-session.ts'

/** RFC 7606 §5.1: MP_REACH_NLRI and MP_UNREACH_NLRI before all other attributes. */
export function encodeUpdate(
  message: UpdateMessage,
  session: WireSession,
  pathIds: PathIds | undefined,
): Uint8Array {
  const { family, attributes } = message
  const octets = updateOctets(message, session)
  if (octets > maximumOctets(session)) throw new Error(`an UPDATE of ${octets} octets fits no message`)
  const writer = new OctetWriter(octets)
  writeHeader(writer, 'UPDATE', octets)
  const withPathIds = session.addPath.send.includes(family)
  const field = family === 'ipv4' ? nlriOctets(message.withdrawn, session) : 0
  writer.uint16(field)
  if (field > 0) writeNlri(writer, message.withdrawn, pathIds?.withdrawn, withPathIds)
  const inField = attributes !== undefined && !isMultiprotocol(family, attributes)
  const nlri = inField ? nlriOctets(message.announced, session) : 0
  writer.uint16(octets - writer.at - 2 - nlri)
  if (family === 'ipv6') writeUnreach(writer, message, session, pathIds)
  if (attributes !== undefined) writeAnnouncement(writer, message, attributes, session, pathIds)
  if (inField) writeNlri(writer, message.announced, pathIds?.announced, withPathIds)
  return writer.finish()
}

function writeAnnouncement(
  writer: OctetWriter,
  { family, announced }: UpdateMessage,
  attributes: InternedAttributes,
  session: WireSession,
  pathIds: PathIds | undefined,
): void {
  const multiprotocol = isMultiprotocol(family, attributes)
  if (multiprotocol) {
    requireExtendedNextHop(family, session)
    const octets = reachOctets(attributes) + nlriOctets(announced, session)
    writeAttributeFrame(writer, optionalNonTransitive, reachType, octets)
    writeReachFrame(writer, family, attributes)
    writeNlri(writer, announced, pathIds?.announced, session.addPath.send.includes(family))
  }
  writeAttributes(writer, attributes, { fourOctetAs: session.fourOctetAs, multiprotocol })
}

/** RFC 8950 §4: IPv4 with an IPv6 next hop goes only to who said that it understands. */
function requireExtendedNextHop(family: Family, { extendedNextHop }: WireSession): void {
  if (family === 'ipv4' && !extendedNextHop.includes(family)) {
    throw new Error('an IPv4 route with an IPv6 next hop for a peer that does not take it')
  }
}

/** RFC 4724 §2: where nothing is announced either, it is written all the same, as the End-of-RIB. */
function writeUnreach(
  writer: OctetWriter,
  { family, withdrawn, attributes }: UpdateMessage,
  session: WireSession,
  pathIds: PathIds | undefined,
): void {
  if (withdrawn.count === 0 && attributes !== undefined) return
  const octets = unreachFrameOctets + nlriOctets(withdrawn, session)
  writeAttributeFrame(writer, optionalNonTransitive, unreachType, octets)
  writeFamily(writer, family)
  writeNlri(writer, withdrawn, pathIds?.withdrawn, session.addPath.send.includes(family))
}
