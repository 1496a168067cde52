import type { Playback } from '../../analysis/playback.ts'
import type { Micros } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'

/** A session over time. */
export interface SessionLane {
  readonly name: string
  readonly spans: readonly SessionSpan[]
}

/** A time in a state of RFC 4271; or `detecting`: nothing is heard any more, and who waits for it has yet to notice. */
export interface SessionSpan {
  readonly from: Micros
  readonly to: Micros
  readonly state: string
}

export function sessionLanes({ front, log }: Playback, until: Micros): readonly SessionLane[] {
  const lanes = new Map(
    front.evidence.sessions.map(({ name, local }) => [name, new SessionHistory(local)] as const),
  )
  for (const record of log.records) if ('session' in record) lanes.get(record.session)?.note(record)
  return [...lanes].map(([name, history]) => ({ name, spans: history.finish(until) }))
}

/** The worse of the two ends at each time. */
class SessionHistory {
  readonly #local: string
  #states: readonly [string, string] = ['Idle', 'Idle']
  readonly #spans: SessionSpan[] = []
  #since: Micros = 0
  /** What each end proposed: the lower of both holds (RFC 4271 §4.2). */
  readonly #holdTimes = new Map<string, number>()
  #watched = { at: -1, heardAt: 0 }

  constructor(local: string) {
    this.#local = local
  }

  get #state(): string {
    const [near, far] = this.#states
    return near === 'Established' ? far : near
  }

  note(record: TraceRecord): void {
    const { at, node, kind } = record
    if (kind === 'message-sent' && record.message.kind === 'OPEN')
      this.#holdTimes.set(node, record.message.holdTimeSeconds)
    if (kind === 'bfd' && record.silenceMicros !== undefined)
      this.#watched = { at, heardAt: at - record.silenceMicros }
    if (kind !== 'session-state') return
    const before = this.#state
    const [near, far] = this.#states
    this.#states = node === this.#local ? [record.to, far] : [near, record.to]
    if (this.#state === before) return
    this.#enter(before === 'Established' ? this.#heardBefore(at, record.event) : at, before)
    this.#enter(at, 'detecting')
  }

  finish(until: Micros): readonly SessionSpan[] {
    return [...this.#spans, { from: this.#since, to: until, state: this.#state }]
  }

  /** Until then it was in this state. */
  #enter(at: Micros, before: string): void {
    if (at <= this.#since) return
    this.#spans.push({ from: this.#since, to: at, state: before })
    this.#since = at
  }

  /** When the last thing came before a timer told that nothing comes; the instant itself where none did. */
  #heardBefore(at: Micros, event: string): Micros {
    if (event === 'HoldTimer_Expires') return at - 1_000_000 * Math.min(...this.#holdTimes.values())
    return this.#watched.at === at ? this.#watched.heardAt : at
  }
}
