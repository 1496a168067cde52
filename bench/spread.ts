/** What several measurements of one thing say. */
export interface Spread {
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  const upper = sorted[sorted.length >> 1]
  const lower = sorted[(sorted.length - 1) >> 1]
  if (lowest === undefined || highest === undefined || upper === undefined || lower === undefined) {
    throw new Error('nothing was measured')
  }
  return { median: (lower + upper) / 2, lowest, highest }
}
