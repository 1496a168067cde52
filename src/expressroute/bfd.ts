import type { Assumptions, BfdTimers } from './design.ts'

/** CFG26, BFD18: what the samples for customer routers have. */
export const usualBfd: BfdTimers = { intervalMicros: 300_000, multiplier: 3, strict: undefined }

/** BFD18, BFD20: an MSEE has 300 ms, in later texts 750 ms "in some scenarios"; the slower side of a session decides. */
export function mseeBfd({ bfdInterval }: Assumptions): BfdTimers {
  return { ...usualBfd, intervalMicros: bfdInterval === '750ms' ? 750_000 : 300_000 }
}
