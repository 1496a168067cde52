import { everyRoute, type Policy, unchanged } from '../bgp/policy.ts'
import type { Prefix } from '../net/prefix.ts'
import { rejectOwn } from './gateway.ts'

/** VPN23: the AS of a VPN gateway, where nobody chose another. */
export const vpnGatewayAsn = 65515

/** Model assumption: as many tunnels are used side by side as an ExpressRoute gateway uses MSEEs. */
export const vpnGatewayMaximumPaths = 8

/** CO18: between sites behind a VPN and sites behind ExpressRoute there is no transit. A VPN gateway announces what is its own. */
export const vpnGatewayExport: Policy = [
  { match: { ...everyRoute, from: 'local' }, set: unchanged },
  { match: everyRoute, set: undefined },
]

export function vpnGatewayImport(addressSpace: readonly Prefix[]): Policy {
  return rejectOwn(addressSpace)
}
