import { bitsPerMegabit } from '../../expressroute/bandwidth.ts'
import { flowLoad, laneLoads, linkLoads } from '../../sim/load/load-measure.ts'
import type { Simulation } from '../../sim/simulation.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import type { FlowLoadResult, LinkLoadResult, LinkOctets } from './run-result.ts'

/** What the flow sent and what was dropped, over the whole run; `undefined` where it has no rate. */
export function flowLoadResult(
  { load }: Simulation,
  flow: string,
  direction: 'forward' | 'return',
  end: Micros,
): FlowLoadResult | undefined {
  const measured = flowLoad(load.record(end), flow, direction)
  return (
    measured && {
      sentOctets: Math.round(measured.sent),
      arrivedOctets: Math.round(measured.arrived),
      droppedOctets: Math.round(measured.dropped),
      droppedShare: measured.sent === 0 ? 0 : measured.dropped / measured.sent,
    }
  )
}

/** What each link of a circuit carried each way, over the whole run; none where no flow has a rate. */
export function linkLoadResults({ load }: Simulation, end: Micros): readonly LinkLoadResult[] {
  const record = load.record(end)
  if (record.flows.length === 0) return []
  const last = record.periods.at(-1)?.lanes ?? []
  return laneLoads(record).map(
    ({ trunk, end: side, classes, overloadedMicros, mostCarried, metered }, index) => ({
      name: trunk,
      direction: side === 0 ? 'in' : 'out',
      capacityMbps: (last[index]?.capacity ?? 0) / bitsPerMegabit,
      mostCarriedMbps: mostCarried / bitsPerMegabit,
      meteredOctets: side === 0 ? 0 : Math.round(metered),
      overloadedSeconds: microsToSeconds(overloadedMicros),
      classes: classes.map(({ name, arriving, carried }) => ({
        name,
        carriedOctets: Math.round(carried),
        droppedOctets: Math.round(arriving - carried),
      })),
    }),
  )
}

/** What went each way over each link of a trunk until then; none where no flow has a rate. */
export function linkOctets({ load }: Simulation, at: Micros): readonly LinkOctets[] {
  const record = load.record(at)
  if (record.flows.length === 0) return []
  return linkLoads(record).map(({ link, from, sent, received }) => ({
    link,
    from,
    sent: Math.round(sent),
    received: Math.round(received),
  }))
}
