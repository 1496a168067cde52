import type { Family } from '../net/address.ts'

/** RFC 5492. Codes this speaker does not know are kept as they came and ignored. */
export type Capability =
  | { readonly kind: 'multiprotocol'; readonly family: Family }
  | { readonly kind: 'route-refresh' }
  | { readonly kind: 'four-octet-as'; readonly asn: number }
  | { readonly kind: 'unknown'; readonly code: number; readonly data: readonly number[] }

/** The families that the capabilities offer; without any multiprotocol capability that is IPv4 alone (RFC 4760 §8). */
export function offeredFamilies(capabilities: readonly Capability[]): readonly Family[] {
  const offered = capabilities.flatMap((capability) =>
    capability.kind === 'multiprotocol' ? [capability.family] : [],
  )
  return offered.length === 0 ? ['ipv4'] : offered
}

/** The AS number of a speaker that knows four octets; `undefined` where it does not say so. */
export function fourOctetAsn(capabilities: readonly Capability[]): number | undefined {
  return capabilities.find((capability) => capability.kind === 'four-octet-as')?.asn
}

export function offersRouteRefresh(capabilities: readonly Capability[]): boolean {
  return capabilities.some(({ kind }) => kind === 'route-refresh')
}
