import {
  collisionResolution,
  describeNotification,
  fsmError,
  holdTimerExpired,
  sendHoldTimerExpired,
  unspecifiedFsmError,
} from '../notification.ts'
import { fall, heard, stop } from './fall.ts'
import { lose, stay } from './moves.ts'
import type { Session, SessionEvent, Step } from './session.ts'

/** The rows of RFC 4271 §8.2.2 that OpenSent, OpenConfirm and Established share: our OPEN has been sent. */
export function afterOpen(
  session: Session,
  event: SessionEvent,
  state: 'OpenSent' | 'OpenConfirm' | 'Established',
): Step {
  switch (event.kind) {
    case 'ManualStart':
    case 'AutomaticStart':
    case 'ManualStart_with_PassiveTcpEstablishment':
    case 'AutomaticStart_with_PassiveTcpEstablishment':
    case 'AutomaticStart_with_DampPeerOscillations':
    case 'AutomaticStart_with_DampPeerOscillations_and_PassiveTcpEstablishment':
    // A second connection is tracked by an FSM of its own until an OPEN tells which of the two stays (§6.8).
    case 'TcpConnection_Valid':
    case 'Tcp_CR_Invalid':
    case 'TcpConnectionConfirmed':
    case 'BfdUp':
    case 'BfdDown':
    case 'BfdAdminDown':
      return stay(session)
    case 'Tcp_CR_Acked':
      return stay({ ...session, connecting: false })
    case 'ManualStop':
      return stop(session, { reason: 'stopped by the operator', tell: event.notification })
    case 'AutomaticStop':
      return fall(session, {
        reason: event.reason,
        tell: event.notification,
        holdIdleSeconds: event.holdIdleSeconds,
      })
    case 'HoldTimer_Expires':
      return fall(session, { reason: 'hold timer expired', tell: holdTimerExpired })
    // RFC 9687 §4.3: the NOTIFICATION is TCP's to deliver, if it can, and that delays nothing here.
    case 'SendHoldTimer_Expires':
      return fall(session, { reason: 'send hold timer expired', tell: sendHoldTimerExpired })
    case 'TcpConnectionFails':
      return fall(lose(session).session, { reason: `TCP connection failed: ${event.reason}` })
    // The text puts a header error in Established under "any other event"; §6.1 demands its own code, as daemons send.
    case 'BGPHeaderErr':
      return fall(session, {
        reason: `bad message from the peer: ${describeNotification(event.notification)}`,
        tell: event.notification,
      })
    case 'OpenCollisionDump':
      return fall(session, { reason: 'connection collision', tell: collisionResolution })
    case 'NotifMsgVerErr':
    case 'NotifMsg':
      return fall(session, heard(event.notification))
    // RFC 6608 §4 has subcodes for messages only; a timer that should not run is unspecified.
    case 'ConnectRetryTimer_Expires':
    case 'KeepaliveTimer_Expires':
    case 'DelayOpenTimer_Expires':
    case 'IdleHoldTimer_Expires':
    case 'BfdHoldTimer_Expires':
      return fall(session, { reason: `unexpected ${event.kind} in ${state}`, tell: unspecifiedFsmError })
    default:
      return fall(session, { reason: `unexpected ${event.kind} in ${state}`, tell: fsmError(state) })
  }
}
