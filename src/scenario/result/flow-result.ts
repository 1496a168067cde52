import { type FlowDirection, flowDirections } from '../../sim/flow/flow.ts'
import { measureFlow } from '../../sim/flow/flow-measure.ts'
import type { Simulation } from '../../sim/simulation.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import { flowLoadResult } from './load-results.ts'
import type { FlowResult } from './run-result.ts'

/** What every flow suffered in each direction, over the whole run. */
export function flowResults(simulation: Simulation, end: Micros): readonly FlowResult[] {
  return simulation.plan.flows.flatMap(({ name }) =>
    flowDirections.map((direction) => flowResult(simulation, name, direction, end)),
  )
}

function flowResult(simulation: Simulation, name: string, direction: FlowDirection, end: Micros): FlowResult {
  const measure = measureFlow(simulation.traffic.record(name, direction, end))
  return {
    name,
    direction,
    sent: measure.sent,
    lost: measure.lost,
    load: flowLoadResult(simulation, name, direction, end),
    availability: measure.availability ?? 1,
    affected: measure.affected,
    outages: measure.outages.map(({ from, to, worst, outcome, affected }) => ({
      from: microsToSeconds(from),
      to: microsToSeconds(to),
      seconds: microsToSeconds(worst),
      outcome,
      affected,
    })),
    paths: measure.paths.map(({ from, to, hops, outcome, tuples }) => ({
      from: microsToSeconds(from),
      to: microsToSeconds(to),
      hops,
      outcome,
      tuples,
    })),
  }
}
