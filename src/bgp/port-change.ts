import type { SessionEvent } from './fsm/session.ts'
import type { Peer } from './peer.ts'
import type { Profile } from './profile.ts'

/** Whether the session of the peer ends with its port, rather than with its hold time. */
export function fallsWithPort(
  { configuration: { session } }: Peer,
  { endsWithPort }: Pick<Profile, 'endsWithPort'>,
): boolean {
  if (endsWithPort === 'external sessions') return session.localAsn !== session.remoteAsn
  return endsWithPort === 'every session'
}

/**
 * What a port that comes up is to the session over it. RFC 4271 has no event for that, and no damping for one that went
 * down. Routers do not wait for a timer then: FRR's tracking of next hops lets it expire, BIRD starts when its neighbour
 * is ready.
 */
export function callsAgain({ sessions, idleBecause }: Peer): readonly SessionEvent[] {
  const { state, connection, configuration } = sessions.configured
  if (state === 'Idle' && idleBecause === undefined) {
    const { passive } = configuration
    return [{ kind: passive ? 'AutomaticStart_with_PassiveTcpEstablishment' : 'AutomaticStart' }]
  }
  const isUnanswered = (state === 'Connect' || state === 'Active') && connection === undefined
  return isUnanswered ? [{ kind: 'ConnectRetryTimer_Expires' }] : []
}
