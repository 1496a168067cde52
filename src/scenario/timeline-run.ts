import type { Move } from '../expressroute/life-cycle/move.ts'
import type { Operation } from '../sim/operation.ts'
import type { Simulation } from '../sim/simulation.ts'
import { type Micros, secondsToMicros } from '../sim/time.ts'
import type { Place } from './place.ts'
import { type Deed, type Effect, effectOf } from './timeline-effect.ts'
import type { Instant, TimelineEntry } from './timeline-entry.ts'

/** A state that does not come within this time of the last thing that happened is not waited for any longer. */
const patienceMicros: Micros = secondsToMicros(3600)

/** How long a run goes on after the last entry, or its undoing, where the file does not say. */
const aftermathMicros: Micros = secondsToMicros(200)

/** What a timeline needs of the network: something that can be told what to do when, and asked how it stands. */
type Scheduler = Pick<Simulation, 'now' | 'schedule' | 'callOff' | 'isConverged' | 'isEstablished'>

/** Who knows what becomes of a move: what it does to the network, or the word that it was refused. */
interface LifeCycle {
  readonly carryOut: (move: Move, place: Place) => Operation
}

/**
 * Carries a timeline out: puts every entry into the simulation as soon as its moment is known, and waits
 * with those that depend on a state of the network.
 */
export class TimelineRun {
  readonly #simulation: Scheduler
  readonly #entries: readonly TimelineEntry[]
  readonly #lifeCycle: LifeCycle
  #startedAt = new Map<TimelineEntry, Micros>()
  #marks = new Map<string, Micros>()
  #scheduled = new Map<TimelineEntry, Scheduled[]>()
  /** Moves whose moment is known, by the ticket of their turn. What becomes of them shows when it has come. */
  #moves = new Map<number, { readonly at: Micros; readonly move: Move; readonly place: Place }>()
  #waiting: readonly TimelineEntry[]
  #last: Micros = 0

  constructor(simulation: Scheduler, entries: readonly TimelineEntry[], lifeCycle: LifeCycle) {
    this.#simulation = simulation
    this.#entries = entries
    this.#lifeCycle = lifeCycle
    this.#waiting = entries
  }

  /**
   * Goes on from where another one stands; neither knows of the other afterwards. Entries that this one has besides
   * those of the other are put into the simulation as if they had been there from the beginning.
   */
  assume(other: TimelineRun): void {
    const more = this.#entries.slice(other.#entries.length)
    this.#startedAt = new Map(other.#startedAt)
    this.#marks = new Map(other.#marks)
    this.#scheduled = new Map([...other.#scheduled].map(([entry, all]) => [entry, [...all]]))
    this.#moves = new Map(other.#moves)
    this.#waiting = [...other.#waiting, ...more]
    this.#last = other.#last
    this.#beginThose(more)
  }

  /** When each label's entry happened, or will. */
  get marks(): ReadonlyMap<string, Micros> {
    return this.#marks
  }

  /** Entries whose moment has not come, because a state that they wait for did not. */
  get waiting(): readonly TimelineEntry[] {
    return this.#waiting
  }

  /** The state that the first of them waits for. */
  get awaited(): 'converged' | 'established' | undefined {
    for (const { when } of this.waiting) if (when.kind === 'when') return when.state
    return undefined
  }

  /** When the run is over: a while after the last entry, or when nothing more is waited for. */
  get end(): Micros {
    return this.#last + (this.waiting.length === 0 ? aftermathMicros : patienceMicros)
  }

  /** The moment an expectation or entry names; `undefined` while its label's entry has not happened. */
  resolve({ label, offsetMicros }: Instant): Micros | undefined {
    const base = label === undefined ? 0 : this.#marks.get(label)
    return base === undefined ? undefined : base + offsetMicros
  }

  /** Puts into the simulation whatever can be put now; to be called after every instant. */
  update(): void {
    this.#begin()
    this.#carryOutMoves()
  }

  #begin(): void {
    this.#beginThose(this.waiting)
  }

  #beginThose(waiting: readonly TimelineEntry[]): void {
    if (waiting.length === 0) return
    const happened = this.#entries.filter((entry) => this.#hasHappened(entry))
    for (const entry of waiting) {
      const at = this.#momentOf(entry, happened)
      if (at === undefined) continue
      this.#start(entry, at)
    }
  }

  #carryOutMoves(): void {
    const { now } = this.#simulation
    for (const [ticket, { at, move, place }] of this.#moves) {
      if (at > now) continue
      this.#moves.delete(ticket)
      this.#simulation.schedule(now, this.#lifeCycle.carryOut(move, place))
    }
  }

  // What is put into the present instant by an update has not happened before the next one.
  #hasHappened(entry: TimelineEntry): boolean {
    const at = this.#startedAt.get(entry)
    return at !== undefined && at <= this.#simulation.now
  }

  #momentOf(entry: TimelineEntry, happened: readonly TimelineEntry[]): Micros | undefined {
    const { when } = entry
    if (when.kind === 'at') return this.#notBeforeItsCause(entry, this.resolve(when.instant))
    const above = this.#entries.slice(0, this.#entries.indexOf(entry))
    if (!above.every((other) => happened.includes(other))) return undefined
    const isSo =
      when.state === 'converged' ? this.#simulation.isConverged() : this.#simulation.isEstablished()
    return isSo ? this.#simulation.now : undefined
  }

  // What has not begun cannot be undone: a restore that is due before waits for its entry.
  #notBeforeItsCause({ action }: TimelineEntry, at: Micros | undefined): Micros | undefined {
    if (action.kind !== 'restore' || at === undefined) return at
    const undone = this.#entries.find(({ label }) => label === action.label)
    if (undone === undefined) throw new Error(`nothing to undo at ${action.label}`)
    const began = this.#startedAt.get(undone)
    return began === undefined ? undefined : Math.max(began, at)
  }

  #start(entry: TimelineEntry, at: Micros): void {
    this.#startedAt.set(entry, at)
    this.#waiting = this.#waiting.filter((other) => other !== entry)
    this.#note(entry, at, undefined)
    if (entry.label !== undefined) {
      this.#marks.set(entry.label, at)
      this.#simulation.schedule(at, { kind: 'mark', label: entry.label })
    }
    const { everyMicros } = entry.repeat ?? { everyMicros: 0 }
    for (const turn of turnsOf(entry)) this.#perform(entry, turn, at + turn * everyMicros)
    if (entry.action.kind === 'restore') this.#callOff(this.#labelled(entry.action.label), at)
  }

  #perform(entry: TimelineEntry, turn: number, at: Micros): void {
    const { done, undone } = this.#effect(entry, turn, at)
    for (const deed of done) this.#schedule(entry, at, deed)
    if (entry.forMicros === undefined) return
    for (const deed of undone) this.#schedule(entry, at + entry.forMicros, deed)
  }

  #schedule(entry: TimelineEntry, at: Micros, deed: Deed): void {
    if (!('move' in deed)) return this.#note(entry, at, this.#simulation.schedule(at, deed))
    const { move, afterMicros } = deed
    const due = at + afterMicros
    const ticket = this.#simulation.schedule(due, { kind: 'turn' })
    this.#moves.set(ticket, { at: due, move, place: entry.place })
    this.#note(entry, due, ticket)
  }

  #note(entry: TimelineEntry, at: Micros, ticket: number | undefined): void {
    this.#last = Math.max(this.#last, at)
    const scheduled = this.#scheduled.get(entry) ?? []
    scheduled.push({ at, ticket })
    this.#scheduled.set(entry, scheduled)
  }

  // What was restored does not begin again by itself.
  #callOff(entry: TimelineEntry, at: Micros): void {
    const scheduled = this.#scheduled.get(entry) ?? []
    for (const later of scheduled) {
      if (later.at <= at || later.ticket === undefined) continue
      this.#simulation.callOff(later.ticket)
      this.#moves.delete(later.ticket)
    }
    this.#scheduled.set(
      entry,
      scheduled.filter((one) => one.at <= at),
    )
    const moments = [...this.#scheduled.values()].flat().map((one) => one.at)
    this.#last = moments.reduce((last, moment) => Math.max(last, moment), 0)
  }

  #labelled(wanted: string): TimelineEntry {
    const entry = this.#entries.find(({ label }) => label === wanted)
    if (entry === undefined) throw new Error(`nothing to undo at ${wanted}`)
    return entry
  }

  #effect({ action, place }: TimelineEntry, turn: number, at: Micros): Effect {
    if (action.kind !== 'restore') return effectOf(action, faultId(place, turn))
    const entry = this.#labelled(action.label)
    const effects = this.#turnsInForce(entry, at).map((each) => this.#effect(entry, each, at))
    return { done: effects.flatMap(({ undone }) => undone), undone: effects.flatMap(({ done }) => done) }
  }

  // What has ended by itself, or has yet to come, is not there to be undone.
  #turnsInForce(entry: TimelineEntry, at: Micros): readonly number[] {
    const began = this.#startedAt.get(entry) ?? at
    const { forMicros = Number.POSITIVE_INFINITY, repeat } = entry
    return turnsOf(entry).filter((turn) => {
      const since = at - began - turn * (repeat?.everyMicros ?? 0)
      return since >= 0 && since < forMicros
    })
  }
}

function turnsOf({ repeat }: TimelineEntry): readonly number[] {
  return Array.from({ length: repeat?.times ?? 1 }, (_, turn) => turn)
}

/** Each time that each entry happens is a fault of its own, which ends by itself. */
function faultId({ path }: TimelineEntry['place'], turn: number): string {
  return `${path.join('.')} #${turn}`
}

/** Something that is due; `ticket` is that of its operation in the simulation. */
interface Scheduled {
  readonly at: Micros
  readonly ticket: number | undefined
}
