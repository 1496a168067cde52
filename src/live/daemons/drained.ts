import { everyRoute, type PolicyChange } from '../../bgp/policy.ts'
import type { PeerSetup, RouterSetup } from './router-setup.ts'

/** The router while it is drained for maintenance: what external peers are told is changed besides, after policy. */
export function drained(router: RouterSetup): RouterSetup {
  return { ...router, peers: router.peers.map((peer) => drainedPeer(peer, router.speaker.drain)) }
}

/** The default route that it originates goes out past all policies, so that a daemon has no words for its drain. */
export function canBeDrained({ peers }: RouterSetup): boolean {
  return !peers.some((peer) => isExternal(peer) && peer.configuration.defaultOriginate)
}

function drainedPeer(peer: PeerSetup, drain: PolicyChange): PeerSetup {
  if (!isExternal(peer)) return peer
  const terms = peer.configuration.export.map(({ match, set }) => ({ match, set: set && bothOf(set, drain) }))
  const policy = [...terms, { match: everyRoute, set: drain }]
  return { ...peer, configuration: { ...peer.configuration, export: policy } }
}

/** What maintenance does adds up with what a term does: it prepends, or adds communities. */
function bothOf(change: PolicyChange, drain: PolicyChange): PolicyChange {
  const prepend = (change.prepend ?? 0) + (drain.prepend ?? 0)
  return {
    ...change,
    prepend: prepend === 0 ? undefined : prepend,
    addCommunities: [...(change.addCommunities ?? []), ...(drain.addCommunities ?? [])],
  }
}

function isExternal({ configuration: { session } }: PeerSetup): boolean {
  return session.localAsn !== session.remoteAsn
}
