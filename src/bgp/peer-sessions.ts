import { survivor } from './fsm/collision.ts'
import { eventName, eventNumber } from './fsm/event-number.ts'
import { neverRestarted, type RestartState } from './fsm/graceful-restart.ts'
import { lose, type Move, release } from './fsm/moves.ts'
import { checkOpen, peerAsnOf } from './fsm/open.ts'
import { sendBlocked, sendUnblocked } from './fsm/send-hold.ts'
import type {
  Fall,
  Session,
  SessionAction,
  SessionConfiguration,
  SessionEvent,
  SessionState,
  Step,
} from './fsm/session.ts'
import { newSession, transition, updateSent } from './fsm/transition.ts'
import type { Message, OpenMessage } from './message.ts'
import type { NotificationMessage } from './notification.ts'

/**
 * RFC 4271 §8.2.1: one FSM for the configured peering, and one for an incoming connection until an OPEN
 * tells which of the two connections stays. Immutable.
 */
export interface PeerSessions {
  readonly configured: Session
  readonly second: Session | undefined
  readonly nextId: number
}

/** What happens to a peering. */
export type PeerInput =
  /** A start, a timer, or a fault that the owner found; `session` is `undefined` for the peering as a whole. */
  | { readonly kind: 'event'; readonly session: number | undefined; readonly event: SessionEvent }
  /** An incoming connection is complete. */
  | { readonly kind: 'connection-confirmed'; readonly connection: number }
  /** Our own attempt succeeded. */
  | { readonly kind: 'connection-acked'; readonly connection: number }
  /** `connection` is `undefined` where our own attempt came to nothing. */
  | {
      readonly kind: 'connection-failed'
      readonly connection: number | undefined
      readonly reason: string
    }
  | { readonly kind: 'message'; readonly connection: number; readonly message: Message }
  /** Bytes that are no message, or a message that is wrong (RFC 4271 §6.1 to §6.3). */
  | {
      readonly kind: 'message-error'
      readonly connection: number
      readonly error: 'BGPHeaderErr' | 'BGPOpenMsgErr' | 'UpdateMsgErr'
      readonly notification: NotificationMessage
    }
  /** The owner could send nothing on the connection for the SendHoldTime. */
  | { readonly kind: 'send-hold-expired'; readonly connection: number }
  /** TCP takes nothing more on the connection for now, or takes it again. */
  | { readonly kind: 'connection-blocked' | 'connection-unblocked'; readonly connection: number }
  /** The owner sent an UPDATE on the connection. */
  | { readonly kind: 'update-sent'; readonly connection: number }

/** An action with the FSM that wants it, and the connection it is about; a `close` without one gives up the attempt. */
export interface PeerAction {
  readonly session: number
  readonly connection: number | undefined
  readonly action: Exclude<SessionAction, { kind: 'stop-connecting' }>
}

/** A change of state, for the trace. */
export interface PeerTransition {
  readonly session: number
  readonly from: SessionState
  readonly to: SessionState
  /** The RFC's name of the event, and its number where it has one. */
  readonly event: string
  readonly eventNumber: number | undefined
  readonly fall: Fall | undefined
}

export interface PeerStep {
  readonly sessions: PeerSessions
  readonly actions: readonly PeerAction[]
  readonly transitions: readonly PeerTransition[]
}

export function newPeerSessions(
  configuration: SessionConfiguration,
  restart: RestartState = neverRestarted,
): PeerSessions {
  return { configured: newSession(1, configuration, restart), second: undefined, nextId: 2 }
}

/** The speaker has selected its routes: what it says in an OPEN from now on is said by one that runs (RFC 4724 §4.1). */
export function endRestart({ configured, second, nextId }: PeerSessions): PeerSessions {
  return { configured: restarted(configured), second: second && restarted(second), nextId }
}

function restarted(session: Session): Session {
  return { ...session, restart: { ...session.restart, restarting: false } }
}

/** Idle refuses all connections (RFC 4271 §8.2.2), and a third one has no FSM to belong to. */
export function acceptsConnection({ configured, second }: PeerSessions): boolean {
  return configured.state !== 'Idle' && second === undefined
}

export function sessionById(sessions: PeerSessions, id: number): Session | undefined {
  if (sessions.configured.id === id) return sessions.configured
  return sessions.second?.id === id ? sessions.second : undefined
}

export function sessionByConnection(sessions: PeerSessions, connection: number): Session | undefined {
  if (sessions.configured.connection === connection) return sessions.configured
  return sessions.second?.connection === connection ? sessions.second : undefined
}

/** The session that carries routes. */
export function establishedSession(sessions: PeerSessions): Session | undefined {
  return allSessions(sessions).find(({ state }) => state === 'Established')
}

/** One event of a peering. What is addressed to a connection or an FSM that is gone changes nothing. */
export function handlePeerEvent(sessions: PeerSessions, input: PeerInput): PeerStep {
  return settle(respond(sessions, input))
}

function respond(sessions: PeerSessions, input: PeerInput): PeerStep {
  switch (input.kind) {
    case 'event':
      return onEvent(sessions, input.session, input.event)
    case 'connection-confirmed':
      return onConnection(sessions, { kind: 'TcpConnectionConfirmed', connection: input.connection })
    case 'connection-acked':
      return onConnection(sessions, { kind: 'Tcp_CR_Acked', connection: input.connection })
    case 'connection-failed':
      return input.connection === undefined
        ? onFailedAttempt(sessions, input.reason)
        : onOwner(sessions, input.connection, { kind: 'TcpConnectionFails', reason: input.reason })
    case 'message':
      return onMessage(sessions, input.connection, input.message)
    case 'message-error':
      return onOwner(sessions, input.connection, { kind: input.error, notification: input.notification })
    case 'send-hold-expired':
      return onOwner(sessions, input.connection, { kind: 'SendHoldTimer_Expires' })
    case 'connection-blocked':
      return onCarrier(sessions, input.connection, sendBlocked)
    case 'connection-unblocked':
      return onCarrier(sessions, input.connection, sendUnblocked)
    case 'update-sent':
      return onCarrier(sessions, input.connection, updateSent)
    default:
      throw new Error(`unknown input ${input satisfies never}`)
  }
}

// A stop ends the peering with all its connections, whichever FSM its cause was seen by, and BFD watches it whole.
const concernsBoth: ReadonlySet<SessionEvent['kind']> = new Set<SessionEvent['kind']>([
  'ManualStop',
  'AutomaticStop',
  'BfdUp',
  'BfdDown',
  'BfdAdminDown',
])

function onEvent(sessions: PeerSessions, id: number | undefined, event: SessionEvent): PeerStep {
  if (concernsBoth.has(event.kind)) {
    const first = sessions.second === undefined ? unchanged(sessions) : step(sessions, sessions.second, event)
    return then(first, (next) => step(next, next.configured, event))
  }
  const session = id === undefined ? sessions.configured : sessionById(sessions, id)
  return session === undefined ? unchanged(sessions) : step(sessions, session, event)
}

type ConnectionEvent = Extract<SessionEvent, { kind: 'Tcp_CR_Acked' | 'TcpConnectionConfirmed' }>

// The configured FSM takes the first connection. A second one gets an FSM of its own, which sends its
// OPEN at once or after the DelayOpenTimer, as an FSM in Active would.
function onConnection(sessions: PeerSessions, event: ConnectionEvent): PeerStep {
  const { configured, second, nextId } = sessions
  const first = step(sessions, configured, event)
  if (first.sessions.configured.connection === event.connection) return first
  if (hasMadeWay(configured, first)) return then(first, (next) => step(next, next.configured, event))
  if (configured.state === 'Idle' || second !== undefined) return then(first, (next) => refuse(next, event))
  const fresh = newSession(nextId, configured.configuration, configured.restart)
  const waiting: Session = { ...fresh, state: 'Active', bfd: configured.bfd }
  return then(first, (next) => step({ ...next, second: waiting, nextId: nextId + 1 }, waiting, event))
}

// RFC 4724 §5: the FSM gave its connection up for the new one, which is an event of Connect now.
function hasMadeWay(before: Session, { sessions }: PeerStep): boolean {
  return before.state === 'Established' && sessions.configured.state === 'Connect'
}

function refuse(sessions: PeerSessions, { connection }: ConnectionEvent): PeerStep {
  const close: PeerAction = { session: sessions.configured.id, connection, action: { kind: 'close' } }
  return { sessions, actions: [close], transitions: [] }
}

// An attempt that fails while the FSM has another connection is no event to it.
function onFailedAttempt(sessions: PeerSessions, reason: string): PeerStep {
  const session = allSessions(sessions).find(({ connecting }) => connecting)
  if (session === undefined) return unchanged(sessions)
  return session.connection === undefined
    ? step(sessions, session, { kind: 'TcpConnectionFails', reason })
    : unchanged(replace(sessions, { ...session, connecting: false }))
}

function onMessage(sessions: PeerSessions, connection: number, message: Message): PeerStep {
  const session = sessionByConnection(sessions, connection)
  if (session === undefined) return unchanged(sessions)
  return message.kind === 'OPEN'
    ? onOpen(sessions, session, message)
    : step(sessions, session, messageEvent(message))
}

function messageEvent(message: Exclude<Message, OpenMessage>): SessionEvent {
  switch (message.kind) {
    case 'KEEPALIVE':
      return { kind: 'KeepAliveMsg' }
    case 'UPDATE':
      return { kind: 'UpdateMsg' }
    case 'ROUTE-REFRESH':
      return { kind: 'RouteRefreshMsg' }
    case 'NOTIFICATION':
      return message.code === 2 && message.subcode === 1
        ? { kind: 'NotifMsgVerErr', notification: message }
        : { kind: 'NotifMsg', notification: message }
    default:
      throw new Error(`unknown message ${message satisfies never}`)
  }
}

// RFC 4271 §6.8: the OPEN tells that both connections lead to one speaker, so one of them must go.
function onOpen(sessions: PeerSessions, session: Session, message: OpenMessage): PeerStep {
  const opened: SessionEvent = { kind: 'BGPOpen', message }
  if (session.open !== undefined) return step(sessions, session, opened)
  const error = checkOpen(session.configuration, message)
  if (error !== undefined) return step(sessions, session, { kind: 'BGPOpenMsgErr', notification: error })
  const other = allSessions(sessions).find(({ id }) => id !== session.id)
  if (other === undefined || !collides(other)) return step(sessions, session, opened)
  if (survives(other, session, message)) return step(sessions, session, { kind: 'OpenCollisionDump' })
  const dumped = step(sessions, other, { kind: 'OpenCollisionDump' })
  return then(dumped, (next) => step(next, session, opened))
}

// §6.8: a collision cannot be told in Idle, Connect and Active. In OpenSent it may be where the peer's identifier
// is known; here the OPEN that just came on the other connection has told it.
function collides({ state }: Session): boolean {
  return state === 'OpenSent' || state === 'OpenConfirm' || state === 'Established'
}

function survives(other: Session, session: Session, open: OpenMessage): boolean {
  const { configuration, initiator } = session
  if (initiator === undefined || other.initiator === undefined)
    throw new Error('an OPEN without a connection')
  if (other.state === 'Established' && !configuration.collisionDetectEstablishedState) return true
  const local = { bgpIdentifier: configuration.localBgpIdentifier, asn: configuration.localAsn }
  const remote = { bgpIdentifier: open.bgpIdentifier, asn: peerAsnOf(configuration, open) }
  return survivor(local, remote, other.initiator, initiator) === 'existing'
}

function onOwner(sessions: PeerSessions, connection: number, event: SessionEvent): PeerStep {
  const session = sessionByConnection(sessions, connection)
  return session === undefined ? unchanged(sessions) : step(sessions, session, event)
}

// What became of what was sent is no event of RFC 4271, and changes timers alone.
function onCarrier(sessions: PeerSessions, connection: number, move: Move): PeerStep {
  const session = sessionByConnection(sessions, connection)
  return session === undefined ? unchanged(sessions) : record(sessions, session, move(session))
}

// A second FSM without a connection is forgotten. Where the configured one lost its connection, the
// second is the peering from now on; it keeps its id, so its timers stay valid.
function settle(done: PeerStep): PeerStep {
  const { configured, second } = done.sessions
  if (second === undefined) return done
  if (second.connection === undefined) {
    return then(done, (next) => forget(next, second, { ...next, second: undefined }))
  }
  if (configured.connection !== undefined) return done
  const { connectRetryCounter, falls } = configured
  const promoted = second.state === 'Established' ? second : { ...second, connectRetryCounter, falls }
  return then(done, (next) => forget(next, configured, { ...next, configured: promoted, second: undefined }))
}

// What the forgotten FSM still had running would otherwise answer to nobody.
function forget(sessions: PeerSessions, session: Session, remaining: PeerSessions): PeerStep {
  return { ...record(sessions, session, release(session)), sessions: remaining }
}

function step(sessions: PeerSessions, session: Session, event: SessionEvent): PeerStep {
  const taken = transition(session, event)
  const done = record(sessions, session, taken, stillHeld(session, event))
  if (taken.session.state === session.state) return done
  const down = taken.actions.find((action) => action.kind === 'session-down')
  const change: PeerTransition = {
    session: session.id,
    from: session.state,
    to: taken.session.state,
    event: eventName(session, event),
    eventNumber: eventNumber(session, event),
    fall: down?.fall,
  }
  return { ...done, transitions: [change] }
}

// A connection that failed by itself needs no closing, and an attempt that succeeded is none any more.
function stillHeld(session: Session, { kind }: SessionEvent): Session {
  if (kind === 'TcpConnectionFails') return lose(session).session
  return kind === 'Tcp_CR_Acked' ? { ...session, connecting: false } : session
}

function record(
  sessions: PeerSessions,
  before: Session,
  { session, actions }: Step,
  held: Session = before,
): PeerStep {
  const connection = before.connection ?? session.connection
  const addressed: PeerAction[] = []
  for (const action of actions) {
    if (action.kind === 'close') addressed.push(...closings(held))
    else if (action.kind === 'stop-connecting') addressed.push(closing(before, undefined))
    else addressed.push({ session: before.id, connection, action })
  }
  return { sessions: replace(sessions, session), actions: addressed, transitions: [] }
}

// A `close` drops all TCP that the FSM held: its connection and its attempt.
function closings(held: Session): readonly PeerAction[] {
  const open = held.connection === undefined ? [] : [closing(held, held.connection)]
  return held.connecting ? [...open, closing(held, undefined)] : open
}

function closing({ id }: Session, connection: number | undefined): PeerAction {
  return { session: id, connection, action: { kind: 'close' } }
}

/** The FSMs that there are, the configured one first. */
export function allSessions({ configured, second }: PeerSessions): readonly Session[] {
  return second === undefined ? [configured] : [configured, second]
}

function replace(sessions: PeerSessions, session: Session): PeerSessions {
  if (session === sessions.configured || session === sessions.second) return sessions
  return session.id === sessions.configured.id
    ? { ...sessions, configured: session }
    : { ...sessions, second: session }
}

function unchanged(sessions: PeerSessions): PeerStep {
  return { sessions, actions: [], transitions: [] }
}

function then(before: PeerStep, next: (sessions: PeerSessions) => PeerStep): PeerStep {
  const after = next(before.sessions)
  return {
    sessions: after.sessions,
    actions: [...before.actions, ...after.actions],
    transitions: [...before.transitions, ...after.transitions],
  }
}
