import type { Contest } from '../src/bench/contest.ts'
import type { MemoryMeasurement } from '../src/bench/memory.ts'
import type { Scale } from './scale.ts'

/** Contests about one thing, made when their turn comes: the inputs of one need not lie in memory while another is timed. */
export interface ContestMaker {
  readonly topic: string
  readonly make: (scale: Scale) => readonly Contest[]
  /** What the contenders hold, where that is a question. */
  readonly weigh?: (scale: Scale) => readonly MemoryMeasurement[]
}
