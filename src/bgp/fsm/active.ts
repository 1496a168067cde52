import { beforeOpen, withoutOpen } from './before-open.ts'
import { fall, stop } from './fall.ts'
import { become, connectAgain, lose, perform, startConnectRetryTimer, stay } from './moves.ts'
import type { Session, SessionEvent, Step } from './session.ts'

/** Active, RFC 4271 §8.2.2: the peer's connection is awaited, or waits for the DelayOpenTimer. */
export function active(session: Session, event: SessionEvent): Step {
  const { configuration } = session
  switch (event.kind) {
    // With a connection held, which is with the DelayOpenTimer running, a NOTIFICATION may be allowed.
    case 'ManualStop':
      return stop(session, {
        reason: 'stopped by the operator',
        tell: withoutOpen(configuration, event.notification),
      })
    // §8.2.2 connects here even where §8.1.1 says that a passive peer only waits: it waits, for the peer or with it.
    case 'ConnectRetryTimer_Expires':
      if (!configuration.passive) return perform(session, connectAgain, become('Connect'))
      return session.connection === undefined ? startConnectRetryTimer(session) : stay(session)
    case 'TcpConnectionFails':
      return fall(lose(session).session, { reason: `TCP connection failed: ${event.reason}` })
    default:
      return beforeOpen(session, event)
  }
}
