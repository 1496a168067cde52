import { judgeRun } from '../scenario/judge/judges.ts'
import type { ExpectationResult } from '../scenario/result/run-result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { scenarioRun } from '../scenario/scenario-run.ts'
import type { Work } from './work.ts'

/** What became of each expectation in one order of events. */
export type OrderVerdicts = readonly Pick<ExpectationResult, 'text' | 'verdict' | 'measured'>[]

/** The same scenario in so many orders of what happens at one instant, and with other delays of messages. */
export class InterleavedRuns implements Work<undefined, OrderVerdicts> {
  readonly outline = undefined
  readonly #scenario: Scenario
  readonly pieces: number

  constructor(scenario: Scenario, orders: number) {
    this.#scenario = scenario
    this.pieces = orders
  }

  /** There is nothing that the runs have in common. */
  start(): void {}

  piece(index: number): OrderVerdicts {
    return verdictsIn(this.#scenario, orderOf(index))
  }
}

/** The number of the order, as `interleave:` has it in a file. */
function orderOf(piece: number): number {
  return piece + 1
}

/** In the order of the number; as the file has it where there is none. */
export function verdictsIn(scenario: Scenario, order: number | undefined): OrderVerdicts {
  const run = scenarioRun({ ...scenario, interleave: order ?? scenario.interleave })
  return judgeRun(run).map(({ text, verdict, measured }) => ({ text, verdict, measured }))
}

/** An expectation that one order answers otherwise. */
export interface OrderDifference {
  readonly order: number
  readonly text: string
  readonly from: ExpectationResult['verdict']
  readonly to: ExpectationResult['verdict']
  readonly measured: string
}

/** Where verdicts depend on the order, the orders by their numbers. */
export function orderDifferences(
  usual: OrderVerdicts,
  orders: ReadonlyMap<number, OrderVerdicts>,
): readonly OrderDifference[] {
  return [...orders]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([piece, verdicts]) =>
      verdicts.flatMap(({ text, verdict: to, measured }, index) => {
        const from = usual[index]?.verdict
        if (from === undefined) throw new Error('two runs of one scenario with different expectations')
        return from === to ? [] : [{ order: orderOf(piece), text, from, to, measured }]
      }),
    )
}

/** The text of the scenario in that order, by a line after its version. */
export function inOrder(source: string, order: number): string {
  const without = source.replace(/^interleave:.*\n/m, '')
  return without.replace(/^(version:.*\n)/m, `$1interleave: ${order}\n`)
}
