import type { Micros } from '../../../sim/time.ts'

/** How instants lie in the picture of the timeline. */
export interface Scale {
  readonly width: number
  readonly x: (at: Micros) => number
}
