import { active } from './active.ts'
import { whilePending } from './bfd-pending.ts'
import { connect } from './connect.ts'
import { established } from './established.ts'
import { neverRestarted, type RestartState } from './graceful-restart.ts'
import { idle } from './idle.ts'
import { restartKeepaliveTimer, withoutTimer } from './moves.ts'
import { openConfirm } from './open-confirm.ts'
import { openSent } from './open-sent.ts'
import {
  type BfdWord,
  type Session,
  type SessionConfiguration,
  type SessionEvent,
  type SessionState,
  type SessionTimer,
  type Step,
  sessionTimers,
} from './session.ts'
import { expiryOf } from './timer-expiry.ts'

const states: Readonly<Record<SessionState, (session: Session, event: SessionEvent) => Step>> = {
  Idle: idle,
  Connect: connect,
  Active: active,
  OpenSent: openSent,
  OpenConfirm: openConfirm,
  Established: established,
}

const expiredTimer: ReadonlyMap<SessionEvent['kind'], SessionTimer> = new Map(
  sessionTimers.map((timer) => [expiryOf(timer), timer]),
)

const bfdWord: ReadonlyMap<SessionEvent['kind'], BfdWord> = new Map([
  ['BfdUp', 'Up'],
  ['BfdDown', 'Down'],
  ['BfdAdminDown', 'AdminDown'],
])

/** A session before its first start event. */
export function newSession(
  id: number,
  configuration: SessionConfiguration,
  restart: RestartState = neverRestarted,
): Session {
  return {
    id,
    configuration,
    state: 'Idle',
    connection: undefined,
    initiator: undefined,
    connecting: false,
    connectRetryCounter: 0,
    timers: [],
    falls: 0,
    open: undefined,
    negotiated: undefined,
    restart,
    bfd: 'Down',
    bfdPending: undefined,
  }
}

/** The state machine of RFC 4271 §8: what one event makes of a session, and what it wants done. */
export function transition(session: Session, event: SessionEvent): Step {
  const timer = expiredTimer.get(event.kind)
  const current = timer === undefined ? session : withoutTimer(session, timer)
  const pending = current.bfdPending === undefined ? undefined : whilePending(current, event)
  const step = pending ?? states[session.state](current, event)
  const bfd = bfdWord.get(event.kind)
  return bfd === undefined ? step : { ...step, session: { ...step.session, bfd } }
}

/** RFC 4271 §8.2.2: every UPDATE sent restarts the KeepaliveTimer. */
export function updateSent(session: Session): Step {
  return restartKeepaliveTimer(session)
}
