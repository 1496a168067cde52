import type { SpeakerTimer } from '../bgp/speaker-event.ts'
import type { EventQueue } from './event-queue.ts'
import { hashText, mixHashes } from './hash.ts'
import { firstFrom, leavesAt, type PeriodicPacket } from './packet-schedule.ts'
import type { RandomStream } from './random.ts'
import { type Micros, microsPerSecond, secondsToMicros } from './time.ts'
import type { Tracer } from './tracer.ts'

/** What tells a timer of a speaker from its others. */
export interface TimerName {
  readonly peer: string
  readonly session: number
  readonly timer: SpeakerTimer
}

/** A timer of a speaker, on its way through the queue. */
export interface SpeakerTimerEvent extends TimerName {
  readonly kind: 'speaker-timer'
  readonly node: string
  /** The record that started it. */
  readonly cause: number | undefined
  /** Of a KeepaliveTimer: the KEEPALIVE that is due then. */
  readonly packet: PeriodicPacket | undefined
}

/** A timer that runs: when it runs out, and with what. */
export interface RunningTimer {
  readonly at: Micros
  /** When it was started; of one that was taken over from what is not run, when that was. */
  readonly since?: Micros
  readonly cause: number | undefined
  readonly packet: PeriodicPacket | undefined
}

/** What timers need of the simulation around them. */
export interface TimerSurroundings {
  readonly seed: number
  readonly queue: Pick<EventQueue<SpeakerTimerEvent>, 'now' | 'schedule' | 'cancel'>
  readonly stream: RandomStream
  readonly tracer: Pick<Tracer, 'cause'>
}

/** RFC 4271 §10: these are drawn from 75 to 100 per cent of their time at each use; the others are exact. */
const jittered: ReadonlySet<SpeakerTimer> = new Set([
  'ConnectRetryTimer',
  'MinRouteAdvertisementIntervalTimer',
])

/**
 * The timers of a speaker that run. The KeepaliveTimer keeps to a schedule, from the last UPDATE on or from where the
 * session began: its jitter is that of §10, and yet every KEEPALIVE to come is known at once.
 *
 * Every message restarts a timer, and a peer has few at a time: they are looked through, which costs less than a text
 * as the key of each.
 */
export class SpeakerTimers {
  readonly #node: string
  readonly #around: TimerSurroundings
  readonly #keys = new Map<string, number>()
  #ofPeer = new Map<string, Running[]>()
  /** The KEEPALIVE whose turn has come, until its timer is started again. */
  #due: SpeakerTimerEvent | undefined

  constructor(node: string, around: TimerSurroundings) {
    this.#node = node
    this.#around = around
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: SpeakerTimers): void {
    this.#ofPeer = new Map([...other.#ofPeer].map(([peer, running]) => [peer, [...running]]))
  }

  /** (Re)starts the timer: one of the same name is replaced. */
  start(name: TimerName, seconds: number): void {
    const { cause } = this.#around.tracer
    if (name.timer === 'KeepaliveTimer') return this.runPacket(name, this.#nextPacket(name, seconds), cause)
    const drawn = jittered.has(name.timer) ? seconds * this.#around.stream.between(0.75, 1) : seconds
    this.run(name, { at: this.#around.queue.now + secondsToMicros(drawn), cause, packet: undefined })
  }

  /** The KeepaliveTimer runs until this KEEPALIVE is due. */
  runPacket(name: TimerName, packet: PeriodicPacket, cause: number | undefined): void {
    this.run(name, { at: leavesAt(packet.schedule, packet.number), cause, packet })
  }

  /** The timer runs, as it did somewhere before. */
  run({ peer, session, timer }: TimerName, running: RunningTimer): void {
    this.stop({ peer, session, timer })
    const { at, cause, packet } = running
    const { queue } = this.#around
    const event = { kind: 'speaker-timer', node: this.#node, peer, session, timer, cause, packet } as const
    const ticket = queue.schedule(at, event)
    const others = this.#ofPeer.get(peer)
    const entry = { since: queue.now, ...running, session, timer, ticket }
    if (others === undefined) this.#ofPeer.set(peer, [entry])
    else others.push(entry)
  }

  get({ peer, session, timer }: TimerName): RunningTimer | undefined {
    return this.#ofPeer.get(peer)?.find((one) => one.timer === timer && one.session === session)
  }

  /** A timer whose turn came while nobody listened runs out now, unless it was stopped or started again since. */
  runOut(event: SpeakerTimerEvent): void {
    const running = this.get(event)
    const { now } = this.#around.queue
    if (running === undefined || running.at > now) return
    this.run(event, { ...running, at: now, packet: running.packet && lastBefore(running.packet, now) })
  }

  stop(name: TimerName): void {
    const stopped = this.#remove(name)
    if (stopped !== undefined) this.#around.queue.cancel(stopped.ticket)
  }

  stopAll(): void {
    for (const running of this.#ofPeer.values()) {
      for (const { ticket } of running) this.#around.queue.cancel(ticket)
    }
    this.#ofPeer.clear()
  }

  /** The timer ran out, and what follows is done: a KEEPALIVE that is sent now is followed by the next of its schedule. */
  expire(event: SpeakerTimerEvent, consequences: () => void): void {
    this.#remove(event)
    this.#due = event
    consequences()
    this.#due = undefined
  }

  #remove({ peer, session, timer }: TimerName): Running | undefined {
    const running = this.#ofPeer.get(peer) ?? []
    const place = running.findIndex((one) => one.timer === timer && one.session === session)
    return place === -1 ? undefined : running.splice(place, 1)[0]
  }

  #nextPacket({ peer, session }: TimerName, seconds: number): PeriodicPacket {
    const due = this.#due
    this.#due = undefined
    if (due?.packet !== undefined && due.peer === peer && due.session === session) {
      return { schedule: due.packet.schedule, number: due.packet.number + 1 }
    }
    const start = this.#around.queue.now
    const mostMicros = seconds * microsPerSecond
    const key = mixHashes(this.#keyOf(peer), start)
    return { schedule: { start, leastMicros: 0.75 * mostMicros, mostMicros, key }, number: 0 }
  }

  // What happens to other sessions of the router does not change the jitter of this one.
  #keyOf(peer: string): number {
    const known = this.#keys.get(peer)
    if (known !== undefined) return known
    const key = hashText(`keepalive ${this.#around.seed} ${this.#node} ${peer}`)
    this.#keys.set(peer, key)
    return key
  }
}

interface Running extends RunningTimer {
  readonly session: number
  readonly timer: SpeakerTimer
  readonly ticket: number
}

/** The one whose next is still to leave, of those that should have left while nobody sent any. */
function lastBefore({ schedule, number }: PeriodicPacket, at: Micros): PeriodicPacket {
  return { schedule, number: Math.max(number, firstFrom(schedule, at) - 1) }
}
