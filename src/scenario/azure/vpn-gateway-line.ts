import { vpnGatewayAsn } from '../../expressroute/vpn-gateway.ts'
import { member, memberAt, numberOf, textOf } from './azure-node.ts'
import type { AzureResource } from './resources.ts'

export function isVpnGateway({ kind, node }: AzureResource): boolean {
  return kind === 'gateway' && textOf(member(node, 'gatewayType'))?.toLowerCase() === 'vpn'
}

/** `vpnGateway: {}` with the AS that it has in any case (VPN23), or with another one. */
export function vpnGatewayLine({ node }: AzureResource): string {
  const asn = numberOf(memberAt(node, 'bgpSettings', 'asn')) ?? vpnGatewayAsn
  return asn === vpnGatewayAsn ? 'vpnGateway: {}' : `vpnGateway: { asn: ${asn} }`
}
