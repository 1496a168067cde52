import { type Address, addressBits } from '../net/address.ts'
import type { Prefix } from '../net/prefix.ts'
import { wellKnownCommunities } from './community.ts'
import type { AnyCommunity, Origin } from './path-attributes.ts'

/** Ordered terms: the first whose match holds decides. A route that none matches is accepted as it is. */
export type Policy = readonly PolicyTerm[]

/** Whether a policy is for what a peer announces or for what it is told. */
export type PolicyDirection = 'import' | 'export'

export interface PolicyTerm {
  readonly match: PolicyMatch
  /** `undefined` rejects the route. */
  readonly set: PolicyChange | undefined
}

/** Every part that is present must hold. */
export interface PolicyMatch {
  readonly prefixes: readonly PrefixRange[] | undefined
  /** Router-style regular expression over the AS_PATH as text; `_` stands for a boundary. */
  readonly asPath: string | undefined
  /** At least one of these communities is on the route. */
  readonly communities: readonly AnyCommunity[] | undefined
  /** The name of the peer the route was learned from, or `local` for a route of this router's own. */
  readonly from: string | undefined
}

/** A prefix-list entry: what `prefix` covers, of a length from `minimumLength` to `maximumLength`. */
export interface PrefixRange {
  readonly prefix: Prefix
  readonly minimumLength: number
  readonly maximumLength: number
}

/** Every part that is present is applied; the rest of the route stays. */
export interface PolicyChange {
  readonly origin: Origin | undefined
  readonly localPref: number | undefined
  /** `none` takes it off (RFC 4271 §9.1.2.2 (c) lets a router do so before it selects). */
  readonly multiExitDisc: number | 'none' | undefined
  /** How often the own AS is prepended, on top of the one that eBGP adds (RFC 4271 §5.1.2). */
  readonly prepend: number | undefined
  readonly addCommunities: readonly AnyCommunity[] | undefined
  readonly removeCommunities: readonly AnyCommunity[] | undefined
  /** Of every sort. */
  readonly removeAllCommunities: true | undefined
  /** RFC 6996 §5: takes every private AS number out of the AS_PATH. */
  readonly removePrivateAsns: true | undefined
  readonly nextHop: Address | undefined
}

/** What is set of every route that a policy accepts, in place of what its terms set; what is `undefined` stays theirs. */
export type PolicySettings = Pick<PolicyChange, 'localPref' | 'prepend'> & {
  readonly multiExitDisc: number | undefined
}

/** The policy with these settings: what it matches and rejects stays, and so does everything else that it sets. */
export function withSettings(policy: Policy, settings: PolicySettings): Policy {
  const over = (set: PolicyChange): PolicyChange => ({
    ...set,
    localPref: settings.localPref ?? set.localPref,
    multiExitDisc: settings.multiExitDisc ?? set.multiExitDisc,
    prepend: settings.prepend ?? set.prepend,
  })
  return [
    ...policy.map((term) => (term.set === undefined ? term : { ...term, set: over(term.set) })),
    { match: everyRoute, set: over(unchanged) },
  ]
}

/** The prefix alone. */
export function exactly(prefix: Prefix): PrefixRange {
  return { prefix, minimumLength: prefix.length, maximumLength: prefix.length }
}

/** The prefix, and everything inside it. */
export function orLonger(prefix: Prefix): PrefixRange {
  return { prefix, minimumLength: prefix.length, maximumLength: addressBits[prefix.family] }
}

/** Matches every route. */
export const everyRoute: PolicyMatch = {
  prefixes: undefined,
  asPath: undefined,
  communities: undefined,
  from: undefined,
}

/** Accepts a route as it is. */
export const unchanged: PolicyChange = {
  origin: undefined,
  localPref: undefined,
  multiExitDisc: undefined,
  prepend: undefined,
  addCommunities: undefined,
  removeCommunities: undefined,
  removeAllCommunities: undefined,
  removePrivateAsns: undefined,
  nextHop: undefined,
}

/** RFC 8326 §4.2: what a router says of its routes before maintenance, so that others look for a way around it. */
export const gracefulShutdown: PolicyChange = {
  ...unchanged,
  addCommunities: [wellKnownCommunities['graceful-shutdown']],
}
