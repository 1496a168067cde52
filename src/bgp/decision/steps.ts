import { type Address, compareAddresses } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { firstAsn } from '../as-path.ts'
import { formatBgpIdentifier } from '../identifiers.ts'
import type { Origin } from '../path-attributes.ts'
import type { Profile } from '../profile.ts'
import { isOwn, type Route } from './route.ts'

/**
 * The decision process of RFC 4271 §9.1.2 as a list, each step with its name. A step removes from
 * consideration every route that another one still considered beats at it; the steps never compare
 * routes two at a time to find a winner, because MULTI_EXIT_DISC is no order: it only compares routes
 * of one neighbouring AS, and a tournament would crown a winner that depends on the order of arrival.
 *
 * Left out: §9.1.2.2 (e), the interior cost to NEXT_HOP. Every peer here is directly connected, so the
 * cost is the same for all.
 */
export interface SelectionStep {
  readonly name: string
  /** Of RFC 4271 where it names no other, or `profile` for what implementations add. */
  readonly section: string
  /** Whether the profile takes the step at all. */
  readonly isTaken: (contest: Contest) => boolean
  /** Whether the first route removes the second from consideration. */
  readonly beats: (a: Route, b: Route, contest: Contest) => boolean
  /** What the step looks at, for people. */
  readonly show: (route: Route, contest: Contest) => string
  /** Stands between the loser's value and the winner's. */
  readonly relation: '<' | '>' | 'after'
}

/** What besides the candidates decides: the switches, and the route that is best so far. */
export interface Contest {
  readonly profile: Profile
  readonly previous: Route | undefined
}

/** RFC 4271 §9.1.1 leaves it to policy; 100 is what every implementation takes where LOCAL_PREF is missing. */
export const defaultLocalPref = 100

const always = (): boolean => true

/** Routes that are equal through these may be used side by side. */
export const stepsToMultipath: readonly SelectionStep[] = [
  {
    name: 'highest weight',
    section: 'profile',
    isTaken: ({ profile }) => profile.weight,
    ...highest((route) => route.weight),
  },
  { name: 'highest LOCAL_PREF', section: '9.1.2', isTaken: always, ...highest(localPrefOf) },
  {
    name: 'local origin',
    section: 'profile',
    isTaken: ({ profile }) => profile.prefersOwnRoutes,
    beats: (a, b) => isOwn(a) && !isOwn(b),
    show: (route) => (isOwn(route) ? 'local' : 'learned'),
    relation: 'after',
  },
  {
    name: 'shortest AS_PATH',
    section: '9.1.2.2 a',
    isTaken: always,
    ...lowest(({ attributes }) => attributes.asPathLength),
  },
  {
    name: 'lowest ORIGIN',
    section: '9.1.2.2 b',
    isTaken: always,
    ...lowest(({ attributes }) => originRank[attributes.origin]),
    show: ({ attributes }) => attributes.origin,
    relation: 'after',
  },
  {
    name: 'lowest MULTI_EXIT_DISC',
    section: '9.1.2.2 c',
    isTaken: ({ profile }) => profile.comparesMed !== 'never',
    ...lowest(multiExitDiscOf),
    beats: (a, b, { profile }) =>
      multiExitDiscOf(a) < multiExitDiscOf(b) &&
      (profile.comparesMed === 'always' || neighbourAsn(a) === neighbourAsn(b)),
  },
  {
    name: 'external over internal',
    section: '9.1.2.2 d',
    isTaken: always,
    beats: (a, b) => a.source.kind === 'external' && b.source.kind === 'internal',
    show: ({ source }) => source.kind,
    relation: 'after',
  },
]

/** What tells apart routes that are equally good; none of it says that one is better. */
export const tieBreaks: readonly SelectionStep[] = [
  {
    name: 'oldest external',
    section: 'profile',
    isTaken: ({ profile, previous }) => profile.preferOldestExternal && previous?.source.kind === 'external',
    beats: (a, b, contest) => isPrevious(a, contest) && !isPrevious(b, contest),
    show: (route, contest) => (isPrevious(route, contest) ? 'best so far' : 'newer'),
    relation: 'after',
  },
  {
    name: 'lowest BGP Identifier',
    section: '9.1.2.2 f',
    isTaken: always,
    beats: (a, b, { profile }) => identifierOf(a, profile) < identifierOf(b, profile),
    show: (route, { profile }) => formatBgpIdentifier(identifierOf(route, profile)),
    relation: '>',
  },
  {
    name: 'shortest CLUSTER_LIST',
    section: 'RFC 4456 §9',
    isTaken: ({ profile }) => profile.comparesReflection,
    ...lowest(({ attributes }) => attributes.clusterList.length),
  },
  {
    name: 'lowest peer address',
    section: '9.1.2.2 g',
    isTaken: always,
    beats: (a, b) => comparePeerAddresses(a.source.address, b.source.address) < 0,
    show: ({ source }) => (source.address === undefined ? 'none' : formatAddress(source.address)),
    relation: '>',
  },
  {
    name: 'first by name',
    section: 'profile',
    isTaken: always,
    beats: (a, b) => a.source.name < b.source.name,
    show: ({ source }) => source.name,
    relation: 'after',
  },
]

/** The whole process in order. */
export const selectionSteps: readonly SelectionStep[] = [...stepsToMultipath, ...tieBreaks]

/** RFC 4271 §9.1.2.2 (c): a route without MULTI_EXIT_DISC has the lowest. */
export function multiExitDiscOf({ attributes }: Route): number {
  return attributes.multiExitDisc ?? 0
}

const originRank: Readonly<Record<Origin, number>> = { IGP: 0, EGP: 1, INCOMPLETE: 2 }

function localPrefOf({ attributes }: Route): number {
  return attributes.localPref ?? defaultLocalPref
}

/** RFC 4271 §9.1.2.2 (c): for an internal route the AS_PATH tells, and our own AS stands where it does not. */
function neighbourAsn({ source, attributes }: Route): number {
  return source.kind === 'internal' ? (firstAsn(attributes.asPath) ?? source.asn) : source.asn
}

/** RFC 4456 §9: ORIGINATOR_ID stands for the identifier of whoever reflected the route. */
function identifierOf({ source, attributes }: Route, { comparesReflection }: Profile): number {
  return (comparesReflection ? attributes.originatorId : undefined) ?? source.bgpIdentifier
}

/** The same session's route: it may have new attributes meanwhile, but not have gone away in between. */
function isPrevious(route: Route, { previous }: Contest): boolean {
  return route.source === previous?.source
}

function comparePeerAddresses(a: Address | undefined, b: Address | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return compareAddresses(a, b)
}

type Measure = Pick<SelectionStep, 'beats' | 'show' | 'relation'>

function lowest(value: (route: Route) => number): Measure {
  return { beats: (a, b) => value(a) < value(b), show: (route) => String(value(route)), relation: '>' }
}

function highest(value: (route: Route) => number): Measure {
  return { beats: (a, b) => value(a) > value(b), show: (route) => String(value(route)), relation: '<' }
}
