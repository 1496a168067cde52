import type { Resiliency } from '../expressroute/resiliency.ts'
import { countOf } from './quantity.ts'

/** `resiliency of vnet-weu: Standard, one peering location (Amsterdam)`. */
export function resiliencyText({ virtualNetwork, tier, circuits, peeringLocations }: Resiliency): string {
  const where = peeringLocations.join(' and ')
  const what = `${countOf(circuits.length, 'circuit')} at ${where}`
  const advice = tier === 'Maximum' ? '' : '; with one of another peering location it would be Maximum'
  return `resiliency of ${virtualNetwork}: ${tier}, ${what}${advice}`
}
