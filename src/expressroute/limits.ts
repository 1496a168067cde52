import type { PrefixLimit } from '../bgp/speaker-configuration.ts'
import type { Family } from '../net/address.ts'
import type { Assumptions, Design, Era, PeeringKind, SkuTier } from './design.ts'

export type PrefixCounts = Readonly<Record<Family, number>>

/** RT16, FAQ26, LIM23: what a customer may announce on private peering, per session. The session drops above it. */
const privatePeeringPrefixes: Readonly<Record<SkuTier, PrefixCounts>> = {
  Local: { ipv4: 4_000, ipv6: 100 },
  Standard: { ipv4: 4_000, ipv6: 100 },
  Premium: { ipv4: 10_000, ipv6: 100 },
}

/**
 * RT16, FAQ17, CMP19, FAQ26: 200 on each session of public and of Microsoft peering, whatever the SKU. For public peering SEED
 * and PREM15 say otherwise, 4,000 and with Premium 10,000.
 */
const publicSidePrefixes: PrefixCounts = { ipv4: 200, ipv6: 200 }

/** How many prefixes a customer may announce on one session of the peering. */
export function customerPrefixes(
  peering: PeeringKind,
  tier: SkuTier,
  { publicPeeringLimit }: Pick<Assumptions, 'publicPeeringLimit'>,
): PrefixCounts {
  const isAsPrivate = peering === 'private' || (peering === 'public' && publicPeeringLimit === 'as-private')
  return isAsPrivate ? privatePeeringPrefixes[tier] : publicSidePrefixes
}

/**
 * FAQ26: the address spaces that a gateway may announce over one connection. The texts of 2017 that were
 * read do not say; 200 is the nearest documented value (2019, GH#32274, GH#57345).
 */
export const connectionPrefixes: Readonly<Record<Era, PrefixCounts>> = {
  '2017': { ipv4: 200, ipv6: 0 },
  current: { ipv4: 1_000, ipv6: 100 },
}

/** LINK20: with how many of them a connection may be created. */
export const addressSpacesAtCreation = 200

/** Model assumption, after the alert that ALERT23 sets at 160 routes of 200. */
const warningPercent = 80

/** Model assumption: documents say that the session comes back under the limit, not when it is tried again. A file may say otherwise. */
export const limitRestartSeconds = 60

/** What an MSEE holds a customer's session to. */
export function customerPrefixLimit(
  peering: PeeringKind,
  tier: SkuTier,
  assumptions: Assumptions,
): PrefixLimit {
  const maximum = customerPrefixes(peering, tier, assumptions)
  return { maximum, warningPercent, restartSeconds: restartSeconds(assumptions) }
}

/** What an MSEE holds a gateway's session to. */
export function gatewayPrefixLimit({ era, assumptions }: Pick<Design, 'era' | 'assumptions'>): PrefixLimit {
  return { maximum: connectionPrefixes[era], warningPercent, restartSeconds: restartSeconds(assumptions) }
}

function restartSeconds({ limitRestart }: Assumptions): number {
  return limitRestart / 1_000_000
}
