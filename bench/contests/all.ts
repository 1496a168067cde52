import type { Contest } from '../../src/bench/contest.ts'
import type { Scale } from '../scale.ts'
import { decision } from './decision.ts'
import { longestMatch } from './longest-match.ts'
import { packing } from './packing.ts'
import { simulation } from './simulation.ts'

/** Every contest, made when its turn comes: the inputs of one need not lie in memory while another is timed. */
export const contestMakers: readonly ((scale: Scale) => readonly Contest[])[] = [
  longestMatch,
  packing,
  decision,
  simulation,
]
