import { type Address, sameAddress } from '../../net/address.ts'
import { countAsn, firstAsn } from '../as-path.ts'
import type { AttributeInterner } from '../attribute-interner.ts'
import { wellKnownCommunities } from '../community.ts'
import type { Negotiated } from '../fsm/session.ts'
import type { InternedAttributes } from '../path-attributes.ts'
import type { Peer } from '../peer.ts'
import type { Profile } from '../profile.ts'
import { reflectionMarks } from './reflection-marks.ts'

export interface ImportSide {
  readonly localAsn: number
  readonly bgpIdentifier: number
  readonly clusterId: number
  /** Whether it has clients (RFC 4456). */
  readonly isReflector: boolean
  readonly profile: Profile
  readonly ownAddresses: readonly Address[]
  readonly interner: AttributeInterner
}

/**
 * Whether a received route may be used at all: RFC 4271 §9.1.2 (AS loop), §6.3 (NEXT_HOP), RFC 7606 §7.2 (first AS),
 * RFC 7607 (AS 0), and what holds inside an AS.
 */
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
  if (!side.profile.acceptsAsZero && countAsn(asPath, 0) > 0) return false
  if (negotiated.peering === 'internal' && !holdsInside(attributes, peer, side)) return false
  return !side.ownAddresses.some((own) => sameAddress(own, nextHop))
}

function holdsInside(attributes: InternedAttributes, peer: Peer, side: ImportSide): boolean {
  if (side.profile.needsLocalPref && attributes.localPref === undefined) return false
  return !cameBack(attributes, peer, side)
}

/** RFC 4456 §8: a reflected route that we brought into the AS, or that has been through our cluster. */
function cameBack(
  { originatorId, clusterList }: InternedAttributes,
  { configuration }: Peer,
  { profile, bgpIdentifier, clusterId }: ImportSide,
): boolean {
  const looks = profile.looksForClusterFrom === 'every peer' || configuration.routeReflectorClient
  return originatorId === bgpIdentifier || (looks && clusterList.includes(clusterId))
}

/**
 * What a received attribute set is worth before policy sees it, or `undefined` where its routes take no part.
 * What means something inside an AS alone is ignored from an external peer: LOCAL_PREF (RFC 4271 §5.1.5), and what
 * reflectors say to each other (RFC 7606 §7.9, §7.10). An external session without a policy imports nothing where
 * the profile keeps RFC 8212.
 */
export function heardAttributes(
  attributes: InternedAttributes,
  peer: Peer,
  side: ImportSide,
): InternedAttributes | undefined {
  const { negotiated } = peer
  if (negotiated === undefined) throw new Error('an UPDATE on a session that does not stand')
  if (!isEligible(attributes, peer, negotiated, side)) return undefined
  if (negotiated.peering === 'internal') return marked(attributes, negotiated.peerBgpIdentifier, side)
  if (side.profile.externalNeedsPolicy && peer.configuration.import.length === 0) return undefined
  return marked(withoutInternals(attributes, side), side.bgpIdentifier, side)
}

/** RFC 4456 §8, where the profile has it that a reflector marks what it receives. */
function marked(attributes: InternedAttributes, broughtBy: number, side: ImportSide): InternedAttributes {
  if (!side.isReflector || side.profile.marksReflection !== 'what is received') return attributes
  return side.interner.intern({ ...attributes, ...reflectionMarks(attributes, broughtBy, side.clusterId) })
}

function withoutInternals(attributes: InternedAttributes, { interner }: ImportSide): InternedAttributes {
  if (!saysInternals(attributes)) return attributes
  return interner.intern({ ...attributes, localPref: undefined, originatorId: undefined, clusterList: [] })
}

function saysInternals({ localPref, originatorId, clusterList }: InternedAttributes): boolean {
  return localPref !== undefined || originatorId !== undefined || clusterList.length > 0
}

/**
 * What well-known communities make of an external route after policy, where the profile heeds them: BLACKHOLE keeps it inside the AS
 * (RFC 7999 §3.2), GRACEFUL_SHUTDOWN takes all preference from it (RFC 8326 §4).
 */
export function heededAttributes(
  attributes: InternedAttributes,
  { negotiated }: Peer,
  { profile, interner }: ImportSide,
): InternedAttributes {
  if (negotiated?.peering === 'internal' || attributes.communities.length === 0) return attributes
  const has = (name: 'blackhole' | 'graceful-shutdown'): boolean =>
    attributes.communities.includes(wellKnownCommunities[name])
  const staysInside = profile.keepsBlackholeInside && has('blackhole')
  const isGoing = profile.heedsGracefulShutdown && has('graceful-shutdown')
  if (!staysInside && !isGoing) return attributes
  const { communities, localPref } = attributes
  return interner.intern({
    ...attributes,
    communities: staysInside ? [...communities, wellKnownCommunities['no-export']] : communities,
    localPref: isGoing ? 0 : localPref,
  })
}
