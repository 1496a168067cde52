import type { Micros } from '../sim/time.ts'

/** How many of what is in order of time lie at the instant or before it. */
export function countUpTo<Value>(
  values: readonly Value[],
  at: Micros,
  instantOf: (value: Value) => Micros,
): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const value = values[middle]
    if (value !== undefined && instantOf(value) <= at) low = middle + 1
    else high = middle
  }
  return low
}
