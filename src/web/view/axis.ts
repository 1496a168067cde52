import { formatSpan } from '../../report/quantity.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'

/**
 * An axis of time on which something happens: the way from one event to the next grows with the logarithm of the time
 * between them, so that milliseconds can be told apart beside minutes. What is long and quiet is folded, and says so.
 */
export interface Axis {
  readonly knots: readonly Knot[]
  readonly folds: readonly Fold[]
}

/** An instant, and how far along the axis it lies, from 0 to 1. */
export interface Knot {
  readonly at: Micros
  readonly share: number
}

export interface Fold {
  readonly from: Micros
  readonly to: Micros
  /** `3 m 48 s`. */
  readonly words: string
}

const shortestFold: Micros = 10_000_000
const unit: Micros = 10_000
const leastWeight = 0.012

export function axisOf(events: readonly Micros[], end: Micros): Axis {
  const instants = [...new Set([0, ...events, Math.max(end, 1)])].sort((a, b) => a - b)
  const gaps = instants.slice(1).map((to, index) => ({ from: instants[index] ?? 0, to }))
  const weights = gaps.map(({ from, to }) => leastWeight + Math.log10(1 + (to - from) / unit))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let along = 0
  const knots: Knot[] = [{ at: 0, share: 0 }]
  for (const [index, { to }] of gaps.entries()) {
    along += weights[index] ?? 0
    knots.push({ at: to, share: along / total })
  }
  const folds = gaps
    .filter(({ from, to }) => to - from >= shortestFold)
    .map(({ from, to }) => ({ from, to, words: formatSpan(microsToSeconds(to - from)) }))
  return { knots, folds }
}

/** How far along the axis an instant lies. */
export function shareAt({ knots }: Axis, at: Micros): number {
  const next = knots.findIndex((knot) => knot.at >= at)
  const [before, after] = [knots[next - 1], knots[next]]
  if (after === undefined) return 1
  if (before === undefined) return 0
  return before.share + ((at - before.at) / (after.at - before.at)) * (after.share - before.share)
}

/** The instant that lies so far along the axis. */
export function instantAt({ knots }: Axis, share: number): Micros {
  const next = knots.findIndex((knot) => knot.share >= share)
  const [before, after] = [knots[next - 1], knots[next]]
  if (after === undefined) return knots.at(-1)?.at ?? 0
  if (before === undefined) return 0
  const part = (share - before.share) / (after.share - before.share)
  return Math.round(before.at + part * (after.at - before.at))
}
