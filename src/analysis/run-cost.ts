import type { Scenario } from '../scenario/scenario.ts'
import type { TimelineEntry } from '../scenario/timeline-entry.ts'
import type { Topology } from '../scenario/topology.ts'
import { bfdAtStart } from '../sim/plan.ts'
import { type Micros, microsToSeconds } from '../sim/time.ts'
import { snapshotsAtMost } from './snapshots.ts'

/** What a playback of a scenario is about to take, before any of it is played. */
export interface RunCost {
  readonly routers: number
  readonly sessions: number
  /** At most, at any time. */
  readonly prefixes: number
  /** How often anything is done, each time and its undoing. */
  readonly deeds: number
  /** As far as the file tells how long it runs. */
  readonly simulatedSeconds: number
  /** On a processor, until the whole of it is known. */
  readonly seconds: number
  readonly megabytes: number
}

/** What each thing took, measured: docs/performance.md has the runs, and how far this was from them. */
const taken = {
  session: 0.01,
  /** One prefix that one session carries. */
  route: 12e-6,
  deed: 0.004,
  deedOfSession: 0.0001,
  deedOfRoute: 1e-6,
  /** A BFD packet or KEEPALIVE: they are run while one of them may be lost. */
  packet: 18e-6,
} as const

const octetsOfRoute = 500
const octetsOfDeed = 150_000
/** So many deeds leave a snapshot that takes as much as the routes. */
const deedsOfSnapshot = 16

export function runCost(scenario: Scenario, { plan }: Topology): RunCost {
  const sessions = plan.routers.reduce((sum, { speaker }) => sum + speaker.peers.length, 0) / 2
  const { timeline } = scenario
  const prefixes = [
    ...plan.networks.flatMap((network) => network.prefixes),
    ...timeline.flatMap(({ action }) => (action.kind === 'announce' ? action.prefixes : [])),
  ].reduce((sum, { count }) => sum + count, 0)
  const deeds = timeline.reduce((sum, entry) => sum + deedsOf(entry), 0)
  const packets = timeline.reduce((sum, entry) => sum + packetsIn(entry, scenario, { plan }), 0)
  const routes = prefixes * sessions
  const kept = 1 + Math.min(deeds, snapshotsAtMost) / deedsOfSnapshot
  return {
    ...{ routers: plan.routers.length, sessions, prefixes, deeds },
    simulatedSeconds: microsToSeconds(scenario.until ?? lastDeed(timeline)),
    seconds:
      taken.session * sessions +
      taken.route * routes +
      deeds * (taken.deed + taken.deedOfSession * sessions + taken.deedOfRoute * routes) +
      taken.packet * packets,
    megabytes: (octetsOfRoute * routes * kept + octetsOfDeed * deeds) / 1e6,
  }
}

/** More than anybody waits for without having been asked. */
export function isLarge({ seconds, megabytes }: RunCost): boolean {
  return seconds > 20 || megabytes > 1000
}

function deedsOf({ action, forMicros, repeat }: TimelineEntry): number {
  return action.kind === 'mark' ? 0 : (repeat?.times ?? 1) * (forMicros === undefined ? 1 : 2)
}

/** Those that are run because the link may lose them, or hold them up by chance. */
function packetsIn(
  { action, forMicros, repeat }: TimelineEntry,
  { until }: Scenario,
  { plan }: Pick<Topology, 'plan'>,
): number {
  if (action.kind !== 'loss' && action.kind !== 'delay') return 0
  const micros = (forMicros ?? until ?? 0) * (repeat?.times ?? 1)
  const names = new Set(action.links.map(({ link }) => link))
  return plan.routers.reduce((sum, router) => {
    const watched = router.speaker.peers.filter((peer) => names.has(peer.interface))
    const packets = watched.map(({ name, session }) => {
      const interval = bfdAtStart(router, name)?.desiredMinTxMicros
      return micros / (session.keepaliveSeconds * 1e6 || micros) + (interval ? micros / interval : 0)
    })
    return packets.reduce((all, some) => all + some, sum)
  }, 0)
}

/** When the last thing is done; what waits for something that may take long is taken for done at once. */
function lastDeed(timeline: readonly TimelineEntry[]): Micros {
  const labels = new Map<string | undefined, Micros>()
  let last: Micros = 0
  for (const { when, label, forMicros = 0, repeat } of timeline) {
    const at = when.kind === 'when' ? last : (labels.get(when.instant.label) ?? 0) + when.instant.offsetMicros
    if (label !== undefined) labels.set(label, at)
    last = Math.max(
      last,
      at + forMicros + (repeat === undefined ? 0 : (repeat.times - 1) * repeat.everyMicros),
    )
  }
  return last
}
