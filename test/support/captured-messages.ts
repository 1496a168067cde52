import { Framer } from '../../src/bgp/wire/framer.ts'
import { beforeOpen } from '../../src/bgp/wire/wire-session.ts'
import type { SeenPacket } from './pcap-reader.ts'

/** Every message that the streams of a capture hold, in octets; what was sent again counts once. */
export function capturedMessages(packets: readonly SeenPacket[]): readonly Uint8Array[] {
  const framers = new Map<string, Framer>()
  const seen = new Set<string>()
  const messages: Uint8Array[] = []
  for (const { source, destination, sequence, payload } of packets) {
    const key = `${source} > ${destination}`
    if (payload.length === 0 || seen.has(`${key} ${sequence}`)) continue
    seen.add(`${key} ${sequence}`)
    const framer = framers.get(key) ?? new Framer()
    framers.set(key, framer)
    framer.push(payload)
    for (let next = framer.next(beforeOpen); next.kind === 'message'; next = framer.next(beforeOpen)) {
      messages.push(next.octets)
    }
  }
  return messages
}

/** By their type, as the header has it. */
export function countCapturedMessages(packets: readonly SeenPacket[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const octets of capturedMessages(packets)) {
    const type = String(octets[18])
    counts[type] = (counts[type] ?? 0) + 1
  }
  return counts
}
