import type { ControlPacket } from '../../bfd/control-packet.ts'
import {
  type BfdConfiguration,
  type BfdSession,
  detectionTime,
  newBfdSession,
  transmitInterval,
} from '../../bfd/session.ts'
import { hashText, mixHashes } from '../hash.ts'
import { drawn, firstFrom, type PacketSchedule } from '../packet-schedule.ts'
import type { Micros } from '../time.ts'

/** What one end of a session is, whichever run it is in. */
export interface BfdEndPlan {
  readonly node: string
  readonly configuration: BfdConfiguration
}

/** One end of a BFD session in virtual time. It belongs to its `BfdPair`, which alone changes it. */
export class BfdEnd {
  readonly node: string
  session: BfdSession
  /** `undefined` while the node is down, or wants no packets sent. */
  schedule: PacketSchedule | undefined
  /** The next packet of the schedule. */
  next = 0
  isRunning = false
  /** When the last packet of the far end came. */
  heardAt: Micros | undefined
  /** The record of its last change of state. */
  cause: number | undefined
  /** What waits in the queue for this end. */
  transmitTicket: number | undefined
  detectionTicket: number | undefined
  readonly arrivals: Map<number, Arriving> = new Map()
  /** Packets that were on their way when the end was left to itself. */
  held: readonly Arriving[] = []
  readonly #key: number
  readonly #configuration: BfdConfiguration
  #starts = 0
  #schedules = 0

  constructor({ node, configuration }: BfdEndPlan, seed: number, name: string) {
    this.node = node
    this.#configuration = configuration
    this.#key = hashText(`bfd ${seed} ${name} ${node}`)
    this.session = this.#fresh()
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: BfdEnd): void {
    this.session = other.session
    this.schedule = other.schedule
    this.next = other.next
    this.isRunning = other.isRunning
    this.heardAt = other.heardAt
    this.cause = other.cause
    this.transmitTicket = other.transmitTicket
    this.detectionTicket = other.detectionTicket
    this.held = other.held
    this.arrivals.clear()
    for (const [ticket, arriving] of other.arrivals) this.arrivals.set(ticket, arriving)
    this.#starts = other.#starts
    this.#schedules = other.#schedules
  }

  /** The node came up, or went down: nothing is known of the session any more. */
  restart(isRunning: boolean): void {
    this.#starts++
    this.session = this.#fresh()
    this.isRunning = isRunning
    this.schedule = undefined
    this.heardAt = undefined
    this.held = []
  }

  /** A packet came, or would have come. */
  heard(at: Micros): void {
    this.heardAt = Math.max(this.heardAt ?? 0, at)
  }

  /**
   * Periodic packets begin anew, in the intervals of the session. They begin `now`, unless the node just came up: routers do
   * not count from one instant, so it is somewhere inside an interval then.
   */
  reschedule(now: Micros, isFirst: boolean): void {
    const interval = transmitInterval(this.session)
    this.#schedules++
    const key = mixHashes(this.#key, this.#schedules)
    const before = interval === undefined || !isFirst ? 0 : Math.round(drawn(key, -1) * interval.leastMicros)
    this.schedule = interval && { ...interval, start: now - before, key }
    this.next = this.schedule === undefined ? 0 : firstFrom(this.schedule, now)
  }

  /** When silence will have lasted for a Detection Time. */
  get detectsAt(): Micros | undefined {
    const time = detectionTime(this.session)
    return this.heardAt === undefined || time === undefined ? undefined : this.heardAt + time
  }

  // RFC 5880 §6.8.1: a discriminator is not used again soon after.
  #fresh(): BfdSession {
    const discriminator = mixHashes(this.#key, this.#starts)
    return newBfdSession(this.#configuration, discriminator === 0 ? 1 : discriminator)
  }
}

/** A packet on its way to an end. */
export interface Arriving {
  readonly at: Micros
  readonly packet: ControlPacket
  readonly cause: number | undefined
  /** The schedule that it is a periodic packet of. */
  readonly schedule: PacketSchedule | undefined
}
