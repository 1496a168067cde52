import * as z from 'zod'
import type { BfdStrictConfiguration } from '../../bgp/fsm/session.ts'
import { usualBfd } from '../../expressroute/bfd.ts'
import type { BfdTimers } from '../../expressroute/design.ts'
import type { Micros } from '../../sim/time.ts'
import { duration, whole, wholeSeconds, yesOrNo } from './scalars.ts'
import { complain, strict } from './strict.ts'

const shortest: Micros = 10_000
const longest: Micros = 60_000_000

const interval: z.ZodType<Micros, string> = duration.transform((micros, context): Micros => {
  if (micros >= shortest && micros <= longest) return micros
  return complain(context, { rule: 'range', message: 'a BFD interval is from 10ms to 60s' })
})

const usualStrict: BfdStrictConfiguration = { holdSeconds: 30, holdDownSeconds: 0 }

const bfdStrict: z.ZodType<BfdStrictConfiguration> = strict({
  holdTime: wholeSeconds
    .optional()
    .meta({ description: 'How long BFD is waited for where the ends agreed on no hold time: 30s' }),
  holdDown: wholeSeconds
    .optional()
    .meta({ description: 'How long BFD has to be Up before the session may stand: 0s' }),
}).transform(({ holdTime, holdDown }, context) => {
  if (holdTime === 0) {
    return complain(context, {
      rule: 'range',
      message: 'a session that waits for BFD for no time never stands',
      hint: 'make holdTime 1s or more',
      path: ['holdTime'],
    })
  }
  return {
    holdSeconds: holdTime ?? usualStrict.holdSeconds,
    holdDownSeconds: holdDown ?? usualStrict.holdDownSeconds,
  }
})

const bfdTimers: z.ZodType<BfdTimers> = strict({
  interval: interval
    .optional()
    .meta({ description: 'Between two packets, sent and taken; the slower end of a session decides: 300ms' }),
  multiplier: whole(1, 255)
    .optional()
    .meta({ description: 'How many of the intervals may pass in silence: 3' }),
  strict: z
    .union([yesOrNo, bfdStrict], { error: 'must be true, false, or { holdTime: 30s, holdDown: 0s }' })
    .transform((written) => (written === true ? usualStrict : written || undefined))
    .optional()
    .meta({ description: 'Whether the session waits until BFD is Up, where both ends say so: false' }),
}).transform((written) => ({
  intervalMicros: written.interval ?? usualBfd.intervalMicros,
  multiplier: written.multiplier ?? usualBfd.multiplier,
  strict: written.strict,
}))

/** `true` is for the usual timers, `false` for a router that is not configured for it. */
export const bfd: z.ZodType<BfdTimers | false> = z
  .union([yesOrNo, bfdTimers], { error: 'must be true, false, or { interval: 300ms, multiplier: 3 }' })
  .transform((written) => (written === true ? usualBfd : written))
