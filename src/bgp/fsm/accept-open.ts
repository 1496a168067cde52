import type { OpenMessage } from '../message.ts'
import { become, type Move, perform, restartHoldTimer, sendKeepalive, startTimer, stay } from './moves.ts'
import { negotiate } from './open.ts'
import type { BfdPending, Session, SessionState, Step } from './session.ts'

/**
 * Events 19 and 20: an acceptable OPEN settles the timers and is answered by a KEEPALIVE. In strict mode BFD has to be Up
 * first, and until then no KEEPALIVE goes out (draft-ietf-idr-bgp-bfd-strict-mode §8.3.5, §8.4.5 and §8.5.5).
 */
export function acceptOpen(open: OpenMessage): Move {
  return (session) => {
    const opened = { ...session, open, negotiated: negotiate(session.configuration, open) }
    return opened.negotiated.bfdStrict && opened.bfd === 'Down'
      ? perform(opened, restartHoldTimer, startBfdHoldTimer, pend('BfdUpPending'))
      : perform(opened, sendKeepalive, restartHoldTimer, become('OpenConfirm'))
  }
}

/** The session stays in its state, and in a sub-state of it. */
export function pend(bfdPending: BfdPending): Move {
  return (session) => ({
    session: { ...session, bfdPending },
    actions:
      session.bfdPending === bfdPending
        ? []
        : [{ kind: 'bfd-pending', subState: `${prefixOf[session.state]}${bfdPending}` }],
  })
}

const prefixOf: Readonly<Partial<Record<SessionState, string>>> = {
  Connect: 'ConnectDelayOpen',
  Active: 'ActiveDelayOpen',
  OpenSent: 'OpenSent',
}

// The HoldTimer ends the wait where it runs.
function startBfdHoldTimer(session: Session): Step {
  const { negotiated, configuration } = session
  if (negotiated?.holdTimeSeconds !== 0 || configuration.bfdStrict === undefined) return stay(session)
  return startTimer('BfdHoldTimer', configuration.bfdStrict.holdSeconds)(session)
}
