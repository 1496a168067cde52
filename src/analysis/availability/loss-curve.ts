import type { FlowPeriod } from '../../sim/flow/flow-meter.ts'
import type { Simulation } from '../../sim/simulation.ts'
import type { Micros } from '../../sim/time.ts'

/** How many five-tuples of a flow do not get through, from a moment on: each step until the next, the last for ever. */
export type LossCurve = readonly LossStep[]

interface LossStep {
  /** Counted from the beginning of the curve; 0 in the first step. */
  readonly from: Micros
  readonly out: number
}

/** A five-tuple gets through where its packets arrive and those of the answer too. */
export function lossCurve({ traffic, now }: Simulation, flow: string, start: Micros): LossCurve {
  // What holds since this very instant is a period too.
  const [there, back] = (['forward', 'return'] as const).map((direction) => {
    return traffic.record(flow, direction, now + 1).periods.filter(({ to }) => to > start)
  })
  if (there === undefined || back === undefined) throw new Error('a flow has two directions')
  const moments = [...new Set([...there, ...back].map(({ from }) => Math.max(start, from)))]
  const steps = moments
    .toSorted((a, b) => a - b)
    .map((at) => ({ from: at - start, out: outAt(there, back, at) }))
  return steps.filter(({ out }, index) => out !== steps[index - 1]?.out)
}

/** How much of so long a time is lost, in five-tuples times microseconds. */
export function lossDuring(curve: LossCurve, micros: Micros): number {
  return curve.reduce((sum, { from, out }, index) => {
    const until = Math.min(micros, curve[index + 1]?.from ?? micros)
    return sum + out * Math.max(0, until - from)
  }, 0)
}

/** The last step of it: how many are out in the end. */
export function outInTheEnd(curve: LossCurve): number {
  return curve.at(-1)?.out ?? 0
}

function outAt(there: readonly FlowPeriod[], back: readonly FlowPeriod[], at: Micros): number {
  const [forward, answer] = [there, back].map((periods) => periods.findLast(({ from }) => from <= at))
  if (forward === undefined || answer === undefined) throw new Error(`nothing is known of ${at}`)
  return forward.walks.filter(
    ({ outcome }, tuple) => outcome !== 'ACCEPTED' || answer.walks[tuple]?.outcome !== 'ACCEPTED',
  ).length
}
