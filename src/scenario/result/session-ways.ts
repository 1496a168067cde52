import { letsThrough } from '../../sim/fault.ts'
import type { Network } from '../../sim/network.ts'
import type { Micros } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import type { SessionEnds } from './session-ends.ts'

/** When the links of sessions carried packets in both directions: while one does not, its session cannot come to stand. */
export class SessionWays {
  readonly #network: Network
  readonly #sessions: readonly SessionEnds[]
  readonly #changes = new Map<string, WayChange[]>()
  #version: number | undefined
  /** Nothing but an operation changes a network, and each has a record that comes just before. */
  #operatedAt: Micros = 0

  constructor(network: Network, sessions: readonly SessionEnds[]) {
    this.#network = network
    this.#sessions = sessions
  }

  /** Goes on from what others knew at an instant. */
  assume(others: SessionWays, until: Micros): void {
    this.#operatedAt = others.#operatedAt
    for (const [session, changes] of others.#changes) {
      this.#changes.set(
        session,
        changes.filter(({ at }) => at <= until),
      )
    }
  }

  note(record: TraceRecord): void {
    if (this.#version !== this.#network.version) this.#look()
    if (record.kind === 'operator') this.#operatedAt = record.at
  }

  /** Until when, between two instants, the session waited for its link; the first of them where it did not. */
  closedUntil(session: string, from: Micros, to: Micros): Micros {
    const changes = this.#changes.get(session)?.filter(({ at }) => at <= to) ?? []
    const last = changes.at(-1)
    if (last?.isOpen === false) return to
    return Math.max(from, last?.at ?? from)
  }

  #look(): void {
    this.#version = this.#network.version
    for (const { name, local, remote, link } of this.#sessions) {
      const isOpen = [local, remote].every((from) => letsThrough(this.#network.passage(from, link)))
      const changes = this.#changes.get(name) ?? []
      if ((changes.at(-1)?.isOpen ?? true) === isOpen) continue
      this.#changes.set(name, [...changes, { at: this.#operatedAt, isOpen }])
    }
  }
}

interface WayChange {
  readonly at: Micros
  readonly isOpen: boolean
}
