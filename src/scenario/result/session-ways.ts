import { letsThrough } from '../../sim/fault.ts'
import type { Simulation } from '../../sim/simulation.ts'
import type { Micros } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import type { CauseLink } from './cause-log.ts'
import type { SessionEnds } from './session-ends.ts'

/**
 * When the ways of sessions carried packets in both directions, between two control planes that ran and read them: while
 * one does not, its session cannot come to stand.
 */
export class SessionWays {
  readonly #simulation: Pick<Simulation, 'network' | 'routers'>
  readonly #sessions: readonly SessionEnds[]
  readonly #changes = new Map<string, WayChange[]>()
  /** Nothing but an operation changes a way, and each has a record that comes just before. */
  #operation: Operated = { at: 0, what: '', deed: undefined }
  #version: number | undefined
  /** Of control planes there is no version: they are looked at again when the operation is over. */
  #isSeen = true

  constructor(simulation: Pick<Simulation, 'network' | 'routers'>, sessions: readonly SessionEnds[]) {
    this.#simulation = simulation
    this.#sessions = sessions
  }

  /** Goes on from what others knew at an instant. */
  assume(others: SessionWays, until: Micros): void {
    this.#operation = others.#operation
    this.#isSeen = others.#isSeen
    for (const [session, changes] of others.#changes) {
      this.#changes.set(
        session,
        changes.filter(({ at }) => at <= until),
      )
    }
  }

  note(record: TraceRecord): void {
    const isOver = record.kind === 'operator' || record.at > this.#operation.at
    if (this.#version !== this.#simulation.network.version || (isOver && !this.#isSeen)) this.#look()
    if (isOver) this.#isSeen = true
    if (record.kind !== 'operator') return
    this.#operation = { at: record.at, what: record.action, deed: record.deed }
    this.#isSeen = false
  }

  /** Until when, between two instants, the session waited for its way; the first of them where it did not. */
  closedUntil(session: string, from: Micros, to: Micros): Micros {
    const last = this.#lastChange(session, to)
    if (last?.isOpen === false) return to
    return Math.max(from, last?.at ?? from)
  }

  /** What closed the way of a session that an instant finds closed; `undefined` where it is open. */
  closedSince(session: string, at: Micros): Operated | undefined {
    if (!this.#isSeen) this.#look()
    const last = this.#lastChange(session, at)
    return last?.isOpen === false ? last : undefined
  }

  #lastChange(session: string, until: Micros): WayChange | undefined {
    return this.#changes.get(session)?.findLast(({ at }) => at <= until)
  }

  #look(): void {
    const { network, routers } = this.#simulation
    this.#version = network.version
    for (const { name, local, remote, link } of this.#sessions) {
      const isOpen = [local, remote].every((end) => {
        const driver = routers.get(end)
        const isListening = driver === undefined || (driver.isUp && !driver.isFrozen && driver.reads(name))
        return isListening && letsThrough(network.passage(end, link))
      })
      const changes = this.#changes.get(name) ?? []
      if ((changes.at(-1)?.isOpen ?? true) === isOpen) continue
      this.#changes.set(name, [...changes, { ...this.#operation, isOpen }])
    }
  }
}

/** What was done from outside, and when. */
type Operated = Pick<CauseLink, 'at' | 'what' | 'deed'>

interface WayChange extends Operated {
  readonly isOpen: boolean
}
