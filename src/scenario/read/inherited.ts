import type { Profile } from '../../bgp/profile.ts'
import type { Assumptions, Era } from '../../expressroute/design.ts'
import type { Micros } from '../../sim/time.ts'
import { usualAssumptions } from '../schema/assumptions.ts'
import { noTimers, type RouterTimersEntry } from '../schema/router.ts'
import type { HeaderEntry } from '../schema/scenario-file.ts'

/** What everything in the file inherits. */
export interface Inherited {
  readonly era: Era
  readonly assumptions: Assumptions
  readonly defaults: {
    /** `undefined` where the file names none. */
    readonly profile: Profile['name'] | undefined
    readonly timers: RouterTimersEntry
    readonly latencyMicros: Micros | undefined
  }
}

/** Where the head of the file is bad, the rest is judged by what holds without one. */
export function inheritedOf(header: HeaderEntry | undefined): Inherited {
  return {
    era: header?.era ?? 'current',
    assumptions: header?.assumptions ?? usualAssumptions,
    defaults: {
      profile: header?.defaults.profile,
      timers: header?.defaults.timers ?? noTimers,
      latencyMicros: header?.defaults.latencyMicros,
    },
  }
}
