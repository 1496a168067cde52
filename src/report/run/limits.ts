import type { Usage } from '../../expressroute/usage.ts'
import { formatCount } from '../quantity.ts'

/** `er-amsterdam: 9 of 10 links to virtual networks, 1 left (D2)`. */
export function usageText({ subject, rule, ...usage }: Usage): string {
  return `${subject}: ${usedOf(usage)}${rule === undefined ? '' : ` (${rule})`}`
}

/** `9 of 10 links to virtual networks, 1 left`. */
export function usedOf({ counted, used, limit }: Pick<Usage, 'counted' | 'used' | 'limit'>): string {
  const left = limit - used
  const margin =
    left < 0 ? `${formatCount(-left)} too many` : `${left === 0 ? 'none' : formatCount(left)} left`
  return `${formatCount(used)} of ${formatCount(limit)} ${counted}, ${margin}`
}

/** From this share of a limit on it is worth a word before anything runs, as an MSEE warns of its prefix limit. */
export const nearShare = 0.8

export function isNear({ used, limit }: Usage): boolean {
  return used >= nearShare * limit
}

/**
 * What is left of each kind of limit, in one line, where it is tightest: `1 of 10 links to virtual networks, 3,999 of 4,000 prefixes`;
 * `undefined` where nothing is limited.
 */
export function roomLeft(usages: readonly Usage[]): string | undefined {
  const tightest = new Map<string, Usage>()
  for (const usage of usages) {
    const known = tightest.get(usage.counted)
    if (known === undefined || share(usage) > share(known)) tightest.set(usage.counted, usage)
  }
  const rooms = [...tightest.values()].map(({ counted, used, limit }) =>
    used > limit
      ? `${formatCount(used - limit)} too many for ${formatCount(limit)} ${counted}`
      : `${formatCount(limit - used)} of ${formatCount(limit)} ${counted}`,
  )
  return rooms.length === 0 ? undefined : rooms.join(', ')
}

/** How full it is; more than 1 beyond the limit. */
export function share({ used, limit }: Usage): number {
  return limit === 0 ? used : used / limit
}
