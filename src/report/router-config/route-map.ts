import type { AnyCommunity } from '../../bgp/path-attributes.ts'
import {
  type Policy,
  type PolicyChange,
  type PolicyMatch,
  type PolicyTerm,
  type PrefixRange,
  unchanged,
} from '../../bgp/policy.ts'
import type { Family } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { type PolicyPeer, type PolicyRouter, peerFamily } from './policy-peer.ts'
import { hasWords, isEveryRoute, type Unsupported, unsupportedRemovals } from './policy-terms.ts'
import { noMark, type RouteMapDialect, type Sort, type SourceMark } from './route-map-dialect.ts'

export type Direction = 'in' | 'out'

/** What an import route-map is called, and the one for the other direction. */
export function routeMapName(direction: Direction, { label }: PolicyPeer): string {
  return `${direction}-${label}`
}

/** A policy as a route-map with its lists. Each peer has one for each direction: what comes in is marked with its source. */
export function routeMap(
  router: PolicyRouter,
  peer: PolicyPeer,
  direction: Direction,
  dialect: RouteMapDialect,
): readonly string[] {
  const policy: Policy = direction === 'in' ? peer.configuration.import : peer.configuration.export
  const clauseAt = (sequence: number): Clause => ({
    name: routeMapName(direction, peer),
    sequence,
    family: peerFamily(peer),
    mark:
      direction === 'in'
        ? dialect.marks.set(router.peers.indexOf(peer) + 1)
        : { ...noMark, lines: dialect.marks.takeOff },
    asn: router.speaker.asn,
    dialect,
  })
  const terms = policy.flatMap((term, index) =>
    termLines(term, clauseAt(10 * (index + 1)), (from) => fromLines(from, router, peer, direction, dialect)),
  )
  const rest = clauseAt(65_000)
  return [
    ...terms,
    ...(policy.some(({ match }) => isEveryRoute(match))
      ? []
      : [`route-map ${rest.name} permit ${rest.sequence}`, ...setLines(unchanged, rest, ''), 'exit']),
  ]
}

interface Clause {
  readonly name: string
  readonly sequence: number
  readonly family: Family
  /** What marks a route with its source, or takes such a mark off. */
  readonly mark: SourceMark
  /** What is prepended. */
  readonly asn: number
  readonly dialect: RouteMapDialect
}

/** The condition on where a route came from; `undefined` where it can never hold. */
function fromLines(
  from: string,
  router: PolicyRouter,
  peer: PolicyPeer,
  direction: Direction,
  { marks }: RouteMapDialect,
): readonly string[] | undefined {
  if (direction === 'in') return from === peer.configuration.remote ? [] : undefined
  if (from === 'local') return [marks.isOwn]
  const number = router.peers.findIndex(
    (other) => other.configuration.remote === from && peerFamily(other) === peerFamily(peer),
  )
  return number < 0 ? undefined : [marks.isFrom(number + 1)]
}

function termLines(
  term: PolicyTerm,
  clause: Clause,
  fromCondition: (from: string) => readonly string[] | undefined,
): readonly string[] {
  const { match, set } = term
  const { dialect, family } = clause
  const list = `${clause.name}-${clause.sequence}`
  const ranges = match.prefixes?.filter(({ prefix }) => prefix.family === family)
  const from = match.from === undefined ? [] : fromCondition(match.from)
  if (ranges?.length === 0 || from === undefined) return []
  if (unsupportedInRouteMap(term, dialect).match.length > 0) return []
  return [
    ...(ranges ?? []).map((range, index) => prefixListLine(list, index, range)),
    ...listLines(match, set, list, dialect),
    `route-map ${clause.name} ${set === undefined ? 'deny' : 'permit'} ${clause.sequence}`,
    ...(ranges === undefined ? [] : [` match ${word[family]} address prefix-list ${list}`]),
    ...(match.asPath === undefined ? [] : [` match as-path ${dialect.asPathListName(list)}`]),
    ...(match.communities ?? []).slice(0, 1).map((one) => {
      return ` match ${dialect.sortOf(one).attribute} ${list}`
    }),
    ...from,
    ...(set === undefined ? [] : setLines(set, clause, list)),
    'exit',
  ]
}

/** The family in commands. */
const word: Readonly<Record<Family, string>> = { ipv4: 'ip', ipv6: 'ipv6' }

function prefixListLine(
  list: string,
  index: number,
  { prefix, minimumLength, maximumLength }: PrefixRange,
): string {
  const ge = minimumLength > prefix.length ? ` ge ${minimumLength}` : ''
  const le = maximumLength > minimumLength || ge !== '' ? ` le ${maximumLength}` : ''
  return `${word[prefix.family]} prefix-list ${list} seq ${5 * (index + 1)} permit ${formatPrefix(prefix)}${ge}${le}`
}

function listLines(
  match: PolicyMatch,
  set: PolicyChange | undefined,
  list: string,
  dialect: RouteMapDialect,
): readonly string[] {
  const communityList = (name: string, one: AnyCommunity): string => {
    const { list: kind, text } = dialect.sortOf(one)
    return `${dialect.listWord} ${kind} standard ${name} permit ${text(one)}`
  }
  return [
    ...(match.asPath === undefined
      ? []
      : [`${dialect.listWord} as-path access-list ${dialect.asPathListName(list)} permit ${match.asPath}`]),
    ...(match.communities ?? []).map((one) => communityList(list, one)),
    ...(set?.removeCommunities ?? [])
      .filter((one) => dialect.sortOf(one).remove !== undefined)
      .map((one) => communityList(`${list}-gone`, one)),
  ]
}

function setLines(
  change: PolicyChange,
  { asn, family, mark, dialect }: Clause,
  list: string,
): readonly string[] {
  const { origin, localPref, multiExitDisc, prepend, addCommunities, removeCommunities, nextHop } = change
  return [
    ...mark.lines,
    ...(origin === undefined ? [] : [` set origin ${origin.toLowerCase()}`]),
    ...(localPref === undefined ? [] : [` set local-preference ${localPref}`]),
    ...(typeof multiExitDisc === 'number' ? [` set metric ${multiExitDisc}`] : []),
    ...(prepend === undefined
      ? []
      : [` set as-path prepend ${new Array<number>(prepend).fill(asn).join(' ')}`]),
    ...[...new Set((removeCommunities ?? []).flatMap((one) => dialect.sortOf(one).remove ?? []))].map(
      (removal) => ` set ${removal} ${list}-gone delete`,
    ),
    ...addLines([...mark.communities, ...(addCommunities ?? [])], dialect),
    ...(nextHop === undefined ? [] : [` set ${dialect.nextHop[family]} ${formatAddress(nextHop)}`]),
  ]
}

function addLines(communities: readonly AnyCommunity[], { sortOf }: RouteMapDialect): readonly string[] {
  const sorts = new Map<Sort, AnyCommunity[]>()
  for (const one of communities.filter(hasWords))
    sorts.set(sortOf(one), [...(sorts.get(sortOf(one)) ?? []), one])
  return [...sorts].flatMap(([sort, own]) => sort.addition(own.map(sort.text)))
}

/** What of a term has no words in a route-map. */
export function unsupportedInRouteMap(
  { match, set }: PolicyTerm,
  { sortOf, marks }: RouteMapDialect,
): Unsupported {
  const asked = match.communities ?? []
  const asksForMark = match.from !== undefined && match.from !== 'local'
  const strange = 'extended communities that are no Route Target or Route Origin'
  return {
    match: [
      ...(new Set(asked.map(sortOf)).size > 1 ? ['communities of several sorts in one match'] : []),
      ...(asked.every(hasWords) ? [] : [strange]),
      ...(asksForMark && asked.some((one) => sortOf(one).attribute === marks.attribute)
        ? ['where a route came from, together with an extended community']
        : []),
    ],
    set: [
      ...(set?.multiExitDisc === 'none' ? ['the removal of MULTI_EXIT_DISC'] : []),
      ...unsupportedRemovals(set),
      ...((set?.removeCommunities ?? []).some((one) => sortOf(one).remove === undefined)
        ? ['the removal of extended communities']
        : []),
      ...((set?.addCommunities ?? []).every(hasWords) ? [] : [strange]),
    ],
  }
}
