import * as z from 'zod'
import { usualBfd } from '../../expressroute/bfd.ts'
import type { BfdTimers } from '../../expressroute/design.ts'
import type { Micros } from '../../sim/time.ts'
import { duration, whole, yesOrNo } from './scalars.ts'
import { complain, strict } from './strict.ts'

const shortest: Micros = 10_000
const longest: Micros = 60_000_000

const interval: z.ZodType<Micros, string> = duration.transform((micros, context): Micros => {
  if (micros >= shortest && micros <= longest) return micros
  return complain(context, { rule: 'range', message: 'a BFD interval is from 10ms to 60s' })
})

const bfdTimers: z.ZodType<BfdTimers> = strict({
  interval: interval
    .optional()
    .meta({ description: 'Between two packets, sent and taken; the slower end of a session decides: 300ms' }),
  multiplier: whole(1, 255)
    .optional()
    .meta({ description: 'How many of the intervals may pass in silence: 3' }),
}).transform((written) => ({
  intervalMicros: written.interval ?? usualBfd.intervalMicros,
  multiplier: written.multiplier ?? usualBfd.multiplier,
}))

/** `true` is for the usual timers, `false` for a router that is not configured for it. */
export const bfd: z.ZodType<BfdTimers | false> = z
  .union([yesOrNo, bfdTimers], { error: 'must be true, false, or { interval: 300ms, multiplier: 3 }' })
  .transform((written) => (written === true ? usualBfd : written))
