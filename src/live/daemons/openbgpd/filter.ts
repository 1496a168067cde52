import { formatExtendedCommunity, formatLargeCommunity } from '../../../bgp/community.ts'
import type { AnyCommunity } from '../../../bgp/path-attributes.ts'
import type { Policy, PolicyChange, PolicyMatch, PolicyTerm, PrefixRange } from '../../../bgp/policy.ts'
import { formatAddress } from '../../../net/address-text.ts'
import { formatPrefix } from '../../../net/prefix-text.ts'
import { unsupportedRemovals } from '../../../report/router-config/policy-terms.ts'
import type { PeerSetup, RouterSetup } from '../router-setup.ts'

/**
 * Filters of OpenBGPD know the peer that a route goes to, not the one that it came from. Where a policy asks, every route is
 * marked on the way in with a large community of this AS, which RFC 7300 keeps out of use, and unmarked on the way out.
 */
export const markAsn = 0xffffffff

/** Of the router's own routes; a peer's routes have its number, counted from 1. */
export const ownMark = 0

/** Whether policies of the router ask where a route came from. */
export function marksRoutes({ peers }: RouterSetup): boolean {
  return peers.some(({ configuration }) =>
    configuration.export.some(({ match }) => match.from !== undefined && match.from !== configuration.remote),
  )
}

export function markText(mark: number | '*'): string {
  return `large-community ${markAsn}:0:${mark}`
}

/** The rules for what comes from the peer. The first that matches decides, since each is `quick`. */
export function importRules(router: RouterSetup, peer: PeerSetup): readonly string[] {
  const mark = marksRoutes(router) ? [markText(router.peers.indexOf(peer) + 1)] : []
  const { configuration } = peer
  const rules = configuration.import.flatMap((term) =>
    termRules(term, peer, 'from', mark, (from) => (from === configuration.remote ? [] : undefined)),
  )
  return [...rules, `allow quick from ${addressOf(peer)}${setText(mark)}`]
}

/** And those for what the peer is told. */
export function exportRules(router: RouterSetup, peer: PeerSetup): readonly string[] {
  const unmark = marksRoutes(router) ? [`large-community delete ${markAsn}:0:*`] : []
  // A neighbour may have a session for each family.
  const [family = 'ipv4'] = peer.configuration.session.families
  const from = (name: string): readonly string[] | undefined => {
    if (name === 'local') return [markText(ownMark)]
    const number = router.peers.findIndex(
      ({ configuration: { remote, session } }) => remote === name && session.families.includes(family),
    )
    return number < 0 ? undefined : [markText(number + 1)]
  }
  const rules = peer.configuration.export.flatMap((term) => termRules(term, peer, 'to', unmark, from))
  return [...rules, `allow quick to ${addressOf(peer)}${setText(unmark)}`]
}

/** What of a policy has no rule here. */
export function unsupportedRules(policy: Policy): readonly string[] {
  return policy.flatMap(({ match, set }) => [
    ...(match.asPath !== undefined && pathCondition(match.asPath) === undefined
      ? [`the AS_PATH pattern ${match.asPath}: OpenBGPD looks for AS numbers at the ends or anywhere`]
      : []),
    ...unsupportedRemovals(set),
    ...(set?.multiExitDisc === 'none' ? ['the removal of MULTI_EXIT_DISC'] : []),
    ...([
      ...(match.communities ?? []),
      ...(set?.addCommunities ?? []),
      ...(set?.removeCommunities ?? []),
    ].some((one) => communityText(one).startsWith('ext-community 0x'))
      ? ['extended communities that are no Route Target or Route Origin']
      : []),
  ])
}

/** One rule for each community that would do, since a rule looks for one alone. */
function termRules(
  { match, set }: PolicyTerm,
  peer: PeerSetup,
  direction: 'from' | 'to',
  marking: readonly string[],
  fromCondition: (from: string) => readonly string[] | undefined,
): readonly string[] {
  const [family = 'ipv4'] = peer.configuration.session.families
  const ranges = match.prefixes?.filter(({ prefix }) => prefix.family === family)
  const from = match.from === undefined ? [] : fromCondition(match.from)
  if (ranges?.length === 0 || from === undefined) return []
  const head = `${set === undefined ? 'deny' : 'allow'} quick ${direction} ${addressOf(peer)}`
  const conditions = [...pathConditions(match), ...prefixConditions(ranges), ...from]
  const actions = set === undefined ? '' : setText([...changes(set), ...marking])
  const communities = match.communities?.map(communityText) ?? ['']
  return communities.map((one) => `${[head, ...conditions, one].join(' ').trimEnd()}${actions}`)
}

function addressOf({ configuration }: PeerSetup): string {
  return formatAddress(configuration.remoteAddress)
}

function pathConditions({ asPath }: PolicyMatch): readonly string[] {
  const condition = asPath === undefined ? undefined : pathCondition(asPath)
  return condition === undefined ? [] : [condition]
}

/** The part of an AS_PATH that a pattern of one AS number is about; `undefined` for the rest. */
function pathCondition(pattern: string): string | undefined {
  const [, start, asn, end] = /^(\^|_)(\d+)(_|\$)$/.exec(pattern) ?? []
  if (start === '_') return `${end === '$' ? 'source-as' : 'AS'} ${asn}`
  return start === '^' && end === '_' ? `peer-as ${asn}` : undefined
}

function prefixConditions(ranges: readonly PrefixRange[] | undefined): readonly string[] {
  return ranges === undefined ? [] : [`prefix { ${ranges.map(rangeText).join(', ')} }`]
}

function rangeText({ prefix, minimumLength, maximumLength }: PrefixRange): string {
  const isExact = minimumLength === prefix.length && maximumLength === prefix.length
  return `${formatPrefix(prefix)}${isExact ? '' : ` prefixlen ${minimumLength} - ${maximumLength}`}`
}

function setText(actions: readonly string[]): string {
  return actions.length === 0 ? '' : ` set { ${actions.join(' ')} }`
}

function changes(change: PolicyChange): readonly string[] {
  const { origin, localPref, multiExitDisc, prepend, addCommunities, removeCommunities, nextHop } = change
  return [
    ...(origin === undefined ? [] : [`origin ${origin.toLowerCase()}`]),
    ...(localPref === undefined ? [] : [`localpref ${localPref}`]),
    ...(multiExitDisc === undefined ? [] : [`med ${multiExitDisc}`]),
    ...(prepend === undefined || prepend === 0 ? [] : [`prepend-self ${prepend}`]),
    ...(removeCommunities ?? []).map((one) => communityText(one).replace(' ', ' delete ')),
    ...(addCommunities ?? []).map(communityText),
    ...(nextHop === undefined ? [] : [`nexthop ${formatAddress(nextHop)}`]),
  ]
}

/** With the word for its sort in front. Well-known ones go by their numbers, since not each has a name everywhere. */
function communityText(community: AnyCommunity): string {
  if (typeof community === 'number') return `community ${community >>> 16}:${community & 0xffff}`
  return community.length === 3
    ? `large-community ${formatLargeCommunity(community)}`
    : `ext-community ${formatExtendedCommunity(community).replace(':', ' ')}`
}
