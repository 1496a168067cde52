import { type Address, sameAddress } from '../../net/address.ts'
import { countAsn, firstAsn } from '../as-path.ts'
import type { AttributeInterner } from '../attribute-interner.ts'
import type { Negotiated } from '../fsm/session.ts'
import type { InternedAttributes } from '../path-attributes.ts'
import type { Peer } from '../peer.ts'
import type { Profile } from '../profile.ts'

export interface ImportSide {
  readonly localAsn: number
  readonly profile: Profile
  readonly ownAddresses: readonly Address[]
  readonly interner: AttributeInterner
}

/** Whether a received route may be used at all: RFC 4271 §9.1.2 (AS loop), §6.3 (NEXT_HOP), RFC 7606 §7.2 (first AS). */
function isEligible(
  attributes: InternedAttributes,
  peer: Peer,
  negotiated: Negotiated,
  side: ImportSide,
): boolean {
  const { asPath, nextHop } = attributes
  if (countAsn(asPath, side.localAsn) > peer.configuration.allowOwnAsn) return false
  const looksAtFirst = negotiated.peering === 'external' && side.profile.enforceFirstAs
  if (looksAtFirst && firstAsn(asPath) !== negotiated.peerAsn) return false
  return !side.ownAddresses.some((own) => sameAddress(own, nextHop))
}

/**
 * What a received attribute set is worth before policy sees it, or `undefined` where its routes take no part.
 * LOCAL_PREF from an external peer is ignored (RFC 4271 §5.1.5), and an external session without a policy
 * imports nothing where the profile keeps RFC 8212.
 */
export function heardAttributes(
  attributes: InternedAttributes,
  peer: Peer,
  side: ImportSide,
): InternedAttributes | undefined {
  const { negotiated } = peer
  if (negotiated === undefined) throw new Error('an UPDATE on a session that does not stand')
  if (!isEligible(attributes, peer, negotiated, side)) return undefined
  if (negotiated.peering === 'internal') return attributes
  if (side.profile.externalNeedsPolicy && peer.configuration.import.length === 0) return undefined
  if (attributes.localPref === undefined) return attributes
  return side.interner.intern({ ...attributes, localPref: undefined })
}
