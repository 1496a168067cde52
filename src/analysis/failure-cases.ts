import type { Operation } from '../sim/operation.ts'
import { routerOfEnd, type SimulationPlan } from '../sim/plan.ts'
import type { FailureElement } from './failure-element.ts'

/** Everything that is to be tried: several things that fail at one instant, and what of it has to be run. */
export interface FailureCases {
  /** Those of one element first, then those of two, in the order of the elements. */
  readonly cases: readonly (readonly FailureElement[])[]
  /** For each case the run that has its outcome. */
  readonly runOf: readonly number[]
  /** What is done in each run. */
  readonly runs: readonly (readonly Operation[])[]
}

/**
 * Cases in which the same breaks in effect are run once: what is done to a box that is down with it, or to a cable that
 * ends at one, changes nothing, and what two elements have in common is done once.
 */
export function failureCases(
  plan: SimulationPlan,
  elements: readonly FailureElement[],
  k: number,
): FailureCases {
  const cases = combinationsOf(elements, k)
  const known = new Map<string, number>()
  const runs: (readonly Operation[])[] = []
  const runOf = cases.map((failing) => {
    const operations = effectOf(plan, failing)
    const name = nameOf(operations)
    const run = known.get(name) ?? runs.length
    if (run === runs.length) runs.push(operations)
    known.set(name, run)
    return run
  })
  return { cases, runOf, runs }
}

/** Every choice of one, then of two, and so on up to `k`, in the order of the values. */
export function combinationsOf<Value>(values: readonly Value[], k: number): readonly (readonly Value[])[] {
  const ofSize = (size: number, from: number): readonly (readonly Value[])[] =>
    size === 0
      ? [[]]
      : values
          .slice(from)
          .flatMap((value, index) => ofSize(size - 1, from + index + 1).map((others) => [value, ...others]))
  return Array.from({ length: k }, (_, index) => ofSize(index + 1, 0)).flat()
}

/** What the elements do together, without what is done already by another of them. */
export function effectOf(plan: SimulationPlan, failing: readonly FailureElement[]): readonly Operation[] {
  const all = failing.flatMap(({ operations }) => operations)
  const down = new Set(all.flatMap((operation) => (operation.kind === 'crash' ? [operation.node] : [])))
  const different = new Map(all.map((operation) => [JSON.stringify(operation), operation]))
  return [...different.values()].filter((operation) => !isIdle(plan, operation, down))
}

/** The name of a set of operations, in whatever order they are done. */
export function nameOf(operations: readonly Operation[]): string {
  return operations
    .map((operation) => JSON.stringify(operation))
    .toSorted()
    .join('\n')
}

/** Whether the operation changes nothing where these nodes are down. */
function isIdle(
  { links, routers }: SimulationPlan,
  operation: Operation,
  down: ReadonlySet<string>,
): boolean {
  if (operation.kind === 'shut') return down.has(routerOfEnd(routers, operation))
  if (operation.kind !== 'add-fault') return false
  const { rule } = operation
  const link = links.find(({ name }) => name === rule.link)
  if (link === undefined) throw new Error(`no link ${rule.link}`)
  const isDown = ({ node }: { readonly node: string }): boolean => down.has(node)
  // Behind a layer-2 provider a port keeps its light when the far box goes down, and loses it when the cable is cut.
  const tellsPorts = rule.kind === 'ports-down' && link.carrier === 'layer-2'
  return tellsPorts ? link.ends.every(isDown) : link.ends.some(isDown)
}
