import type { PrefixLimit } from '../bgp/speaker-configuration.ts'
import type { Family } from '../net/address.ts'
import type { Era, SkuTier } from './design.ts'

export type PrefixCounts = Readonly<Record<Family, number>>

/** RT16, FAQ26, LIM23: what a customer may announce on private peering, per session. The session drops above it. */
export const privatePeeringPrefixes: Readonly<Record<SkuTier, PrefixCounts>> = {
  Local: { ipv4: 4_000, ipv6: 100 },
  Standard: { ipv4: 4_000, ipv6: 100 },
  Premium: { ipv4: 10_000, ipv6: 100 },
}

/**
 * FAQ26: the address spaces that a gateway may announce over one connection. The texts of 2017 that were
 * read do not say; 200 is the nearest documented value (2019, GH#32274, GH#57345).
 */
export const connectionPrefixes: Readonly<Record<Era, PrefixCounts>> = {
  '2017': { ipv4: 200, ipv6: 0 },
  current: { ipv4: 1_000, ipv6: 100 },
}

/** Model assumption, after the alert that ALERT23 sets at 160 routes of 200. */
const warningPercent = 80

/** Model assumption: documents say that the session comes back under the limit, not when it is tried again. */
export const limitRestartSeconds = 60

/** What an MSEE holds a customer's session to. */
export function customerPrefixLimit(tier: SkuTier): PrefixLimit {
  return { maximum: privatePeeringPrefixes[tier], warningPercent, restartSeconds: limitRestartSeconds }
}

/** What an MSEE holds a gateway's session to. */
export function gatewayPrefixLimit(era: Era): PrefixLimit {
  return { maximum: connectionPrefixes[era], warningPercent, restartSeconds: limitRestartSeconds }
}
