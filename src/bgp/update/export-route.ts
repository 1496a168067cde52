import { type Address, type Family, sameAddress } from '../../net/address.ts'
import { prefixOctets } from '../../net/packed-prefixes.ts'
import { applyChange, type CompiledPolicy } from '../apply-policy.ts'
import { type AsPath, countAsn, prependAsn, removePrivateAsns } from '../as-path.ts'
import type { AttributeInterner } from '../attribute-interner.ts'
import { wellKnownCommunities } from '../community.ts'
import { isOwn, type Route } from '../decision/route.ts'
import { defaultLocalPref } from '../decision/steps.ts'
import type { Negotiated } from '../fsm/session.ts'
import {
  type ExtendedCommunity,
  type InternedAttributes,
  noOptionalAttributes,
  type PathAttributes,
  type UnrecognizedAttribute,
} from '../path-attributes.ts'
import type { PolicyChange } from '../policy.ts'
import type { Profile } from '../profile.ts'
import type { PeerConfiguration } from '../speaker-configuration.ts'
import { partialBit } from '../wire/attribute-row.ts'
import { type WireSession, wireSession } from '../wire/wire-session.ts'
import { announcementRoom } from './message-size.ts'
import { reflectionMarks } from './reflection-marks.ts'

/** The side of a session that decides what may be told over it. */
export interface ExportSide {
  readonly peer: PeerConfiguration
  readonly policy: CompiledPolicy
  readonly negotiated: Negotiated
  readonly localAsn: number
  /** What maintenance does to a route for an external peer, while it lasts. */
  readonly drain: PolicyChange | undefined
  readonly clusterId: number
  readonly profile: Profile
  readonly interner: AttributeInterner
}

/** What leaves the router, if it may, and the octets of NLRI that fit beside it in one UPDATE. */
interface Final {
  readonly attributes: InternedAttributes | undefined
  readonly room: number
}

/** What export policy starts from, or that the peer must not have the route. */
interface Base {
  readonly attributes: PathAttributes | undefined
}

/**
 * What one peer is told of selected routes. Thousands of prefixes share a route, so each step that
 * does not depend on the prefix is taken once for each route.
 */
export class Exporter {
  readonly #side: ExportSide
  readonly #wire: WireSession
  readonly #bases = new Map<Route, Base>()
  readonly #finals = new Map<PathAttributes, Final>()
  #tooLarge = 0

  constructor(side: ExportSide) {
    this.#side = side
    this.#wire = wireSession(side.negotiated)
  }

  /** How many routes were kept back because no UPDATE could hold them (RFC 4271 §9.2). */
  get tooLarge(): number {
    return this.#tooLarge
  }

  /** The attributes to announce the prefix at `offset` of `data` with, or `undefined` where the peer must not have it. */
  attributes(best: Route, family: Family, data: Uint32Array, offset: number): InternedAttributes | undefined {
    const base = (this.#bases.get(best) ?? this.#base(best)).attributes
    if (base === undefined) return undefined
    const changed = this.#side.policy.apply(base, best.source.router, family, data, offset)
    if (changed === undefined) return undefined
    const { attributes, room } = this.#finals.get(changed) ?? this.#final(changed, family)
    if (attributes === undefined || prefixOctets(family, data, offset) <= room) return attributes
    this.#tooLarge++
    return undefined
  }

  /** The same for a route that no policy is asked about. */
  originated(route: Route, family: Family): InternedAttributes | undefined {
    const base = (this.#bases.get(route) ?? this.#base(route)).attributes
    return base && (this.#finals.get(base) ?? this.#final(base, family)).attributes
  }

  #base(best: Route): Base {
    const base = { attributes: mayAdvertise(best, this.#side) ? exportedBase(best, this.#side) : undefined }
    this.#bases.set(best, base)
    return base
  }

  #final(changed: PathAttributes, family: Family): Final {
    const attributes = exportedFinal(changed, this.#side)
    const { peer, profile } = this.#side
    // RFC 4271 §5.1.3: nobody is told a next hop that is himself.
    const isUntold = !profile.tellsNextHopItself && sameAddress(attributes.nextHop, peer.remoteAddress)
    const room = announcementRoom(attributes, family, this.#wire)
    const final = { attributes: isUntold ? undefined : attributes, room }
    this.#finals.set(changed, final)
    return final
  }
}

/**
 * RFC 4271 §9.1.3 and §9.2: whether a selected route may be told to this peer at all. A route learned from an
 * internal peer does not go to another one, unless we reflect for one of the two (RFC 4456 §6); a route does not
 * go back to whom it came from, unless the profile says so; NO_ADVERTISE and NO_EXPORT are kept (RFC 1997); RFC 8212
 * where the profile keeps it.
 */
function mayAdvertise(route: Route, side: ExportSide): boolean {
  const { source, attributes } = route
  const { peering } = side.negotiated
  const isReflected = source.kind === 'internal' && peering === 'internal'
  if (isReflected && !source.isClient && !side.peer.routeReflectorClient) return false
  if (source.name === side.peer.name && !side.profile.echoesToSender) return false
  const { withholdsLoops, keepsRoutesBack } = side.profile
  if (withholdsLoops && countAsn(attributes.asPath, side.negotiated.peerAsn) > 0) return false
  if (keepsRoutesBack && attributes.communities.includes(wellKnownCommunities['no-advertise'])) return false
  if (peering === 'internal') return true
  if (side.profile.externalNeedsPolicy && side.peer.export.length === 0) return false
  return !(keepsRoutesBack && attributes.communities.some(isLocalToAs))
}

/** What the route's attributes are before export policy sees them: RFC 4271 §5.1.3 to §5.1.5. */
function exportedBase(route: Route, side: ExportSide): PathAttributes {
  if (side.negotiated.peering === 'external') return toExternal(route, side)
  const passedOn = route.source.kind === 'internal' ? reflected(route, side) : toInternal(route, side)
  if (!isMarked(route, side)) return passedOn
  return { ...passedOn, ...reflectionMarks(route.attributes, route.source.bgpIdentifier, side.clusterId) }
}

/** RFC 4456 §8: whether the route leaves with the marks of reflection, which it may have had from the start. */
function isMarked({ source }: Route, { profile, peer }: ExportSide): boolean {
  if (profile.marksReflection === 'what clients are told') return peer.routeReflectorClient
  return profile.marksReflection === 'what is reflected' && source.kind === 'internal'
}

function toExternal(route: Route, side: ExportSide): PathAttributes {
  const { attributes } = route
  return {
    ...attributes,
    nextHop: side.peer.localAddress,
    linkLocalNextHop: undefined,
    asPath: side.peer.removePrivateAsns ? withoutPrivateAsns(attributes.asPath, side) : attributes.asPath,
    localPref: undefined,
    multiExitDisc: isOwn(route) ? attributes.multiExitDisc : undefined,
    // RFC 4456 §8: both are the AS's own.
    originatorId: undefined,
    clusterList: [],
    unrecognized: attributes.unrecognized.map(asPartial),
  }
}

function toInternal(route: Route, side: ExportSide): PathAttributes {
  const { attributes } = route
  const isNextHop = side.peer.nextHopSelf !== false || isOwn(route)
  return {
    ...attributes,
    nextHop: isNextHop ? side.peer.localAddress : attributes.nextHop,
    linkLocalNextHop: isNextHop ? undefined : attributes.linkLocalNextHop,
    localPref: attributes.localPref ?? defaultLocalPref,
    unrecognized: attributes.unrecognized.map(asPartial),
  }
}

/** RFC 4456 §10: a reflected route stays as it is, unless the operator wants the traffic to go through the reflector. */
function reflected({ attributes }: Route, side: ExportSide): PathAttributes {
  const isNextHop = side.peer.nextHopSelf === 'all'
  const addsMed = side.profile.reflectedRoutesCarryMed && attributes.originatorId === undefined
  return {
    ...attributes,
    nextHop: isNextHop ? side.peer.localAddress : attributes.nextHop,
    linkLocalNextHop: isNextHop ? undefined : attributes.linkLocalNextHop,
    localPref: attributes.localPref ?? defaultLocalPref,
    multiExitDisc: attributes.multiExitDisc ?? (addsMed ? 0 : undefined),
    unrecognized: attributes.unrecognized.map(asPartial),
  }
}

/** RFC 4271 §5: whoever passes on what he does not know says so. */
function asPartial(attribute: UnrecognizedAttribute): UnrecognizedAttribute {
  return { ...attribute, flags: attribute.flags | partialBit }
}

function withoutPrivateAsns(path: AsPath, { negotiated, profile }: ExportSide): AsPath {
  return removePrivateAsns(path, profile.keepsPeerAmongPrivateAsns ? negotiated.peerAsn : undefined)
}

/** RFC 4271 §5.1.2 (b): the own AS goes on last, after policy; §5.1.5: LOCAL_PREF never leaves the AS. */
function exportedFinal(attributes: PathAttributes, side: ExportSide): InternedAttributes {
  const { negotiated, drain, localAsn, interner } = side
  if (negotiated.peering === 'internal') return interner.intern(attributes)
  const own = drain === undefined ? attributes : applyChange(attributes, drain, localAsn)
  const asPath = prependAsn(own.asPath, localAsn, 1)
  const extendedCommunities = own.extendedCommunities.filter(isTransitive)
  return interner.intern({ ...own, asPath, localPref: undefined, extendedCommunities })
}

/** RFC 4360 §2 and §6: an extended community whose T bit is set stays inside the AS. */
function isTransitive([high]: ExtendedCommunity): boolean {
  return ((high >>> 24) & 0x40) === 0
}

/** The attributes of a route of one's own, before any policy. */
export function localAttributes(nextHop: Address): PathAttributes {
  return {
    ...noOptionalAttributes,
    origin: 'IGP',
    asPath: [],
    nextHop,
  }
}

function isLocalToAs(community: number): boolean {
  return (
    community === wellKnownCommunities['no-export'] ||
    community === wellKnownCommunities['no-export-subconfed']
  )
}
