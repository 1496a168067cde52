import type { SessionEvent, SessionTimer } from './session.ts'

type TimerExpiry = SessionEvent['kind'] & `${SessionTimer}_Expires`

/** RFC 4271 §8.1 and draft-ietf-idr-bgp-bfd-strict-mode §4: what the expiry of a timer is to the session. */
export function expiryOf(timer: SessionTimer): TimerExpiry {
  return `${timer}_Expires`
}
