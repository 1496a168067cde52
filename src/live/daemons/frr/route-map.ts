import { formatCommunity, formatExtendedCommunity, formatLargeCommunity } from '../../../bgp/community.ts'
import type { AnyCommunity } from '../../../bgp/path-attributes.ts'
import type { Policy, PolicyChange, PolicyMatch, PolicyTerm, PrefixRange } from '../../../bgp/policy.ts'
import type { Family } from '../../../net/address.ts'
import { formatAddress } from '../../../net/address-text.ts'
import { formatPrefix } from '../../../net/prefix-text.ts'
import type { PeerSetup, RouterSetup } from '../router-setup.ts'
import { unsupportedRemovals } from '../unsupported-removals.ts'

/** The tag that marks the router's own routes; those of a peer have its number, counted from 1. */
export const ownTag = 65_535

/** What an import route-map is called, and the one for the other direction. */
export function routeMapName(direction: 'in' | 'out', { label }: PeerSetup): string {
  return `${direction}-${label}`
}

/** A policy as a route-map with its lists. Each peer has one for each direction: what comes in is marked with its source. */
export function routeMap(router: RouterSetup, peer: PeerSetup, direction: 'in' | 'out'): readonly string[] {
  const { configuration } = peer
  const [family = 'ipv4'] = configuration.session.families
  const name = routeMapName(direction, peer)
  const policy: Policy = direction === 'in' ? configuration.import : configuration.export
  const tag = direction === 'in' ? router.peers.indexOf(peer) + 1 : undefined
  const terms = policy.flatMap((term, index) => {
    const clause: Clause = { name, sequence: 10 * (index + 1), family, tag, asn: router.speaker.asn }
    return termLines(term, clause, (from) => fromLines(from, router, peer, direction))
  })
  return [
    ...terms,
    `route-map ${name} permit 65000`,
    ...(tag === undefined ? [] : [` set tag ${tag}`]),
    'exit',
  ]
}

interface Clause {
  readonly name: string
  readonly sequence: number
  readonly family: Family
  readonly tag: number | undefined
  /** What is prepended. */
  readonly asn: number
}

/** The condition on where a route came from; `undefined` where it can never hold. */
function fromLines(
  from: string,
  router: RouterSetup,
  peer: PeerSetup,
  direction: 'in' | 'out',
): readonly string[] | undefined {
  if (direction === 'in') return from === peer.configuration.remote ? [] : undefined
  if (from === 'local') return [` match tag ${ownTag}`]
  const [family = 'ipv4'] = peer.configuration.session.families
  const number = router.peers.findIndex(
    ({ configuration }) => configuration.remote === from && configuration.session.families.includes(family),
  )
  return number < 0 ? undefined : [` match tag ${number + 1}`]
}

function termLines(
  { match, set }: PolicyTerm,
  clause: Clause,
  fromCondition: (from: string) => readonly string[] | undefined,
): readonly string[] {
  const list = `${clause.name}-${clause.sequence}`
  const ranges = match.prefixes?.filter(({ prefix }) => prefix.family === clause.family)
  const from = match.from === undefined ? [] : fromCondition(match.from)
  if (ranges?.length === 0 || from === undefined) return []
  return [
    ...(ranges ?? []).map((range, index) => prefixListLine(list, index, range)),
    ...listLines(match, set, list),
    `route-map ${clause.name} ${set === undefined ? 'deny' : 'permit'} ${clause.sequence}`,
    ...(ranges === undefined ? [] : [` match ${word[clause.family]} address prefix-list ${list}`]),
    ...(match.asPath === undefined ? [] : [` match as-path ${list}`]),
    ...(match.communities ?? []).slice(0, 1).map((one) => ` match ${sortOf(one).attribute} ${list}`),
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

function listLines(match: PolicyMatch, set: PolicyChange | undefined, list: string): readonly string[] {
  return [
    ...(match.asPath === undefined ? [] : [`bgp as-path access-list ${list} permit ${match.asPath}`]),
    ...(match.communities ?? []).map((one) => communityListLine(list, one)),
    ...(set?.removeCommunities ?? []).map((one) => communityListLine(`${list}-gone`, one)),
  ]
}

function communityListLine(list: string, community: AnyCommunity): string {
  return `bgp ${sortOf(community).list} standard ${list} permit ${communityText(community)}`
}

function setLines(change: PolicyChange, { asn, family, tag }: Clause, list: string): readonly string[] {
  const { origin, localPref, multiExitDisc, prepend, addCommunities, removeCommunities, nextHop } = change
  const hop = family === 'ipv4' ? 'ip next-hop' : 'ipv6 next-hop global'
  return [
    ...(tag === undefined ? [] : [` set tag ${tag}`]),
    ...(origin === undefined ? [] : [` set origin ${origin.toLowerCase()}`]),
    ...(localPref === undefined ? [] : [` set local-preference ${localPref}`]),
    ...(multiExitDisc === undefined ? [] : [` set metric ${multiExitDisc}`]),
    ...(prepend === undefined
      ? []
      : [` set as-path prepend ${new Array<number>(prepend).fill(asn).join(' ')}`]),
    ...[...new Set(removeCommunities?.map((one) => sortOf(one).remove))].map(
      (word) => ` set ${word} ${list}-gone delete`,
    ),
    ...addLines(addCommunities ?? []),
    ...(nextHop === undefined ? [] : [` set ${hop} ${formatAddress(nextHop)}`]),
  ]
}

/** Extended communities are always added to those that are there. */
function addLines(communities: readonly AnyCommunity[]): readonly string[] {
  return [standard, large, extended].flatMap((sort) => {
    const own = communities.filter((one) => sortOf(one) === sort).map(communityText)
    if (own.length === 0) return []
    return sort === extended
      ? own.map((text) => ` set extcommunity ${text}`)
      : [` set ${sort.attribute} ${own.join(' ')} additive`]
  })
}

/** The words for a sort of communities: the attribute, lists of them, and their removal. */
interface Sort {
  readonly attribute: string
  readonly list: string
  readonly remove: string
}

const standard: Sort = { attribute: 'community', list: 'community-list', remove: 'comm-list' }
const large: Sort = {
  attribute: 'large-community',
  list: 'large-community-list',
  remove: 'large-comm-list',
}
const extended: Sort = { attribute: 'extcommunity', list: 'extcommunity-list', remove: '' }

function sortOf(community: AnyCommunity): Sort {
  if (typeof community === 'number') return standard
  return community.length === 2 ? extended : large
}

/** As its configuration takes them. */
function communityText(community: AnyCommunity): string {
  if (typeof community === 'number') {
    return formatCommunity(community).replace('no-export-subconfed', 'local-AS')
  }
  return community.length === 3
    ? formatLargeCommunity(community)
    : formatExtendedCommunity(community).replace(':', ' ')
}

/** What of a policy FRR 8.4 has no route-map for. */
export function unsupportedInRouteMap(policy: Policy): readonly string[] {
  return policy.flatMap(({ match, set }) => {
    const sorts = new Set((match.communities ?? []).map(sortOf))
    const added = [...(set?.addCommunities ?? []), ...(match.communities ?? [])]
    return [
      ...(sorts.size > 1 ? ['communities of several sorts in one match'] : []),
      ...(set?.multiExitDisc === 'none' ? ['the removal of MULTI_EXIT_DISC'] : []),
      ...unsupportedRemovals(set),
      ...((set?.removeCommunities ?? []).some((one) => sortOf(one) === extended)
        ? ['the removal of extended communities']
        : []),
      ...(added.some((one) => communityText(one).startsWith('0x'))
        ? ['extended communities that are no Route Target or Route Origin']
        : []),
    ]
  })
}
