import { beforeOpen } from './before-open.ts'
import { giveUp, returnToActive } from './fall.ts'
import { connectAgain, isRunning, lose } from './moves.ts'
import type { Session, SessionEvent, Step } from './session.ts'

/** Connect, RFC 4271 §8.2.2: an attempt of ours is on its way, or its connection waits for the DelayOpenTimer. */
export function connect(session: Session, event: SessionEvent): Step {
  switch (event.kind) {
    case 'ConnectRetryTimer_Expires':
      return connectAgain(session)
    case 'TcpConnectionFails': {
      const reason = `TCP connection failed: ${event.reason}`
      return waitsForPeer(session)
        ? returnToActive(session, reason)
        : giveUp(lose(session).session, { reason })
    }
    default:
      return beforeOpen(session, event)
  }
}

// §8.2.2 goes to Active only while the DelayOpenTimer runs, and otherwise to Idle, where somebody must
// start it again. A session that starts by itself would refuse its peer there and be refused in turn, so
// two of them might never meet: it listens in Active until the ConnectRetryTimer, as daemons do.
function waitsForPeer(session: Session): boolean {
  return isRunning(session, 'DelayOpenTimer') || session.configuration.idleHoldSeconds !== undefined
}
