import { startTimer, stay, stopTimer } from './moves.ts'
import type { Negotiated, Session, SessionConfiguration, Step } from './session.ts'

/** RFC 9687 §6: eight minutes, unless twice the hold time is longer. */
export const usualSendHoldSeconds = 480

/** RFC 9687 §6: the SendHoldTime, as configured or else the usual one; §4.3: 0, and no timer, where there is no hold time either. */
export function sendHoldSeconds(
  { holdTimeSeconds }: Pick<Negotiated, 'holdTimeSeconds'>,
  { sendHoldSeconds: configured }: Pick<SessionConfiguration, 'sendHoldSeconds'>,
  usual: number = usualSendHoldSeconds,
): number {
  if (holdTimeSeconds === 0) return 0
  return configured ?? Math.max(usual, 2 * holdTimeSeconds)
}

/**
 * RFC 9687 §4.3 starts the SendHoldTimer anew with every message that is sent, so that it tells nothing while TCP takes
 * them: it runs from the first that TCP does not take.
 */
export function sendBlocked(session: Session): Step {
  const { negotiated, configuration } = session
  const seconds = negotiated === undefined ? 0 : sendHoldSeconds(negotiated, configuration)
  return seconds === 0 ? stay(session) : startTimer('SendHoldTimer', seconds)(session)
}

/** TCP takes messages again. */
export function sendUnblocked(session: Session): Step {
  return stopTimer('SendHoldTimer')(session)
}
