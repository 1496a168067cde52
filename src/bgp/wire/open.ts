import type { Capability } from '../capability.ts'
import type { OpenMessage } from '../message.ts'
import {
  malformedOpen,
  type NotificationMessage,
  unsupportedOptionalParameter,
  unsupportedVersion,
} from '../notification.ts'
import { capabilityOctets, readCapability, writeCapability } from './capability.ts'
import { headerOctets, writeHeader } from './header.ts'
import { OctetReader, OctetWriter } from './octets.ts'

/** RFC 4271 §4.2: version, AS, hold time, identifier and the length of what follows. */
const fixedOctets = 10

/** RFC 5492 §4. */
const capabilitiesParameter = 2

/** RFC 9072 §2: stands where the first parameter's type would, and both lengths have two octets from there on. */
const extendedLength = 255

/** A part of an OPEN, or what is wrong with it (RFC 4271 §6.2). */
type Part<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'error'; readonly notification: NotificationMessage }

/** Reads the whole message; its header was checked. */
export function readOpen(view: DataView): Part<OpenMessage> {
  const reader = new OctetReader(view, headerOctets, view.byteLength)
  const version = reader.uint8()
  // Another version may mean other things by all that follows.
  if (version !== 4) return { kind: 'error', notification: unsupportedVersion }
  const asn = reader.uint16()
  const holdTimeSeconds = reader.uint16()
  const bgpIdentifier = reader.uint32()
  const capabilities = readParameters(reader)
  if (capabilities.kind === 'error') return capabilities
  const open: OpenMessage = {
    kind: 'OPEN',
    version,
    asn,
    holdTimeSeconds,
    bgpIdentifier,
    capabilities: capabilities.value,
  }
  return { kind: 'read', value: open }
}

function readParameters(reader: OctetReader): Part<readonly Capability[]> {
  const octets = reader.uint8()
  const extended = octets !== 0 && reader.left >= 3 && reader.view.getUint8(reader.at) === extendedLength
  if (extended) reader.uint8()
  const length = extended ? reader.uint16() : octets
  if (length !== reader.left) return { kind: 'error', notification: malformedOpen }
  const capabilities: Capability[] = []
  while (reader.left > 0) {
    const parameter = readParameter(reader, extended ? 3 : 2)
    if (parameter.kind === 'error') return parameter
    capabilities.push(...parameter.value)
  }
  return { kind: 'read', value: capabilities }
}

// RFC 5492 §4: there may be several Capabilities parameters, and they count as one.
function readParameter(reader: OctetReader, frameOctets: 2 | 3): Part<readonly Capability[]> {
  if (reader.left < frameOctets) return { kind: 'error', notification: malformedOpen }
  const type = reader.uint8()
  const octets = frameOctets === 2 ? reader.uint8() : reader.uint16()
  if (octets > reader.left) return { kind: 'error', notification: malformedOpen }
  if (type !== capabilitiesParameter) return { kind: 'error', notification: unsupportedOptionalParameter }
  const value = reader.part(octets)
  const capabilities: Capability[] = []
  while (value.left > 0) {
    const capability = readCapability(value)
    if (capability === undefined) return { kind: 'error', notification: malformedOpen }
    capabilities.push(capability)
  }
  return { kind: 'read', value: capabilities }
}

/** RFC 5492 §4: all capabilities in one parameter; RFC 9072 where they fill more than 255 octets. */
export function encodeOpen(message: OpenMessage): Uint8Array {
  const { capabilities } = message
  const value = capabilities.reduce((octets, capability) => octets + capabilityOctets(capability), 0)
  const extended = value + 2 > 255
  const parameters = value === 0 ? 0 : value + (extended ? 3 : 2)
  const octets = headerOctets + fixedOctets + (extended ? 3 : 0) + parameters
  const writer = new OctetWriter(octets)
  writeHeader(writer, 'OPEN', octets)
  writer.uint8(message.version)
  writer.uint16(message.asn)
  writer.uint16(message.holdTimeSeconds)
  writer.uint32(message.bgpIdentifier)
  writer.uint8(extended ? extendedLength : parameters)
  if (extended) {
    writer.uint8(extendedLength)
    writer.uint16(parameters)
  }
  if (parameters > 0) {
    writer.uint8(capabilitiesParameter)
    if (extended) writer.uint16(value)
    else writer.uint8(value)
  }
  for (const capability of capabilities) writeCapability(writer, capability)
  return writer.finish()
}
