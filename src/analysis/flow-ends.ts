import type { FlowDirection } from '../sim/flow/flow.ts'
import type { Simulation } from '../sim/simulation.ts'

/** One direction of one flow. */
export interface FlowEnd {
  readonly name: string
  readonly direction: FlowDirection
}

/** In the order of the plan, each flow in both directions. */
export function flowEnds({ plan }: Simulation): readonly FlowEnd[] {
  return plan.flows.flatMap(({ name }) =>
    (['forward', 'return'] as const).map((direction) => ({ name, direction })),
  )
}

/** The share of each direction's five-tuples that arrive as the network stands, in the order of `flowEnds`. */
export function arrivingShares(simulation: Simulation): readonly number[] {
  return flowEnds(simulation).map((end) => arrivingShare(simulation, end))
}

export function arrivingShare({ traffic }: Simulation, { name, direction }: FlowEnd): number {
  const walks = traffic.walks(name, direction)
  return walks.filter(({ outcome }) => outcome === 'ACCEPTED').length / Math.max(1, walks.length)
}
