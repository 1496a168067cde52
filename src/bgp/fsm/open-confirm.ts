import { describeNotification } from '../notification.ts'
import { afterOpen } from './after-open.ts'
import { fall, giveUp, heard, loseBfd } from './fall.ts'
import { become, perform, restartHoldTimer, sendKeepalive, stay, stopConnecting } from './moves.ts'
import type { Session, SessionEvent, Step } from './session.ts'

/** OpenConfirm, RFC 4271 §8.2.2: the OPENs agree, and the peer's first KEEPALIVE is awaited. */
export function openConfirm(session: Session, event: SessionEvent): Step {
  switch (event.kind) {
    case 'KeepAliveMsg':
      return perform(session, restartHoldTimer, become('Established'), reportUp)
    case 'KeepaliveTimer_Expires':
      return sendKeepalive(session)
    case 'BGPOpenMsgErr':
      return fall(session, {
        reason: `peer's OPEN refused: ${describeNotification(event.notification)}`,
        tell: event.notification,
      })
    case 'NotifMsgVerErr':
      return giveUp(session, heard(event.notification))
    // draft-ietf-idr-bgp-bfd-strict-mode §8.6.2.
    case 'BfdDown':
      return session.negotiated?.bfdStrict === true ? loseBfd(session, event) : stay(session)
    // The OPEN of another connection is compared outside (§6.8); a second one on this connection is
    // unexpected by RFC 6608 §4, as the default row says.
    default:
      return afterOpen(session, event, 'OpenConfirm')
  }
}

// The session stands, so the falls before it no longer lengthen the next IdleHoldTime, and from now on the peer
// knows a forwarding state that goes on until it is lost.
export function reportUp(session: Session): Step {
  const { negotiated } = session
  if (negotiated === undefined) throw new Error('a session without the peer OPEN cannot become Established')
  const restart = { ...session.restart, forwardingKept: true }
  // RFC 4724 §5: where a new connection says that its sender restarted, none may come that says so by mistake.
  const only = negotiated.gracefulRestart === undefined ? stay : stopConnecting
  return perform({ ...session, falls: 0, restart }, only, (standing) => ({
    session: standing,
    actions: [{ kind: 'session-up', negotiated }],
  }))
}
