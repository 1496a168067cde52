import { OctetWriter } from '../../bgp/wire/octets.ts'
import type { Family } from '../../net/address.ts'
import { internetChecksum } from './checksum.ts'
import { type CableEnd, ipHeaderOctets, pseudoHeader, writeIpFrame } from './ip-frame.ts'
import { md5Option, md5OptionOctets } from './md5-option.ts'

/** One end of a connection as it stands on the cable. */
export interface Station extends CableEnd {
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
  /** Whether the sender has room for more, or tells a window of zero. */
  readonly hasRoom: boolean
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

/** RFC 7323 §2: one step of the window is this many doublings, so that no burst of a table fills it. */
const windowScale = 10
const window = 65535

const ethernetPayload = 1500
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
  const { source, destination, vlanId, identification } = frame
  return writeIpFrame({
    ...{ source, destination, vlanId, identification, hopLimit, protocol: tcpProtocol },
    payload: tcpSegment(frame),
  })
}

/** RFC 9293 §3.1. The signature of RFC 2385 goes in before the checksum, which covers it. */
function tcpSegment(frame: TcpFrame): Uint8Array {
  const { source, flags, key, payload } = frame
  const own = flags.includes('SYN') ? synOptions(source.address.family) : []
  const optionOctets = own.length + (key === undefined ? 0 : md5OptionOctets)
  const length = tcpHeaderOctets + optionOctets + payload.length
  const pseudo = pseudoHeader({ ...frame, protocol: tcpProtocol }, length)
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
  { source, destination, sequence, acknowledgement, hasRoom, flags }: TcpFrame,
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
  writer.uint16(flags.includes('RST') || !hasRoom ? 0 : window)
  writer.uint16(0)
  writer.uint16(0)
  return writer.finish()
}

/** RFC 9293 §3.2 and RFC 7323 §2.2: Maximum Segment Size, a No-Operation and Window Scale. */
function synOptions(family: Family): readonly number[] {
  const size = maximumSegmentSize(family)
  return [2, 4, size >> 8, size & 0xff, 1, 3, 3, windowScale]
}
