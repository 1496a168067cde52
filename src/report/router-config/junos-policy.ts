import { formatCommunity, formatExtendedCommunity, formatLargeCommunity } from '../../bgp/community.ts'
import type { AnyCommunity } from '../../bgp/path-attributes.ts'
import type { PolicyChange, PolicyMatch, PolicyTerm, PrefixRange } from '../../bgp/policy.ts'
import { formatAddress } from '../../net/address-text.ts'
import { covers } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { asnsAnywhere, asPathMask } from './as-path-mask.ts'
import { block, statement } from './junos-text.ts'
import { type PolicyPeer, type PolicyRouter, peerFamily } from './policy-peer.ts'
import {
  acceptsTheRest,
  hasWords,
  isEveryRoute,
  type Unsupported,
  unsupportedRemovals,
} from './policy-terms.ts'
import type { Direction } from './route-map.ts'

/** What stands for the routes that the router tells at all: its own, its aggregates, and those of BGP. */
export const announced = 'announced'

export function junosPolicyName(direction: Direction, { label }: PolicyPeer): string {
  return `${direction}_${label}`
}

/** A policy as a policy-statement; the AS_PATHs and communities that it names are defined apart. */
export function junosPolicy(router: PolicyRouter, peer: PolicyPeer, direction: Direction): readonly string[] {
  const { configuration } = peer
  const policy = direction === 'in' ? configuration.import : configuration.export
  const decided = policy.findIndex(({ match }) => isEveryRoute(match))
  const terms = decided < 0 ? [...policy, acceptsTheRest] : policy.slice(0, decided + 1)
  return block(`policy-statement ${junosPolicyName(direction, peer)}`, [
    ...(direction === 'out' ? [...defaultTerm(peer), ...nextHopTerm(peer)] : []),
    ...terms.flatMap((term, index) => termLines(term, `t${10 * (index + 1)}`, router, peer, direction)),
    ...(direction === 'out' ? ['then reject;'] : []),
  ])
}

/** The default route that the peer is told past every policy. */
function defaultTerm({ configuration }: PolicyPeer): readonly string[] {
  if (!configuration.defaultOriginate) return []
  const prefix = configuration.session.families.includes('ipv6') ? '::/0' : '0.0.0.0/0'
  return block('term default', [...block('from', [`route-filter ${prefix} exact;`]), 'then accept;'])
}

/** It goes on to the next term. */
function nextHopTerm({ configuration: { nextHopSelf } }: PolicyPeer): readonly string[] {
  if (nextHopSelf === false) return []
  const external = nextHopSelf === 'all' ? [] : ['route-type external;']
  return block('term next_hop', [
    ...block('from', ['protocol bgp;', ...external]),
    ...block('then', ['next-hop self;']),
  ])
}

function termLines(
  term: PolicyTerm,
  name: string,
  router: PolicyRouter,
  peer: PolicyPeer,
  direction: Direction,
): readonly string[] {
  const { match, set } = term
  const family = peerFamily(peer)
  const ranges = match.prefixes?.filter(({ prefix }) => prefix.family === family)
  const from = match.from === undefined ? [] : fromLines(match.from, router, peer, direction)
  if (ranges?.length === 0 || from === undefined || unsupportedByJunos(term).match.length > 0) return []
  const conditions = [
    ...(direction === 'out' ? [`policy ${announced};`] : []),
    ...from,
    ...(match.asPath === undefined ? [] : [`as-path ${asPathName(match.asPath)};`]),
    ...(match.communities === undefined
      ? []
      : [statement('community', match.communities.map(communityName))]),
  ]
  const body = block(
    'then',
    set === undefined ? ['reject;'] : [...setLines(set, router.speaker.asn), 'accept;'],
  )
  const groups = ranges === undefined ? [[]] : apart(ranges)
  return groups.flatMap((group, index) => {
    const lines = [...conditions, ...group.map(routeFilter)]
    return block(`term ${name}${groups.length > 1 ? `_${index + 1}` : ''}`, [
      ...block('from', lines),
      ...body,
    ])
  })
}

/** The condition on where a route came from; `undefined` where it can never hold. */
function fromLines(
  from: string,
  router: PolicyRouter,
  peer: PolicyPeer,
  direction: Direction,
): readonly string[] | undefined {
  if (direction === 'in') return from === peer.configuration.remote ? [] : undefined
  if (from === 'local') return ['protocol [ static direct ospf ospf3 isis aggregate ];']
  const source = router.peers.find(
    (other) => other.configuration.remote === from && peerFamily(other) === peerFamily(peer),
  )
  return source && ['protocol bgp;', `neighbor ${formatAddress(source.configuration.remoteAddress)};`]
}

/** Of the filters of one term Junos asks the longest alone, so that ranges inside one another go apart. */
function apart(ranges: readonly PrefixRange[]): readonly (readonly PrefixRange[])[] {
  const nested = ranges.some((a) => ranges.some((b) => a !== b && covers(a.prefix, b.prefix)))
  return nested ? ranges.map((range) => [range]) : [ranges]
}

function routeFilter({ prefix, minimumLength, maximumLength }: PrefixRange): string {
  const lengths =
    minimumLength > prefix.length
      ? `prefix-length-range /${minimumLength}-/${maximumLength}`
      : maximumLength > prefix.length
        ? `upto /${maximumLength}`
        : 'exact'
  return `route-filter ${formatPrefix(prefix)} ${lengths};`
}

function setLines(change: PolicyChange, asn: number): readonly string[] {
  const { origin, localPref, multiExitDisc, prepend, addCommunities, removeCommunities, nextHop } = change
  return [
    ...(origin === undefined ? [] : [`origin ${origin.toLowerCase()};`]),
    ...(localPref === undefined ? [] : [`local-preference ${localPref};`]),
    ...(typeof multiExitDisc === 'number' ? [`metric ${multiExitDisc};`] : []),
    ...(prepend === undefined
      ? []
      : [`as-path-prepend "${new Array<number>(prepend).fill(asn).join(' ')}";`]),
    ...(removeCommunities ?? []).filter(hasWords).map((one) => `community delete ${communityName(one)};`),
    ...(addCommunities ?? []).filter(hasWords).map((one) => `community add ${communityName(one)};`),
    ...(nextHop === undefined ? [] : [`next-hop ${formatAddress(nextHop)};`]),
  ]
}

/** The AS_PATHs and communities that policies name. */
export function junosDefinitions({ peers }: PolicyRouter): readonly string[] {
  const terms = peers.flatMap(({ configuration }) => [...configuration.import, ...configuration.export])
  const definitions = terms.flatMap(({ match, set }) => [
    ...asPathDefinition(match),
    ...[...(match.communities ?? []), ...(set?.addCommunities ?? []), ...(set?.removeCommunities ?? [])]
      .filter(hasWords)
      .map((one) => `community ${communityName(one)} members ${memberText(one)};`),
  ])
  return [...new Set(definitions)]
}

function asPathDefinition({ asPath }: PolicyMatch): readonly string[] {
  const expression = asPath === undefined ? undefined : pathExpression(asPath)
  return asPath === undefined || expression === undefined
    ? []
    : [`as-path ${asPathName(asPath)} "${expression}";`]
}

/** Its expressions are about whole AS numbers, and about the whole path. */
function pathExpression(pattern: string): string | undefined {
  const asns = asnsAnywhere(pattern)
  if (asns !== undefined) return `.* (${asns.join('|')}) .*`
  const mask = asPathMask(pattern)
  return mask && (mask.length === 0 ? '()' : mask.map((part) => wildcards.get(part) ?? part).join(' '))
}

const wildcards: ReadonlyMap<unknown, string> = new Map([
  ['?', '.'],
  ['*', '.*'],
])

/** `path_65010_any` for `^65010_`: its expression, in signs that a name may have. */
function asPathName(pattern: string): string {
  const words = (pathExpression(pattern) ?? '').replaceAll('.*', 'any').replaceAll('.', 'one')
  return ['path', ...words.split(/[^a-z0-9]+/).filter((word) => word !== '')].join('_')
}

function communityName(community: AnyCommunity): string {
  return `c_${memberText(community).replace(/[^A-Za-z0-9]/g, '_')}`
}

const wellKnown = ['no-export', 'no-advertise', 'no-export-subconfed']

function memberText(community: AnyCommunity): string {
  if (typeof community === 'number') {
    const text = formatCommunity(community)
    return wellKnown.includes(text) ? text : `${community >>> 16}:${community & 0xffff}`
  }
  if (community.length === 3) return `large:${formatLargeCommunity(community)}`
  const [kind, administrator = '', value] = formatExtendedCommunity(community).split(':')
  const isLong = /^\d+$/.test(administrator) && Number(administrator) > 0xffff
  return `${kind === 'soo' ? 'origin' : 'target'}:${administrator}${isLong ? 'L' : ''}:${value}`
}

/** What of a term has no words in a policy-statement. */
export function unsupportedByJunos({ match, set }: PolicyTerm): Unsupported {
  const strange = 'extended communities that are no Route Target or Route Origin'
  const changed = [...(set?.addCommunities ?? []), ...(set?.removeCommunities ?? [])]
  return {
    match: [
      ...(match.asPath !== undefined && pathExpression(match.asPath) === undefined
        ? [`the AS_PATH pattern ${match.asPath}: Junos has expressions about whole AS numbers alone`]
        : []),
      ...((match.communities ?? []).every(hasWords) ? [] : [strange]),
    ],
    set: [
      ...(set?.multiExitDisc === 'none' ? ['the removal of MULTI_EXIT_DISC'] : []),
      ...unsupportedRemovals(set),
      ...(changed.every(hasWords) ? [] : [strange]),
    ],
  }
}
