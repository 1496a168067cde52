import type { Address } from '../net/address.ts'
import type { AsPath } from './as-path.ts'

/** RFC 4271 §5.1.1, in order of preference. */
export type Origin = 'IGP' | 'EGP' | 'INCOMPLETE'

/** RFC 4271 §5 and what other RFCs add. Absent is `undefined`, or an empty list. */
export interface PathAttributes extends OptionalAttributes {
  readonly origin: Origin
  readonly asPath: AsPath
  readonly nextHop: Address
}

/** What a route may go without. */
export interface OptionalAttributes {
  /** RFC 2545 §3: beside the global next hop of an IPv6 route. */
  readonly linkLocalNextHop: Address | undefined
  readonly multiExitDisc: number | undefined
  readonly localPref: number | undefined
  readonly atomicAggregate: boolean
  readonly aggregator: { readonly asn: number; readonly address: Address } | undefined
  /** RFC 1997: 32-bit numbers, ascending, without duplicates. */
  readonly communities: readonly number[]
  /** RFC 4456 §8: the BGP Identifier of whoever brought the route into the AS. */
  readonly originatorId: number | undefined
  /** RFC 4456 §8: the clusters that reflected it, the last one first. */
  readonly clusterList: readonly number[]
  /** RFC 4360: ascending, without duplicates. */
  readonly extendedCommunities: readonly ExtendedCommunity[]
  /** RFC 8092: ascending, without duplicates. */
  readonly largeCommunities: readonly LargeCommunity[]
  /** RFC 9234 §5: OTC. */
  readonly onlyToCustomer: number | undefined
  /** RFC 4271 §5: optional transitive attributes that this speaker passes on without knowing them, ascending by type. */
  readonly unrecognized: readonly UnrecognizedAttribute[]
}

/** RFC 4360 §2: eight octets as two unsigned 32-bit words. */
export type ExtendedCommunity = readonly [number, number]

/** RFC 8092 §3: Global Administrator and two parts of local data. */
export type LargeCommunity = readonly [number, number, number]

/** A community of any of the three sorts, told apart by their number of words. */
export type AnyCommunity = number | ExtendedCommunity | LargeCommunity

/** `flags` as received; a speaker that passes it on sets Partial (RFC 4271 §5). */
export interface UnrecognizedAttribute {
  readonly type: number
  readonly flags: number
  readonly value: readonly number[]
}

/** A route that goes without everything it may. */
export const noOptionalAttributes: OptionalAttributes = {
  linkLocalNextHop: undefined,
  multiExitDisc: undefined,
  localPref: undefined,
  atomicAggregate: false,
  aggregator: undefined,
  communities: [],
  originatorId: undefined,
  clusterList: [],
  extendedCommunities: [],
  largeCommunities: [],
  onlyToCustomer: undefined,
  unrecognized: [],
}

/** Equal attribute sets of one interner are one object with one id, so that a route in bulk is two integers. */
export interface InternedAttributes extends PathAttributes {
  readonly id: number
  /** RFC 4271 §9.1.2.2 (a): an AS_SET counts as one. */
  readonly asPathLength: number
}
