import type { Address, Family } from '../../net/address.ts'
import { isHostAddress } from '../../net/host-address.ts'
import { addressOctets, readAddress } from '../../net/prefix-octets.ts'
import { addressFamily, familyOf } from '../address-family.ts'
import type { PathAttributes } from '../path-attributes.ts'
import type { AttributeDraft } from './attribute-draft.ts'
import { optionalNonTransitive, type ReceivedAttribute, type Wrong, wrongOptional } from './attribute-row.ts'
import { readNlri } from './nlri.ts'
import type { OctetReader, OctetWriter } from './octets.ts'
import type { WireSession } from './wire-session.ts'

export const reachType = 14
export const unreachType = 15

/** AFI, SAFI, the next hop's length and the reserved octet (RFC 4760 §3). */
const reachFrameOctets = 2 + 1 + 1 + 1

/** AFI and SAFI (RFC 4760 §4). */
export const unreachFrameOctets: number = 2 + 1

/** RFC 4760: where a malformed one leaves the routes untold, RFC 7606 §7.11 and §7.12 have the session reset. */
export const multiprotocolAttributes: readonly ReceivedAttribute[] = [
  {
    type: reachType,
    name: 'MP_REACH_NLRI',
    flags: optionalNonTransitive,
    whenMalformed: 'session-reset',
    section: 'RFC 7606 §7.11',
    read: readReach,
  },
  {
    type: unreachType,
    name: 'MP_UNREACH_NLRI',
    flags: optionalNonTransitive,
    whenMalformed: 'session-reset',
    section: 'RFC 7606 §7.12',
    read: readUnreach,
  },
]

// Routes of a family that this speaker does not know are of no use to it (RFC 4760 §8).
function readReach(value: OctetReader, draft: AttributeDraft, session: WireSession): Wrong | undefined {
  if (value.left < reachFrameOctets) return wrongOptional(`has ${value.left} octets`)
  const family = readFamily(value)
  const nextHopOctets = value.uint8()
  if (nextHopOctets + 1 > value.left) return wrongOptional(`has a next hop of ${nextHopOctets} octets`)
  const hops = readNextHop(value.part(nextHopOctets), family, session)
  value.uint8()
  if (family === undefined) return undefined
  if (hops === undefined) return wrongOptional(`has a next hop of ${nextHopOctets} octets`)
  const nlri = readNlri(value, family, session.addPath.receive.includes(family), session.reading)
  if (nlri === undefined) return wrongOptional('has no well-formed NLRI')
  draft.reach = { family, ...hops, nlri }
  if (isHostAddress(hops.nextHop)) return undefined
  // RFC 4271 §6.3: of the right length, and still nobody's. The routes are known, so that they can be withdrawn.
  return {
    ...wrongOptional('has a next hop that is no address of a host'),
    section: 'RFC 4271 §6.3',
    handling: 'treat-as-withdraw',
  }
}

function readUnreach(value: OctetReader, draft: AttributeDraft, session: WireSession): Wrong | undefined {
  if (value.left < unreachFrameOctets) return wrongOptional(`has ${value.left} octets`)
  const family = readFamily(value)
  if (family === undefined) return undefined
  const nlri = readNlri(value, family, session.addPath.receive.includes(family), session.reading)
  if (nlri === undefined) return wrongOptional('has no well-formed NLRI')
  draft.unreach = { family, nlri }
  return undefined
}

function readFamily(value: OctetReader): Family | undefined {
  return familyOf({ afi: value.uint16(), safi: value.uint8() })
}

interface NextHops {
  readonly nextHop: Address
  readonly linkLocalNextHop: Address | undefined
}

/**
 * RFC 4760 §3 and RFC 2545 §3: IPv6 has a global next hop, alone or with a link-local one behind it. RFC 8950 §3: where
 * it was agreed, IPv4 may have the same.
 */
function readNextHop(
  value: OctetReader,
  family: Family | undefined,
  session: WireSession,
): NextHops | undefined {
  const octets = value.left
  if (family === 'ipv4' && octets === 4) {
    return { nextHop: readAddress(value.view, value.at, 'ipv4'), linkLocalNextHop: undefined }
  }
  if (family !== 'ipv6' && !session.extendedNextHop.includes('ipv4')) return undefined
  if (octets !== 16 && octets !== 32) return undefined
  const nextHop = readAddress(value.view, value.at, 'ipv6')
  const linkLocalNextHop = octets === 32 ? readAddress(value.view, value.at + 16, 'ipv6') : undefined
  return { nextHop: unmapped(nextHop, family), linkLocalNextHop }
}

/** RFC 4291 §2.5.5.2: an IPv6 route whose next hop is an IPv4 address has it as ::ffff:a.b.c.d (RFC 4798 §2). */
function unmapped(address: Address, family: Family | undefined): Address {
  const [first, second, third, fourth] = address.words
  const isMapped = first === 0 && second === 0 && third === 0xffff && fourth !== undefined
  return isMapped && family === 'ipv6' ? { family: 'ipv4', words: [fourth] } : address
}

/** Whether the routes travel in MP_REACH_NLRI: the NLRI field knows IPv4 with an IPv4 next hop alone. */
export function isMultiprotocol(family: Family, { nextHop }: Pick<PathAttributes, 'nextHop'>): boolean {
  return family === 'ipv6' || nextHop.family === 'ipv6'
}

/** All of MP_REACH_NLRI's value but the NLRI. */
export function reachOctets({ linkLocalNextHop }: PathAttributes): number {
  return reachFrameOctets + addressOctets('ipv6') * (linkLocalNextHop === undefined ? 1 : 2)
}

export function writeReachFrame(writer: OctetWriter, family: Family, attributes: PathAttributes): void {
  const { nextHop, linkLocalNextHop } = attributes
  writeFamily(writer, family)
  writer.uint8(reachOctets(attributes) - reachFrameOctets)
  if (nextHop.family === 'ipv4') for (const word of [0, 0, 0xffff]) writer.uint32(word)
  for (const word of nextHop.words) writer.uint32(word)
  for (const word of linkLocalNextHop?.words ?? []) writer.uint32(word)
  writer.uint8(0)
}

export function writeFamily(writer: OctetWriter, family: Family): void {
  const { afi, safi } = addressFamily(family)
  writer.uint16(afi)
  writer.uint8(safi)
}
