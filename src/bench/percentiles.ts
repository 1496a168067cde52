/** What several measurements of one thing say. */
export interface Percentiles {
  readonly p10: number
  readonly p25: number
  readonly median: number
  readonly p75: number
  readonly p90: number
}

export function percentilesOf(values: readonly number[]): Percentiles {
  if (values.length === 0) throw new Error('nothing was measured')
  const sorted = values.toSorted((a, b) => a - b)
  return {
    p10: valueAt(sorted, 0.1),
    p25: valueAt(sorted, 0.25),
    median: valueAt(sorted, 0.5),
    p75: valueAt(sorted, 0.75),
    p90: valueAt(sorted, 0.9),
  }
}

/** Between two measurements, where the share falls between them. */
function valueAt(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}
