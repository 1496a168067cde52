import { formatCommunity } from '../../bgp/community.ts'
import { isOwn, type Route } from '../../bgp/decision/route.ts'
import type { Selection } from '../../bgp/decision/select-best.ts'
import { multiExitDiscOf } from '../../bgp/decision/steps.ts'
import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import type { Peer } from '../../bgp/peer.ts'
import type { PrefixIds } from '../../bgp/rib/prefix-ids.ts'
import type { Rib } from '../../bgp/rib/rib.ts'
import type { Speaker } from '../../bgp/speaker.ts'
import { type Family, families } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { packPrefixes, prefixAt } from '../../net/packed-prefixes.ts'
import { networkOf } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { BfdSessions } from '../../sim/bfd/bfd-sessions.ts'
import { letsThrough } from '../../sim/fault.ts'
import type { ForwardingEntry, NextHop } from '../../sim/forwarding/forwarding-table.ts'
import type { KeepaliveCount } from '../../sim/keepalive/keepalives.ts'
import type { Network } from '../../sim/network.ts'
import type { SimDriver } from '../../sim/sim-driver.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import type { ForwardingResult, NeighborResult, PortResult, RouteResult, RouterResult } from './run-result.ts'
import type { SessionLog } from './session-log.ts'

/** A router as it stands now, in the words of its `show` commands. */
export function routerResult(
  driver: SimDriver,
  around: Surroundings,
  at: Micros,
  log: SessionLog,
): RouterResult {
  const { speaker, node } = driver
  const { asn, bgpIdentifier } = speaker.configuration
  return {
    name: node,
    asn,
    bgpIdentifier: formatBgpIdentifier(bgpIdentifier),
    atSeconds: microsToSeconds(at),
    tableVersion: byFamily((family) => speaker.ribs[family].locRib.version),
    ports: speaker.configuration.interfaces.map(({ name }) => portResult(driver, around.network, name)),
    neighbors: neighborResults(driver, around, at, log),
    routes: Array.from(standingRoutes(speaker), routeResult),
    forwarding: [...forwardingResults(driver)],
  }
}

/** Its neighbors alone, without reading its tables. */
export function neighborResults(
  driver: SimDriver,
  around: Surroundings,
  at: Micros,
  log: SessionLog,
): readonly NeighborResult[] {
  return driver.speaker.peers.map((peer) => ({
    ...neighborResult(peer, driver, log),
    ...messageCounts(peer, driver, log, around.keepalivesLeftOut(driver.node, peer.name, at)),
    bfd: bfdResult(driver, peer.name, around),
  }))
}

/** The simulation that the router is in. */
export interface Surroundings {
  readonly network: Network
  readonly bfd: Pick<BfdSessions, 'end' | 'isConfigured'>
  keepalivesLeftOut(node: string, session: string, at: Micros): KeepaliveCount
}

function bfdResult({ node }: SimDriver, session: string, around: Surroundings): NeighborResult['bfd'] {
  if (!around.bfd.isConfigured(node, session)) return undefined
  const end = around.bfd.end(node, session)
  const { detectionMicros } = end ?? {}
  return {
    state: end?.state ?? 'Down',
    localDiscriminator: end?.localDiscriminator ?? 0,
    diagnostic: end?.localDiagnostic ?? 'No Diagnostic',
    detectionMilliseconds: detectionMicros === undefined ? undefined : detectionMicros / 1000,
  }
}

function portResult(driver: SimDriver, network: Network, link: string): PortResult {
  const ends = network.link(link).ends.map(({ node }) => node)
  return {
    link,
    isUp: driver.hasCarrier(link),
    isAnswered: ends.every((from) => letsThrough(network.passage(from, link))),
  }
}

type MessageCounts = Pick<NeighborResult, 'messagesReceived' | 'messagesSent'>

/** What the trace told, and the KEEPALIVEs that it does not tell. */
function messageCounts(
  { name, configuration }: Peer,
  { node }: SimDriver,
  log: SessionLog,
  leftOut: KeepaliveCount,
): MessageCounts {
  const { received, sent } = log.end(name, node, configuration.remote)
  return { messagesReceived: received + leftOut.received, messagesSent: sent + leftOut.sent }
}

function neighborResult(
  peer: Peer,
  driver: SimDriver,
  log: SessionLog,
): Omit<NeighborResult, 'bfd' | keyof MessageCounts> {
  const { name, configuration, sessions } = peer
  const { changedAt } = log.end(name, driver.node, configuration.remote)
  return {
    session: name,
    remote: configuration.remote,
    localAddress: formatAddress(configuration.localAddress),
    address: formatAddress(configuration.remoteAddress),
    families: configuration.session.families,
    asn: configuration.session.remoteAsn,
    state: sessions.configured.state,
    idleBecause: driver.isUp ? peer.idleBecause : undefined,
    changedSeconds: changedAt === undefined ? undefined : microsToSeconds(changedAt),
    prefixesReceived: byFamily((family) => peer.adjRibIn[family].count),
    prefixesSent: byFamily((family) => peer.adjRibOut[family].count),
  }
}

/** A route as it stands among all for its prefix, before anything of it is written. */
export interface StandingRoute {
  readonly ids: PrefixIds
  readonly id: number
  readonly route: Route
  readonly selection: Selection | undefined
  readonly isUsable: boolean
  readonly isStale: boolean
}

/** Its routes, each when it is asked for. */
export function* standingRoutes(speaker: Speaker): Iterable<StandingRoute> {
  for (const family of families) yield* standingIn(speaker.ribs[family], speaker)
}

function* standingIn(rib: Rib, speaker: Speaker): Iterable<StandingRoute> {
  const { ids } = rib
  for (const id of ids.inOrder()) {
    const selection = rib.locRib.get(id)
    for (const route of rib.candidates(id, speaker.peers)) {
      const isUsable = rib.isUsable(route)
      yield { ids, id, route, selection, isUsable, isStale: isStale(route, speaker, ids.family, id) }
    }
  }
}

/** Whether a route is of the same attributes as at another moment of the run, and stands as it did. */
export function sameStanding(a: StandingRoute, b: StandingRoute): boolean {
  if (a.isStale !== b.isStale || a.isUsable !== b.isUsable) return false
  if (a.route === b.route && a.selection === b.selection) return true
  return (
    a.route.attributes === b.route.attributes &&
    a.route.weight === b.route.weight &&
    isBest(a) === isBest(b) &&
    isBesideBest(a) === isBesideBest(b) &&
    lostBy(a) === lostBy(b)
  )
}

function isStale(route: Route, speaker: Speaker, family: Family, id: number): boolean {
  return !isOwn(route) && speaker.peer(route.source.name).adjRibIn[family].isStale(id)
}

/** How it reads. */
export function routeResult(standing: StandingRoute): RouteResult {
  const { ids, id, route, selection, isStale: stale } = standing
  const { source, attributes, weight } = route
  const best = isBest(standing)
  return {
    prefix: formatPrefix(prefixAt(ids.family, ids.keys, ids.offset(id))),
    best,
    multipath: isBesideBest(standing),
    stale,
    from: source.router,
    nextHop: formatAddress(attributes.nextHop),
    asPath: attributes.asPath.flatMap(({ asns }) => asns),
    origin: attributes.origin,
    localPref: attributes.localPref,
    med: attributes.multiExitDisc === undefined ? undefined : multiExitDiscOf(route),
    weight,
    peer: peerResult(route),
    communities: attributes.communities.map(formatCommunity),
    internal: source.kind === 'internal',
    decidedBy: best ? selection?.decidedBy : undefined,
    lostBy: lostBy(standing),
    attributes,
  }
}

function isBest({ selection, route }: StandingRoute): boolean {
  return selection?.best === route
}

function isBesideBest({ selection, route }: StandingRoute): boolean {
  return selection !== undefined && selection.best !== route && selection.multipath.includes(route)
}

function lostBy({ selection, route, isUsable }: StandingRoute): string | undefined {
  if (!isUsable) return 'NEXT_HOP unreachable'
  const defeat = selection?.defeats.find((other) => other.route === route)
  return defeat === undefined ? undefined : `${defeat.at.name} ${defeat.comparison}`
}

function peerResult({ source }: Route): RouteResult['peer'] {
  if (source.address === undefined) return undefined
  const bgpIdentifier = formatBgpIdentifier(source.bgpIdentifier)
  return { bgpIdentifier, address: formatAddress(source.address), asn: source.asn }
}

function connectedResults(driver: SimDriver): readonly ForwardingResult[] {
  const live = driver.speaker.configuration.interfaces.filter(({ name }) => driver.hasCarrier(name))
  return live.flatMap(({ name, addresses }) =>
    addresses.map(({ address, length }) => ({
      prefix: formatPrefix(networkOf(address, length)),
      protocol: 'connected',
      nextHops: [{ address: undefined, node: name }],
    })),
  )
}

/** What it forwards by, each entry when it is asked for. */
export function* forwardingResults(driver: SimDriver): Iterable<ForwardingResult> {
  const { fib } = driver
  yield* connectedResults(driver)
  for (const entry of fib.table.entries()) {
    yield {
      prefix: formatPrefix(entry.prefix),
      protocol: protocolOf(entry, fib),
      nextHops: entry.nextHops.map(nextHopResult),
    }
  }
}

function protocolOf({ prefix }: ForwardingEntry, fib: SimDriver['fib']): ForwardingResult['protocol'] {
  return fib.isStatic(prefix.family, packPrefixes(prefix.family, [prefix]).data, 0) ? 'static' : 'bgp'
}

function nextHopResult(nextHop: NextHop): ForwardingResult['nextHops'][number] {
  if (nextHop.kind !== 'via')
    return { address: undefined, node: nextHop.kind === 'deliver' ? 'here' : 'nowhere' }
  const { address, node } = nextHop
  return { address: address === undefined ? undefined : formatAddress(address), node }
}

function byFamily(count: (family: Family) => number): Readonly<Record<Family, number>> {
  return { ipv4: count('ipv4'), ipv6: count('ipv6') }
}
