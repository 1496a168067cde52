import type { Playback } from '../../analysis/playback.ts'
import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import type { Speaker } from '../../bgp/speaker.ts'
import { families } from '../../net/address.ts'
import { parsePrefix } from '../../net/prefix-text.ts'
import { formatBgpPrefix } from '../../report/show/show-bgp-prefix.ts'
import { type WhyRoute, whyRoute } from '../../report/show/why-route.ts'
import {
  forwardingResults,
  neighborResults,
  routeResult,
  routerResult,
  type StandingRoute,
  sameStanding,
  standingRoutes,
} from '../../scenario/result/router-result.ts'
import type { ForwardingResult, NeighborResult, RouteResult } from '../../scenario/result/run-result.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import { type Exchanged, exchangedWith } from './exchanged-routes.ts'
import { type MorePrefixes, morePrefixes } from './more-prefixes.ts'
import { crashNoticed, type Noticing } from './noticing.ts'
import {
  type Change,
  compared,
  first,
  type Listed,
  listed,
  type Matching,
  numberIn,
  unchanged,
} from './route-changes.ts'
import { type TrieView, trieView } from './trie-view.ts'

export interface RouterInspection {
  readonly kind: 'router'
  readonly name: string
  readonly asn: number
  readonly isDrained: boolean
  /** Who would notice that it is gone, and by what. */
  readonly watch: readonly Noticing[]
  /** Of a customer's router. */
  readonly more: MorePrefixes | undefined
  readonly bgpIdentifier: string
  /** Which of its tables is open: the others are not read. */
  readonly table: string | undefined
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
  readonly table?: string | undefined
}

export function inspectRouter(
  { run, now }: Playback,
  { name, prefix, lookUp, table }: RouterSelection,
  pinned: ScenarioRun | undefined,
): RouterInspection {
  const { simulation, evidence } = run
  const driver = simulation.router(name)
  const { speaker } = driver
  const { asn, bgpIdentifier } = speaker.configuration
  const routes = routesSince(speaker, pinned?.simulation.router(name).speaker)
  const router = prefix === undefined ? undefined : routerResult(driver, simulation, now, evidence.log)
  const chosen = router?.routes.some((route) => route.prefix === prefix) === true ? prefix : undefined
  return {
    kind: 'router',
    name,
    asn,
    isDrained: simulation.operator.isDrained(name),
    watch: crashNoticed(run, name),
    more: run.scenario.routers.has(name) ? morePrefixes(run, name) : undefined,
    bgpIdentifier: formatBgpIdentifier(bgpIdentifier),
    table,
    neighbors: neighborResults(driver, simulation, now, evidence.log),
    routes,
    forwarding: table === 'Forwarding' ? [...first(forwardingResults(driver))] : [],
    exchanged:
      table === 'Adj-RIB-In' || table === 'Adj-RIB-Out'
        ? speaker.peers.map((peer) => exchangedWith(peer.name, name, run, pinned))
        : [],
    trie: lookUp === undefined ? undefined : trieView(simulation.table(name), lookUp),
    why: chosen === undefined ? undefined : whyRoute(speaker, chosen),
    printed:
      chosen === undefined || router === undefined ? undefined : formatBgpPrefix(router, parsePrefix(chosen)),
  }
}

/** Of a router that nothing happened to since then, no more is read than without a moment to compare with. */
function routesSince(speaker: Speaker, before: Speaker | undefined): Listed<RouteRow> {
  if (before === undefined || before === speaker) {
    const entries = [...first(standingRoutes(speaker))]
    return listed(unchanged(entries), routeCount(speaker) - entries.length, rowOf)
  }
  const [now, then] = [[...standingRoutes(speaker)], [...standingRoutes(before)]]
  return listed(compared(now, then, matchingWith(before)), 0, rowOf)
}

/** No two routes for a prefix are from one session. */
function matchingWith(before: Speaker): Matching<StandingRoute> {
  const sources = new Map(before.peers.map(({ name }, index) => [name, index + 1]))
  return {
    keyOf: ({ ids, id, route }) => {
      const prefix = numberIn(before, ids, id)
      if (prefix === undefined) return undefined
      return prefix * (sources.size + 1) + (sources.get(route.source.name) ?? 0)
    },
    isSame: sameStanding,
  }
}

/** How many rows there would be, without making them. */
function routeCount(speaker: Speaker): number {
  let count = 0
  for (const family of families) {
    const rib = speaker.ribs[family]
    for (const id of rib.ids.inOrder()) count += rib.candidates(id, speaker.peers).length
  }
  return count
}

function rowOf(standing: StandingRoute, change: Change): RouteRow {
  const route = routeResult(standing)
  const { prefix, best, multipath, stale, from, nextHop, localPref, med, weight, lostBy } = route
  return {
    ...{ prefix, best, multipath, stale, from, nextHop, localPref, med, weight, lostBy },
    asPath: route.asPath.join(' '),
    communities: route.communities.join(' '),
    change,
  }
}
