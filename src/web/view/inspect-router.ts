import type { Playback } from '../../analysis/playback.ts'
import { parsePrefix } from '../../net/prefix-text.ts'
import { formatBgpPrefix } from '../../report/show-bgp-prefix.ts'
import { type WhyRoute, whyRoute } from '../../report/why-route.ts'
import { routerResult } from '../../scenario/result/router-result.ts'
import type { ForwardingResult, NeighborResult, RouteResult } from '../../scenario/result/run-result.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import { type Exchanged, exchangedWith } from './exchanged-routes.ts'
import { type Change, compared, first, type Listed, listed } from './route-changes.ts'
import { type TrieView, trieView } from './trie-view.ts'

export interface RouterInspection {
  readonly kind: 'router'
  readonly name: string
  readonly asn: number
  readonly bgpIdentifier: string
  readonly neighbors: readonly NeighborResult[]
  readonly routes: Listed<RouteRow>
  readonly forwarding: readonly ForwardingResult[]
  readonly exchanged: readonly Exchanged[]
  readonly trie: TrieView | undefined
  readonly why: WhyRoute | undefined
  /** What `vmsee show FILE --router NAME bgp PREFIX` prints. */
  readonly printed: string | undefined
}

export interface RouteRow
  extends Pick<
    RouteResult,
    'prefix' | 'best' | 'multipath' | 'stale' | 'from' | 'nextHop' | 'localPref' | 'med' | 'weight' | 'lostBy'
  > {
  readonly asPath: string
  readonly communities: string
  readonly change: Change
}

/** What of a router is looked at. */
export interface RouterSelection {
  readonly name: string
  readonly prefix?: string | undefined
  readonly lookUp?: string | undefined
}

export function inspectRouter(
  { run, now }: Playback,
  { name, prefix, lookUp }: RouterSelection,
  pinned: ScenarioRun | undefined,
): RouterInspection {
  const { simulation, evidence } = run
  const driver = simulation.router(name)
  const { speaker } = driver
  const router = routerResult(driver, simulation, now, evidence.log)
  const routes = compared(
    router.routes.map(rowOf),
    pinned === undefined ? undefined : rowsIn(pinned, name),
    (row) => `${row.prefix} ${row.from}`,
  )
  const chosen = prefix !== undefined && routes.some((row) => row.prefix === prefix) ? prefix : undefined
  return {
    kind: 'router',
    name,
    asn: router.asn,
    bgpIdentifier: router.bgpIdentifier,
    neighbors: router.neighbors,
    routes: listed(routes, 0),
    forwarding: [...first(router.forwarding)],
    exchanged: speaker.peers.map((peer) => exchangedWith(peer.name, name, run, pinned)),
    trie: lookUp === undefined ? undefined : trieView(simulation.table(name), lookUp),
    why: chosen === undefined ? undefined : whyRoute(speaker, chosen),
    printed: chosen === undefined ? undefined : formatBgpPrefix(router, parsePrefix(chosen)),
  }
}

function rowsIn({ simulation, evidence }: ScenarioRun, name: string): readonly RouteRow[] {
  const driver = simulation.router(name)
  return routerResult(driver, simulation, simulation.now, evidence.log).routes.map(rowOf)
}

function rowOf(route: RouteResult): RouteRow {
  const { prefix, best, multipath, stale, from, nextHop, localPref, med, weight, lostBy } = route
  return {
    ...{ prefix, best, multipath, stale, from, nextHop, localPref, med, weight, lostBy },
    asPath: route.asPath.join(' '),
    communities: route.communities.join(' '),
    change: 'same',
  }
}
