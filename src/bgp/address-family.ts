import type { Family } from '../net/address.ts'

/** RFC 4760 §3: Address Family Identifier and Subsequent Address Family Identifier, as IANA numbers them. */
export interface AddressFamily {
  readonly afi: number
  readonly safi: number
}

const unicast = 1

const afiOf = { ipv4: 1, ipv6: 2 } as const satisfies Readonly<Record<Family, number>>

/** What unicast routes of the family are announced as. */
export function addressFamily(family: Family): AddressFamily {
  return { afi: afiOf[family], safi: unicast }
}

/** The family whose unicast routes the pair stands for; `undefined` for every other pair. */
export function familyOf({ afi, safi }: AddressFamily): Family | undefined {
  if (safi !== unicast) return undefined
  if (afi === afiOf.ipv4) return 'ipv4'
  return afi === afiOf.ipv6 ? 'ipv6' : undefined
}
