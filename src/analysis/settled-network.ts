import { measureFlow } from '../sim/flow/flow-measure.ts'
import type { Operation } from '../sim/operation.ts'
import type { SimulationPlan } from '../sim/plan.ts'
import { Simulation } from '../sim/simulation.ts'
import { type Micros, secondsToMicros } from '../sim/time.ts'
import { arrivingShare, arrivingShares, type FlowEnd, flowEnds } from './flow-ends.ts'
import { pass, settle, settleWithClients } from './settle.ts'

/** What becomes of the flows when something fails. Plain data, which crosses borders of threads and files. */
export interface FailureOutcome {
  /** The instant of the failure: `quietMicros` after all had settled. */
  readonly failedAt: Micros
  /** In the order of the plan, each flow in both directions. */
  readonly flows: readonly FlowVerdict[]
  /** How long it took until everything had settled again; `undefined` where that is more than an hour. */
  readonly settledAfter: Micros | undefined
}

/**
 * `kept`: nothing was lost. `broken`: some five-tuples were out for a while, and all arrive again. `lost`: fewer arrive
 * than before when all has settled. `never`: none arrived before the failure either.
 */
export interface FlowVerdict extends FlowEnd {
  readonly verdict: 'kept' | 'broken' | 'lost' | 'never'
  /** The longest time that any five-tuple was out; until everything had settled where it is lost. */
  readonly worstOutage: Micros
  /** The share of five-tuples that arrive in the end. */
  readonly arriving: number
  /** The share of what it sends that finds no room in the end, where it has a rate: what is left is too small. */
  readonly dropping: number
}

/** How long everything works before something fails, so that every flow has begun. */
export const quietMicros: Micros = secondsToMicros(10)

/** Why nothing can fail. */
export class UnsettledError extends Error {}

/** A network of the plan when everything has settled and `quietMicros` have passed; throws an `UnsettledError` where that does not come. */
export function settledSimulation(plan: SimulationPlan): Simulation {
  const simulation = new Simulation(plan)
  simulation.start()
  if (!settle(simulation))
    throw new UnsettledError('the network does not settle within an hour, so nothing can fail')
  pass(simulation, quietMicros)
  return simulation
}

/** A network in which everything has settled, once; whatever fails in it, fails in a fork. */
export class SettledNetwork {
  readonly #base: Simulation
  readonly #before: readonly number[]

  /** Throws an `UnsettledError` where it does not settle within an hour. */
  constructor(plan: SimulationPlan) {
    this.#base = settledSimulation(plan)
    this.#before = arrivingShares(this.#base)
  }

  /** What becomes of the flows when all this is done at one instant. */
  outcomeOf(operations: readonly Operation[]): FailureOutcome {
    const simulation = this.#base.fork()
    const from = this.#base.now
    for (const operation of operations) simulation.schedule(from, operation)
    simulation.advance()
    const isSettled = settleWithClients(simulation)
    return {
      failedAt: from,
      settledAfter: isSettled ? simulation.now - from : undefined,
      flows: flowEnds(simulation).map((flow, index) =>
        verdictOf(simulation, flow, from, this.#before[index] ?? 0),
      ),
    }
  }
}

function verdictOf(simulation: Simulation, flow: FlowEnd, from: Micros, before: number): FlowVerdict {
  const { now, traffic, load } = simulation
  const arriving = arrivingShare(simulation, flow)
  const dropping = load.dropping(flow.name, flow.direction)
  if (before === 0) return { ...flow, verdict: 'never', worstOutage: 0, arriving, dropping }
  const { worstOutage, lost } = measureFlow(traffic.record(flow.name, flow.direction, now), { from, to: now })
  const isBroken = worstOutage > 0 || lost > 0
  const verdict = arriving < before ? 'lost' : isBroken ? 'broken' : 'kept'
  return { ...flow, verdict, worstOutage, arriving, dropping }
}
