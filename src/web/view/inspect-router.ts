import type { Playback } from '../../analysis/playback.ts'
import { formatAsPath } from '../../bgp/as-path.ts'
import { formatCommunity } from '../../bgp/community.ts'
import type { Peer } from '../../bgp/peer.ts'
import type { Speaker } from '../../bgp/speaker.ts'
import { type Family, families } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { prefixAt } from '../../net/packed-prefixes.ts'
import { absent } from '../../net/prefix-table.ts'
import { formatPrefix, parsePrefix } from '../../net/prefix-text.ts'
import { formatBgpPrefix } from '../../report/show-bgp-prefix.ts'
import { type WhyRoute, whyRoute } from '../../report/why-route.ts'
import { routerResult } from '../../scenario/result/router-result.ts'
import type { ForwardingResult, NeighborResult, RouteResult } from '../../scenario/result/run-result.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'

export interface RouterInspection {
  readonly kind: 'router'
  readonly name: string
  readonly asn: number
  readonly bgpIdentifier: string
  readonly neighbors: readonly NeighborResult[]
  readonly routes: readonly RouteRow[]
  /** How many more there are than are listed. */
  readonly unlisted: number
  readonly forwarding: readonly ForwardingResult[]
  readonly exchanged: readonly Exchanged[]
  readonly why: WhyRoute | undefined
  /** What `vmsee show FILE --router NAME bgp PREFIX` prints. */
  readonly printed: string | undefined
}

/** What became of a route since the pinned moment. */
export type Change = 'new' | 'gone' | 'changed' | 'same'

export interface RouteRow
  extends Pick<
    RouteResult,
    'prefix' | 'best' | 'multipath' | 'stale' | 'from' | 'nextHop' | 'localPref' | 'med' | 'weight' | 'lostBy'
  > {
  readonly asPath: string
  readonly communities: string
  readonly change: Change
}

/** What one peer announced, and what it was told. */
export interface Exchanged {
  readonly session: string
  readonly remote: string
  readonly in: readonly ExchangedRoute[]
  readonly out: readonly ExchangedRoute[]
}

export interface ExchangedRoute {
  readonly prefix: string
  readonly asPath: string
  readonly nextHop: string
  readonly communities: string
  /** Whether import policy took it; of what was told always so. */
  readonly taken: boolean
}

const listedAtMost = 200

export function inspectRouter(
  { run, now }: Playback,
  name: string,
  prefix: string | undefined,
  pinned: ScenarioRun | undefined,
): RouterInspection {
  const { simulation, evidence } = run
  const driver = simulation.router(name)
  const { speaker } = driver
  const router = routerResult(driver, simulation, now, evidence.log)
  const rows = compared(router.routes.map(rowOf), pinned === undefined ? undefined : rowsIn(pinned, name))
  const chosen = prefix !== undefined && rows.some((row) => row.prefix === prefix) ? prefix : undefined
  return {
    kind: 'router',
    name,
    asn: router.asn,
    bgpIdentifier: router.bgpIdentifier,
    neighbors: router.neighbors,
    routes: rows.slice(0, listedAtMost),
    unlisted: Math.max(0, rows.length - listedAtMost),
    forwarding: router.forwarding.slice(0, listedAtMost),
    exchanged: speaker.peers.map((peer) => exchanged(peer, speaker, run)),
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

function compared(rows: readonly RouteRow[], before: readonly RouteRow[] | undefined): readonly RouteRow[] {
  if (before === undefined) return rows
  const keyOf = ({ prefix, from }: RouteRow): string => `${prefix} ${from}`
  const known = new Map(before.map((row) => [keyOf(row), row]))
  const now = new Set(rows.map(keyOf))
  const present = rows.map((row): RouteRow => {
    const old = known.get(keyOf(row))
    if (old === undefined) return { ...row, change: 'new' }
    return { ...row, change: JSON.stringify(old) === JSON.stringify(row) ? 'same' : 'changed' }
  })
  const gone = before.filter((row) => !now.has(keyOf(row)))
  return [
    ...gone.map((row): RouteRow => ({ ...row, best: false, multipath: false, change: 'gone' })),
    ...present,
  ]
}

function exchanged(peer: Peer, speaker: Speaker, { simulation }: ScenarioRun): Exchanged {
  const routesOf = (
    family: Family,
    ids: Iterable<number>,
    attributesOf: (id: number) => number,
    isTaken: (id: number) => boolean,
  ): readonly ExchangedRoute[] => {
    const { ids: numbers } = speaker.ribs[family]
    return [...first(ids, listedAtMost)].map((id) => {
      const { asPath, nextHop, communities } = simulation.interner.byId(attributesOf(id))
      return {
        prefix: formatPrefix(prefixAt(family, numbers.keys, numbers.offset(id))),
        asPath: formatAsPath(asPath),
        nextHop: formatAddress(nextHop),
        communities: communities.map(formatCommunity).join(' '),
        taken: isTaken(id),
      }
    })
  }
  return {
    session: peer.name,
    remote: peer.configuration.remote,
    in: families.flatMap((family) => {
      const rib = peer.adjRibIn[family]
      return routesOf(
        family,
        rib.prefixes(),
        (id) => rib.received(id),
        (id) => rib.accepted(id) !== absent,
      )
    }),
    out: families.flatMap((family) => {
      const rib = peer.adjRibOut[family]
      return routesOf(
        family,
        rib.prefixes(),
        (id) => rib.advertised(id),
        () => true,
      )
    }),
  }
}

function* first<Value>(values: Iterable<Value>, count: number): Iterable<Value> {
  let taken = 0
  for (const value of values) {
    if (taken++ >= count) return
    yield value
  }
}
