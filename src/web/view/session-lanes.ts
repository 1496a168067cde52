import type { Playback } from '../../analysis/playback.ts'
import { sendHoldSeconds } from '../../bgp/fsm/send-hold.ts'
import type { SessionConfiguration } from '../../bgp/fsm/session.ts'
import { type Micros, secondsToMicros } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'

/** A session over time. */
export interface SessionLane {
  readonly name: string
  readonly ends: readonly [string, string]
  readonly spans: readonly SessionSpan[]
}

/** A time in a state of RFC 4271; or `detecting`: nothing comes or goes any more, and who waits for it has yet to notice. */
export interface SessionSpan {
  readonly from: Micros
  readonly to: Micros
  readonly state: string
}

export function sessionLanes({ front, log }: Playback, until: Micros): readonly SessionLane[] {
  const lanes = new Map(
    front.evidence.sessions.map(({ name, local }) => {
      const endOf = (node: string): SessionConfiguration =>
        front.simulation.router(node).speaker.peer(name).configuration.session
      return [name, new SessionHistory(local, endOf)] as const
    }),
  )
  for (const record of log.records) if ('session' in record) lanes.get(record.session)?.note(record)
  return front.evidence.sessions.map(({ name, local, remote }) => ({
    ...{ name, ends: [local, remote] },
    spans: lanes.get(name)?.finish(until) ?? [],
  }))
}

type SessionStateRecord = TraceRecord & { readonly kind: 'session-state' }

/** The worse of the two ends at each time. */
class SessionHistory {
  readonly #local: string
  readonly #endOf: (node: string) => SessionConfiguration
  #states: readonly [string, string] = ['Idle', 'Idle']
  readonly #spans: SessionSpan[] = []
  #since: Micros = 0
  /** What each end proposed: the lower of both holds (RFC 4271 §4.2). */
  readonly #holdTimes = new Map<string, number>()
  #watched = { at: -1, heardAt: 0 }

  constructor(local: string, endOf: (node: string) => SessionConfiguration) {
    this.#local = local
    this.#endOf = endOf
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
    this.#enter(before === 'Established' ? this.#stoodUntil(record) : at, before)
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

  /** Since when nothing had come, or gone, before a timer told so; the instant itself where none did. */
  #stoodUntil({ at, node, event }: SessionStateRecord): Micros {
    const holdTimeSeconds = Math.min(...this.#holdTimes.values())
    if (event === 'HoldTimer_Expires') return at - secondsToMicros(holdTimeSeconds)
    if (event === 'SendHoldTimer_Expires')
      return at - secondsToMicros(sendHoldSeconds({ holdTimeSeconds }, this.#endOf(node)))
    return this.#watched.at === at ? this.#watched.heardAt : at
  }
}
