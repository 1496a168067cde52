import type { Deed } from '../../sim/operation.ts'
import type { Simulation } from '../../sim/simulation.ts'
import type { Micros } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import type { Owner } from '../owner.ts'
import { type CauseLink, CauseLog } from './cause-log.ts'
import type { SessionEnds } from './session-ends.ts'
import { SessionWays } from './session-ways.ts'

/** What whoever asks why a flow was out for so long goes by: it is told every record of a run, as soon as it is traced. */
export class OutageCauses {
  readonly log: CauseLog = new CauseLog()
  readonly ways: SessionWays

  readonly #ownerOf: (deed: Deed) => Owner

  constructor(simulation: Simulation, sessions: readonly SessionEnds[], whose: (deed: Deed) => Owner) {
    this.ways = new SessionWays(simulation, sessions)
    this.#ownerOf = whose
  }

  /** What broke, and whose it was, of something that was done from outside. */
  broke(outside: Pick<CauseLink, 'what' | 'deed'> | undefined): {
    readonly broke: string | undefined
    readonly owner: Owner | undefined
  } {
    const { what, deed } = outside ?? {}
    return { broke: what, owner: deed && this.#ownerOf(deed) }
  }

  /** Goes on from what was noted elsewhere up to an instant. */
  assume(other: OutageCauses, until: Micros): void {
    this.log.assume(other.log, until)
    this.ways.assume(other.ways, until)
  }

  note(record: TraceRecord): void {
    this.log.note(record)
    this.ways.note(record)
  }
}
