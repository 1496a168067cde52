import type { Playback } from '../../analysis/playback.ts'

/** A flow is shown by its lanes and the ways that it takes now, which the page has already; here is what it is. */
export interface FlowInspection {
  readonly kind: 'flow'
  readonly name: string
  readonly from: string
  readonly to: string
  readonly tuples: number
  readonly probesPerSecond: number
}

export function inspectFlow({ run }: Playback, name: string): FlowInspection | undefined {
  const flow = run.simulation.plan.flows.find((one) => one.name === name)
  if (flow === undefined) return undefined
  const { from, to, count, probesPerSecond } = flow
  return { kind: 'flow', name, from, to, tuples: count, probesPerSecond }
}
