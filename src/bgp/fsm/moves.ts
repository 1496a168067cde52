import { keepalive, type Message } from '../message.ts'
import { buildOpen } from './open.ts'
import type { Session, SessionAction, SessionState, SessionTimer, Step } from './session.ts'

/** One thing that an FSM does. States are lists of moves. */
export type Move = (session: Session) => Step

/** RFC 4271 §8.2.2 suggests four minutes for the HoldTimer while the peer's OPEN is awaited. */
const largeHoldSeconds = 240

export function perform(session: Session, ...moves: readonly Move[]): Step {
  const actions: SessionAction[] = []
  let current = session
  for (const move of moves) {
    const step = move(current)
    current = step.session
    actions.push(...step.actions)
  }
  return { session: current, actions }
}

export function stay(session: Session): Step {
  return { session, actions: [] }
}

export function become(state: SessionState): Move {
  return (session) => stay({ ...session, state })
}

export function isRunning(session: Session, timer: SessionTimer): boolean {
  return session.timers.includes(timer)
}

/** The session without the timer, which has expired by itself. */
export function withoutTimer(session: Session, timer: SessionTimer): Session {
  return { ...session, timers: session.timers.filter((running) => running !== timer) }
}

/** One that runs starts anew, and the session stays what it was. */
export function startTimer(timer: SessionTimer, seconds: number): Move {
  return (session) => ({
    session: isRunning(session, timer) ? session : { ...session, timers: [...session.timers, timer] },
    actions: [{ kind: 'start-timer', timer, seconds }],
  })
}

export function stopTimer(timer: SessionTimer): Move {
  return (session) =>
    isRunning(session, timer)
      ? { session: withoutTimer(session, timer), actions: [{ kind: 'stop-timer', timer }] }
      : stay(session)
}

export function send(message: Message): Move {
  return (session) => ({ session, actions: [{ kind: 'send', message }] })
}

export function startConnectRetryTimer(session: Session): Step {
  return startTimer('ConnectRetryTimer', session.configuration.connectRetrySeconds)(session)
}

/** Gives up the attempt or the connection there is, and tries anew. */
export function connectAgain(session: Session): Step {
  return perform(session, release, startConnectRetryTimer, (released) => ({
    session: { ...released, connecting: true },
    actions: [{ kind: 'connect' }],
  }))
}

/** Stops every timer and drops what there is of TCP: the RFC's "releases all BGP resources". */
export function release(session: Session): Step {
  const stops: readonly SessionAction[] = session.timers.map((timer) => ({ kind: 'stop-timer', timer }))
  const hasTcp = session.connection !== undefined || session.connecting
  return {
    session: {
      ...session,
      timers: [],
      connection: undefined,
      initiator: undefined,
      connecting: false,
      open: undefined,
      negotiated: undefined,
      bfdPending: undefined,
    },
    actions: hasTcp ? [...stops, { kind: 'close' }] : stops,
  }
}

/** Gives up the attempt that is still on its way, beside the connection in use. */
export function stopConnecting(session: Session): Step {
  if (!session.connecting) return stay(session)
  return { session: { ...session, connecting: false }, actions: [{ kind: 'stop-connecting' }] }
}

/** TCP reported the failure itself, so what failed needs no closing. */
export function lose(session: Session): Step {
  return session.connection === undefined
    ? stay({ ...session, connecting: false })
    : stay({ ...session, connection: undefined, initiator: undefined })
}

/** Completes the connection's initialization: our OPEN goes out, and the peer's is awaited. */
export function openConnection(session: Session): Step {
  return perform(
    session,
    stopTimer('ConnectRetryTimer'),
    stopTimer('DelayOpenTimer'),
    send(buildOpen(session.configuration, session.restart)),
    startTimer('HoldTimer', largeHoldSeconds),
    become('OpenSent'),
  )
}

/** RFC 4271 §8.2.2: every KEEPALIVE sent restarts the KeepaliveTimer. */
export function sendKeepalive(session: Session): Step {
  return perform(session, send(keepalive), restartKeepaliveTimer)
}

export function restartKeepaliveTimer(session: Session): Step {
  return restart(session, 'KeepaliveTimer', session.negotiated?.keepaliveSeconds ?? 0)
}

export function restartHoldTimer(session: Session): Step {
  return restart(session, 'HoldTimer', session.negotiated?.holdTimeSeconds ?? 0)
}

// RFC 4271 §4.2: a negotiated hold time of zero means that neither timer runs.
function restart(session: Session, timer: SessionTimer, seconds: number): Step {
  const move = seconds === 0 ? stopTimer(timer) : startTimer(timer, seconds)
  return move(session)
}
