import { describeNotification } from '../notification.ts'
import { afterOpen } from './after-open.ts'
import { fall, makeWay } from './fall.ts'
import { restartHoldTimer, sendKeepalive, stay } from './moves.ts'
import type { Session, SessionEvent, Step } from './session.ts'

/** Established, RFC 4271 §8.2.2: routes are exchanged. */
export function established(session: Session, event: SessionEvent): Step {
  switch (event.kind) {
    case 'KeepAliveMsg':
    case 'UpdateMsg':
      return restartHoldTimer(session)
    case 'RouteRefreshMsg':
      return session.configuration.anyMessageRestartsHoldTimer ? restartHoldTimer(session) : stay(session)
    case 'KeepaliveTimer_Expires':
      return sendKeepalive(session)
    case 'UpdateMsgErr':
      return fall(session, {
        reason: `bad UPDATE from the peer: ${describeNotification(event.notification)}`,
        tell: event.notification,
      })
    // RFC 5882 §4.2.1, draft-ietf-idr-bgp-bfd-strict-mode §8.7.2.
    case 'BfdDown':
      return event.wasUp ? fall(session, { reason: event.reason, tell: event.notification }) : stay(session)
    // RFC 4724 §5, where the peer listed a family; otherwise the connection is tracked as a second one.
    case 'Tcp_CR_Acked':
    case 'TcpConnectionConfirmed':
      return expectsReturn(session) ? makeWay(session) : afterOpen(session, event, 'Established')
    default:
      return afterOpen(session, event, 'Established')
  }
}

/** Whether routes of the peer are to be kept over a restart of it. */
function expectsReturn({ negotiated }: Session): boolean {
  return (negotiated?.gracefulRestart?.families.length ?? 0) > 0
}
