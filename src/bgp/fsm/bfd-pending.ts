import { bfdDown, fsmError, holdTimerExpired } from '../notification.ts'
import { pend } from './accept-open.ts'
import { fall, loseBfd } from './fall.ts'
import { become, perform, restartHoldTimer, sendKeepalive, stay, stopTimer } from './moves.ts'
import { reportUp } from './open-confirm.ts'
import type { Session, SessionEvent, Step } from './session.ts'

/**
 * draft-ietf-idr-bgp-bfd-strict-mode §8.3 to §8.5: what is otherwise while the OPENs agree and BFD is waited for; `undefined`
 * where the row of the state holds. Connect and Active get here by the DelayOpenTimer alone. The draft has the peer's
 * KEEPALIVE for OpenSent only, though a peer whose BFD was quicker sends it to the others as well: they take it alike.
 */
export function whilePending(session: Session, event: SessionEvent): Step | undefined {
  switch (event.kind) {
    case 'BfdUp':
    case 'BfdAdminDown':
      return goOn(session)
    case 'BfdDown':
      return session.state === 'OpenSent' ? loseBfd(session, event) : stay(session)
    case 'KeepAliveMsg':
      return perform(session, restartHoldTimer, pend('ConfirmedBfdUpPending'))
    case 'BGPOpen':
      return fall(session, {
        reason: 'a second OPEN while BFD is waited for',
        tell: fsmError('OpenSent'),
      })
    case 'BfdHoldTimer_Expires':
      return fall(session, {
        reason: `BFD did not come up in ${session.configuration.bfdStrict?.holdSeconds} s`,
        tell: bfdDown(10),
      })
    // §10 (SHOULD): whoever reads of it learns what was waited for.
    case 'HoldTimer_Expires':
      return fall(session, { reason: 'hold timer expired while waiting for BFD', tell: holdTimerExpired })
    default:
      return undefined
  }
}

function goOn(session: Session): Step {
  const { bfdPending } = session
  const waited = perform({ ...session, bfdPending: undefined }, stopTimer('BfdHoldTimer'), sendKeepalive)
  const on =
    bfdPending === 'ConfirmedBfdUpPending'
      ? perform(waited.session, restartHoldTimer, become('Established'), reportUp)
      : perform(waited.session, become('OpenConfirm'))
  return { session: on.session, actions: [...waited.actions, ...on.actions] }
}
