import { FailureRuns, type SweepPlan } from '../../analysis/failure-sweep.ts'
import type { Work } from '../../analysis/work.ts'
import type { Scenario } from '../../scenario/scenario.ts'

/** What is to be done, as plain data: each thread makes the work of it for itself. */
export interface WorkOrder {
  readonly kind: 'failures'
  readonly scenario: Scenario
  readonly plan: SweepPlan
}

export function workOf({ scenario, plan }: WorkOrder): Work<unknown, unknown> {
  return new FailureRuns(scenario, plan)
}
