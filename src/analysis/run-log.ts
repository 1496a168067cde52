import { isKeepalive } from '../scenario/result/cause-log.ts'
import type { Micros } from '../sim/time.ts'
import type { TraceRecord } from '../sim/trace.ts'
import { countUpTo } from './count-up-to.ts'

/** What a run has traced so far, but for KEEPALIVEs: those of sessions that stand are in no trace, and their number is kept. */
export class RunLog {
  readonly records: TraceRecord[]
  /** For each record, how many KEEPALIVEs had been received before it, on all sessions. */
  readonly keepalivesBefore: number[]
  /** The instants of the records, each once. */
  readonly events: Micros[] = []
  /** The instants at which any best route changed. */
  readonly routeChanges: Micros[] = []

  constructor(records: readonly TraceRecord[] = [], keepalivesBefore: readonly number[] = []) {
    this.records = [...records]
    this.keepalivesBefore = [...keepalivesBefore]
    for (const record of records) this.#noteInstant(record)
  }

  /** `keepalives` is how many had been received by then. */
  note(record: TraceRecord, keepalives: number): void {
    if (isKeepalive(record)) return
    this.records.push(record)
    this.keepalivesBefore.push(keepalives)
    this.#noteInstant(record)
  }

  /** The same up to and including the instant. */
  until(at: Micros): RunLog {
    const count = countUpTo(this.records, at, (record) => record.at)
    return new RunLog(this.records.slice(0, count), this.keepalivesBefore.slice(0, count))
  }

  #noteInstant({ at, kind }: TraceRecord): void {
    if (this.events.at(-1) !== at) this.events.push(at)
    if (kind === 'best-route' && this.routeChanges.at(-1) !== at) this.routeChanges.push(at)
  }
}
