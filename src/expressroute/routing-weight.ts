/** LINK20: `routingWeight` of a gateway's connection; 0 unless set, and the highest wins before the AS path is looked at. */
export const largestRoutingWeight = 32_000

/** LAB26, VPN23: the weight that a gateway shows on a route from an MSEE; its own address space has 32768. */
const learnedRouteWeight = 32_769

/** Model assumption: the connection's weight is added to what the gateway shows, so that it orders the connections. */
export function gatewayRouteWeight(routingWeight: number): number {
  return learnedRouteWeight + routingWeight
}
