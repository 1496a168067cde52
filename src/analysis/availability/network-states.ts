import type { Operation } from '../../sim/operation.ts'
import type { SimulationPlan } from '../../sim/plan.ts'
import type { Simulation } from '../../sim/simulation.ts'
import { settleWithClients } from '../settle.ts'
import { settledSimulation } from '../settled-network.ts'
import { inverseOperation } from './inverse-operation.ts'
import { type LossCurve, lossCurve } from './loss-curve.ts'

/** How many networks are kept at once, settled with something broken in each. */
const mostKept = 48

/**
 * What flows lose when the network goes from one set of broken things to another, each simulated once. Model assumption:
 * every change begins in a network that has settled, and how it came there does not matter.
 */
export class NetworkStates {
  readonly #base: Simulation
  readonly #operations: readonly (readonly Operation[])[]
  /** The one that was asked for longest ago comes first. */
  readonly #settled = new Map<string, Simulation>()
  readonly #curves = new Map<string, readonly LossCurve[]>()

  /** `operations` of each condition. Throws an `UnsettledError` where the network does not settle within an hour. */
  constructor(plan: SimulationPlan, operations: readonly (readonly Operation[])[]) {
    this.#base = settledSimulation(plan)
    this.#operations = operations
  }

  /** What each flow loses from the moment on at which these conditions take the place of those; both in rising order. */
  change(before: readonly number[], after: readonly number[]): readonly LossCurve[] {
    const [held, wanted] = [this.#deeds(before), this.#deeds(after)]
    const name = `${nameOf(held)}\n\n${nameOf(wanted)}`
    const known = this.#curves.get(name)
    if (known !== undefined) return known
    const simulation = this.#settledIn(held).fork()
    const from = simulation.now
    const ended = [...held].filter(([key]) => !wanted.has(key)).map(([, deed]) => inverseOperation(deed))
    const begun = [...wanted].filter(([key]) => !held.has(key)).map(([, deed]) => deed)
    carryOut(simulation, [...ended, ...begun])
    const curves = simulation.plan.flows.map((flow) => lossCurve(simulation, flow.name, from))
    this.#curves.set(name, curves)
    return curves
  }

  /** Everything that is done under these conditions, once, by what it is. */
  #deeds(conditions: readonly number[]): ReadonlyMap<string, Operation> {
    const all = conditions.flatMap((condition) => this.#operations[condition] ?? [])
    return new Map(all.map((operation) => [JSON.stringify(operation), operation]))
  }

  #settledIn(held: ReadonlyMap<string, Operation>): Simulation {
    if (held.size === 0) return this.#base
    const name = nameOf(held)
    const known = this.#settled.get(name)
    const simulation = known ?? this.#base.fork()
    if (known === undefined) carryOut(simulation, [...held.values()])
    this.#settled.delete(name)
    this.#settled.set(name, simulation)
    const [oldest] = this.#settled.keys()
    if (this.#settled.size > mostKept && oldest !== undefined) this.#settled.delete(oldest)
    return simulation
  }
}

function nameOf(deeds: ReadonlyMap<string, Operation>): string {
  return [...deeds.keys()].toSorted().join('\n')
}

/** Does it all at one instant, and goes on until everything has settled and clients have found their ways anew. */
function carryOut(simulation: Simulation, operations: readonly Operation[]): void {
  for (const operation of operations) simulation.schedule(simulation.now, operation)
  if (operations.length > 0) simulation.advance()
  settleWithClients(simulation)
}
