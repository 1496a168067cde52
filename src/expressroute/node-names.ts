import type { Path } from './design.ts'

export const paths: readonly Path[] = ['primary', 'secondary']

/** `er-amsterdam.msee1` for the primary, `.msee2` for the secondary. */
export function mseeName(circuit: string, path: Path): string {
  return `${circuit}.msee${path === 'primary' ? 1 : 2}`
}

/** Two instances always run, and both speak BGP with both MSEEs. */
export const gatewayInstances: readonly (0 | 1)[] = [0, 1]

export function gatewayName(virtualNetwork: string, instance: 0 | 1): string {
  return `${virtualNetwork}.gw${instance}`
}

/** `er-amsterdam.primary`, the cable between the customer's router and the MSEE. */
export function circuitLinkName(circuit: string, path: Path): string {
  return `${circuit}.${path}`
}
