import type { Simulation } from '../../sim/simulation.ts'
import type { Micros } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import { CauseLog } from './cause-log.ts'
import type { SessionEnds } from './session-ends.ts'
import { SessionWays } from './session-ways.ts'

/** What whoever asks why a flow was out for so long goes by: it is told every record of a run, as soon as it is traced. */
export class OutageCauses {
  readonly log: CauseLog = new CauseLog()
  readonly ways: SessionWays

  constructor(simulation: Simulation, sessions: readonly SessionEnds[]) {
    this.ways = new SessionWays(simulation, sessions)
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
