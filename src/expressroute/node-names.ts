import type { Path, PeeringKind } from './design.ts'

export const paths: readonly Path[] = ['primary', 'secondary']

/** The box: `er-amsterdam.msee1` for the primary, `.msee2` for the secondary. */
export function mseeBoxName(circuit: string, path: Path): string {
  return `${circuit}.msee${path === 'primary' ? 1 : 2}`
}

/** One of its routing domains. That of private peering has the name of the box; the others say whose they are. */
export function mseeName(circuit: string, path: Path, peering: PeeringKind): string {
  return withPeering(mseeBoxName(circuit, path), peering)
}

/** The box that a router is, or a routing domain of: `er-amsterdam.msee1` of `er-amsterdam.msee1.microsoft`. */
export function boxOf(router: string): string {
  return router.split('.').slice(0, 2).join('.')
}

/** The provider's router that faces an MSEE where the provider runs BGP: `er-amsterdam.pe1`; one for each routing domain too. */
export function providerEdgeName(circuit: string, path: Path, peering: PeeringKind): string {
  return withPeering(`${circuit}.pe${path === 'primary' ? 1 : 2}`, peering)
}

/** The router that stands for Microsoft's public network, behind the MSEEs of public and Microsoft peerings. */
export const microsoftNetworkName = 'microsoft'

/** The way that virtual networks have to the Internet without anybody's doing. */
export const azureInternetName = 'azure-internet'

/** Two instances always run, and both speak BGP with both MSEEs. */
export const gatewayInstances: readonly (0 | 1)[] = [0, 1]

export function gatewayName(virtualNetwork: string, instance: 0 | 1): string {
  return `${virtualNetwork}.gw${instance}`
}

/** The VPN gateway beside them. */
export function vpnGatewayName(virtualNetwork: string): string {
  return `${virtualNetwork}.vpn`
}

/** `er-amsterdam.primary`, the cable between the customer's router and the MSEE, which carries every peering. */
export function circuitCableName(circuit: string, path: Path): string {
  return `${circuit}.${path}`
}

/** `port-ams.primary`, the cable of a port pair, which carries every circuit on it. */
export function portCableName(portPair: string, path: Path): string {
  return `${portPair}.${path}`
}

/** The VLAN of one peering on that cable; that of private peering has the name of the cable. */
export function circuitLinkName(circuit: string, path: Path, peering: PeeringKind): string {
  return withPeering(circuitCableName(circuit, path), peering)
}

function withPeering(name: string, peering: PeeringKind): string {
  return peering === 'private' ? name : `${name}.${peering}`
}
