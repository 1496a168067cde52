import type { Passage } from '../fault.ts'
import { firstFrom, leavesAt, type PacketSchedule } from '../packet-schedule.ts'
import type { RunningTimer } from '../speaker-timers.ts'
import type { Micros } from '../time.ts'

/** One end of a session that stands: its FSM, and the connection that it stands on. */
export interface StandingEnd {
  readonly node: string
  readonly session: number
  readonly connection: number
}

/** The KEEPALIVEs of one end over a link that carries them all, from the first that nobody ran. */
export interface KeepaliveStream {
  /** The name of the BGP session. */
  readonly name: string
  readonly from: StandingEnd
  readonly to: StandingEnd
  readonly link: string
  readonly passage: Passage & { readonly kind: 'carries' }
  readonly schedule: PacketSchedule
  /** It left when the stream began. */
  readonly first: number
  /** What the schedule began with, and what its KEEPALIVEs therefore follow from. */
  readonly cause: number | undefined
  /** How long the receiver bears silence, and its HoldTimer as it ran before the first of them came. */
  readonly holdMicros: Micros
  readonly held: RunningTimer
}

/** The number of the first KEEPALIVE that has not left before the instant. */
export function firstToLeave({ schedule, first }: KeepaliveStream, at: Micros): number {
  return Math.max(first + 1, firstFrom(schedule, at))
}

/** The number of the first that has not arrived before the instant. */
export function firstToArrive({ schedule, first, passage }: KeepaliveStream, at: Micros): number {
  return Math.max(first, firstFrom(schedule, at - passage.delayMicros))
}

export function arrivesAt({ schedule, passage }: KeepaliveStream, number: number): Micros {
  return leavesAt(schedule, number) + passage.delayMicros
}

/** The receiver's HoldTimer as it runs where everything before that KEEPALIVE has come. */
export function heldBefore(stream: KeepaliveStream, number: number): RunningTimer {
  const { first, held, holdMicros, cause } = stream
  if (number === first) return held
  return { at: arrivesAt(stream, number - 1) + holdMicros, cause, packet: undefined }
}

/** Whether the HoldTimer of the receiver outlasts every silence between two of them. */
export function outlastsSilence(stream: KeepaliveStream): boolean {
  const { held, first, holdMicros, schedule } = stream
  return arrivesAt(stream, first) < held.at && schedule.mostMicros < holdMicros
}
