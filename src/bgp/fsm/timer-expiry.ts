import type { SessionEvent, SessionTimer } from './session.ts'

/** RFC 4271 §8.1 and draft-ietf-idr-bgp-bfd-strict-mode §4: what the expiry of each timer is to the session. */
export const expiryOf: Readonly<Record<SessionTimer, TimerExpiry>> = {
  ConnectRetryTimer: 'ConnectRetryTimer_Expires',
  HoldTimer: 'HoldTimer_Expires',
  KeepaliveTimer: 'KeepaliveTimer_Expires',
  DelayOpenTimer: 'DelayOpenTimer_Expires',
  IdleHoldTimer: 'IdleHoldTimer_Expires',
  BfdHoldTimer: 'BfdHoldTimer_Expires',
}

type TimerExpiry = SessionEvent['kind'] & `${SessionTimer}_Expires`
