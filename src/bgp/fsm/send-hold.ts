import type { SendHold } from '../profile.ts'
import { startTimer, stay, stopTimer } from './moves.ts'
import type { Negotiated, Session, SessionConfiguration, Step } from './session.ts'

/** RFC 9687 §6. */
export const leastSendHoldSeconds = 480

const byHoldTime: Readonly<Record<Exclude<SendHold, number>, (seconds: number) => number>> = {
  'RFC 9687': (seconds) => Math.max(leastSendHoldSeconds, 2 * seconds),
  'two hold times': (seconds) => 2 * seconds,
  'hold time or 90 s': (seconds) => Math.max(90, seconds),
}

/** The SendHoldTime; 0, and no timer, where there is no hold time either (RFC 9687 §4.3). */
export function sendHoldSeconds(
  { holdTimeSeconds }: Pick<Negotiated, 'holdTimeSeconds'>,
  { sendHold }: Pick<SessionConfiguration, 'sendHold'>,
): number {
  if (holdTimeSeconds === 0) return 0
  return typeof sendHold === 'number' ? sendHold : byHoldTime[sendHold](holdTimeSeconds)
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
