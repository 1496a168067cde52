/** A mean of samples, and where the true one lies with a confidence of 95 %. */
export interface Estimate {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** The 97.5th percentile of the normal distribution. */
const z = 1.96

/** By the central limit theorem; none of the samples is negative, and so is no bound. */
export function estimate(samples: readonly number[]): Estimate {
  const count = samples.length
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / count
  const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / Math.max(1, count - 1)
  const half = z * Math.sqrt(variance / count)
  return { mean, low: Math.max(0, mean - half), high: mean + half }
}

/** `3.3` for 99.95 %: how many nines, with what lies between two of them. */
export function nines(availability: number): number {
  return -Math.log10(1 - availability)
}
