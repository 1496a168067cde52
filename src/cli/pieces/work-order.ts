import { AvailabilityTrials } from '../../analysis/availability/availability.ts'
import { FailureRuns, type SweepPlan } from '../../analysis/failure-sweep.ts'
import { InterleavedRuns } from '../../analysis/interleaved-runs.ts'
import type { Work } from '../../analysis/work.ts'
import type { Scenario } from '../../scenario/scenario.ts'

/** What is to be done, as plain data: each thread makes the work of it for itself. */
export type WorkOrder =
  | { readonly kind: 'failures'; readonly scenario: Scenario; readonly plan: SweepPlan }
  | { readonly kind: 'availability'; readonly scenario: Scenario; readonly trials: number }
  | { readonly kind: 'interleave'; readonly scenario: Scenario; readonly orders: number }

export function workOf(order: WorkOrder): Work<unknown, unknown> {
  switch (order.kind) {
    case 'failures':
      return new FailureRuns(order.scenario, order.plan)
    case 'availability':
      return new AvailabilityTrials(order.scenario, order.trials)
    case 'interleave':
      return new InterleavedRuns(order.scenario, order.orders)
    default:
      throw new Error(`no such work ${order satisfies never}`)
  }
}
