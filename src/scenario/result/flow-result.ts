import type { Expansion } from '../../expressroute/expansion.ts'
import { asymmetricShare } from '../../sim/flow/asymmetry.ts'
import { flowDirections } from '../../sim/flow/flow.ts'
import { type FlowMeasure, measureFlow } from '../../sim/flow/flow-measure.ts'
import type { FlowOutage } from '../../sim/flow/flow-outage.ts'
import type { Simulation } from '../../sim/simulation.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import { owners } from '../owner.ts'
import { flowLoadResult } from './load-results.ts'
import type { OutageCauses } from './outage-causes.ts'
import type { FlowResult, OutageResult, OwnersOutages } from './run-result.ts'
import { type OneOutage, type WhySlow, whySlow } from './why-slow.ts'

/** What every flow suffered in each direction, over the whole run. */
export function flowResults(
  simulation: Simulation,
  end: Micros,
  causes: OutageCauses,
  { gateways }: Pick<Expansion, 'gateways'>,
): readonly FlowResult[] {
  // An MSEE spreads flows over both instances of a gateway, and neither remembers a connection.
  const instances = new Set(gateways.map(({ speaker }) => speaker.name))
  return simulation.plan.flows.flatMap(({ name }) => {
    const records = {
      forward: simulation.traffic.record(name, 'forward', end),
      return: simulation.traffic.record(name, 'return', end),
    }
    const asymmetric = asymmetricShare(records.forward, records.return, instances)
    return flowDirections.map((direction) => ({
      ...flowResult({ name, direction }, measureFlow(records[direction]), causes),
      load: flowLoadResult(simulation, name, direction, end),
      asymmetric,
    }))
  })
}

function flowResult(
  { name, direction }: Pick<FlowResult, 'name' | 'direction'>,
  measure: FlowMeasure,
  causes: OutageCauses,
): Omit<FlowResult, 'load' | 'asymmetric'> {
  const outages = measure.outages.map((outage) => ({
    outage,
    why: whyOutage({ name, direction }, outage, measure, causes),
  }))
  return {
    name,
    direction,
    sent: measure.sent,
    lost: measure.lost,
    availability: measure.availability ?? 1,
    affected: measure.affected,
    outages: outages.map(({ outage, why }) => ({
      from: microsToSeconds(outage.from),
      to: microsToSeconds(outage.to),
      seconds: microsToSeconds(outage.worst),
      outcome: outage.outcome,
      affected: outage.affected,
      why: whyResult(why),
    })),
    byOwner: byOwner(outages),
    paths: measure.paths.map(({ from, to, hops, outcome, tuples }) => ({
      from: microsToSeconds(from),
      to: microsToSeconds(to),
      hops,
      outcome,
      tuples,
    })),
  }
}

interface ExplainedOutage {
  readonly outage: FlowOutage
  readonly why: WhySlow
}

function byOwner(outages: readonly ExplainedOutage[]): readonly OwnersOutages[] {
  return [...owners, undefined].flatMap((owner) => {
    const own = outages.filter(({ why }) => why.owner === owner)
    const micros = own.reduce((sum, { outage }) => sum + outage.worst, 0)
    return own.length === 0 ? [] : [{ owner, outages: own.length, seconds: microsToSeconds(micros) }]
  })
}

/** Why the five-tuple that was out for longest in an outage was so. */
export function whyOutage(
  { name, direction }: Pick<FlowResult, 'name' | 'direction'>,
  outage: FlowOutage,
  measure: FlowMeasure,
  causes: OutageCauses,
): WhySlow {
  return whySlow({ flow: name, direction, ...longestIn(outage, measure) }, causes)
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

/** In seconds, as results are. */
export function whyResult({ broke, owner, noticed, steps }: WhySlow): OutageResult['why'] {
  return {
    broke,
    owner,
    noticed,
    steps: steps.map(({ stage, from, to, text }) => ({ stage, seconds: microsToSeconds(to - from), text })),
  }
}
