import { formatExtendedCommunity } from '../../bgp/community.ts'
import type { AnyCommunity } from '../../bgp/path-attributes.ts'
import type { Policy, PolicyChange, PolicyMatch, PolicyTerm, PrefixRange } from '../../bgp/policy.ts'
import type { Family } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { asnsAnywhere, asPathMask } from './as-path-mask.ts'
import { type PolicyPeer, type PolicyRouter, peerFamily } from './policy-peer.ts'
import { acceptsTheRest, isEveryRoute, type Unsupported } from './policy-terms.ts'

/** RFC 6996: what `removePrivateAsns` takes out. */
const privateAsns = '[64512..65534, 4200000000..4294967294]'

/** A filter of BIRD's for what comes from the peer. */
export function importFilter(router: PolicyRouter, peer: PolicyPeer): readonly string[] {
  const { weight } = peer.configuration
  return [
    `filter in_${peer.label} {`,
    // Its `preference` comes before LOCAL_PREF, as a weight does.
    ...(weight === 0 ? [] : [`  preference = ${basePreference + weight};`]),
    ...policyLines(router, peer, peer.configuration.import, () => undefined),
    '}',
  ]
}

/** And one for what the peer is told. */
export function exportFilter(router: PolicyRouter, peer: PolicyPeer): readonly string[] {
  const family = peerFamily(peer)
  // A neighbour has a session for each family, and routes of one do not come over the other.
  const sources = router.peers.filter(({ configuration }) => configuration.session.families.includes(family))
  const conditions = new Map(
    sources.map((other) => [
      other.configuration.remote,
      `(source = RTS_BGP && from = ${formatAddress(other.configuration.remoteAddress)})`,
    ]),
  )
  conditions.set('local', '(source = RTS_STATIC)')
  return [
    `filter out_${peer.label} {`,
    '  if source !~ [ RTS_STATIC, RTS_BGP ] then reject;',
    ...defaultLines(router, peer),
    ...(peer.configuration.removePrivateAsns ? [`  bgp_path.delete(${privateAsns});`] : []),
    ...policyLines(router, peer, peer.configuration.export, (from) => conditions.get(from) ?? 'false'),
    '}',
  ]
}

/**
 * The default route that a peer is told whatever the table has, and about which no policy is asked: where there is another one, it
 * goes out as if it were this.
 */
function defaultLines({ peers }: PolicyRouter, peer: PolicyPeer): readonly string[] {
  const { configuration } = peer
  if (!peers.some((other) => other.configuration.defaultOriginate)) return []
  if (!configuration.defaultOriginate) return [`  if proto ~ "${defaultProtocol}_*" then reject;`]
  return [
    `  if net = ${defaultPrefix[peerFamily(peer)]} then {`,
    `    ${emptyAll(['bgp_path', ...communityLists])}`,
    `    bgp_origin = ORIGIN_IGP; unset(bgp_med); bgp_next_hop = ${formatAddress(configuration.localAddress)};`,
    '    accept;',
    '  }',
  ]
}

const communityLists = ['bgp_community', 'bgp_ext_community', 'bgp_large_community']

function emptyAll(lists: readonly string[]): string {
  return lists.map((list) => `${list}.empty;`).join(' ')
}

export const defaultPrefix: Readonly<Record<Family, string>> = { ipv4: '0.0.0.0/0', ipv6: '::/0' }

/** What announces the default route that a peer is told whatever the table has; the family follows. */
export const defaultProtocol = 'default'

/** BIRD's `preference` of BGP, and that of static routes, which no weight of a peer reaches. */
const basePreference = 100
export const ownPreference = 40_000

/** What of a term has no words in a filter. */
export function unsupportedInFilter({ match }: PolicyTerm): Unsupported {
  const { asPath } = match
  return {
    match:
      asPath === undefined || pathCondition(asPath) !== undefined
        ? []
        : [`the AS_PATH pattern ${asPath}: BIRD has masks, not regular expressions`],
    set: [],
  }
}

function policyLines(
  router: PolicyRouter,
  peer: PolicyPeer,
  policy: Policy,
  fromCondition: (from: string) => string | undefined,
): readonly string[] {
  const decided = policy.findIndex(({ match }) => isEveryRoute(match))
  const terms = decided < 0 ? [...policy, acceptsTheRest] : policy.slice(0, decided + 1)
  return terms.flatMap((term) => {
    const conditions = matchConditions(term.match, peerFamily(peer), (from) => {
      return fromCondition(from) ?? String(from === peer.configuration.remote)
    })
    if (conditions.includes('false')) return []
    const body = termLines(term, router.speaker.asn)
    if (conditions.length === 0) return body.map((line) => `  ${line}`)
    return [`  if ${conditions.join(' && ')} then { ${body.join(' ')} }`]
  })
}

function matchConditions(
  { prefixes, asPath, communities, from }: PolicyMatch,
  family: Family,
  fromCondition: (from: string) => string,
): readonly string[] {
  const own = prefixes?.filter(({ prefix }) => prefix.family === family)
  return [
    ...(own === undefined ? [] : [own.length === 0 ? 'false' : `net ~ [ ${own.map(rangeText).join(', ')} ]`]),
    ...(asPath === undefined ? [] : [pathCondition(asPath) ?? 'false']),
    ...(communities === undefined ? [] : [anyOf(communities.map(isOnRoute))]),
    ...(from === undefined ? [] : [fromCondition(from)]),
  ]
}

function anyOf(conditions: readonly string[]): string {
  return `(${conditions.join(' || ')})`
}

function rangeText({ prefix, minimumLength, maximumLength }: PrefixRange): string {
  return `${formatPrefix(prefix)}{${minimumLength},${maximumLength}}`
}

/** A mask of BIRD's that says the same as the regular expression, where one does. */
export function pathCondition(pattern: string): string | undefined {
  const asns = asnsAnywhere(pattern)
  if (asns !== undefined) return `bgp_path ~ [${asns.join(', ')}]`
  const mask = asPathMask(pattern)
  if (mask === undefined) return undefined
  if (mask.length === 0) return '(bgp_path.len = 0)'
  return mask.every((part) => part === '*') ? 'true' : `bgp_path ~ [= ${mask.join(' ')} =]`
}

function termLines({ set }: PolicyTerm, localAsn: number): readonly string[] {
  return set === undefined ? ['reject;'] : [...changeLines(set, localAsn), 'accept;']
}

function changeLines(change: PolicyChange, localAsn: number): readonly string[] {
  const { origin, localPref, multiExitDisc, prepend, addCommunities, removeCommunities, nextHop } = change
  return [
    ...(origin === undefined ? [] : [`bgp_origin = ORIGIN_${origin};`]),
    ...(localPref === undefined ? [] : [`bgp_local_pref = ${localPref};`]),
    ...medLines(multiExitDisc),
    ...(change.removePrivateAsns ? [`bgp_path.delete(${privateAsns});`] : []),
    ...Array.from({ length: prepend ?? 0 }, () => `bgp_path.prepend(${localAsn});`),
    ...(change.removeAllCommunities ? [emptyAll(communityLists)] : []),
    ...(removeCommunities ?? []).map((one) => `${listOf(one)}.delete(${tuple(one)});`),
    ...(addCommunities ?? []).map((one) => `${listOf(one)}.add(${tuple(one)});`),
    ...(nextHop === undefined ? [] : [`bgp_next_hop = ${formatAddress(nextHop)};`]),
  ]
}

function medLines(multiExitDisc: PolicyChange['multiExitDisc']): readonly string[] {
  if (multiExitDisc === undefined) return []
  return multiExitDisc === 'none' ? ['unset(bgp_med);'] : [`bgp_med = ${multiExitDisc};`]
}

function isOnRoute(community: AnyCommunity): string {
  return `${tuple(community)} ~ ${listOf(community)}`
}

/** The attribute that a community of its sort stands in. */
function listOf(community: AnyCommunity): string {
  if (typeof community === 'number') return 'bgp_community'
  return community.length === 2 ? 'bgp_ext_community' : 'bgp_large_community'
}

/** Well-known communities have no names in its filters. */
function tuple(community: AnyCommunity): string {
  if (typeof community === 'number') return `(${community >>> 16},${community & 0xffff})`
  if (community.length === 3) return `(${community.join(',')})`
  const text = formatExtendedCommunity(community)
  const parts = text.startsWith('0x')
    ? ['generic', ...community.map((word) => `0x${word.toString(16)}`)]
    : text.replace('soo', 'ro').split(':')
  return `(${parts.join(', ')})`
}
