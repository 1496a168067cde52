import type { Family } from '../net/address.ts'
import type { Percentiles } from './percentiles.ts'
import { referenceName } from './references.ts'
import type { BenchSection } from './run-bench.ts'

/** One row of two runs. */
export interface Comparison {
  readonly family: Family
  readonly prefixes: number
  readonly contest: string
  readonly contender: string
  /** How many times as much the later run takes, the machines made equal. */
  readonly ratio: number
  /** How far from 1 the ratio may be and still say nothing. */
  readonly noise: number
  readonly verdict: 'loss' | 'gain' | 'noise'
}

/** Two runs of one program differ by this much on a quiet machine, whatever their samples say. */
const leastNoise = 0.1

/** How far memory may differ: a heap is never counted twice alike. */
const memoryNoise = 0.05

/** Smaller tables are lost in what else a heap does. */
const leastPrefixesWeighed = 1000

/**
 * What of ours became slower or larger, as far as that can be known: times are counted in random reads of memory
 * that were timed in the same rounds, and a difference counts where it is more than all four spreads together.
 * Tables that are not the same in both runs are not compared.
 */
export function compareRuns(
  before: readonly BenchSection[],
  after: readonly BenchSection[],
): readonly Comparison[] {
  return after.flatMap((section) => {
    const earlier = before.find(
      ({ family, digest }) => family === section.family && digest === section.digest,
    )
    if (earlier === undefined) return []
    return [...compareTimes(earlier, section), ...compareMemory(earlier, section)]
  })
}

/**
 * A loss that does not show again was none: how code is compiled and memory laid out differs from run to run by
 * more than the samples of one run tell.
 */
export function withSecondLook(
  rows: readonly Comparison[],
  again: readonly Comparison[],
): readonly Comparison[] {
  return rows.map((row) => {
    if (row.verdict !== 'loss') return row
    const second = again.find(
      ({ family, prefixes, contest, contender }) =>
        family === row.family &&
        prefixes === row.prefixes &&
        contest === row.contest &&
        contender === row.contender,
    )
    return second === undefined || second.ratio > row.ratio ? row : second
  })
}

function compareTimes(before: BenchSection, after: BenchSection): readonly Comparison[] {
  const references = { before: referenceOf(before), after: referenceOf(after) }
  const machines = references.after.median / references.before.median
  const { family, prefixes } = after
  return after.measurements.flatMap(({ kind, contest, contender, nanoseconds }) => {
    const earlier = before.measurements.find(
      (other) => other.contest === contest && other.contender === contender,
    )
    if (kind !== 'ours' || earlier === undefined) return []
    const ratio = nanoseconds.median / earlier.nanoseconds.median / machines
    const spreads = [earlier.nanoseconds, nanoseconds, references.before, references.after].map(spreadOf)
    const noise = Math.max(
      leastNoise,
      spreads.reduce((sum, spread) => sum + spread),
    )
    return [{ family, prefixes, contest, contender, ratio, noise, verdict: verdictOn(ratio, noise) }]
  })
}

function compareMemory(before: BenchSection, after: BenchSection): readonly Comparison[] {
  const { family, prefixes } = after
  if (prefixes < leastPrefixesWeighed) return []
  return after.memory.flatMap(({ kind, contender, octetsPerPrefix, octetsPerPrefixAfterChurn }) => {
    const earlier = before.memory.find((other) => other.contender === contender)
    if (kind !== 'ours' || earlier === undefined) return []
    const ratios = {
      'octets a prefix': octetsPerPrefix / earlier.octetsPerPrefix,
      'octets after churn': octetsPerPrefixAfterChurn / earlier.octetsPerPrefixAfterChurn,
    }
    return Object.entries(ratios).map(([contest, ratio]) => {
      return {
        family,
        prefixes,
        contest,
        contender,
        ratio,
        noise: memoryNoise,
        verdict: verdictOn(ratio, memoryNoise),
      }
    })
  })
}

function referenceOf({ measurements }: BenchSection): Percentiles {
  const reference = measurements.find(({ contest }) => contest === referenceName)
  if (reference === undefined) throw new Error(`a run without ${referenceName}`)
  return reference.nanoseconds
}

/** Half of what lies between the tenth and the ninetieth percentile, as a part of the median. */
function spreadOf({ p10, median, p90 }: Percentiles): number {
  return (p90 - p10) / (2 * median)
}

function verdictOn(ratio: number, noise: number): Comparison['verdict'] {
  if (ratio > 1 + noise) return 'loss'
  return ratio < 1 / (1 + noise) ? 'gain' : 'noise'
}
