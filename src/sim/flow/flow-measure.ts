import type { Walk } from '../forwarding/walk.ts'
import type { Micros } from '../time.ts'
import type { FlowOutcome } from './flow.ts'
import { type FlowPeriod, type FlowRecord, pathName } from './flow-meter.ts'
import { type FlowOutage, outagesOf, outagesTogether, type TupleOutage } from './flow-outage.ts'
import { lostProbes, probesBetween } from './flow-probes.ts'

/** What a flow was like between two instants. Times before the flow's start do not count. */
export interface FlowMeasure {
  readonly from: Micros
  readonly to: Micros
  readonly sent: number
  readonly lost: number
  /** The probes lost, by what became of them. */
  readonly lostBy: ReadonlyMap<FlowOutcome, number>
  /** The share of probes delivered; `undefined` where none was sent. */
  readonly availability: number | undefined
  /** The share of five-tuples that were out, or lost packets, at any time. */
  readonly affected: number
  /** The longest time that any one tuple was out. */
  readonly worstOutage: Micros
  readonly outages: readonly FlowOutage[]
  /** For each five-tuple its own. */
  readonly outagesOfTuples: readonly (readonly TupleOutage[])[]
  readonly paths: readonly FlowPath[]
}

/** A way through the network, for as long as the same number of tuples took it. */
export interface FlowPath {
  readonly from: Micros
  readonly to: Micros
  readonly hops: readonly string[]
  readonly outcome: FlowOutcome
  readonly tuples: number
}

/** Measures the flow over a window, by default the whole of it; an outage is clipped to the window. */
export function measureFlow(record: FlowRecord, window?: { from: Micros; to: Micros }): FlowMeasure {
  const from = Math.max(record.start, window?.from ?? record.start)
  const to = Math.max(from, Math.min(record.end, window?.to ?? record.end))
  const periods = clip(record.periods, from, to)
  const ofTuples = Array.from({ length: record.tuples }, (_, tuple) => outagesOf(periods, tuple))
  const sent = probesBetween(record, from, to)
  const lostBy = lostProbes(record, periods)
  const lost = [...lostBy.values()].reduce((sum, count) => sum + count, 0)
  const affected = ofTuples.filter((outages, tuple) => outages.length > 0 || isLossy(periods, tuple))
  return {
    from,
    to,
    sent,
    lost,
    lostBy,
    availability: sent === 0 ? undefined : (sent - lost) / sent,
    affected: affected.length / record.tuples,
    worstOutage: Math.max(0, ...ofTuples.flat().map((outage) => outage.to - outage.from)),
    outages: outagesTogether(ofTuples),
    outagesOfTuples: ofTuples,
    paths: pathHistory(periods),
  }
}

function clip(periods: readonly FlowPeriod[], from: Micros, to: Micros): readonly FlowPeriod[] {
  return periods
    .map((period) => ({ ...period, from: Math.max(from, period.from), to: Math.min(to, period.to) }))
    .filter((period) => period.from < period.to)
}

function isLossy(periods: readonly FlowPeriod[], tuple: number): boolean {
  return periods.some(({ walks }) => (walks[tuple]?.loss ?? 0) > 0)
}

function pathHistory(periods: readonly FlowPeriod[]): readonly FlowPath[] {
  const history: FlowPath[] = []
  let open = new Map<string, FlowPath>()
  for (const period of periods) {
    const now = new Map<string, FlowPath>()
    for (const [name, path] of pathsOf(period)) {
      const before = open.get(name)
      now.set(name, before?.tuples === path.tuples ? { ...path, from: before.from } : path)
    }
    history.push(
      ...[...open].filter(([name, path]) => now.get(name)?.from !== path.from).map(([, path]) => path),
    )
    open = now
  }
  return [...history, ...open.values()].sort((a, b) => a.from - b.from || a.to - b.to)
}

function pathsOf({ from, to, walks }: FlowPeriod): ReadonlyMap<string, FlowPath> {
  const counts = new Map<Walk, number>()
  for (const walk of walks) counts.set(walk, (counts.get(walk) ?? 0) + 1)
  const paths = new Map<string, FlowPath>()
  for (const [walk, count] of counts) {
    const name = pathName(walk)
    const tuples = (paths.get(name)?.tuples ?? 0) + count
    paths.set(name, { from, to, hops: walk.hops, outcome: walk.outcome, tuples })
  }
  return paths
}
