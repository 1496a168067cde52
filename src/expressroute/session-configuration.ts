import type { SessionConfiguration } from '../bgp/fsm/session.ts'
import type { Profile } from '../bgp/profile.ts'
import type { Family } from '../net/address.ts'

/** What distinguishes one end of an ExpressRoute session; the profile has the rest. */
export interface SessionSettings {
  readonly localAsn: number
  readonly localBgpIdentifier: number
  readonly remoteAsn: number
  readonly family: Family
  readonly holdTimeSeconds: number
  readonly keepaliveSeconds: number
}

/** One end of a session that carries one family and opens the connection itself as well as accepting it. */
export function sessionConfiguration(settings: SessionSettings, profile: Profile): SessionConfiguration {
  const { family, ...own } = settings
  return {
    ...own,
    families: [family],
    routeRefresh: true,
    fourOctetAs: true,
    connectRetrySeconds: profile.connectRetrySeconds,
    passive: false,
    delayOpenSeconds: undefined,
    idleHoldSeconds: profile.idleHoldSeconds,
    idleHoldMaximumSeconds: profile.idleHoldMaximumSeconds,
    sendNotificationWithoutOpen: false,
    collisionDetectEstablishedState: false,
    anyMessageRestartsHoldTimer: profile.anyMessageRestartsHoldTimer,
  }
}
