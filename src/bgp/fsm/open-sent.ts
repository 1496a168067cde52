import { describeNotification } from '../notification.ts'
import { acceptOpen } from './accept-open.ts'
import { afterOpen } from './after-open.ts'
import { fall, giveUp, heard, returnToActive } from './fall.ts'
import { perform } from './moves.ts'
import type { Session, SessionEvent, Step } from './session.ts'

/** OpenSent, RFC 4271 §8.2.2: our OPEN is out, and the peer's is awaited. */
export function openSent(session: Session, event: SessionEvent): Step {
  switch (event.kind) {
    case 'BGPOpen':
      return perform(session, acceptOpen(event.message))
    case 'BGPOpenMsgErr':
      return fall(session, {
        reason: `peer's OPEN refused: ${describeNotification(event.notification)}`,
        tell: event.notification,
      })
    case 'TcpConnectionFails':
      return returnToActive(session, `TCP connection failed: ${event.reason}`)
    case 'NotifMsgVerErr':
      return giveUp(session, heard(event.notification))
    default:
      return afterOpen(session, event, 'OpenSent')
  }
}
