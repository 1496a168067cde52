import type { Address } from '../net/address.ts'
import type { AsPath } from './as-path.ts'

/** RFC 4271 §5.1.1, in order of preference. */
export type Origin = 'IGP' | 'EGP' | 'INCOMPLETE'

/** RFC 4271 §5 and RFC 1997. Absent is `undefined`; communities are 32-bit numbers, ascending, without duplicates. */
export interface PathAttributes {
  readonly origin: Origin
  readonly asPath: AsPath
  readonly nextHop: Address
  readonly multiExitDisc: number | undefined
  readonly localPref: number | undefined
  readonly atomicAggregate: boolean
  readonly aggregator: { readonly asn: number; readonly address: Address } | undefined
  readonly communities: readonly number[]
}

/** Equal attribute sets of one interner are one object with one id, so that a route in bulk is two integers. */
export interface InternedAttributes extends PathAttributes {
  readonly id: number
  /** RFC 4271 §9.1.2.2 (a): an AS_SET counts as one. */
  readonly asPathLength: number
}
