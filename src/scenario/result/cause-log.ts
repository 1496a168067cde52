import type { FlowDirection } from '../../sim/flow/flow.ts'
import type { Deed } from '../../sim/operation.ts'
import type { Micros } from '../../sim/time.ts'
import type { TraceDetail, TraceRecord } from '../../sim/trace.ts'

/** A record, as far as it tells why another one came when it did. */
export interface CauseLink {
  readonly at: Micros
  readonly node: string
  readonly kind: TraceDetail['kind']
  /** What it followed from. */
  readonly because: CauseLink | undefined
  /** The session, link or flow that it is about. */
  readonly about: string
  /** The timer, the kind of message, the state that was come to, what was done. */
  readonly what: string
  readonly reason: string
  /** What was done from outside; `undefined` for whatever followed. */
  readonly deed: Deed | undefined
  /** Whether it is of a wait for something that did not come. */
  readonly isOfSilence: boolean
}

/**
 * Which record led to which. KEEPALIVEs are passed over: what follows from one follows from what its sender began with,
 * whether they are run or not.
 */
export class CauseLog {
  #links: (CauseLink | undefined)[] = []
  #ofFlows = new Map<string, CauseLink>()
  /** By node. */
  readonly #lastSelections = new Map<string, CauseLink>()

  /** Goes on from what another one knew at an instant; what that was told later is told to this one anew. */
  assume(other: CauseLog, until: Micros): void {
    this.#links = [...other.#links]
    this.#ofFlows = new Map([...other.#ofFlows].filter(([, { at }]) => at <= until))
    for (const link of other.#links) {
      if (link?.kind === 'best-route' && link.at <= until) this.#lastSelections.set(link.node, link)
    }
  }

  note(record: TraceRecord): void {
    const because = this.#becauseOf(record)
    if (isKeepalive(record)) {
      this.#links[record.seq] = because
      return
    }
    const { at, node, kind } = record
    const deed = record.kind === 'operator' ? record.deed : undefined
    const isOfSilence = tellsOfSilence(record)
    const link = { at, node, kind, because, ...tellingOf(record), deed, isOfSilence }
    this.#links[record.seq] = link
    if (kind === 'best-route') this.#lastSelections.set(node, link)
    if (record.kind === 'flow-path') this.#ofFlows.set(nameOf(record.flow, record.direction, at), link)
  }

  // What a MinRouteAdvertisementIntervalTimer lets go was selected while it ran, and follows from that.
  #becauseOf(record: TraceRecord): CauseLink | undefined {
    const started = record.cause === undefined ? undefined : this.#links[record.cause]
    if (record.kind !== 'timer' || record.timer !== 'MinRouteAdvertisementIntervalTimer') return started
    const selected = this.#lastSelections.get(record.node)
    return selected !== undefined && selected.at > (started?.at ?? 0) ? selected : started
  }

  /** Every record that tells of a cause, in order; a KEEPALIVE has that of its sender once more. */
  get links(): readonly (CauseLink | undefined)[] {
    return this.#links
  }

  /** Why five-tuples of the flow took other ways at that instant; `undefined` where none did. */
  ofFlow(flow: string, direction: FlowDirection, at: Micros): CauseLink | undefined {
    return this.#ofFlows.get(nameOf(flow, direction, at))
  }
}

/** Whether the record is of the KEEPALIVEs, which fill a run: what one of them does change has a record of its own. */
export function isKeepalive(record: TraceRecord): boolean {
  if (record.kind === 'timer') return record.timer === 'KeepaliveTimer'
  const isMessage = record.kind === 'message-sent' || record.kind === 'message-received'
  return isMessage && record.message.kind === 'KEEPALIVE'
}

/** These timers wait for messages, and for room to send some. */
const timersOfSilence: ReadonlySet<string> = new Set(['HoldTimer', 'SendHoldTimer'])

function tellsOfSilence(record: TraceRecord): boolean {
  if (record.kind === 'timer') return timersOfSilence.has(record.timer)
  return record.kind === 'bfd' && record.silenceMicros !== undefined
}

function nameOf(flow: string, direction: FlowDirection, at: Micros): string {
  return `${flow} ${direction} ${at}`
}

type Telling = Pick<CauseLink, 'about' | 'what' | 'reason'>

function tellingOf(record: TraceRecord): Telling {
  switch (record.kind) {
    case 'operator':
      return { about: '', what: record.action, reason: '' }
    case 'timer':
      return { about: record.session, what: record.timer, reason: '' }
    case 'bfd':
      return { about: record.session, what: record.to, reason: record.reason }
    case 'session-state':
      return sessionTelling(record)
    case 'message-sent':
    case 'message-received':
      return { about: record.session, what: record.message.kind, reason: record.peer }
    case 'link':
      return { about: record.link, what: record.up ? 'up' : 'down', reason: '' }
    case 'limit':
      return { about: record.session, what: record.level, reason: '' }
    case 'stale':
      return { about: record.session, what: record.present ? 'kept' : 'deleted', reason: record.reason }
    case 'flow-path':
      return { about: record.flow, what: record.outcome, reason: '' }
    default:
      return nothingMore
  }
}

function sessionTelling({
  session,
  from,
  to,
  reason = '',
}: TraceRecord & { kind: 'session-state' }): Telling {
  return { about: session, what: from === 'Established' ? fallen : to, reason }
}

/** What a session that stood is after that, whichever state it is in. */
export const fallen = 'fallen'

const nothingMore: Telling = { about: '', what: '', reason: '' }
