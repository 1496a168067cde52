import type { Usage } from '../expressroute/usage.ts'
import { formatCount } from './quantity.ts'

/** `er-amsterdam: 9 of 10 links to virtual networks, 1 left (D2)`. */
export function usageText({ subject, counted, used, limit, rule }: Usage): string {
  const left = limit - used
  const margin =
    left < 0 ? `${formatCount(-left)} too many` : `${left === 0 ? 'none' : formatCount(left)} left`
  const by = rule === undefined ? '' : ` (${rule})`
  return `${subject}: ${formatCount(used)} of ${formatCount(limit)} ${counted}, ${margin}${by}`
}

/** From this share of a limit on it is worth a word before anything runs, as an MSEE warns of its prefix limit. */
const nearShare = 0.8

export function isNear({ used, limit }: Usage): boolean {
  return used >= nearShare * limit
}
