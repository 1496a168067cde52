import type { Capability, GracefulRestartCapability } from '../capability.ts'
import { type OctetReader, OctetWriter } from './octets.ts'

type Known = Exclude<Capability, { kind: 'unknown' }>

/** How a capability of one kind is read and written. */
interface CapabilityCodec<Kind extends Known['kind']> {
  readonly code: number
  /** `undefined` where the value does not have the form of its specification. */
  readonly read: (value: OctetReader) => Known | undefined
  readonly octets: (capability: Extract<Known, { kind: Kind }>) => number
  readonly write: (writer: OctetWriter, capability: Extract<Known, { kind: Kind }>) => void
}

/** A capability that says all by being there. */
function flag<
  Kind extends 'route-refresh' | 'extended-message' | 'enhanced-route-refresh' | 'bfd-strict-mode',
>(code: number, capability: Extract<Known, { kind: Kind }>): CapabilityCodec<Kind> {
  return {
    code,
    read: (value) => (value.left === 0 ? capability : undefined),
    octets: () => 0,
    write: () => {},
  }
}

const codecs: { readonly [Kind in Known['kind']]: CapabilityCodec<Kind> } = {
  multiprotocol: {
    code: 1,
    read: readMultiprotocol,
    octets: () => 4,
    write: (writer, { afi, safi }) => {
      writer.uint16(afi)
      writer.uint16(safi)
    },
  },
  'route-refresh': flag<'route-refresh'>(2, { kind: 'route-refresh' }),
  'extended-next-hop': {
    code: 5,
    read: readExtendedNextHop,
    octets: ({ encodings }) => 6 * encodings.length,
    write: (writer, { encodings }) => {
      for (const { afi, safi, nextHopAfi } of encodings) {
        for (const number of [afi, safi, nextHopAfi]) writer.uint16(number)
      }
    },
  },
  'extended-message': flag<'extended-message'>(6, { kind: 'extended-message' }),
  role: {
    code: 9,
    read: (value) => (value.left === 1 ? { kind: 'role', role: value.uint8() } : undefined),
    octets: () => 1,
    write: (writer, { role }) => writer.uint8(role),
  },
  'graceful-restart': {
    code: 64,
    read: readGracefulRestart,
    octets: ({ families }) => 2 + 4 * families.length,
    write: writeGracefulRestart,
  },
  'four-octet-as': {
    code: 65,
    read: (value) => (value.left === 4 ? { kind: 'four-octet-as', asn: value.uint32() } : undefined),
    octets: () => 4,
    write: (writer, { asn }) => writer.uint32(asn),
  },
  'add-path': {
    code: 69,
    read: readAddPath,
    octets: ({ families }) => 4 * families.length,
    write: (writer, { families }) => {
      for (const { afi, safi, mode } of families) {
        writer.uint16(afi)
        writer.uint8(safi)
        writer.uint8(mode)
      }
    },
  },
  'enhanced-route-refresh': flag<'enhanced-route-refresh'>(70, { kind: 'enhanced-route-refresh' }),
  'bfd-strict-mode': flag<'bfd-strict-mode'>(74, { kind: 'bfd-strict-mode' }),
}

const readers: ReadonlyMap<number, (value: OctetReader) => Known | undefined> = new Map(
  Object.values(codecs).map(({ code, read }) => [code, read]),
)

/** RFC 5492 §4: code, length and value; `undefined` where it is cut off or has not the form it should. */
export function readCapability(reader: OctetReader): Capability | undefined {
  if (reader.left < 2) return undefined
  const code = reader.uint8()
  const octets = reader.uint8()
  if (octets > reader.left) return undefined
  const read = readers.get(code)
  if (read === undefined) return { kind: 'unknown', code, data: reader.take(octets) }
  return read(reader.part(octets))
}

/** Octets of the capability with its code and length. */
export function capabilityOctets(capability: Capability): number {
  if (capability.kind === 'unknown') return 2 + capability.data.length
  return 2 + valueOctets(capability.kind, capability)
}

export function writeCapability(writer: OctetWriter, capability: Capability): void {
  if (capability.kind === 'unknown') {
    writer.uint8(capability.code)
    writer.uint8(capability.data.length)
    writer.append(capability.data)
    return
  }
  writer.uint8(codecs[capability.kind].code)
  writer.uint8(valueOctets(capability.kind, capability))
  writeValue(writer, capability.kind, capability)
}

/** The capabilities one behind another. */
export function encodeCapabilities(capabilities: readonly Capability[]): readonly number[] {
  const octets = capabilities.reduce((sum, capability) => sum + capabilityOctets(capability), 0)
  const writer = new OctetWriter(octets)
  for (const capability of capabilities) writeCapability(writer, capability)
  return [...writer.finish()]
}

function valueOctets<Kind extends Known['kind']>(
  kind: Kind,
  capability: Extract<Known, { kind: Kind }>,
): number {
  return codecs[kind].octets(capability)
}

function writeValue<Kind extends Known['kind']>(
  writer: OctetWriter,
  kind: Kind,
  capability: Extract<Known, { kind: Kind }>,
): void {
  codecs[kind].write(writer, capability)
}

/** RFC 4760 §8: the octet between AFI and SAFI is reserved and ignored. */
function readMultiprotocol(value: OctetReader): Known | undefined {
  if (value.left !== 4) return undefined
  const afi = value.uint16()
  value.uint8()
  return { kind: 'multiprotocol', afi, safi: value.uint8() }
}

function readExtendedNextHop(value: OctetReader): Known | undefined {
  if (value.left % 6 !== 0) return undefined
  const encodings = Array.from({ length: value.left / 6 }, () => ({
    afi: value.uint16(),
    safi: value.uint16(),
    nextHopAfi: value.uint16(),
  }))
  return { kind: 'extended-next-hop', encodings }
}

const restartingBit = 0x8000
const notificationBit = 0x4000
const forwardingBit = 0x80

/** RFC 4724 §3: flags of four bits and a time of twelve; then AFI, SAFI and flags for each family. */
function readGracefulRestart(value: OctetReader): Known | undefined {
  if (value.left % 4 !== 2) return undefined
  const first = value.uint16()
  const families = Array.from({ length: value.left / 4 }, () => ({
    afi: value.uint16(),
    safi: value.uint8(),
    forwarding: (value.uint8() & forwardingBit) !== 0,
  }))
  return {
    kind: 'graceful-restart',
    restarting: (first & restartingBit) !== 0,
    notification: (first & notificationBit) !== 0,
    restartSeconds: first & 0xfff,
    families,
  }
}

function writeGracefulRestart(writer: OctetWriter, capability: GracefulRestartCapability): void {
  const { restarting, notification, restartSeconds, families } = capability
  writer.uint16((restarting ? restartingBit : 0) | (notification ? notificationBit : 0) | restartSeconds)
  for (const { afi, safi, forwarding } of families) {
    writer.uint16(afi)
    writer.uint8(safi)
    writer.uint8(forwarding ? forwardingBit : 0)
  }
}

function readAddPath(value: OctetReader): Known | undefined {
  if (value.left % 4 !== 0) return undefined
  const families = Array.from({ length: value.left / 4 }, () => ({
    afi: value.uint16(),
    safi: value.uint8(),
    mode: value.uint8(),
  }))
  return { kind: 'add-path', families }
}
