import { OctetWriter } from '../../bgp/wire/octets.ts'
import type { Address } from '../../net/address.ts'
import { internetChecksum } from './checksum.ts'

/** One end of a cable, as frames name it. */
export interface CableEnd {
  readonly hardwareAddress: readonly number[]
  readonly address: Address
}

/** An IP packet of either family with the Ethernet frame around it. */
export interface IpFrame {
  readonly source: CableEnd
  readonly destination: CableEnd
  readonly vlanId: number | undefined
  /** Of the IPv4 packet. */
  readonly identification: number
  readonly hopLimit: number
  readonly protocol: number
  readonly payload: Uint8Array
}

/** RFC 4271 Appendix E, RFC 5881 §5: what routers say to each other has the precedence of Internetwork Control. */
const internetworkControl = 0xc0

export const ipHeaderOctets = { ipv4: 20, ipv6: 40 } as const
const etherTypes = { ipv4: 0x0800, ipv6: 0x86dd } as const

/** The frame without its check sequence, as captures hold it. */
export function writeIpFrame(frame: IpFrame): Uint8Array {
  const { family } = frame.source.address
  const tagOctets = frame.vlanId === undefined ? 0 : 4
  const writer = new OctetWriter(14 + tagOctets + ipHeaderOctets[family] + frame.payload.length)
  writer.append(frame.destination.hardwareAddress)
  writer.append(frame.source.hardwareAddress)
  if (frame.vlanId !== undefined) {
    writer.uint16(0x8100)
    writer.uint16(frame.vlanId)
  }
  writer.uint16(etherTypes[family])
  writer.append(family === 'ipv4' ? ipv4Header(frame) : ipv6Header(frame))
  writer.append(frame.payload)
  return writer.finish()
}

/** RFC 791 §3.1, not to be fragmented. */
function ipv4Header({
  source,
  destination,
  identification,
  hopLimit,
  protocol,
  payload,
}: IpFrame): Uint8Array {
  const writer = new OctetWriter(ipHeaderOctets.ipv4)
  writer.uint8(0x45)
  writer.uint8(internetworkControl)
  writer.uint16(ipHeaderOctets.ipv4 + payload.length)
  writer.uint16(identification & 0xffff)
  writer.uint16(0x4000)
  writer.uint8(hopLimit)
  writer.uint8(protocol)
  writer.uint16(0)
  writer.append(addressOctets(source.address))
  writer.append(addressOctets(destination.address))
  const header = writer.finish()
  writer.view.setUint16(10, internetChecksum(header))
  return header
}

/** RFC 8200 §3. */
function ipv6Header({ source, destination, hopLimit, protocol, payload }: IpFrame): Uint8Array {
  const writer = new OctetWriter(ipHeaderOctets.ipv6)
  writer.uint32(((6 << 28) | (internetworkControl << 20)) >>> 0)
  writer.uint16(payload.length)
  writer.uint8(protocol)
  writer.uint8(hopLimit)
  writer.append(addressOctets(source.address))
  writer.append(addressOctets(destination.address))
  return writer.finish()
}

/** RFC 9293 §3.1, RFC 768 and RFC 8200 §8.1: what a checksum covers besides the payload. */
export function pseudoHeader(
  { source, destination, protocol }: Pick<IpFrame, 'source' | 'destination' | 'protocol'>,
  length: number,
): Uint8Array {
  const addresses = [...addressOctets(source.address), ...addressOctets(destination.address)]
  const words = source.address.family === 'ipv4' ? [0, protocol, length >> 8, length & 0xff] : undefined
  return Uint8Array.from([...addresses, ...(words ?? [0, 0, length >> 8, length & 0xff, 0, 0, 0, protocol])])
}

function addressOctets({ words }: Address): readonly number[] {
  return words.flatMap((word) => [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff])
}
