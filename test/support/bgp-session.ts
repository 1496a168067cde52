import type { GracefulRestartCapability } from '../../src/bgp/capability.ts'
import type { GracefulRestartConfiguration } from '../../src/bgp/fsm/graceful-restart.ts'
import { negotiate } from '../../src/bgp/fsm/open.ts'
import type {
  Session,
  SessionAction,
  SessionConfiguration,
  SessionEvent,
  SessionState,
  SessionTimer,
} from '../../src/bgp/fsm/session.ts'
import { newSession } from '../../src/bgp/fsm/transition.ts'
import type { Message, OpenMessage } from '../../src/bgp/message.ts'
import type { NotificationMessage } from '../../src/bgp/notification.ts'
import { profiles } from '../../src/bgp/profiles.ts'

/** A customer edge of AS 65010 that expects an MSEE of AS 12076. */
export function sessionConfiguration(difference: Partial<SessionConfiguration> = {}): SessionConfiguration {
  return {
    localAsn: 65010,
    localBgpIdentifier: 10,
    remoteAsn: 12076,
    families: ['ipv4'],
    routeRefresh: true,
    fourOctetAs: true,
    holdTimeSeconds: 180,
    keepaliveSeconds: 60,
    connectRetrySeconds: 120,
    passive: false,
    delayOpenSeconds: undefined,
    idleHoldSeconds: undefined,
    idleHoldMaximumSeconds: 120,
    sendHold: 'RFC 9687',
    sendNotificationWithoutOpen: false,
    collisionDetectEstablishedState: false,
    anyMessageRestartsHoldTimer: false,
    needsCommonFamily: true,
    reading: profiles.rfc,
    gracefulRestart: undefined,
    enhancedRouteRefresh: undefined,
    bfdStrict: undefined,
    ...difference,
  }
}

/** The OPEN that such a peer sends. */
export function peerOpen(difference: Partial<OpenMessage> = {}): OpenMessage {
  return {
    kind: 'OPEN',
    version: 4,
    asn: 12076,
    holdTimeSeconds: 180,
    bgpIdentifier: 20,
    capabilities: [
      { kind: 'multiprotocol', afi: 1, safi: 1 },
      { kind: 'route-refresh' },
      { kind: 'four-octet-as', asn: 12076 },
    ],
    ...difference,
  }
}

/** RFC 4724 with forwarding that outlasts a restart, and the N bit of RFC 8538. */
export function gracefulRestart(
  difference: Partial<GracefulRestartConfiguration> = {},
): GracefulRestartConfiguration {
  return {
    families: ['ipv4'],
    restartSeconds: 120,
    staleSeconds: 360,
    selectionDeferralSeconds: 240,
    notification: true,
    forwardingBitAfterReset: true,
    hardResetSubcodes: [1, 2, 3, 10],
    ...difference,
  }
}

/** The same as a peer offers it. */
export function gracefulCapability(
  difference: Partial<GracefulRestartCapability> = {},
): GracefulRestartCapability {
  return {
    kind: 'graceful-restart',
    restarting: false,
    notification: true,
    restartSeconds: 120,
    families: [{ afi: 1, safi: 1, forwarding: true }],
    ...difference,
  }
}

/** An Established session whose OPENs both had the capability. */
export function gracefulSession(
  configuration: Partial<GracefulRestartConfiguration> = {},
  capability: Partial<GracefulRestartCapability> = {},
): Session {
  const own = { gracefulRestart: gracefulRestart(configuration) }
  const open = peerOpen({ capabilities: [...peerOpen().capabilities, gracefulCapability(capability)] })
  return sessionIn('Established', own, { open, negotiated: negotiate(sessionConfiguration(own), open) })
}

/** A session that has come to the state by the ordinary way, with a ConnectRetryCounter of 3. */
export function sessionIn(
  state: SessionState,
  configuration: Partial<SessionConfiguration> = {},
  difference: Partial<Session> = {},
): Session {
  const whole = sessionConfiguration(configuration)
  const fresh = { ...newSession(1, whole), state, connectRetryCounter: 3, timers: ordinaryTimers[state] }
  const connected: Partial<Session> =
    state === 'Idle' || state === 'Connect' || state === 'Active' ? {} : { connection: 7, initiator: 'local' }
  const opened =
    state === 'OpenConfirm' || state === 'Established'
      ? { open: peerOpen(), negotiated: negotiate(whole, peerOpen()) }
      : {}
  return { ...fresh, connecting: state === 'Connect', ...connected, ...opened, ...difference }
}

/** A session in Connect or Active whose connection waits for the DelayOpenTimer. */
export function delayedSession(
  state: 'Connect' | 'Active',
  configuration: Partial<SessionConfiguration> = {},
): Session {
  return sessionIn(
    state,
    { delayOpenSeconds: 5, ...configuration },
    { connection: 7, initiator: 'local', connecting: false, timers: ['DelayOpenTimer'] },
  )
}

const ordinaryTimers: Readonly<Record<SessionState, readonly SessionTimer[]>> = {
  Idle: [],
  Connect: ['ConnectRetryTimer'],
  Active: ['ConnectRetryTimer'],
  OpenSent: ['HoldTimer'],
  OpenConfirm: ['HoldTimer', 'KeepaliveTimer'],
  Established: ['HoldTimer', 'KeepaliveTimer'],
}

export function aNotification(code: number, subcode: number): NotificationMessage {
  return { kind: 'NOTIFICATION', code, subcode, data: [] }
}

/** Events 1 to 28 of RFC 4271 §8.1 and 29 of RFC 9687, by number; 20 is 19 where the DelayOpenTimer runs. */
export const eventsByNumber: ReadonlyMap<number, SessionEvent> = new Map<number, SessionEvent>([
  [1, { kind: 'ManualStart' }],
  [2, { kind: 'ManualStop', notification: aNotification(6, 2) }],
  [3, { kind: 'AutomaticStart' }],
  [4, { kind: 'ManualStart_with_PassiveTcpEstablishment' }],
  [5, { kind: 'AutomaticStart_with_PassiveTcpEstablishment' }],
  [6, { kind: 'AutomaticStart_with_DampPeerOscillations' }],
  [7, { kind: 'AutomaticStart_with_DampPeerOscillations_and_PassiveTcpEstablishment' }],
  [
    8,
    { kind: 'AutomaticStop', notification: aNotification(6, 1), holdIdleSeconds: undefined, reason: 'limit' },
  ],
  [9, { kind: 'ConnectRetryTimer_Expires' }],
  [10, { kind: 'HoldTimer_Expires' }],
  [11, { kind: 'KeepaliveTimer_Expires' }],
  [12, { kind: 'DelayOpenTimer_Expires' }],
  [13, { kind: 'IdleHoldTimer_Expires' }],
  [14, { kind: 'TcpConnection_Valid' }],
  [15, { kind: 'Tcp_CR_Invalid' }],
  [16, { kind: 'Tcp_CR_Acked', connection: 8 }],
  [17, { kind: 'TcpConnectionConfirmed', connection: 9 }],
  [18, { kind: 'TcpConnectionFails', reason: 'reset' }],
  [19, { kind: 'BGPOpen', message: peerOpen() }],
  [20, { kind: 'BGPOpen', message: peerOpen() }],
  [21, { kind: 'BGPHeaderErr', notification: aNotification(1, 2) }],
  [22, { kind: 'BGPOpenMsgErr', notification: aNotification(2, 2) }],
  [23, { kind: 'OpenCollisionDump' }],
  [24, { kind: 'NotifMsgVerErr', notification: aNotification(2, 1) }],
  [25, { kind: 'NotifMsg', notification: aNotification(6, 2) }],
  [26, { kind: 'KeepAliveMsg' }],
  [27, { kind: 'UpdateMsg' }],
  [28, { kind: 'UpdateMsgErr', notification: aNotification(3, 1) }],
  [29, { kind: 'SendHoldTimer_Expires' }],
])

export function eventByNumber(number: number): SessionEvent {
  const event = eventsByNumber.get(number)
  if (event === undefined) throw new Error(`no event ${number}`)
  return event
}

/** The messages among the actions, NOTIFICATIONs by their numbers: `OPEN`, `KEEPALIVE`, `6/2`. */
export function sent(actions: readonly SessionAction[]): readonly string[] {
  return actions.flatMap((action) => (action.kind === 'send' ? [inShort(action.message)] : []))
}

export function inShort(message: Message): string {
  return message.kind === 'NOTIFICATION' ? `${message.code}/${message.subcode}` : message.kind
}
