import type { Profile } from '../bgp/profile.ts'
import type { PeerConfiguration } from '../bgp/speaker-configuration.ts'
import { neighbourhood } from './expand-sessions.ts'
import type { ExpandedSession } from './expansion.ts'
import { sessionConfiguration } from './session-configuration.ts'
import { mseeHoldTimeSeconds, mseeKeepaliveSeconds } from './timers.ts'

/** One end of a session that is inside Microsoft's network: an MSEE's, a gateway's, or that of the public network. */
export interface AzureEnd {
  readonly node: string
  readonly localAsn: number
  readonly localBgpIdentifier: number
  readonly remoteAsn: number
  readonly profile: Profile
}

/** What all of them have in common; what one has besides is said over it. */
export function azurePeer(session: ExpandedSession, { node, profile, ...end }: AzureEnd): PeerConfiguration {
  const settings = {
    ...end,
    family: session.family,
    holdTimeSeconds: mseeHoldTimeSeconds,
    keepaliveSeconds: mseeKeepaliveSeconds,
    // Model assumption: no document mentions it.
    gracefulRestart: undefined,
    enhancedRouteRefresh: false,
    // Model assumption: no document says that an MSEE waits for BFD.
    bfd: undefined,
  }
  return {
    ...neighbourhood(session, node),
    session: sessionConfiguration(settings, profile),
    import: [],
    export: [],
    nextHopSelf: false,
    routeReflectorClient: false,
    defaultOriginate: false,
    prefixLimit: undefined,
    weight: 0,
    allowOwnAsn: 0,
    removePrivateAsns: false,
  }
}
