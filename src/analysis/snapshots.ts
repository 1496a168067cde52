import type { Scenario } from '../scenario/scenario.ts'
import type { ScenarioRun } from '../scenario/scenario-run.ts'
import type { Micros } from '../sim/time.ts'
import type { TraceRecord } from '../sim/trace.ts'

interface Snapshot {
  readonly run: ScenarioRun
  /** What it took to come there from the beginning. */
  readonly cost: number
}

/** What is carried out costs about so many microseconds of a processor: for each instant, each record, each prefix heard. */
const [ofInstant, ofRecord, ofPrefix] = [20, 50, 2]

/** With more than so many every second one or so is given up, and fewer are left from there on. */
export const snapshotsAtMost = 48
const firstSpacing = 8000

/**
 * States of a run on its way, of which none is far from the one before: far by what it costs to come there, and not by time,
 * for a network that converges has as much to do in a millisecond as in a day in which it stands.
 */
export class Snapshots {
  #kept: readonly Snapshot[]
  #spacing: number
  #cost: number

  constructor(kept: readonly Snapshot[] = [], spacing: number = firstSpacing) {
    this.#kept = kept
    this.#spacing = spacing
    this.#cost = kept.at(-1)?.cost ?? 0
  }

  /** Those before the instant, for a run that goes on from there in another way. */
  before(at: Micros): Snapshots {
    return new Snapshots(
      this.#kept.filter(({ run }) => run.simulation.now < at),
      this.#spacing,
    )
  }

  note(record: TraceRecord): void {
    this.#cost += ofRecord
    if (record.kind !== 'message-received' || record.message.kind !== 'UPDATE') return
    this.#cost += ofPrefix * (record.message.announced.count + record.message.withdrawn.count)
  }

  /** After each instant of the run that goes ahead. */
  follow(front: ScenarioRun): void {
    this.#cost += ofInstant
    if (this.#cost - (this.#kept.at(-1)?.cost ?? 0) >= this.#spacing) this.leave(front)
  }

  /** One of the state in which the run is now, wherever the last one was left. */
  leave(front: ScenarioRun): void {
    this.#kept = [...this.#kept, { run: front.fork(), cost: this.#cost }]
    while (this.#kept.length > snapshotsAtMost) {
      this.#spacing *= 2
      this.#kept = spaced(this.#kept, this.#spacing)
    }
  }

  /** The last one up to the instant, as one of the scenario; it is for looking at, and a fork of it goes on. */
  at(at: Micros, scenario: Scenario): ScenarioRun {
    const index = Math.max(
      0,
      this.#kept.findLastIndex(({ run }) => run.simulation.now <= at),
    )
    const found = this.#kept[index]
    if (found === undefined) throw new Error('nothing was left of the beginning of a run')
    if (found.run.scenario === scenario) return found.run
    const run = found.run.fork(scenario)
    this.#kept = this.#kept.with(index, { ...found, run })
    return run
  }
}

function spaced(kept: readonly Snapshot[], spacing: number): readonly Snapshot[] {
  let last = Number.NEGATIVE_INFINITY
  return kept.filter(({ cost }) => {
    const isFar = cost - last >= spacing
    if (isFar) last = cost
    return isFar
  })
}
