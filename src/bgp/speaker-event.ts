import type { Family } from '../net/address.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { LimitLevel } from '../net/prefix-limit.ts'
import type { BfdWord, Fall, SessionState, SessionTimer } from './fsm/session.ts'
import type { Message } from './message.ts'
import type { NotificationMessage } from './notification.ts'
import type { Policy, PolicyDirection } from './policy.ts'
import type { RibChange } from './rib/loc-rib.ts'
import type { AggregateConfiguration, PrefixLimit } from './speaker-configuration.ts'

/** RFC 4724 §4.2: until when a peer may come back, and until when its stale routes are kept in any case. */
export type RetentionTimer = 'RestartTimer' | 'StaleTimer'

/** Beside those of a session the timers of a peer's routes, of which RFC 4271 §9.2.1.1 has one. */
export type SpeakerTimer =
  | SessionTimer
  | RetentionTimer
  | 'Selection_Deferral_Timer'
  | 'BfdHoldDownTimer'
  | 'MinRouteAdvertisementIntervalTimer'

/** What a driver tells a speaker. `peer` is the name of a configured session. */
export type SpeakerEvent =
  | { readonly kind: 'start'; readonly peer: string }
  /** The operator's shutdown: Cease/2, and Idle until `start`. */
  | { readonly kind: 'stop'; readonly peer: string }
  /** The operator's reset: Cease/4, and a new start at once. */
  | { readonly kind: 'clear'; readonly peer: string }
  /** The operator asks the peer for all of its routes (RFC 2918). */
  | { readonly kind: 'refresh'; readonly peer: string }
  /** The operator replaces what is done to the peer's routes, or to those for it; the session stands. */
  | {
      readonly kind: 'set-policy'
      readonly peer: string
      readonly direction: PolicyDirection
      readonly policy: Policy
    }
  /** The operator replaces what the peer may announce; the session stands, unless it has announced more. */
  | {
      readonly kind: 'set-prefix-limit'
      readonly peer: string
      readonly prefixLimit: PrefixLimit | undefined
    }
  /** The operator prefers what the peer announces more, or less, where the profile looks at weight; the session stands. */
  | { readonly kind: 'set-weight'; readonly peer: string; readonly weight: number }
  /** The operator expects another AS of the peer: Cease/6, and a new start at once. */
  | { readonly kind: 'set-remote-asn'; readonly peer: string; readonly remoteAsn: number }
  /** The operator aggregates otherwise, on all sessions. */
  | { readonly kind: 'set-aggregates'; readonly aggregates: readonly AggregateConfiguration[] }
  /** The operator wants traffic to leave the router before maintenance, and to come back after it. */
  | { readonly kind: 'drain' }
  | { readonly kind: 'undrain' }
  /** An incoming TCP connection was accepted and is complete. */
  | { readonly kind: 'connection-confirmed'; readonly peer: string; readonly connection: number }
  /** The speaker's own attempt succeeded. */
  | { readonly kind: 'connection-acked'; readonly peer: string; readonly connection: number }
  /** `connection` is `undefined` where an attempt of one's own came to nothing. */
  | {
      readonly kind: 'connection-failed'
      readonly peer: string
      readonly connection: number | undefined
      readonly reason: string
    }
  | {
      readonly kind: 'message'
      readonly peer: string
      readonly connection: number
      readonly message: Message
    }
  /** RFC 5882 §4: what the BFD session of the peer turned to; AdminDown where an operator wants it down. */
  | {
      readonly kind: 'bfd'
      readonly peer: string
      readonly word: BfdWord
      readonly wasUp: boolean
      readonly reason: string
    }
  /** Octets came that are no message, or a message that is wrong; the NOTIFICATION says how. */
  | {
      readonly kind: 'message-error'
      readonly peer: string
      readonly connection: number
      readonly error: 'BGPHeaderErr' | 'BGPOpenMsgErr' | 'UpdateMsgErr'
      readonly notification: NotificationMessage
    }
  /** The peer reads nothing, so that TCP takes nothing more on the connection; and the end of that. */
  | {
      readonly kind: 'connection-blocked' | 'connection-unblocked'
      readonly peer: string
      readonly connection: number
    }
  /** Nothing could be sent on the connection for the SendHoldTime (RFC 9687), which whoever owns its socket measured. */
  | { readonly kind: 'send-hold-expired'; readonly peer: string; readonly connection: number }
  | {
      readonly kind: 'timer'
      readonly peer: string
      readonly session: number
      readonly timer: SpeakerTimer
    }
  /** Routes of one's own appear, with the attributes that every such route has. */
  | { readonly kind: 'originate'; readonly prefixes: PackedPrefixes }
  | { readonly kind: 'cease-originating'; readonly prefixes: PackedPrefixes }
  /** A port lost or gained carrier: next hops on its subnets come and go, and its sessions fall at once. */
  | { readonly kind: 'interface'; readonly name: string; readonly up: boolean }

/** What a speaker wants done, in order, before it is given its next event. */
export type SpeakerAction =
  | { readonly kind: 'connect'; readonly peer: string }
  | { readonly kind: 'send'; readonly peer: string; readonly connection: number; readonly message: Message }
  | { readonly kind: 'close'; readonly peer: string; readonly connection: number | undefined }
  | {
      readonly kind: 'start-timer'
      readonly peer: string
      readonly session: number
      readonly timer: SpeakerTimer
      readonly seconds: number
    }
  | {
      readonly kind: 'stop-timer'
      readonly peer: string
      readonly session: number
      readonly timer: SpeakerTimer
    }
  /** For whoever watches: a session went from one state to another. */
  | {
      readonly kind: 'session-state'
      readonly peer: string
      readonly from: SessionState
      readonly to: SessionState
      readonly event: string
      readonly eventNumber: number | undefined
      readonly fall: Fall | undefined
    }
  | { readonly kind: 'routes-changed'; readonly family: Family; readonly change: RibChange }
  | {
      readonly kind: 'prefix-limit'
      readonly peer: string
      readonly family: Family
      readonly level: Exclude<LimitLevel, 'below'>
      readonly prefixCount: number
      readonly limit: number
    }
  /** For whoever watches: a session waits for BFD. */
  | { readonly kind: 'bfd-pending'; readonly peer: string; readonly subState: string }
  /** RFC 4724 §4.1: what was forwarded over a restart, and was not selected by now, is to be forwarded no longer. */
  | { readonly kind: 'selection-done'; readonly family: Family }
  /** RFC 4724 §4.2: routes are stale from now on, or those that still were are deleted. */
  | {
      readonly kind: 'stale'
      readonly peer: string
      readonly family: Family
      readonly present: boolean
      readonly prefixCount: number
      readonly reason: string
    }
  /** RFC 4271 §9.2: a route whose attributes alone fill an UPDATE is not advertised, and is logged. */
  | { readonly kind: 'too-large'; readonly peer: string; readonly prefixCount: number }
