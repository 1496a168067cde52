import type { Scenario } from '../scenario/scenario.ts'
import { buildTopology } from '../scenario/topology.ts'
import type { SimulationPlan } from '../sim/plan.ts'
import type { Micros } from '../sim/time.ts'
import { combinationsOf, type FailureCases, failureCases } from './failure-cases.ts'
import { type ElementKind, type FailureName, failureElements } from './failure-element.ts'
import { type FailureOutcome, SettledNetwork } from './settled-network.ts'
import type { Work } from './work.ts'

/** What of a network is to fail, and how many of it at once at the most. */
export interface SweepPlan {
  readonly kinds: readonly ElementKind[]
  /** 1 for every single failure, 2 for every pair besides, 3 for every three. */
  readonly k: 1 | 2 | 3
}

/** The answer to "what do I lose, and for how long, when this breaks". */
export interface Sweep {
  readonly elements: readonly FailureName[]
  /** The instant at which every case begins. */
  readonly startAt: Micros
  /** Those of one failure first, in the order of the elements. */
  readonly cases: readonly FailureCase[]
  /** How many of them were run; the others have the outcome of one that was, since the same breaks in effect. */
  readonly runs: number
}

/** Things that fail at one instant, from the state in which everything works. */
export interface FailureCase extends Pick<FailureOutcome, 'flows' | 'settledAfter'> {
  readonly elements: readonly FailureName[]
}

/** Everything about a sweep but its outcomes: plain data, from which and from them the sweep is made anywhere. */
export interface SweepOutline {
  readonly k: SweepPlan['k']
  readonly elements: readonly FailureName[]
  /** For each case the run that has its outcome. */
  readonly runOf: readonly number[]
}

/** The runs of a sweep, to be done in any order and anywhere: each from the same settled state. */
export class FailureRuns implements Work<SweepOutline, FailureOutcome> {
  readonly outline: SweepOutline
  readonly #plan: SimulationPlan
  readonly #runs: FailureCases['runs']
  #network: SettledNetwork | undefined

  constructor(scenario: Scenario, { k, kinds }: SweepPlan) {
    const topology = buildTopology(scenario)
    const elements = failureElements(scenario, topology, kinds)
    const { runs, runOf } = failureCases(topology.plan, elements, k)
    this.#plan = topology.plan
    this.#runs = runs
    this.outline = { k, elements: elements.map(({ kind, name, action }) => ({ kind, name, action })), runOf }
  }

  get pieces(): number {
    return this.#runs.length
  }

  /** Throws an `UnsettledError` where the network does not settle. */
  start(): void {
    this.#network = new SettledNetwork(this.#plan)
  }

  piece(index: number): FailureOutcome {
    const operations = this.#runs[index]
    if (this.#network === undefined) throw new Error('a run before the start')
    if (operations === undefined) throw new Error(`no run ${index} of ${this.pieces}`)
    return this.#network.outcomeOf(operations)
  }
}

/** The sweep of its outline and the outcomes of all of its runs, of which there is at least one. */
export function sweepOf(
  { k, elements, runOf }: SweepOutline,
  outcomes: ReadonlyMap<number, FailureOutcome>,
): Sweep {
  const outcomeOf = (run: number | undefined): FailureOutcome => {
    const outcome = run === undefined ? undefined : outcomes.get(run)
    if (outcome === undefined) throw new Error(`no outcome of run ${run}`)
    return outcome
  }
  const cases = combinationsOf(elements, k).map((failing, index): FailureCase => {
    const { flows, settledAfter } = outcomeOf(runOf[index])
    return { elements: failing, flows, settledAfter }
  })
  return { elements, startAt: outcomeOf(0).failedAt, cases, runs: outcomes.size }
}
