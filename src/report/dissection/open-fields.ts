import type { Capability } from '../../bgp/capability.ts'
import { readCapability } from '../../bgp/wire/capability.ts'
import { OctetReader } from '../../bgp/wire/octets.ts'
import type { Field, FieldWalk } from './field.ts'
import { familyName } from './nlri-fields.ts'

const open = 'RFC 4271 §4.2'
const extendedLength = 255
const capabilitiesParameter = 2

/** By code: the names and sections of the capabilities that are known. */
const capabilitySections: Readonly<
  Record<Exclude<Capability['kind'], 'unknown'>, readonly [string, string]>
> = {
  multiprotocol: ['Multiprotocol', 'RFC 4760 §8'],
  'route-refresh': ['Route Refresh', 'RFC 2918 §2'],
  'extended-next-hop': ['Extended Next Hop Encoding', 'RFC 8950 §4'],
  'extended-message': ['Extended Message', 'RFC 8654 §3'],
  role: ['BGP Role', 'RFC 9234 §4.1'],
  'graceful-restart': ['Graceful Restart', 'RFC 4724 §3'],
  'four-octet-as': ['4-octet AS number', 'RFC 6793 §3'],
  'add-path': ['ADD-PATH', 'RFC 7911 §4'],
  'enhanced-route-refresh': ['Enhanced Route Refresh', 'RFC 7313 §3.1'],
  'bfd-strict-mode': ['BFD Strict-Mode', 'draft-ietf-idr-bgp-bfd-strict-mode §5'],
}

/** The optional parameters with the length before them, in either form (RFC 9072). */
export function capabilitiesField(walk: FieldWalk): readonly Field[] {
  const length = walk.count(1, 'Optional Parameters Length', open)
  if (walk.number(1) !== extendedLength) return [length, ...parameters(walk, 1)]
  return [
    length,
    walk.count(1, 'Non-Extended Parameter Type', 'RFC 9072 §2'),
    walk.count(2, 'Extended Optional Parameters Length', 'RFC 9072 §2'),
    ...parameters(walk, 2),
  ]
}

function parameters(walk: FieldWalk, lengthOctets: 1 | 2): readonly Field[] {
  const fields: Field[] = []
  while (walk.left > 0) {
    const type = walk.number(1)
    const isKnown = type === capabilitiesParameter
    const section = isKnown ? 'RFC 5492 §4' : open
    fields.push(walk.count(1, 'Parameter Type', section, () => `${type}${isKnown ? ' Capabilities' : ''}`))
    const length = walk.number(lengthOctets)
    fields.push(walk.count(lengthOctets, 'Parameter Length', section))
    fields.push(
      walk.group(length, isKnown ? 'Capabilities' : 'Parameter', section, (inside) =>
        isKnown ? capabilities(inside) : [],
      ),
    )
  }
  return fields
}

function capabilities(walk: FieldWalk): readonly Field[] {
  const fields: Field[] = []
  while (walk.left > 0) fields.push(capabilityField(walk))
  return fields
}

function capabilityField(walk: FieldWalk): Field {
  const capability = readCapability(new OctetReader(walk.view, walk.at, walk.at + walk.left))
  const isKnown = capability !== undefined && capability.kind !== 'unknown'
  const [name, section] = isKnown ? capabilitySections[capability.kind] : ['unknown', 'RFC 5492 §4']
  const octets = walk.left < 2 ? walk.left : 2 + (walk.number(2) & 0xff)
  return walk.group(octets, 'Capability', section, (inside) => [
    inside.count(1, 'Code', section, (code) => `${code} ${name}`),
    inside.count(1, 'Capability Length', 'RFC 5492 §4'),
    inside.leaf(inside.left, 'Value', section, () =>
      capability === undefined ? 'malformed' : words(capability),
    ),
  ])
}

function words(capability: Capability): string {
  switch (capability.kind) {
    case 'multiprotocol':
      return familyName(capability.afi, capability.safi)
    case 'four-octet-as':
      return `AS ${capability.asn}`
    case 'role':
      return `role ${capability.role}`
    case 'extended-next-hop':
      return capability.encodings
        .map(({ afi, safi, nextHopAfi }) => `${familyName(afi, safi)} by next hops of AFI ${nextHopAfi}`)
        .join(', ')
    case 'add-path':
      return capability.families
        .map(({ afi, safi, mode }) => `${familyName(afi, safi)} ${modes[mode] ?? `mode ${mode}`}`)
        .join(', ')
    case 'graceful-restart': {
      const { restarting, notification, restartSeconds, families } = capability
      const flags = [restarting ? 'restarting' : '', notification ? 'with NOTIFICATION' : '']
      const kept = families.map(
        ({ afi, safi, forwarding }) => `${familyName(afi, safi)}${forwarding ? ' kept' : ''}`,
      )
      return [`${restartSeconds} s`, ...flags.filter((flag) => flag !== ''), ...kept].join(', ')
    }
    case 'route-refresh':
    case 'extended-message':
    case 'enhanced-route-refresh':
    case 'bfd-strict-mode':
    case 'unknown':
      return ''
    default:
      throw new Error(`no words for ${capability satisfies never}`)
  }
}

/** RFC 7911 §4. */
const modes = ['', 'received', 'sent', 'sent and received']
