import type { Walk } from '../forwarding/walk.ts'
import type { Micros } from '../time.ts'
import type { FlowOutcome } from './flow.ts'

/** A time in which no five-tuple of the flow changed its way; `walks` has one for each tuple. */
export interface FlowPeriod {
  readonly from: Micros
  readonly to: Micros
  readonly walks: readonly Walk[]
}

/** All that happened to one direction of a flow, exactly; `measureFlow` answers questions about it. */
export interface FlowRecord {
  readonly probesPerSecond: number
  readonly tuples: number
  /** The first instant at which every tuple was delivered, and the first probe leaves; 0 where that never came. */
  readonly start: Micros
  /** Whether that instant came. */
  readonly started: boolean
  readonly end: Micros
  /** Without gaps, from 0 to the end. */
  readonly periods: readonly FlowPeriod[]
}

/** A way that some tuples took up or left, and how many tuples are on it now. */
export interface PathChange {
  readonly tuples: number
  readonly hops: readonly string[]
  readonly outcome: FlowOutcome
}

// Until the network is first observed, nobody in it knows a way.
const nowhere: Walk = { outcome: 'NO_ROUTE', hops: [], loss: 0, sent: [] }

/**
 * Follows one direction of one flow. It is told the tuples' walks after every instant at which anything
 * changed and takes them to hold until it is told others, so that a quiet hour costs nothing.
 */
export class FlowMeter {
  readonly #tuples: number
  readonly #probesPerSecond: number
  #observations: { readonly at: Micros; readonly walks: readonly Walk[] }[]
  /** Of the last observation. */
  #names: readonly string[]
  /** Whether every tuple was delivered for some time before the last observation. */
  #hasBegun = false

  constructor(tuples: number, probesPerSecond: number) {
    if (tuples < 1) throw new RangeError('a flow has at least one five-tuple')
    if (!(probesPerSecond > 0))
      throw new RangeError(`a flow cannot send ${probesPerSecond} probes per second`)
    this.#tuples = tuples
    this.#probesPerSecond = probesPerSecond
    const walks = Array.from({ length: tuples }, () => nowhere)
    this.#observations = [{ at: 0, walks }]
    this.#names = namesOf(walks)
  }

  /** Another one that goes on from here; neither knows of the other. */
  fork(): FlowMeter {
    const fork = new FlowMeter(this.#tuples, this.#probesPerSecond)
    fork.#observations = [...this.#observations]
    fork.#names = this.#names
    fork.#hasBegun = this.#hasBegun
    return fork
  }

  /** The walks that hold since the last observation, once the flow has begun. */
  get walksSinceStart(): readonly Walk[] | undefined {
    const walks = this.#observations.at(-1)?.walks ?? []
    return this.#hasBegun || isDelivered(walks) ? walks : undefined
  }

  /** Takes in one walk per tuple. Told twice of the same instant, it believes the second. */
  observe(at: Micros, walks: readonly Walk[]): readonly PathChange[] {
    if (walks.length !== this.#tuples) throw new Error(`${walks.length} walks for ${this.#tuples} tuples`)
    const last = this.#observations.at(-1)
    if (last === undefined || at < last.at) throw new Error(`observed at ${at} after ${last?.at}`)
    const before = { walks: last.walks, names: this.#names }
    const now = { walks, names: namesOf(walks) }
    if (sameWalks(before, now)) return []
    if (at > last.at && isDelivered(last.walks)) this.#hasBegun = true
    this.#observations.push({ at, walks })
    this.#names = now.names
    return pathChanges(before, now)
  }

  /** The record up to now; the meter may go on. */
  finish(at: Micros): FlowRecord {
    const periods = this.#observations.flatMap(({ at: from, walks }, index) => {
      const to = this.#observations[index + 1]?.at ?? at
      return to > from ? [{ from, to, walks }] : []
    })
    const first = periods.find(({ walks }) => isDelivered(walks))
    return {
      probesPerSecond: this.#probesPerSecond,
      tuples: this.#tuples,
      start: first?.from ?? 0,
      started: first !== undefined,
      end: at,
      periods,
    }
  }
}

function isDelivered(walks: readonly Walk[]): boolean {
  return walks.every(({ outcome }) => outcome === 'ACCEPTED')
}

/** One name for each way through the network. Whether it loses some packets is not part of it. */
export function pathName({ outcome, hops }: Walk): string {
  return `${outcome} ${hops.join(' ')}`
}

/** Walks with the name of each. */
interface NamedWalks {
  readonly walks: readonly Walk[]
  readonly names: readonly string[]
}

// Tuples that go the same way have the same walk, so few names have to be made.
function namesOf(walks: readonly Walk[]): readonly string[] {
  const names = new Map<Walk, string>()
  for (const walk of walks) if (!names.has(walk)) names.set(walk, pathName(walk))
  return walks.map((walk) => names.get(walk) ?? '')
}

/** Every way whose tuples are not the same as before, those that nobody takes any longer with a count of 0. */
function pathChanges(before: NamedWalks, now: NamedWalks): readonly PathChange[] {
  const counts = new Map<string, number>()
  const moved = new Map<string, Walk>()
  for (const [index, walk] of now.walks.entries()) {
    const name = now.names[index] ?? ''
    counts.set(name, (counts.get(name) ?? 0) + 1)
    const [old, oldName] = [before.walks[index], before.names[index] ?? '']
    if (old !== undefined && oldName === name) continue
    if (old !== undefined && old !== nowhere) moved.set(oldName, old)
    moved.set(name, walk)
  }
  return [...moved].map(([name, { hops, outcome }]) => ({ tuples: counts.get(name) ?? 0, hops, outcome }))
}

function sameWalks(before: NamedWalks, now: NamedWalks): boolean {
  return before.walks.every(
    ({ loss }, index) => loss === now.walks[index]?.loss && before.names[index] === now.names[index],
  )
}
