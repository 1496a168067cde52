import type { Family } from '../net/address.ts'
import { type AddressFamily, familyOf } from './address-family.ts'

/** RFC 5492. Codes this speaker does not know are kept as they came and ignored. */
export type Capability =
  /** RFC 4760 §8, code 1. */
  | ({ readonly kind: 'multiprotocol' } & AddressFamily)
  /** RFC 2918 §2, code 2. */
  | { readonly kind: 'route-refresh' }
  /** RFC 8950 §4, code 5: routes of the family may have a next hop of another. */
  | {
      readonly kind: 'extended-next-hop'
      readonly encodings: readonly (AddressFamily & { readonly nextHopAfi: number })[]
    }
  /** RFC 8654 §3, code 6. */
  | { readonly kind: 'extended-message' }
  /** RFC 9234 §4.1, code 9. */
  | { readonly kind: 'role'; readonly role: number }
  | GracefulRestartCapability
  /** RFC 6793 §3, code 65. */
  | { readonly kind: 'four-octet-as'; readonly asn: number }
  /** RFC 7911 §4, code 69; `mode` is 1 to receive, 2 to send, 3 for both. */
  | {
      readonly kind: 'add-path'
      readonly families: readonly (AddressFamily & { readonly mode: number })[]
    }
  /** RFC 7313 §3.1, code 70. */
  | { readonly kind: 'enhanced-route-refresh' }
  /** draft-ietf-idr-bgp-bfd-strict-mode §5, code 74. */
  | { readonly kind: 'bfd-strict-mode' }
  | { readonly kind: 'unknown'; readonly code: number; readonly data: readonly number[] }

/** RFC 4724 §3 and RFC 8538 §2, code 64. */
export interface GracefulRestartCapability {
  readonly kind: 'graceful-restart'
  /** The R bit: the speaker has restarted. */
  readonly restarting: boolean
  /** The N bit of RFC 8538. */
  readonly notification: boolean
  readonly restartSeconds: number
  /** `forwarding` is the F bit: forwarding state was kept. */
  readonly families: readonly (AddressFamily & { readonly forwarding: boolean })[]
}

/** The families that the capabilities offer; without any multiprotocol capability that is IPv4 alone (RFC 4760 §8). */
export function offeredFamilies(capabilities: readonly Capability[]): readonly Family[] {
  const offered = capabilities.filter((capability) => capability.kind === 'multiprotocol')
  if (offered.length === 0) return ['ipv4']
  return offered.map(familyOf).filter((family) => family !== undefined)
}

/** The AS number of a speaker that knows four octets; `undefined` where it does not say so. */
export function fourOctetAsn(capabilities: readonly Capability[]): number | undefined {
  return capabilities.find((capability) => capability.kind === 'four-octet-as')?.asn
}

export function offersRouteRefresh(capabilities: readonly Capability[]): boolean {
  return capabilities.some(({ kind }) => kind === 'route-refresh')
}

export function offersEnhancedRouteRefresh(capabilities: readonly Capability[]): boolean {
  return capabilities.some(({ kind }) => kind === 'enhanced-route-refresh')
}

export function offersBfdStrict(capabilities: readonly Capability[]): boolean {
  return capabilities.some(({ kind }) => kind === 'bfd-strict-mode')
}
