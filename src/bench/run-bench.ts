import type { Family } from '../net/address.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import { shortcutDepth } from '../net/trie/tree.ts'
import { mix } from './contest.ts'
import { entrantsWith } from './entrants.ts'
import { type MemoryMeasurement, measureMemory } from './memory.ts'
import { referenceContests } from './references.ts'
import { type Course, routeContests } from './route-contests.ts'
import { type Effort, type Instruments, type Measurement, type OnSample, timeContests } from './stopwatch.ts'

export interface BenchPlan extends Effort {
  readonly courses: readonly Omit<Course, 'seed'>[]
  readonly seed: number
  /** Bits of IPv4 that the first step of a look-up takes, where not as the size asks for. */
  readonly depth: number | undefined
}

/** What was measured on one table. */
export interface BenchSection {
  readonly family: Family
  readonly prefixes: number
  /** Of the prefixes: two runs are about the same table where it is the same. */
  readonly digest: number
  /** Bits of the address that the first step of a look-up takes in our table: R. */
  readonly depth: number
  readonly memory: readonly MemoryMeasurement[]
  readonly measurements: readonly Measurement[]
}

/** Which of the courses is run. */
interface Stage {
  readonly course: number
  readonly family: Family
  readonly prefixes: number
}

/** One table after the other; the references are timed with each, in the same rounds. */
export function runBench(
  { courses, seed, depth, ...effort }: BenchPlan,
  instruments: Instruments,
  onSample: (at: Stage, ...sample: Parameters<OnSample>) => void,
): readonly BenchSection[] {
  const references = referenceContests(seed)
  const entrants = entrantsWith(depth === undefined ? {} : { depth })
  return courses.map((course, index) => {
    const { family, count: prefixes }: PackedPrefixes = course.prefixes
    const memory = measureMemory(course.prefixes, entrants, instruments)
    const contests = [...routeContests({ ...course, seed }, entrants), ...references]
    const measurements = timeContests(contests, effort, instruments, (...sample) =>
      onSample({ course: index, family, prefixes }, ...sample),
    )
    return {
      family,
      prefixes,
      digest: digestOf(course.prefixes),
      depth: family === 'ipv4' && depth !== undefined ? depth : shortcutDepth(family, prefixes),
      memory,
      measurements,
    }
  })
}

function digestOf({ data }: PackedPrefixes): number {
  return data.reduce((digest, word) => mix(digest, word), 0) >>> 0
}
