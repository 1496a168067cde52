import { describeNotification, type NotificationMessage } from '../notification.ts'
import { acceptOpen } from './accept-open.ts'
import { fall, giveUp, heard, stop } from './fall.ts'
import { isRunning, openConnection, perform, send, startTimer, stay, stopTimer } from './moves.ts'
import { buildOpen } from './open.ts'
import type { Session, SessionConfiguration, SessionEvent, Step } from './session.ts'

/** The rows of RFC 4271 §8.2.2 that Connect and Active share: our OPEN has not been sent. */
export function beforeOpen(session: Session, event: SessionEvent): Step {
  const delayed = isRunning(session, 'DelayOpenTimer')
  switch (event.kind) {
    case 'ManualStart':
    case 'AutomaticStart':
    case 'ManualStart_with_PassiveTcpEstablishment':
    case 'AutomaticStart_with_PassiveTcpEstablishment':
    case 'AutomaticStart_with_DampPeerOscillations':
    case 'AutomaticStart_with_DampPeerOscillations_and_PassiveTcpEstablishment':
    case 'TcpConnection_Valid':
    case 'Tcp_CR_Invalid':
    case 'BfdUp':
    case 'BfdDown':
    case 'BfdAdminDown':
      return stay(session)
    case 'ManualStop':
      return stop(session, { reason: 'stopped by the operator' })
    case 'AutomaticStop':
      return fall(session, { reason: event.reason, holdIdleSeconds: event.holdIdleSeconds })
    case 'Tcp_CR_Acked':
      return adopt({ ...session, connecting: false }, event.connection, 'local')
    case 'TcpConnectionConfirmed':
      return adopt(session, event.connection, 'remote')
    case 'DelayOpenTimer_Expires':
      return session.connection === undefined ? unexpected(session, event) : openConnection(session)
    case 'BGPOpen':
      return delayed ? answerOpen(session, event) : unexpected(session, event)
    case 'BGPHeaderErr':
    case 'BGPOpenMsgErr':
      return fall(session, {
        reason: `bad message from the peer: ${describeNotification(event.notification)}`,
        tell: withoutOpen(session.configuration, event.notification),
      })
    case 'NotifMsgVerErr':
      return delayed ? giveUp(session, heard(event.notification)) : fall(session, heard(event.notification))
    case 'NotifMsg':
      return fall(session, heard(event.notification))
    case 'OpenCollisionDump':
      return fall(session, { reason: 'connection collision' })
    default:
      return unexpected(session, event)
  }
}

/** RFC 4271 §8.1.1: before our OPEN, a NOTIFICATION goes out only by a switch. */
export function withoutOpen(
  { sendNotificationWithoutOpen }: SessionConfiguration,
  notification: NotificationMessage,
): NotificationMessage | undefined {
  return sendNotificationWithoutOpen ? notification : undefined
}

// The first connection of either kind is taken; a second one is the matter of another FSM.
function adopt(session: Session, connection: number, initiator: 'local' | 'remote'): Step {
  if (session.connection !== undefined) return stay(session)
  const adopted = { ...session, connection, initiator }
  const { delayOpenSeconds } = session.configuration
  if (delayOpenSeconds === undefined) return openConnection(adopted)
  return perform(adopted, stopTimer('ConnectRetryTimer'), startTimer('DelayOpenTimer', delayOpenSeconds))
}

// Event 20: the peer was quicker than our DelayOpenTimer.
function answerOpen(session: Session, { message }: Extract<SessionEvent, { kind: 'BGPOpen' }>): Step {
  return perform(
    session,
    stopTimer('ConnectRetryTimer'),
    stopTimer('DelayOpenTimer'),
    send(buildOpen(session.configuration, session.restart)),
    acceptOpen(message),
  )
}

function unexpected(session: Session, event: SessionEvent): Step {
  return fall(session, { reason: `unexpected ${event.kind} in ${session.state}` })
}
