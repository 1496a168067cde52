import { formatAsPath } from '../../bgp/as-path.ts'
import { formatCommunity, formatExtendedCommunity, formatLargeCommunity } from '../../bgp/community.ts'
import { isOwn, type Route } from '../../bgp/decision/route.ts'
import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import type { Peer } from '../../bgp/peer.ts'
import type { Rib } from '../../bgp/rib/rib.ts'
import type { Speaker } from '../../bgp/speaker.ts'
import { families } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { prefixAt } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { Simulation } from '../../sim/simulation.ts'
import {
  type NetworkSnapshot,
  type PathSnapshot,
  pathSnapshot,
  type RouterSnapshot,
  type SessionSnapshot,
  sortedPaths,
} from './snapshot.ts'

/** The engine's routers that run, as they stand now. */
export function engineSnapshot({ routers }: Simulation): NetworkSnapshot {
  const running = [...routers].filter(([, driver]) => driver.isUp)
  return new Map(running.map(([name, { speaker }]) => [name, speakerSnapshot(speaker)]))
}

function speakerSnapshot(speaker: Speaker): RouterSnapshot {
  const ribs = families.map((family) => speaker.ribs[family])
  const paths = ribs.flatMap((rib) => pathsOf(rib, speaker.peers))
  return {
    sessions: new Map(speaker.peers.map((peer) => [peer.name, sessionSnapshot(peer, paths)])),
    paths: sortedPaths(paths),
    told: new Map(speaker.peers.map((peer) => [peer.name, toldTo(peer, ribs)])),
  }
}

function sessionSnapshot({ name, negotiated, stale }: Peer, paths: readonly PathSnapshot[]): SessionSnapshot {
  return {
    established: negotiated !== undefined,
    holdTimeSeconds: negotiated?.holdTimeSeconds,
    stale: stale.size > 0 && paths.some(({ from }) => from === name),
  }
}

/** A route that no next hop leads to takes no part, and daemons differ in whether they show it. */
function pathsOf(rib: Rib, peers: readonly Peer[]): readonly PathSnapshot[] {
  const paths: PathSnapshot[] = []
  for (const id of rib.ids.inOrder()) {
    const best = rib.locRib.get(id)?.best
    for (const route of rib.candidates(id, peers)) {
      if (rib.isUsable(route)) paths.push(pathOf(prefixText(rib, id), route, route === best))
    }
  }
  return paths
}

function pathOf(prefix: string, route: Route, best: boolean): PathSnapshot {
  const { source, attributes } = route
  return pathSnapshot(prefix, isOwn(route) ? 'local' : source.name, {
    best,
    nextHop: formatAddress(attributes.nextHop),
    asPath: formatAsPath(attributes.asPath),
    origin: attributes.origin,
    localPref: attributes.localPref,
    med: attributes.multiExitDisc,
    communities: attributes.communities.map(formatCommunity),
    largeCommunities: attributes.largeCommunities.map(formatLargeCommunity),
    originatorId:
      attributes.originatorId === undefined ? undefined : formatBgpIdentifier(attributes.originatorId),
    clusterList: attributes.clusterList.map(formatBgpIdentifier),
    extendedCommunities: attributes.extendedCommunities.map(formatExtendedCommunity),
  })
}

function toldTo(peer: Peer, ribs: readonly Rib[]): readonly string[] {
  return ribs
    .flatMap((rib) => [...peer.adjRibOut[rib.ids.family].prefixes()].map((id) => prefixText(rib, id)))
    .sort()
}

function prefixText({ ids }: Rib, id: number): string {
  return formatPrefix(prefixAt(ids.family, ids.keys, ids.offset(id)))
}
