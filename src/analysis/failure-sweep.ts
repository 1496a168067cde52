import type { Scenario } from '../scenario/scenario.ts'
import { buildTopology } from '../scenario/topology.ts'
import { measureFlow } from '../sim/flow/flow-measure.ts'
import { Simulation } from '../sim/simulation.ts'
import { type Micros, secondsToMicros } from '../sim/time.ts'
import { type ElementKind, type FailureElement, failureElements } from './failure-element.ts'
import { arrivingShare, arrivingShares, type FlowEnd, flowEnds } from './flow-ends.ts'
import { pass, settle } from './settle.ts'

/** What of a network is to fail, and how many of it at once at the most. */
export interface SweepPlan {
  readonly kinds: readonly ElementKind[]
  /** 1 for every single failure, 2 for every pair besides, 3 for every three. */
  readonly k: 1 | 2 | 3
}

/** The answer to "what do I lose, and for how long, when this breaks". */
export interface Sweep {
  readonly elements: readonly FailureElement[]
  /** The instant at which every case begins: `quietMicros` after everything had settled. */
  readonly startAt: Micros
  /** Those of one failure first, in the order of the elements. */
  readonly cases: readonly FailureCase[]
  /** How many of them were run; the others have the outcome of one that was. */
  readonly runs: number
}

/** Things that fail at one instant, from the state in which everything works. */
export interface FailureCase {
  readonly elements: readonly FailureElement[]
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
}

/** How long everything works before something fails, so that every flow has begun. */
export const quietMicros: Micros = secondsToMicros(10)

/** Why a sweep cannot begin. */
export class UnsettledError extends Error {}

/** Every failure of up to `k` elements, each from the same settled state; yields after each case that was run. */
export function* sweepFailures(
  scenario: Scenario,
  plan: SweepPlan,
): Generator<SweepProgress, Sweep, undefined> {
  const topology = buildTopology(scenario)
  const base = new Simulation(topology.plan)
  base.start()
  if (!settle(base))
    throw new UnsettledError('the network does not settle within an hour, so nothing can fail')
  pass(base, quietMicros)
  const elements = failureElements(scenario, topology, plan.kinds)
  const combinations = combinationsOf(elements, plan.k)
  const before = arrivingShares(base)
  const known = new Map<string, Outcome>()
  const cases: FailureCase[] = []
  for (const failing of combinations) {
    const name = nameOf(withoutEffectless(failing))
    const outcome = known.get(name) ?? play(base, failing, before)
    if (!known.has(name)) yield { done: cases.length + 1, of: combinations.length }
    known.set(name, outcome)
    cases.push({ elements: failing, ...outcome })
  }
  return { elements, startAt: base.now, cases, runs: known.size }
}

export interface SweepProgress {
  readonly done: number
  readonly of: number
}

type Outcome = Omit<FailureCase, 'elements'>

function play(base: Simulation, failing: readonly FailureElement[], before: readonly number[]): Outcome {
  const simulation = base.fork()
  const from = base.now
  for (const { operations } of failing) {
    for (const operation of operations) simulation.schedule(from, operation)
  }
  simulation.advance()
  const isSettled = settle(simulation)
  return {
    settledAfter: isSettled ? simulation.now - from : undefined,
    flows: flowEnds(simulation).map((flow, index) => verdictOf(simulation, flow, from, before[index] ?? 0)),
  }
}

function verdictOf(simulation: Simulation, flow: FlowEnd, from: Micros, before: number): FlowVerdict {
  const { now, traffic } = simulation
  const arriving = arrivingShare(simulation, flow)
  if (before === 0) return { ...flow, verdict: 'never', worstOutage: 0, arriving }
  const { worstOutage, lost } = measureFlow(traffic.record(flow.name, flow.direction, now), { from, to: now })
  const isBroken = worstOutage > 0 || lost > 0
  const verdict = arriving < before ? 'lost' : isBroken ? 'broken' : 'kept'
  return { ...flow, verdict, worstOutage, arriving }
}

/** Every choice of one element, then of two, and so on up to `k`, in the order of the elements. */
function combinationsOf<Value>(elements: readonly Value[], k: number): readonly (readonly Value[])[] {
  const ofSize = (size: number, from: number): readonly (readonly Value[])[] =>
    size === 0
      ? [[]]
      : elements
          .slice(from)
          .flatMap((element, index) =>
            ofSize(size - 1, from + index + 1).map((others) => [element, ...others]),
          )
  return Array.from({ length: k }, (_, index) => ofSize(index + 1, 0)).flat()
}

/** A cable that ends at a box that is down is as good as cut already, so that such cases are one. */
function withoutEffectless(failing: readonly FailureElement[]): readonly FailureElement[] {
  const down = new Set(failing.flatMap(({ nodes }) => nodes))
  return failing.filter(({ ends }) => ends.length === 0 || !ends.some((node) => down.has(node)))
}

function nameOf(failing: readonly FailureElement[]): string {
  return failing.map(({ kind, name }) => `${kind} ${name}`).join('\n')
}
