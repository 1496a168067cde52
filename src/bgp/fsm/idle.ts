import { become, connectAgain, isRunning, perform, startConnectRetryTimer, stay, stopTimer } from './moves.ts'
import type { Session, SessionEvent, Step } from './session.ts'

/** Idle, RFC 4271 §8.2.2: incoming connections are refused, and nothing but a start event leads out. */
export function idle(session: Session, event: SessionEvent): Step {
  const fresh = { ...session, connectRetryCounter: 0, falls: 0 }
  switch (event.kind) {
    case 'ManualStart':
    case 'AutomaticStart':
      return startActive(fresh)
    case 'ManualStart_with_PassiveTcpEstablishment':
    case 'AutomaticStart_with_PassiveTcpEstablishment':
      return startPassive(fresh)
    case 'AutomaticStart_with_DampPeerOscillations':
      return isRunning(session, 'IdleHoldTimer') ? stay(session) : startActive(session)
    case 'AutomaticStart_with_DampPeerOscillations_and_PassiveTcpEstablishment':
      return isRunning(session, 'IdleHoldTimer') ? stay(session) : startPassive(session)
    case 'IdleHoldTimer_Expires':
      return session.configuration.passive ? startPassive(session) : startActive(session)
    // The state is Idle already, but an operator's stop must also end the wait for a damped restart.
    case 'ManualStop':
      return perform(session, stopTimer('IdleHoldTimer'))
    default:
      return stay(session)
  }
}

function startActive(session: Session): Step {
  return perform(session, connectAgain, become('Connect'))
}

function startPassive(session: Session): Step {
  return perform(session, stopTimer('IdleHoldTimer'), startConnectRetryTimer, become('Active'))
}
