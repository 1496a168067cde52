import type { Family } from '../../net/address.ts'
import { addressOctets } from '../../net/prefix-octets.ts'
import type { PathAttributes } from '../path-attributes.ts'
import {
  attributeOctets,
  attributesOctets,
  writeAttributeFrame,
  writeAttributes,
} from '../wire/attribute-octets.ts'
import { optionalNonTransitive } from '../wire/attribute-row.ts'
import { isMultiprotocol, reachType } from '../wire/multiprotocol.ts'
import { OctetWriter } from '../wire/octets.ts'

/** RFC 6396 §4.3.4: AS numbers have four octets, and of MP_REACH_NLRI only the next hop and its length are there. */
export function ribAttributes(family: Family, attributes: PathAttributes): Uint8Array {
  const form = { fourOctetAs: true, multiprotocol: isMultiprotocol(family, attributes) }
  const others = attributesOctets(attributes, form)
  const hops = form.multiprotocol ? nextHops(attributes) : []
  const reach = form.multiprotocol ? attributeOctets(1 + hops.length) : 0
  const writer = new OctetWriter(reach + others)
  if (form.multiprotocol) {
    writeAttributeFrame(writer, optionalNonTransitive, reachType, 1 + hops.length)
    writer.uint8(hops.length)
    writer.append(hops)
  }
  writeAttributes(writer, attributes, form)
  return writer.finish()
}

/** RFC 4291 §2.5.5.2: an IPv4 address among IPv6 ones is a mapped one. */
function nextHops({ nextHop, linkLocalNextHop }: PathAttributes): readonly number[] {
  const words = nextHop.family === 'ipv4' ? [0, 0, 0xffff, ...nextHop.words] : nextHop.words
  const all = [...words, ...(linkLocalNextHop?.words ?? [])]
  const writer = new OctetWriter(addressOctets('ipv6') * (all.length / 4))
  for (const word of all) writer.uint32(word)
  return [...writer.finish()]
}
