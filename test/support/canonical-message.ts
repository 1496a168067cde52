import { hexOf, messageOf } from './wire-octets.ts'

/** A message as the standard's shortest words have it, and the other choices that its writer took. */
export interface Canonical {
  readonly octets: Uint8Array
  readonly choices: ReadonlySet<string>
}

const longLength = 'a length of two octets for an attribute that fits one'
const manyParameters = 'a parameter for each capability'

export function canonical(octets: Uint8Array): Canonical {
  const type = octets[18]
  if (type === 1) return canonicalOpen(octets)
  return type === 2 ? canonicalUpdate(octets) : { octets, choices: new Set() }
}

/** RFC 5492 §4: capabilities may stand in one parameter or in several. */
function canonicalOpen(octets: Uint8Array): Canonical {
  const view = Buffer.from(octets)
  const capabilities: Buffer[] = []
  for (let at = 29; at < view.length; at += 2 + view.readUInt8(at + 1)) {
    capabilities.push(view.subarray(at + 2, at + 2 + view.readUInt8(at + 1)))
  }
  const value = Buffer.concat(capabilities)
  const parameter = Buffer.concat([Buffer.from([2, value.length]), value])
  const body = Buffer.concat([view.subarray(19, 28), Buffer.from([parameter.length]), parameter])
  return {
    octets: messageOf(1, hexOf(body)),
    choices: new Set(capabilities.length > 1 ? [manyParameters] : []),
  }
}

/** RFC 4271 §4.3: the Extended Length bit may be set for any length. */
function canonicalUpdate(octets: Uint8Array): Canonical {
  const view = Buffer.from(octets)
  const list = 21 + view.readUInt16BE(19)
  const end = list + 2 + view.readUInt16BE(list)
  const attributes: Buffer[] = []
  const choices = new Set<string>()
  for (let at = list + 2; at < end; ) {
    const long = (view.readUInt8(at) & 0x10) !== 0
    const start = at + (long ? 4 : 3)
    const value = view.subarray(start, start + (long ? view.readUInt16BE(at + 2) : view.readUInt8(at + 2)))
    if (long && value.length <= 255) {
      choices.add(longLength)
      attributes.push(Buffer.from([view.readUInt8(at) & 0xef, view.readUInt8(at + 1), value.length]), value)
    } else {
      attributes.push(view.subarray(at, start), value)
    }
    at = start + value.length
  }
  const written = Buffer.concat(attributes)
  const length = Buffer.from([written.length >>> 8, written.length & 0xff])
  const body = Buffer.concat([view.subarray(19, list), length, written, view.subarray(end)])
  return { octets: messageOf(2, hexOf(body)), choices }
}
