import type { Fall } from '../../bgp/fsm/session.ts'
import type { Micros } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'

/** One end's departure from Established. */
export interface SessionFall extends Fall {
  readonly at: Micros
  readonly node: string
  /** The node that sent the NOTIFICATION. */
  readonly sender: string | undefined
}

/** What one end of a session went through. */
export interface SessionEndLog {
  readonly node: string
  readonly peer: string
  /** When it last reached Established; `undefined` where it never did. */
  establishedAt: Micros | undefined
  /** When it last reached or left Established. */
  changedAt: Micros | undefined
  /** From Established, in order. */
  falls: readonly SessionFall[]
  received: number
  sent: number
}

/** Follows every session from the trace, as any observer could. */
export class SessionLog {
  #ends = new Map<string, SessionEndLog>()

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: SessionLog): void {
    this.#ends = new Map([...other.#ends].map(([name, end]) => [name, { ...end }]))
  }

  note(record: TraceRecord): void {
    if (record.kind === 'message-received') this.#end(record.session, record.node, record.peer).received++
    else if (record.kind === 'message-sent') this.#end(record.session, record.node, record.peer).sent++
    else if (record.kind === 'session-state') this.#noteState(record)
  }

  #noteState(record: TraceRecord & { kind: 'session-state' }): void {
    const end = this.#end(record.session, record.node, record.peer)
    if (record.to === 'Established') {
      end.establishedAt = record.at
      end.changedAt = record.at
    }
    if (record.reason === undefined) return
    if (record.from !== 'Established') return
    end.changedAt = record.at
    end.falls = [...end.falls, fallOf(record, record.reason)]
  }

  /** One end's log; a session that never left Idle has one too. */
  end(session: string, node: string, peer: string): SessionEndLog {
    return this.#end(session, node, peer)
  }

  /** The falls that either end saw, in order. */
  falls(session: string, ends: readonly [string, string]): readonly SessionFall[] {
    const [a, b] = ends
    return [...this.#end(session, a, b).falls, ...this.#end(session, b, a).falls].sort((x, y) => x.at - y.at)
  }

  #end(session: string, node: string, peer: string): SessionEndLog {
    const name = `${session} at ${node}`
    const known = this.#ends.get(name)
    if (known !== undefined) return known
    const fresh: SessionEndLog = {
      node,
      peer,
      establishedAt: undefined,
      changedAt: undefined,
      falls: [],
      received: 0,
      sent: 0,
    }
    this.#ends.set(name, fresh)
    return fresh
  }
}

function fallOf(record: TraceRecord & { kind: 'session-state' }, reason: string): SessionFall {
  const { at, node, peer, notification, sentBy } = record
  const sender = sentBy === undefined ? undefined : sentBy === 'local' ? node : peer
  return { at, node, reason, notification, sentBy, sender }
}
