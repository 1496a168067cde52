import { OctetWriter } from '../../bgp/wire/octets.ts'
import { type Micros, microsPerSecond } from '../../sim/time.ts'

/** A frame and when it was seen. */
export interface Packet {
  readonly at: Micros
  readonly frame: Uint8Array
}

const longestFrame = 65535
const ethernet = 1

/** The head of a capture file in microseconds, as libpcap writes it (draft-ietf-opsawg-pcap §4). */
export function pcapHeader(): Uint8Array {
  const writer = new OctetWriter(24)
  writer.uint32(0xa1b2c3d4)
  writer.uint16(2)
  writer.uint16(4)
  writer.uint32(0)
  writer.uint32(0)
  writer.uint32(longestFrame)
  writer.uint32(ethernet)
  return writer.finish()
}

/** Virtual time counts from the epoch. */
export function pcapPacket({ at, frame }: Packet): Uint8Array {
  const writer = new OctetWriter(16 + frame.length)
  writer.uint32(Math.floor(at / microsPerSecond))
  writer.uint32(at % microsPerSecond)
  writer.uint32(frame.length)
  writer.uint32(frame.length)
  writer.append(frame)
  return writer.finish()
}
