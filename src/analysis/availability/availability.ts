import { mseeBoxName, paths } from '../../expressroute/node-names.ts'
import type { Owner } from '../../scenario/owner.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { buildTopology, type Topology } from '../../scenario/topology.ts'
import type { Work } from '../work.ts'
import { type ComponentFigures, type Components, componentsOf } from './components.ts'
import { NetworkStates } from './network-states.ts'
import { playTrial, type TrialOutcome, type TrialPlan } from './trial.ts'

/** Everything about the trials but their outcomes: plain data. */
export interface AvailabilityOutline {
  readonly trials: number
  readonly flows: readonly { readonly name: string; readonly tuples: number }[]
  readonly components: readonly ComponentFigures[]
  readonly groupsWithoutFigures: readonly string[]
  /** The names of the conditions that causes speak of. */
  readonly conditions: readonly string[]
  /** In the same order, whose they are. */
  readonly owners: readonly Owner[]
  readonly circuits: readonly CoveredCircuit[]
}

/** A circuit, and whether Microsoft's SLA is about it. */
export interface CoveredCircuit {
  readonly name: string
  /** The links of it, of any peering, on which nobody has a session with the MSEE; with any the SLA covers nothing. */
  readonly withoutSession: readonly string[]
}

/** So many years of one network, each by itself. */
export class AvailabilityTrials implements Work<AvailabilityOutline, TrialOutcome> {
  readonly outline: AvailabilityOutline
  readonly strangers: Components['strangers']
  readonly #topology: Topology
  readonly #plan: Omit<TrialPlan, 'change'>
  readonly #conditions: Components['conditions']
  #states: NetworkStates | undefined

  constructor(scenario: Scenario, trials: number) {
    const topology = buildTopology(scenario)
    const { figures, conditions, groupsWithoutFigures, strangers } = componentsOf(scenario, topology)
    const circuits = [...scenario.design.circuits.keys()]
    this.strangers = strangers
    this.#topology = topology
    this.#conditions = conditions
    this.#plan = {
      ...{ seed: scenario.seed, flows: topology.plan.flows.length, conditions },
      pairs: circuits.map((circuit) => {
        const [primary, secondary] = paths.map((path) => downOf(mseeBoxName(circuit, path), conditions))
        return [primary ?? [], secondary ?? []]
      }),
    }
    this.outline = {
      trials,
      flows: topology.plan.flows.map(({ name, count }) => ({ name, tuples: count })),
      components: figures,
      groupsWithoutFigures,
      conditions: conditions.map(({ name }) => name),
      owners: conditions.map(({ owner }) => owner),
      circuits: circuits.map((name) => ({ name, withoutSession: linksWithoutSession(name, topology) })),
    }
  }

  get pieces(): number {
    return this.outline.trials
  }

  /** Throws an `UnsettledError` where the network does not settle. */
  start(): void {
    this.#states = new NetworkStates(
      this.#topology.plan,
      this.#conditions.map(({ operations }) => operations),
    )
  }

  piece(index: number): TrialOutcome {
    const states = this.#states
    if (states === undefined) throw new Error('a trial before the start')
    return playTrial({ ...this.#plan, change: (before, after) => states.change(before, after) }, index)
  }
}

/** The conditions in which the box is down: not those in which traffic is only asked to leave it. */
function downOf(box: string, conditions: Components['conditions']): readonly number[] {
  return conditions.flatMap(({ name }, index) =>
    name === box || name === `${box} (maintenance)` ? [index] : [],
  )
}

function linksWithoutSession(circuit: string, { design, expansion }: Topology): readonly string[] {
  const peerings = [...(design.circuits.get(circuit)?.peerings.keys() ?? [])]
  const taken = expansion.sessions.flatMap(({ link }) =>
    link.kind === 'circuit' && link.circuit === circuit ? [`${link.peering} ${link.path}`] : [],
  )
  return peerings
    .flatMap((peering) => paths.map((path) => `${peering} ${path}`))
    .filter((link) => !taken.includes(link))
}
