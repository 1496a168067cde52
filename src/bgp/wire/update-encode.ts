import type { Family } from '../../net/address.ts'
import type { UpdateMessage } from '../message.ts'
import type { InternedAttributes } from '../path-attributes.ts'
import { type UpdateSize, updateSize } from '../update/message-size.ts'
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

/** What is written, and how. */
interface Writing {
  readonly writer: OctetWriter
  readonly size: UpdateSize
  readonly session: WireSession
  readonly pathIds: PathIds | undefined
  readonly withPathIds: boolean
}

/** RFC 7606 §5.1: MP_REACH_NLRI and MP_UNREACH_NLRI before all other attributes. */
export function encodeUpdate(
  message: UpdateMessage,
  session: WireSession,
  pathIds: PathIds | undefined,
): Uint8Array {
  const { family, attributes } = message
  const size = updateSize(message, session)
  const { octets } = size
  if (octets > maximumOctets(session)) throw new Error(`an UPDATE of ${octets} octets fits no message`)
  const writer = new OctetWriter(octets)
  const withPathIds = session.addPath.send.includes(family)
  const writing: Writing = { writer, size, session, pathIds, withPathIds }
  writeHeader(writer, 'UPDATE', octets)
  const withdrawnField = family === 'ipv4' ? size.withdrawn : 0
  writer.uint16(withdrawnField)
  if (withdrawnField > 0) writeNlri(writer, message.withdrawn, pathIds?.withdrawn, withPathIds)
  const inField = attributes !== undefined && !isMultiprotocol(family, attributes)
  writer.uint16(octets - writer.at - 2 - (inField ? size.announced : 0))
  if (family === 'ipv6') writeUnreach(writing, message)
  if (attributes !== undefined) writeAnnouncement(writing, message, attributes)
  if (inField) writeNlri(writer, message.announced, pathIds?.announced, withPathIds)
  return writer.finish()
}

function writeAnnouncement(
  { writer, size, session, pathIds, withPathIds }: Writing,
  { family, announced }: UpdateMessage,
  attributes: InternedAttributes,
): void {
  const multiprotocol = isMultiprotocol(family, attributes)
  if (multiprotocol) {
    requireExtendedNextHop(family, session)
    writeAttributeFrame(writer, optionalNonTransitive, reachType, reachOctets(attributes) + size.announced)
    writeReachFrame(writer, family, attributes)
    writeNlri(writer, announced, pathIds?.announced, withPathIds)
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
  { writer, size, pathIds, withPathIds }: Writing,
  { family, withdrawn, attributes }: UpdateMessage,
): void {
  if (withdrawn.count === 0 && attributes !== undefined) return
  writeAttributeFrame(writer, optionalNonTransitive, unreachType, unreachFrameOctets + size.withdrawn)
  writeFamily(writer, family)
  writeNlri(writer, withdrawn, pathIds?.withdrawn, withPathIds)
}
