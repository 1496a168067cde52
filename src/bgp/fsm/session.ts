import type { Family } from '../../net/address.ts'
import type { Message, OpenMessage } from '../message.ts'
import type { NotificationMessage } from '../notification.ts'
import type { ReadingHabits, SendHold } from '../profile.ts'
import type {
  GracefulRestartConfiguration,
  NegotiatedGracefulRestart,
  RestartState,
} from './graceful-restart.ts'

/** RFC 4271 §8.2.2. */
export type SessionState = 'Idle' | 'Connect' | 'Active' | 'OpenSent' | 'OpenConfirm' | 'Established'

/** RFC 4271 §8 and §8.1.1, RFC 9687 §4.1: the timers that belong to one session. */
export const sessionTimers = [
  'ConnectRetryTimer',
  'HoldTimer',
  'KeepaliveTimer',
  'DelayOpenTimer',
  'IdleHoldTimer',
  'BfdHoldTimer',
  'SendHoldTimer',
] as const

export type SessionTimer = (typeof sessionTimers)[number]

/** What one side of a session is configured with; times in seconds, 0 hold time meaning none. */
export interface SessionConfiguration {
  readonly localAsn: number
  readonly localBgpIdentifier: number
  readonly remoteAsn: number
  /** The families this side offers by RFC 4760. */
  readonly families: readonly Family[]
  readonly routeRefresh: boolean
  readonly fourOctetAs: boolean
  readonly holdTimeSeconds: number
  /** The KEEPALIVE interval wanted; negotiation lowers it to a third of the hold time (RFC 4271 §4.4). */
  readonly keepaliveSeconds: number
  readonly connectRetrySeconds: number
  /** RFC 4271 §8.1.1 PassiveTcpEstablishment. */
  readonly passive: boolean
  /** RFC 4271 §8.1.1 DelayOpenTime; `undefined` means DelayOpen is false. */
  readonly delayOpenSeconds: number | undefined
  /**
   * RFC 4271 §8.1.1 DampPeerOscillations: the first IdleHoldTime, after which a fallen session starts by
   * itself; `undefined` means false, and that it stays Idle until a start event.
   */
  readonly idleHoldSeconds: number | undefined
  /** The doubling of the IdleHoldTime ends here. */
  readonly idleHoldMaximumSeconds: number
  readonly sendHold: SendHold
  readonly sendNotificationWithoutOpen: boolean
  readonly collisionDetectEstablishedState: boolean
  /** Daemons restart the HoldTimer on a ROUTE-REFRESH too; RFC 4271 §8.2.2 names KEEPALIVE and UPDATE only. */
  readonly anyMessageRestartsHoldTimer: boolean
  /** RFC 5492 §3 (MAY): without a family in common the peer is refused. */
  readonly needsCommonFamily: boolean
  /** How the UPDATEs of the peer are read. */
  readonly reading: ReadingHabits
  /** RFC 4724; `undefined` where the capability is not offered. */
  readonly gracefulRestart: GracefulRestartConfiguration | undefined
  /** RFC 7313; `undefined` where the capability is not offered. */
  readonly enhancedRouteRefresh: EnhancedRouteRefreshConfiguration | undefined
  /** draft-ietf-idr-bgp-bfd-strict-mode; `undefined` where the capability is not offered. */
  readonly bfdStrict: BfdStrictConfiguration | undefined
}

/** draft-ietf-idr-bgp-bfd-strict-mode §3 and §10: how one end waits for BFD. */
export interface BfdStrictConfiguration {
  /** The BfdHoldTime: for how long at most, where the two ends agreed on no hold time. */
  readonly holdSeconds: number
  /** For how long BFD has to be Up before that counts. */
  readonly holdDownSeconds: number
}

/** What BFD said last of the peer; AdminDown where the operator of either end wants none. */
export type BfdWord = 'Up' | 'Down' | 'AdminDown'

/** draft-ietf-idr-bgp-bfd-strict-mode §8.1: the OPENs agree, and BFD is waited for; confirmed where the peer waits no longer. */
export type BfdPending = 'BfdUpPending' | 'ConfirmedBfdUpPending'

/** RFC 7313 §4 (MAY): for how long routes are stale at most while a peer announces everything again. */
export interface EnhancedRouteRefreshConfiguration {
  readonly staleSeconds: number
}

/** What the two OPENs settled. */
export interface Negotiated {
  readonly holdTimeSeconds: number
  readonly keepaliveSeconds: number
  readonly families: readonly Family[]
  readonly fourOctetAs: boolean
  readonly routeRefresh: boolean
  /** RFC 4271 §1.1: internal where both ends are of one AS. */
  readonly peering: 'internal' | 'external'
  readonly peerAsn: number
  readonly peerBgpIdentifier: number
  /** `undefined` where the session ends without grace. */
  readonly gracefulRestart: NegotiatedGracefulRestart | undefined
  readonly enhancedRouteRefresh: boolean
  readonly bfdStrict: boolean
}

/** One FSM, which is one TCP connection or the attempt at one (RFC 4271 §8.2.1). Immutable. */
export interface Session {
  /** Distinguishes the two FSMs that one peering may have for a while. */
  readonly id: number
  readonly configuration: SessionConfiguration
  readonly state: SessionState
  /** The driver's name for the TCP connection in use; `undefined` where there is none. */
  readonly connection: number | undefined
  /** Which end opened the TCP connection in use. */
  readonly initiator: 'local' | 'remote' | undefined
  /** Whether a connection attempt of ours is on its way. */
  readonly connecting: boolean
  readonly connectRetryCounter: number
  readonly timers: readonly SessionTimer[]
  /** Consecutive falls since the session last stood, which is what IdleHoldTime doubles on. */
  readonly falls: number
  /** The peer's OPEN, once it was accepted. */
  readonly open: OpenMessage | undefined
  readonly negotiated: Negotiated | undefined
  readonly restart: RestartState
  readonly bfd: BfdWord
  readonly bfdPending: BfdPending | undefined
}

/** RFC 4271 §8.1, by the RFC's own names; numbers are in `event-number.ts`. */
export type SessionEvent =
  | { readonly kind: 'ManualStart' }
  /** `notification` lets an operator's clear say Cease/4 where a shutdown says Cease/2 (RFC 4486). */
  | { readonly kind: 'ManualStop'; readonly notification: NotificationMessage }
  | { readonly kind: 'AutomaticStart' }
  | { readonly kind: 'ManualStart_with_PassiveTcpEstablishment' }
  | { readonly kind: 'AutomaticStart_with_PassiveTcpEstablishment' }
  | { readonly kind: 'AutomaticStart_with_DampPeerOscillations' }
  | { readonly kind: 'AutomaticStart_with_DampPeerOscillations_and_PassiveTcpEstablishment' }
  /**
   * `holdIdleSeconds`: how long this fall keeps the session Idle, where its cause says so itself (a prefix
   * limit). `Infinity` means until a start event.
   */
  | {
      readonly kind: 'AutomaticStop'
      readonly notification: NotificationMessage
      readonly holdIdleSeconds: number | undefined
      readonly reason: string
    }
  | { readonly kind: 'ConnectRetryTimer_Expires' }
  | { readonly kind: 'HoldTimer_Expires' }
  | { readonly kind: 'KeepaliveTimer_Expires' }
  | { readonly kind: 'DelayOpenTimer_Expires' }
  | { readonly kind: 'IdleHoldTimer_Expires' }
  | { readonly kind: 'BfdHoldTimer_Expires' }
  | { readonly kind: 'TcpConnection_Valid' }
  | { readonly kind: 'Tcp_CR_Invalid' }
  | { readonly kind: 'Tcp_CR_Acked'; readonly connection: number }
  | { readonly kind: 'TcpConnectionConfirmed'; readonly connection: number }
  | { readonly kind: 'TcpConnectionFails'; readonly reason: string }
  /** Event 19, or 20 where the DelayOpenTimer runs: the same message, told apart by the session. */
  | { readonly kind: 'BGPOpen'; readonly message: OpenMessage }
  | { readonly kind: 'BGPHeaderErr'; readonly notification: NotificationMessage }
  | { readonly kind: 'BGPOpenMsgErr'; readonly notification: NotificationMessage }
  | { readonly kind: 'OpenCollisionDump' }
  | { readonly kind: 'NotifMsgVerErr'; readonly notification: NotificationMessage }
  | { readonly kind: 'NotifMsg'; readonly notification: NotificationMessage }
  | { readonly kind: 'KeepAliveMsg' }
  | { readonly kind: 'UpdateMsg' }
  | { readonly kind: 'UpdateMsgErr'; readonly notification: NotificationMessage }
  /** RFC 9687 §4.2: TCP took nothing for the SendHoldTime. */
  | { readonly kind: 'SendHoldTimer_Expires' }
  /** draft-ietf-idr-bgp-bfd-strict-mode §4. */
  | { readonly kind: 'BfdUp' }
  | { readonly kind: 'BfdAdminDown' }
  /** `wasUp`: RFC 5882 §4.2.1 ends a session that stands only where BFD had been Up. */
  | {
      readonly kind: 'BfdDown'
      readonly wasUp: boolean
      readonly notification: NotificationMessage
      readonly reason: string
    }
  /** RFC 2918 has no event of its own; it matters to the HoldTimer alone. */
  | { readonly kind: 'RouteRefreshMsg' }

/** What the session wants done, in order. It performs nothing itself. */
export type SessionAction =
  | { readonly kind: 'connect' }
  | { readonly kind: 'send'; readonly message: Message }
  /** Close the TCP connection in use, or give up the attempt at one. */
  | { readonly kind: 'close' }
  /** Give up the attempt alone, and keep the connection in use. */
  | { readonly kind: 'stop-connecting' }
  /** (Re)start: a running timer of the same name is replaced. Jitter is the driver's. */
  | { readonly kind: 'start-timer'; readonly timer: SessionTimer; readonly seconds: number }
  | { readonly kind: 'stop-timer'; readonly timer: SessionTimer }
  | { readonly kind: 'session-up'; readonly negotiated: Negotiated }
  /** For whoever watches: the session waits for BFD, in this sub-state of its state. */
  | { readonly kind: 'bfd-pending'; readonly subState: string }
  /** The session fell or the attempt ended. Routes go with it where it was Established, but for those that are retained. */
  | {
      readonly kind: 'session-down'
      readonly wasEstablished: boolean
      readonly fall: Fall
      /** The families whose routes RFC 4724 keeps. */
      readonly retained: readonly Family[]
    }

/** Why a session ended: in words, and the NOTIFICATION that told so. */
export interface Fall {
  readonly reason: string
  readonly notification: NotificationMessage | undefined
  readonly sentBy: 'local' | 'remote' | undefined
}

/** One step of the FSM. */
export interface Step {
  readonly session: Session
  readonly actions: readonly SessionAction[]
}
