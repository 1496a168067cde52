import { type ControlPacket, controlPacket, encodeControlPacket } from '../../bfd/control-packet.ts'
import { type BfdSession, type BfdState, detectionTime, transmitInterval } from '../../bfd/session.ts'
import { type BfdEvent, handleBfd } from '../../bfd/transition.ts'
import type { BfdWord } from '../../bgp/fsm/session.ts'
import type { EventQueue } from '../event-queue.ts'
import { isSteady, type Passage } from '../fault.ts'
import type { Network } from '../network.ts'
import { drawn, firstFrom, leavesAt, type PacketSchedule } from '../packet-schedule.ts'
import type { Micros } from '../time.ts'
import type { TraceDetail } from '../trace.ts'
import type { Tracer } from '../tracer.ts'
import { type Arriving, BfdEnd, type BfdEndPlan } from './bfd-end.ts'

/** What waits in the queue for a session that is not undisturbed. */
export interface BfdWork {
  readonly kind: 'bfd'
  readonly session: string
  readonly end: 0 | 1
  readonly due: 'packet' | 'detection' | 'arrival'
}

export interface BfdPlan {
  /** The name of the BGP session that is watched. */
  readonly session: string
  readonly link: string
  readonly ends: readonly [BfdEndPlan, BfdEndPlan]
}

/** What a session needs of the simulation around it. */
export interface BfdSurroundings {
  readonly seed: number
  readonly queue: Pick<EventQueue<BfdWork>, 'now' | 'schedule' | 'cancel'>
  readonly network: Network
  readonly tracer: Tracer
  /** Whether the operator keeps the node's end of the session down. */
  readonly isShut: (node: string, session: string) => boolean
  /** What the session turned to at the node. */
  readonly turned: (node: string, session: string, news: BfdNews) => void
  /** Whether packets that change nothing are left out; both ways give the same run. */
  readonly folds: boolean
}

/** A change of state, as whoever is a client of BFD reads it: AdminDown is the operator's will at either end (RFC 5882 §4.2). */
export interface BfdNews {
  readonly word: BfdWord
  readonly wasUp: boolean
  readonly reason: string
}

/** What each end can expect of the packets that it sends, while no packet is run. */
type Undisturbed = readonly [Passage, Passage]

/**
 * One BFD session between two routers of a link. Packets are run only while one of them may change something: between
 * two ends that know each other, over a link that carries all or none of them, the last packet before any instant
 * follows from the schedule.
 */
export class BfdPair {
  readonly plan: BfdPlan
  readonly #around: BfdSurroundings
  readonly #ends: readonly [BfdEnd, BfdEnd]
  #undisturbed: Undisturbed | undefined
  #isConfigured = false

  constructor(plan: BfdPlan, around: BfdSurroundings) {
    this.plan = plan
    this.#around = around
    const [a, b] = plan.ends
    this.#ends = [new BfdEnd(a, around.seed, plan.session), new BfdEnd(b, around.seed, plan.session)]
  }

  get ends(): readonly [BfdEnd, BfdEnd] {
    return this.#ends
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: BfdPair): void {
    const [[a, b], [farA, farB]] = [this.#ends, other.#ends]
    a.assume(farA)
    b.assume(farB)
    this.#undisturbed = other.#undisturbed
    this.#isConfigured = other.#isConfigured
  }

  /** Whether both ends are configured for it. */
  get isConfigured(): boolean {
    return this.#isConfigured
  }

  /** What is taken away says AdminDown (RFC 5880 §6.8.16), so that no end takes it for a loss, and is gone. */
  configure(isConfigured: boolean): void {
    if (isConfigured === this.#isConfigured) return
    if (!isConfigured) {
      if (this.#undisturbed !== undefined) this.#run(this.#undisturbed)
      for (const end of this.#ends)
        if (end.isRunning) this.#apply(end, { kind: 'disable' }, 'no longer configured')
    }
    this.#isConfigured = isConfigured
  }

  /** Something was done to the network or by an operator: both ends follow. */
  follow(): void {
    if (this.#undisturbed !== undefined && !this.#isAsBefore(this.#undisturbed)) this.#run(this.#undisturbed)
    for (const end of this.#ends) this.#followNode(end)
    this.#settle()
  }

  /** Carries out what was due. */
  handle({ end: index, due }: BfdWork, ticket: number): void {
    const end = this.#ends[index]
    if (due === 'packet') this.#transmitPeriodic(end)
    else if (due === 'detection') this.#detect(end)
    else this.#arrive(end, ticket)
    this.#settle()
  }

  /** What it would be if every packet were run. */
  detectsAt(node: string, at: Micros): Micros | undefined {
    const index = this.#ends.findIndex((end) => end.node === node)
    const end = this.#ends[index]
    const passage = this.#undisturbed?.[1 - index]
    if (end === undefined || passage?.kind !== 'carries' || end.heardAt === undefined) return end?.detectsAt
    const { schedule, next } = this.#farOf(end)
    const last = schedule === undefined ? -1 : firstFrom(schedule, at - passage.delayMicros + 1) - 1
    const came = [...end.held.map((arriving) => arriving.at).filter((one) => one <= at), end.heardAt]
    if (schedule !== undefined && last >= next) came.push(leavesAt(schedule, last) + passage.delayMicros)
    return Math.max(...came) + (detectionTime(end.session) ?? 0)
  }

  #followNode(end: BfdEnd): void {
    const { network, isShut } = this.#around
    const isUp = this.#isConfigured && network.isUp(end.node)
    if (isUp !== end.isRunning) this.#restart(end, isUp)
    if (!isUp) return
    const isDisabled = end.session.state === 'AdminDown'
    if (isShut(end.node, this.plan.session) !== isDisabled) {
      this.#apply(end, { kind: isDisabled ? 'enable' : 'disable' })
    }
    if (!network.portUp(end.node, this.plan.link)) this.#apply(end, { kind: 'path-down' })
  }

  #restart(end: BfdEnd, isUp: boolean): void {
    this.#cancel(end)
    end.restart(isUp)
    if (!isUp) return
    end.cause = this.#around.tracer.emit(end.node, this.#record(end, 'AdminDown', 'started', undefined))
    this.#around.turned(end.node, this.plan.session, { word: 'Down', wasUp: false, reason: 'started' })
    this.#reschedule(end, true)
  }

  #apply(end: BfdEnd, event: BfdEvent, because?: string): void {
    const before = end.session
    const { session, send } = handleBfd(before, event)
    end.session = session
    if (!sameInterval(before, session)) this.#reschedule(end, false)
    if (session.state === before.state) return this.#answer(end, send)
    const silence = event.kind === 'detection-time-expired' ? detectionTime(session) : undefined
    const reason = because ?? reasonOf(event, session)
    const { tracer, turned } = this.#around
    tracer.because(end.node, this.#record(end, before.state, reason, silence), () => {
      end.cause = tracer.cause
      this.#answer(end, send)
      const word = wordOf(session)
      if (word !== undefined)
        turned(end.node, this.plan.session, { word, wasUp: before.state === 'Up', reason })
    })
  }

  #answer(end: BfdEnd, packet: ControlPacket | undefined): void {
    if (packet !== undefined) this.#transmit(end, packet, undefined)
  }

  #transmitPeriodic(end: BfdEnd): void {
    const { schedule } = end
    end.transmitTicket = undefined
    if (schedule === undefined) return
    this.#transmit(end, controlPacket(end.session), schedule)
    end.next++
    this.#scheduleNext(end)
  }

  #transmit(end: BfdEnd, packet: ControlPacket, schedule: PacketSchedule | undefined): void {
    const { network, queue } = this.#around
    // The draws belong to the packet, so that what happens to others does not change them.
    let draws = 0
    const draw = (): number => drawn(packet.myDiscriminator + draws++, queue.now)
    const verdict = network.verdict(end.node, this.plan.link, draw)
    if (verdict.kind === 'deliver' || verdict.why !== 'port-down') this.#sight(end, packet)
    if (verdict.kind === 'drop') return
    const at = queue.now + verdict.delayMicros
    this.#launch(this.#farOf(end), { at, packet, cause: end.cause, schedule })
  }

  #sight({ node }: BfdEnd, packet: ControlPacket): void {
    const { link, session } = this.plan
    this.#around.tracer.sightDatagram({ node, link, session }, () => encodeControlPacket(packet))
  }

  #launch(to: BfdEnd, arriving: Arriving): void {
    to.arrivals.set(this.#around.queue.schedule(arriving.at, this.#work(to, 'arrival')), arriving)
  }

  #arrive(end: BfdEnd, ticket: number): void {
    const arriving = end.arrivals.get(ticket)
    end.arrivals.delete(ticket)
    if (arriving === undefined || !end.isRunning) return
    const { packet, cause } = arriving
    const { yourDiscriminator } = packet
    if (yourDiscriminator !== 0 && yourDiscriminator !== end.session.localDiscriminator) return
    end.heard(this.#around.queue.now)
    this.#around.tracer.following(cause, () => this.#apply(end, { kind: 'packet', packet }))
    this.#watch(end)
  }

  #detect(end: BfdEnd): void {
    end.detectionTicket = undefined
    end.heardAt = undefined
    this.#around.tracer.following(end.cause, () => this.#apply(end, { kind: 'detection-time-expired' }))
  }

  #watch(end: BfdEnd): void {
    const { queue } = this.#around
    if (end.detectionTicket !== undefined) queue.cancel(end.detectionTicket)
    const at = end.detectsAt
    end.detectionTicket = at === undefined ? undefined : queue.schedule(at, this.#work(end, 'detection'))
  }

  #reschedule(end: BfdEnd, isFirst: boolean): void {
    end.reschedule(this.#around.queue.now, isFirst)
    this.#scheduleNext(end)
  }

  #scheduleNext(end: BfdEnd): void {
    const { queue } = this.#around
    if (end.transmitTicket !== undefined) queue.cancel(end.transmitTicket)
    const { schedule } = end
    end.transmitTicket = schedule && queue.schedule(leavesAt(schedule, end.next), this.#work(end, 'packet'))
  }

  /** From here on no packet is run, where none can change anything. */
  #settle(): void {
    const { folds, network } = this.#around
    if (!folds || this.#undisturbed !== undefined) return
    const [a, b] = this.#ends
    const passages: Undisturbed = [
      network.passage(a.node, this.plan.link),
      network.passage(b.node, this.plan.link),
    ]
    if (!this.#changesNothing(a, passages[0]) || !this.#changesNothing(b, passages[1])) return
    for (const end of this.#ends) {
      end.held = [...end.arrivals.values()]
      this.#cancel(end)
    }
    this.#undisturbed = passages
  }

  #changesNothing(from: BfdEnd, passage: Passage): boolean {
    const to = this.#farOf(from)
    const packet = controlPacket(from.session)
    const underWay = [...to.arrivals.values()]
    if (from.schedule === undefined || passage.kind === 'drop') {
      return underWay.length === 0 && to.detectionTicket === undefined
    }
    if (!isSteady(passage) || to.detectionTicket === undefined) return false
    if (isSilentTooLong(to, leavesAt(from.schedule, from.next) + passage.delayMicros)) return false
    const isPeriodic = underWay.every(
      ({ packet: other, schedule }) => schedule === from.schedule && sameFields(other, packet),
    )
    const { session, send } = handleBfd(to.session, { kind: 'packet', packet })
    return isPeriodic && send === undefined && sameSession(session, to.session)
  }

  #isAsBefore([forward, back]: Undisturbed): boolean {
    const { network, isShut } = this.#around
    const [a, b] = this.#ends
    const same = (end: BfdEnd, before: Passage): boolean =>
      (this.#isConfigured && network.isUp(end.node)) === end.isRunning &&
      isShut(end.node, this.plan.session) === (end.session.state === 'AdminDown') &&
      sameFields(network.passage(end.node, this.plan.link), before)
    return same(a, forward) && same(b, back)
  }

  /** Packets are run again: those that left before now are on their way, or were heard. */
  #run(passages: Undisturbed): void {
    this.#undisturbed = undefined
    const [a, b] = this.#ends
    this.#runFrom(a, passages[0])
    this.#runFrom(b, passages[1])
  }

  #runFrom(end: BfdEnd, passage: Passage): void {
    const far = this.#farOf(end)
    for (const arriving of [...far.held, ...this.#sentMeanwhile(end, passage)]) {
      if (arriving.at >= this.#around.queue.now) this.#launch(far, arriving)
      else far.heard(arriving.at)
    }
    far.held = []
    if (passage.kind === 'carries') this.#watch(far)
    this.#scheduleNext(end)
  }

  /** What the end sent while nobody looked, as far as it still matters: the last packet that came, and those after it. */
  #sentMeanwhile(end: BfdEnd, passage: Passage): readonly Arriving[] {
    const { schedule, next, cause } = end
    if (schedule === undefined) return []
    const { now } = this.#around.queue
    end.next = Math.max(next, firstFrom(schedule, now))
    if (passage.kind === 'drop') return []
    const { delayMicros } = passage
    const packet = controlPacket(end.session)
    const sent: Arriving[] = []
    for (let one = Math.max(next, firstFrom(schedule, now - delayMicros) - 1); one < end.next; one++) {
      sent.push({ at: leavesAt(schedule, one) + delayMicros, packet, cause, schedule })
    }
    return sent
  }

  #cancel(end: BfdEnd): void {
    const { queue } = this.#around
    const tickets = [end.transmitTicket, end.detectionTicket, ...end.arrivals.keys()]
    for (const ticket of tickets) if (ticket !== undefined) queue.cancel(ticket)
    end.transmitTicket = undefined
    end.detectionTicket = undefined
    end.arrivals.clear()
  }

  #farOf(end: BfdEnd): BfdEnd {
    const [a, b] = this.#ends
    return end === a ? b : a
  }

  #work(end: BfdEnd, due: BfdWork['due']): BfdWork {
    return { kind: 'bfd', session: this.plan.session, end: end === this.#ends[0] ? 0 : 1, due }
  }

  #record(end: BfdEnd, from: BfdState, reason: string, silenceMicros: Micros | undefined): TraceDetail {
    const peer = this.#farOf(end).node
    const { session } = this.plan
    return { kind: 'bfd', session, peer, from, to: end.session.state, reason, silenceMicros }
  }
}

/** Whether a Detection Time passes before a packet comes, be it one that is on its way or the next to be sent. */
function isSilentTooLong(to: BfdEnd, nextAt: Micros): boolean {
  const time = detectionTime(to.session)
  if (time === undefined || to.heardAt === undefined) return true
  let heardAt = to.heardAt
  for (const at of [
    ...[...to.arrivals.values()].map((arriving) => arriving.at).sort((a, b) => a - b),
    nextAt,
  ]) {
    if (at - heardAt >= time) return true
    heardAt = at
  }
  return false
}

/** `undefined` in Init, which is no news to anybody. */
export function wordOf({ state, remote }: BfdSession): BfdWord | undefined {
  if (state === 'AdminDown' || remote.state === 'AdminDown') return 'AdminDown'
  return state === 'Init' ? undefined : state
}

/** For people: what made the session change its state. */
function reasonOf(event: BfdEvent, session: BfdSession): string {
  switch (event.kind) {
    case 'packet':
      return `far end is ${session.remote.state}`
    case 'detection-time-expired':
      return `nothing came for ${(detectionTime(session) ?? 0) / 1000} ms`
    case 'path-down':
      return 'port down'
    case 'disable':
      return 'shut down'
    case 'enable':
      return 'started'
    default:
      throw new Error(`unknown event ${event satisfies never}`)
  }
}

function sameInterval(a: BfdSession, b: BfdSession): boolean {
  const [one, other] = [transmitInterval(a), transmitInterval(b)]
  return one?.leastMicros === other?.leastMicros && one?.mostMicros === other?.mostMicros
}

function sameSession(a: BfdSession, b: BfdSession): boolean {
  return sameFields(a, b, 'remote') && sameFields(a.remote, b.remote)
}

/** Whether two values of one shape have the same in every field, but for those that are left out. */
function sameFields(a: object, b: object, ...without: readonly string[]): boolean {
  const others: Readonly<Record<string, unknown>> = { ...b }
  return Object.entries(a).every(([key, value]) => without.includes(key) || value === others[key])
}
