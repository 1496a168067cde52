import { type FlowDirection, flowDirections } from '../../sim/flow/flow.ts'
import { type FlowMeasure, measureFlow } from '../../sim/flow/flow-measure.ts'
import type { FlowOutage } from '../../sim/flow/flow-outage.ts'
import type { Simulation } from '../../sim/simulation.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import type { CauseLog } from './cause-log.ts'
import { flowLoadResult } from './load-results.ts'
import type { FlowResult, OutageResult } from './run-result.ts'
import type { SessionWays } from './session-ways.ts'
import { type OneOutage, type WhySlow, whySlow } from './why-slow.ts'

/** What every flow suffered in each direction, over the whole run. */
export function flowResults(simulation: Simulation, end: Micros, causes: Causes): readonly FlowResult[] {
  return simulation.plan.flows.flatMap(({ name }) =>
    flowDirections.map((direction) => flowResult(simulation, name, direction, end, causes)),
  )
}

/** What whoever asks why goes by. */
export interface Causes {
  readonly log: CauseLog
  readonly ways: SessionWays
}

function flowResult(
  simulation: Simulation,
  name: string,
  direction: FlowDirection,
  end: Micros,
  { log, ways }: Causes,
): FlowResult {
  const measure = measureFlow(simulation.traffic.record(name, direction, end))
  return {
    name,
    direction,
    sent: measure.sent,
    lost: measure.lost,
    load: flowLoadResult(simulation, name, direction, end),
    availability: measure.availability ?? 1,
    affected: measure.affected,
    outages: measure.outages.map((outage) => ({
      from: microsToSeconds(outage.from),
      to: microsToSeconds(outage.to),
      seconds: microsToSeconds(outage.worst),
      outcome: outage.outcome,
      affected: outage.affected,
      why: whyResult(whySlow({ flow: name, direction, ...longestIn(outage, measure) }, log, ways)),
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

/** The outage of the five-tuple that was out for longest, the first of them where several were. */
function longestIn(
  { from, to, worst }: FlowOutage,
  { outagesOfTuples }: FlowMeasure,
): Pick<OneOutage, 'from' | 'to'> {
  const longest = outagesOfTuples
    .flat()
    .find((outage) => outage.from >= from && outage.to <= to && outage.to - outage.from === worst)
  if (longest === undefined) throw new Error(`no five-tuple was out for ${worst} from ${from} to ${to}`)
  return longest
}

function whyResult({ broke, noticed, steps }: WhySlow): OutageResult['why'] {
  return {
    broke,
    noticed,
    steps: steps.map(({ stage, from, to, text }) => ({ stage, seconds: microsToSeconds(to - from), text })),
  }
}
