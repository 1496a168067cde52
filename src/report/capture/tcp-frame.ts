import { OctetWriter } from '../../bgp/wire/octets.ts'
import type { Address, Family } from '../../net/address.ts'
import { internetChecksum } from './checksum.ts'
import { md5Option, md5OptionOctets } from './md5-option.ts'

/** One end of a connection as it stands on the cable. */
export interface Station {
  readonly hardwareAddress: readonly number[]
  readonly address: Address
  readonly port: number
}

/** A TCP segment with everything around it that a cable carries. */
export interface TcpFrame {
  readonly source: Station
  readonly destination: Station
  readonly vlanId: number | undefined
  /** Of the IPv4 packet. */
  readonly identification: number
  readonly sequence: number
  /** `undefined` in the first segment of all, which has nothing to acknowledge. */
  readonly acknowledgement: number | undefined
  readonly flags: readonly ('SYN' | 'FIN' | 'RST' | 'PSH')[]
  /** RFC 2385: the key of the session, where it has one. */
  readonly key: string | undefined
  readonly payload: Uint8Array
}

const flagBits = { FIN: 1, SYN: 2, RST: 4, PSH: 8 } as const
const ackBit = 16

const tcpHeaderOctets = 20
const tcpProtocol = 6
const hopLimit = 64

/** RFC 4271 Appendix E: BGP's packets have the precedence of Internetwork Control. */
const internetworkControl = 0xc0

/** RFC 7323 §2: one step of the window is this many doublings, so that no burst of a table fills it. */
const windowScale = 10
const window = 65535

const ethernetPayload = 1500
const ipHeaderOctets = { ipv4: 20, ipv6: 40 } as const
const etherTypes = { ipv4: 0x0800, ipv6: 0x86dd } as const

/** How many octets of a message fit into one segment. */
export function segmentRoom(family: Family, key: string | undefined): number {
  return maximumSegmentSize(family) - (key === undefined ? 0 : md5OptionOctets)
}

/** RFC 9293 §3.7.1: what a cable's packet holds besides its fixed headers. */
function maximumSegmentSize(family: Family): number {
  return ethernetPayload - ipHeaderOctets[family] - tcpHeaderOctets
}

/** The frame without its check sequence, as captures hold it. */
export function writeFrame(frame: TcpFrame): Uint8Array {
  const segment = tcpSegment(frame)
  const { family } = frame.source.address
  const tagOctets = frame.vlanId === undefined ? 0 : 4
  const writer = new OctetWriter(14 + tagOctets + ipHeaderOctets[family] + segment.length)
  writer.append(frame.destination.hardwareAddress)
  writer.append(frame.source.hardwareAddress)
  if (frame.vlanId !== undefined) {
    writer.uint16(0x8100)
    writer.uint16(frame.vlanId)
  }
  writer.uint16(etherTypes[family])
  writer.append(family === 'ipv4' ? ipv4Header(frame, segment.length) : ipv6Header(frame, segment.length))
  writer.append(segment)
  return writer.finish()
}

/** RFC 791 §3.1, not to be fragmented. */
function ipv4Header({ source, destination, identification }: TcpFrame, payloadOctets: number): Uint8Array {
  const writer = new OctetWriter(ipHeaderOctets.ipv4)
  writer.uint8(0x45)
  writer.uint8(internetworkControl)
  writer.uint16(ipHeaderOctets.ipv4 + payloadOctets)
  writer.uint16(identification & 0xffff)
  writer.uint16(0x4000)
  writer.uint8(hopLimit)
  writer.uint8(tcpProtocol)
  writer.uint16(0)
  writer.append(addressOctets(source.address))
  writer.append(addressOctets(destination.address))
  const header = writer.finish()
  writer.view.setUint16(10, internetChecksum(header))
  return header
}

/** RFC 8200 §3. */
function ipv6Header({ source, destination }: TcpFrame, payloadOctets: number): Uint8Array {
  const writer = new OctetWriter(ipHeaderOctets.ipv6)
  writer.uint32(((6 << 28) | (internetworkControl << 20)) >>> 0)
  writer.uint16(payloadOctets)
  writer.uint8(tcpProtocol)
  writer.uint8(hopLimit)
  writer.append(addressOctets(source.address))
  writer.append(addressOctets(destination.address))
  return writer.finish()
}

/** RFC 9293 §3.1. The signature of RFC 2385 goes in before the checksum, which covers it. */
function tcpSegment(frame: TcpFrame): Uint8Array {
  const { source, flags, key, payload } = frame
  const own = flags.includes('SYN') ? synOptions(source.address.family) : []
  const optionOctets = own.length + (key === undefined ? 0 : md5OptionOctets)
  const length = tcpHeaderOctets + optionOctets + payload.length
  const pseudo = pseudoHeader(frame, length)
  const header = tcpHeader(frame, optionOctets)
  const signature = key === undefined ? [] : md5Option([pseudo, header, payload], key)
  const writer = new OctetWriter(length)
  writer.append(header)
  writer.append(own)
  writer.append(signature)
  writer.append(payload)
  const segment = writer.finish()
  writer.view.setUint16(16, internetChecksum(pseudo, segment))
  return segment
}

function tcpHeader(
  { source, destination, sequence, acknowledgement, flags }: TcpFrame,
  optionOctets: number,
): Uint8Array {
  const writer = new OctetWriter(tcpHeaderOctets)
  writer.uint16(source.port)
  writer.uint16(destination.port)
  writer.uint32(sequence >>> 0)
  writer.uint32((acknowledgement ?? 0) >>> 0)
  writer.uint8(((tcpHeaderOctets + optionOctets) / 4) << 4)
  writer.uint8(
    flags.reduce((bits, flag) => bits | flagBits[flag], acknowledgement === undefined ? 0 : ackBit),
  )
  writer.uint16(flags.includes('RST') ? 0 : window)
  writer.uint16(0)
  writer.uint16(0)
  return writer.finish()
}

/** RFC 9293 §3.2 and RFC 7323 §2.2: Maximum Segment Size, a No-Operation and Window Scale. */
function synOptions(family: Family): readonly number[] {
  const size = maximumSegmentSize(family)
  return [2, 4, size >> 8, size & 0xff, 1, 3, 3, windowScale]
}

/** RFC 9293 §3.1 and RFC 8200 §8.1: what a checksum covers besides the segment. */
function pseudoHeader({ source, destination }: TcpFrame, length: number): Uint8Array {
  const addresses = [...addressOctets(source.address), ...addressOctets(destination.address)]
  const words = source.address.family === 'ipv4' ? [0, tcpProtocol, length >> 8, length & 0xff] : undefined
  return Uint8Array.from([
    ...addresses,
    ...(words ?? [0, 0, length >> 8, length & 0xff, 0, 0, 0, tcpProtocol]),
  ])
}

function addressOctets({ words }: Address): readonly number[] {
  return words.flatMap((word) => [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff])
}
