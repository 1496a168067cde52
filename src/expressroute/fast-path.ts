import type { Design, Era, GatewayConnection } from './design.ts'
import { findGatewaySku } from './gateway-sku.ts'

/**
 * FP23: with FastPath, what comes from the customer goes to the hosts past the gateway, and BGP alone goes on using it. Of networks that
 * are peered with the gateway's, that is so over ExpressRoute Direct alone. Model assumption: in every region, without the limits on addresses,
 * and what comes from the hosts passes the gateway.
 */
export function bypassesGateway(
  { circuits }: Design,
  { circuit, fastPath }: GatewayConnection,
  isSpoke: boolean,
): boolean {
  return fastPath && (!isSpoke || circuits.get(circuit)?.connectivity === 'direct')
}

/** FP23, GW23: only the largest gateways have it. */
export function hasFastPath(gatewaySku: string, era: Era): boolean {
  return findGatewaySku(gatewaySku, era)?.fastPath === true
}
