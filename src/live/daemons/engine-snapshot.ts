import { formatAsPath } from '../../bgp/as-path.ts'
import { formatCommunity, formatExtendedCommunity, formatLargeCommunity } from '../../bgp/community.ts'
import { isOwn, type Route } from '../../bgp/decision/route.ts'
import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import type { InternedAttributes } from '../../bgp/path-attributes.ts'
import type { Peer } from '../../bgp/peer.ts'
import type { Rib } from '../../bgp/rib/rib.ts'
import type { Speaker } from '../../bgp/speaker.ts'
import { families } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { prefixAt } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { bfdAtStart } from '../../sim/plan.ts'
import type { Simulation } from '../../sim/simulation.ts'
import {
  type NetworkSnapshot,
  type PathSnapshot,
  type PlainAttributes,
  pathSnapshot,
  type RouterSnapshot,
  type RouteSnapshot,
  routeSnapshot,
  type SessionSnapshot,
  sortedPaths,
  sortedRoutes,
} from './snapshot.ts'

/** The engine's routers that run, as they stand now. */
export function engineSnapshot(simulation: Simulation): NetworkSnapshot {
  const running = [...simulation.routers].filter(([, driver]) => driver.isUp)
  return new Map(
    running.map(([name, { speaker, plan }]) => {
      const bfdUp = (session: string): boolean | undefined =>
        bfdAtStart(plan, session) !== undefined
          ? simulation.bfd.end(name, session)?.state === 'Up'
          : undefined
      return [name, speakerSnapshot(speaker, bfdUp)]
    }),
  )
}

function speakerSnapshot(speaker: Speaker, bfdUp: (session: string) => boolean | undefined): RouterSnapshot {
  const ribs = families.map((family) => speaker.ribs[family])
  const paths = ribs.flatMap((rib) => pathsOf(rib, speaker.peers))
  return {
    sessions: new Map(
      speaker.peers.map((peer) => [peer.name, sessionSnapshot(peer, paths, bfdUp(peer.name))]),
    ),
    paths: sortedPaths(paths),
    received: new Map(speaker.peers.map((peer) => [peer.name, receivedFrom(peer, speaker, ribs)])),
    told: new Map(speaker.peers.map((peer) => [peer.name, toldTo(peer, ribs)])),
  }
}

function sessionSnapshot(
  { name, negotiated, stale }: Peer,
  paths: readonly PathSnapshot[],
  bfdUp: boolean | undefined,
): SessionSnapshot {
  return {
    established: negotiated !== undefined,
    holdTimeSeconds: negotiated?.holdTimeSeconds,
    stale: stale.size > 0 && paths.some(({ from }) => from === name),
    ...(bfdUp === undefined ? {} : { bfdUp }),
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
  return pathSnapshot(prefix, isOwn(route) ? 'local' : source.name, { best, ...plain(attributes) })
}

function plain(attributes: InternedAttributes): PlainAttributes {
  return {
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
  }
}

/** Of a session that stands: stale routes of one that fell are among the paths. */
function receivedFrom(
  peer: Peer,
  { configuration }: Speaker,
  ribs: readonly Rib[],
): readonly RouteSnapshot[] {
  if (peer.negotiated === undefined) return []
  // A router whose prefix limits count what may take part alone has dropped the rest where it came in.
  const dropsAtOnce = configuration.profile.limitCounts === 'eligible'
  return routesOf(ribs, (rib) =>
    [...rib.received(peer)].filter(
      ([, attributes]) =>
        !dropsAtOnce || (rib.mayTakePart(attributes, peer) && rib.isReached(attributes.nextHop)),
    ),
  )
}

function toldTo(peer: Peer, ribs: readonly Rib[]): readonly RouteSnapshot[] {
  return routesOf(ribs, (rib) => rib.advertised(peer))
}

function routesOf(
  ribs: readonly Rib[],
  held: (rib: Rib) => Iterable<readonly [number, InternedAttributes]>,
): readonly RouteSnapshot[] {
  return sortedRoutes(
    ribs.flatMap((rib) =>
      [...held(rib)].map(([id, attributes]) => routeSnapshot(prefixText(rib, id), plain(attributes))),
    ),
  )
}

function prefixText({ ids }: Rib, id: number): string {
  return formatPrefix(prefixAt(ids.family, ids.keys, ids.offset(id)))
}
