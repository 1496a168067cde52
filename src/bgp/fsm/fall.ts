import { describeNotification, type NotificationMessage } from '../notification.ts'
import { hardened, retainedFamilies } from './graceful-restart.ts'
import {
  become,
  lose,
  type Move,
  perform,
  release,
  send,
  startConnectRetryTimer,
  startTimer,
  stay,
} from './moves.ts'
import type { Fall, Session, SessionConfiguration, Step } from './session.ts'

/** Why an FSM gives its connection or its attempt up. */
export interface Ending {
  readonly reason: string
  /** Sent to the peer before the connection is dropped, where there is one. */
  readonly tell?: NotificationMessage | undefined
  /** Received from the peer, and therefore never answered (RFC 4271 §6.4). */
  readonly heard?: NotificationMessage
  /** How long the session stays Idle, in place of its IdleHoldTime. */
  readonly holdIdleSeconds?: number | undefined
}

/** To Idle with ConnectRetryCounter + 1; each such fall since the session last stood doubles the IdleHoldTime. */
export function fall(session: Session, ending: Ending): Step {
  const { configuration, falls, connectRetryCounter } = session
  const counted = { ...session, connectRetryCounter: connectRetryCounter + 1, falls: falls + 1 }
  return end(counted, ending, ending.holdIdleSeconds ?? dampedSeconds(configuration, falls))
}

/** To Idle where the RFC counts nothing: it names no damping there, so the IdleHoldTime does not grow. */
export function giveUp(session: Session, ending: Ending): Step {
  return end(session, ending, session.configuration.idleHoldSeconds)
}

/**
 * draft-ietf-idr-bgp-bfd-strict-mode §8.5.2 and §8.6.2: before a session in strict mode stands, it ends with BFD, and counts
 * as one that was never tried.
 */
export function loseBfd(
  session: Session,
  { reason, notification }: { readonly reason: string; readonly notification: NotificationMessage },
): Step {
  return giveUp({ ...session, connectRetryCounter: 0 }, { reason, tell: notification })
}

/** To Idle by the operator's will: the counter starts anew, and nothing but a start event ends it. */
export function stop(session: Session, ending: Ending): Step {
  return end({ ...session, connectRetryCounter: 0, falls: 0 }, ending, undefined)
}

/** The connection failed before the OPENs agreed: wait for the peer, and try anew by the ConnectRetryTimer. */
export function returnToActive(session: Session, reason: string): Step {
  const down: Fall = { reason, notification: undefined, sentBy: undefined }
  return perform(session, lose, release, startConnectRetryTimer, become('Active'), reportFall(session, down))
}

/**
 * RFC 4724 §5: a new connection in Established says that the peer has restarted and that the old one is dead. It
 * is dropped without a NOTIFICATION, and the session begins anew in Connect.
 */
export function makeWay(session: Session): Step {
  const down: Fall = { reason: 'peer opened a new connection', notification: undefined, sentBy: undefined }
  return perform(
    { ...session, connectRetryCounter: 0 },
    release,
    startConnectRetryTimer,
    become('Connect'),
    reportFall(session, down),
  )
}

/** The peer's NOTIFICATION as the reason of a fall. */
export function heard(notification: NotificationMessage): Ending {
  const { code, subcode } = notification
  const words = describeNotification(notification)
  return { reason: `peer sent NOTIFICATION ${code}/${subcode} (${words})`, heard: notification }
}

// Tells the owner that the connection, or the attempt at one, has come to its end.
function reportFall({ state, negotiated }: Session, why: Fall): Move {
  const wasEstablished = state === 'Established'
  const { notification, sentBy } = why
  const retained = wasEstablished ? retainedFamilies(negotiated?.gracefulRestart, notification, sentBy) : []
  return (session) => ({ session, actions: [{ kind: 'session-down', wasEstablished, fall: why, retained }] })
}

function end(session: Session, ending: Ending, idleSeconds: number | undefined): Step {
  const told = tellingOf(session, ending)
  return perform(
    session,
    told === undefined ? stay : send(told),
    release,
    become('Idle'),
    holdIdle(idleSeconds),
    reportFall(session, fallOf(ending, told)),
  )
}

function tellingOf({ connection, configuration, negotiated }: Session, { tell }: Ending): Ending['tell'] {
  if (connection === undefined || tell === undefined) return undefined
  return hardened(tell, configuration.gracefulRestart, negotiated?.gracefulRestart)
}

function fallOf({ reason, heard: received }: Ending, told: NotificationMessage | undefined): Fall {
  if (received !== undefined) return { reason, notification: received, sentBy: 'remote' }
  return { reason, notification: told, sentBy: told === undefined ? undefined : 'local' }
}

// Endless is how a cause says that only a start event may end it: no timer runs towards it.
function holdIdle(seconds: number | undefined): Move {
  return seconds === undefined || seconds === Number.POSITIVE_INFINITY
    ? stay
    : startTimer('IdleHoldTimer', seconds)
}

function dampedSeconds(configuration: SessionConfiguration, falls: number): number | undefined {
  const { idleHoldSeconds, idleHoldMaximumSeconds } = configuration
  if (idleHoldSeconds === undefined) return undefined
  return Math.max(idleHoldSeconds, Math.min(idleHoldSeconds * 2 ** falls, idleHoldMaximumSeconds))
}
