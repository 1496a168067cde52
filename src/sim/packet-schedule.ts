import type { TransmitInterval } from '../bfd/session.ts'
import { mixHashes } from './hash.ts'
import type { Micros } from './time.ts'

/**
 * When the periodic packets of one end leave. The intervals are jittered, and yet the packets before and after any
 * instant are known without running through those before them: packet k leaves near k times the middle interval, by an
 * offset that is drawn from k alone and is small enough that no interval is out of bounds.
 */
export interface PacketSchedule extends TransmitInterval {
  readonly start: Micros
  /** What the offsets are drawn from. */
  readonly key: number
}

/** One packet of a schedule. */
export interface PeriodicPacket {
  readonly schedule: PacketSchedule
  readonly number: number
}

/** Packets are counted from 0; the first leaves an interval after the start. */
export function leavesAt({ start, leastMicros, mostMicros, key }: PacketSchedule, packet: number): Micros {
  const middle = (leastMicros + mostMicros) / 2
  const farthest = (mostMicros - leastMicros) / 4
  const offset = (2 * drawn(key, packet) - 1) * farthest
  return start + Math.round((packet + 1) * middle + offset)
}

/** The first packet that leaves at the instant or later. */
export function firstFrom(schedule: PacketSchedule, at: Micros): number {
  const middle = (schedule.leastMicros + schedule.mostMicros) / 2
  let packet = Math.max(0, Math.floor((at - schedule.start) / middle) - 2)
  while (leavesAt(schedule, packet) < at) packet++
  return packet
}

/** From 0 up to, and without, 1. */
export function drawn(key: number, packet: number): number {
  return mixHashes(key, packet) / 0x1_0000_0000
}
