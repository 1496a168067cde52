import { formatExtendedCommunity, formatLargeCommunity } from '../../../bgp/community.ts'
import type { AnyCommunity } from '../../../bgp/path-attributes.ts'
import type { Policy, PolicyChange, PolicyMatch, PolicyTerm, PrefixRange } from '../../../bgp/policy.ts'
import { formatAddress } from '../../../net/address-text.ts'
import { formatPrefix } from '../../../net/prefix-text.ts'
import { unsupportedRemovals } from '../../../report/router-config/policy-terms.ts'
import type { PeerSetup, RouterSetup } from '../router-setup.ts'

/**
 * Policies of GoBGP are global, and each of their statements says by a set of neighbours whom it is about: where a route comes
 * from on the way in, where it goes on the way out. Where a policy asks on the way out where it came from, routes are marked on
 * the way in with a large community of this AS, which RFC 7300 keeps out of use, and unmarked on the way out.
 */
export const markAsn = 0xffffffff

/** The policies of a router, with the sets that they name, as TOML. */
export function gobgpPolicies(router: RouterSetup): readonly string[] {
  const isMarked = marksRoutes(router)
  const [ins, outs] = [
    router.peers.flatMap((peer) => importStatements(router, peer, isMarked)),
    router.peers.flatMap((peer) => exportStatements(router, peer, isMarked)),
  ]
  return [
    ...router.peers.flatMap(neighborSet),
    ...[...ins, ...outs].flatMap(({ sets }) => sets),
    '[[policy-definitions]]',
    '  name = "in"',
    ...ins.flatMap(statementLines),
    '[[policy-definitions]]',
    '  name = "out"',
    ...outs.flatMap(statementLines),
  ]
}

/** What of a policy has no statement here. */
export function unsupportedStatements(policy: Policy): readonly string[] {
  return policy.flatMap(({ match, set }) => [
    ...unsupportedMatch(match),
    ...(set === undefined ? [] : unsupportedChange(set)),
  ])
}

function unsupportedMatch({ asPath, communities = [] }: PolicyMatch): readonly string[] {
  return [
    ...(asPath === '^$' ? ['the AS_PATH pattern ^$: it finds none on a route without AS numbers'] : []),
    ...(new Set(communities.map(sortOf)).size > 1 ? ['communities of several sorts in one match'] : []),
    ...unsupportedCommunities(communities),
  ]
}

function unsupportedChange(change: PolicyChange): readonly string[] {
  const { origin, localPref, multiExitDisc, addCommunities = [], removeCommunities = [] } = change
  return [
    ...(localPref === 0 ? ['a LOCAL_PREF of 0: it takes that for none'] : []),
    ...(multiExitDisc === 'none' ? ['the removal of MULTI_EXIT_DISC'] : []),
    ...unsupportedRemovals(change),
    ...(origin === undefined ? [] : ['another ORIGIN: it takes the words and leaves the route as it is']),
    ...unsupportedCommunities([...addCommunities, ...removeCommunities]),
  ]
}

function unsupportedCommunities(communities: readonly AnyCommunity[]): readonly string[] {
  return communities.some((one) => communityText(one).startsWith('0x'))
    ? ['extended communities that are no Route Target or Route Origin']
    : []
}

/** One statement, and the sets that stand before all. */
interface Statement {
  readonly name: string
  readonly peer: PeerSetup
  readonly sets: readonly string[]
  /** Under `conditions`, by the table that they stand in. */
  readonly conditions: readonly string[]
  readonly actions: readonly string[]
  /** Without one the next statement is looked at too. */
  readonly disposition: 'accept-route' | 'reject-route' | undefined
}

function marksRoutes({ peers }: RouterSetup): boolean {
  return peers.some(({ configuration }) =>
    configuration.export.some(({ match }) => match.from !== undefined && match.from !== configuration.remote),
  )
}

function importStatements(router: RouterSetup, peer: PeerSetup, isMarked: boolean): readonly Statement[] {
  const { configuration, label } = peer
  const mark = `${markAsn}:0:${router.peers.indexOf(peer) + 1}`
  const marking: Statement = {
    ...{ name: `in-${label}-mark`, peer, sets: [], conditions: [], disposition: undefined },
    actions: communityAction('add', large, [mark]),
  }
  return [
    ...(isMarked ? [marking] : []),
    ...configuration.import.flatMap((term, index) =>
      termStatements(term, { name: `in-${label}-${index}`, peer, unmarked: [] }, (from) =>
        from === configuration.remote ? plainCondition : undefined,
      ),
    ),
  ]
}

function exportStatements(router: RouterSetup, peer: PeerSetup, isMarked: boolean): readonly Statement[] {
  const { configuration, label } = peer
  const marks = isMarked ? router.peers.map((_, index) => `${markAsn}:0:${index + 1}`) : []
  const last: Statement = {
    ...{ name: `out-${label}-last`, peer, sets: [], conditions: [], disposition: 'accept-route' },
    actions: communityAction('remove', large, marks),
  }
  return [
    ...nextHopStatements(peer),
    ...configuration.export.flatMap((term, index) =>
      termStatements(term, { name: `out-${label}-${index}`, peer, unmarked: marks }, (from) =>
        sourceCondition(from, router, peer, `from-${label}-${index}`),
      ),
    ),
    ...(isMarked ? [last] : []),
  ]
}

/** Its own address would be put on no external route for an internal peer. */
function nextHopStatements(peer: PeerSetup): readonly Statement[] {
  const { nextHopSelf, session } = peer.configuration
  if (nextHopSelf === false || session.localAsn !== session.remoteAsn) return []
  const statement = { name: `out-${peer.label}-self`, peer, sets: [], disposition: undefined }
  const conditions = nextHopSelf === 'all' ? [] : inTable('bgp-conditions', ['route-type = "external"'])
  return [{ ...statement, conditions, actions: inTable('bgp-actions', ['set-next-hop = "self"']) }]
}

interface SourceCondition {
  readonly sets: readonly string[]
  readonly conditions: readonly string[]
}

const plainCondition: SourceCondition = { sets: [], conditions: [] }

/** The condition on where a route came from; `undefined` where it can never hold. */
function sourceCondition(
  from: string,
  { peers }: RouterSetup,
  { configuration }: PeerSetup,
  name: string,
): SourceCondition | undefined {
  if (from === 'local') return { sets: [], conditions: inTable('bgp-conditions', ['route-type = "local"']) }
  // A neighbour may have a session for each family.
  const [family = 'ipv4'] = configuration.session.families
  const number = peers.findIndex(
    (other) => other.configuration.remote === from && other.configuration.session.families.includes(family),
  )
  if (number < 0) return undefined
  return communityCondition(large, name, [`${markAsn}:0:${number + 1}`])
}

interface Place {
  readonly name: string
  readonly peer: PeerSetup
  readonly unmarked: readonly string[]
}

/** What is added goes on by a statement of its own, since each has room for one change of communities. */
function termStatements(
  { match, set }: PolicyTerm,
  { name, peer, unmarked }: Place,
  fromCondition: (from: string) => SourceCondition | undefined,
): readonly Statement[] {
  const [family = 'ipv4'] = peer.configuration.session.families
  const ranges = match.prefixes?.filter(({ prefix }) => prefix.family === family)
  const source = match.from === undefined ? plainCondition : fromCondition(match.from)
  if (ranges?.length === 0 || source === undefined) return []
  const found = [prefixCondition(name, ranges), ...attributeConditions(match, name), source]
  const sets = found.flatMap((one) => one.sets)
  const conditions = found.flatMap((one) => one.conditions)
  if (set === undefined) return [{ name, peer, sets, conditions, actions: [], disposition: 'reject-route' }]
  const additions = communityActions('add', set.addCommunities ?? [], [])
  const adding = {
    name: `${name}-add`,
    peer,
    sets: [],
    conditions,
    actions: additions,
    disposition: undefined,
  }
  const removals = communityActions('remove', set.removeCommunities ?? [], unmarked)
  const actions = [...changeLines(set, peer), ...removals]
  return [
    ...(additions.length === 0 ? [] : [adding]),
    { name, peer, sets, conditions, actions, disposition: 'accept-route' },
  ]
}

function prefixCondition(name: string, ranges: readonly PrefixRange[] | undefined): SourceCondition {
  if (ranges === undefined) return plainCondition
  return {
    sets: [
      '[[defined-sets.prefix-sets]]',
      `  prefix-set-name = "${name}"`,
      ...ranges.flatMap(({ prefix, minimumLength, maximumLength }) => [
        '  [[defined-sets.prefix-sets.prefix-list]]',
        `    ip-prefix = "${formatPrefix(prefix)}"`,
        `    masklength-range = "${minimumLength}..${maximumLength}"`,
      ]),
    ],
    conditions: inTable('match-prefix-set', [`prefix-set = "${name}"`]),
  }
}

function attributeConditions({ asPath, communities }: PolicyMatch, name: string): readonly SourceCondition[] {
  const [first] = communities ?? []
  const path: SourceCondition = {
    sets: [
      '[[defined-sets.bgp-defined-sets.as-path-sets]]',
      `  as-path-set-name = "${name}"`,
      `  as-path-list = ["${asPath}"]`,
    ],
    conditions: inTable('bgp-conditions.match-as-path-set', [`as-path-set = "${name}"`]),
  }
  return [
    ...(asPath === undefined ? [] : [path]),
    ...(first === undefined
      ? []
      : [communityCondition(sortOf(first), name, (communities ?? []).map(communityText))]),
  ]
}

/** The words for a sort of communities. */
interface Sort {
  readonly word: string
}

const standard: Sort = { word: 'community' }
const large: Sort = { word: 'large-community' }
const extended: Sort = { word: 'ext-community' }

function communityCondition({ word }: Sort, name: string, texts: readonly string[]): SourceCondition {
  return {
    sets: [
      `[[defined-sets.bgp-defined-sets.${word}-sets]]`,
      `  ${word}-set-name = "${name}"`,
      `  ${word}-list = [${texts.map((text) => `"${text}"`).join(', ')}]`,
    ],
    conditions: inTable(`bgp-conditions.match-${word}-set`, [`${word}-set = "${name}"`]),
  }
}

function communityActions(
  option: 'add' | 'remove',
  communities: readonly AnyCommunity[],
  marks: readonly string[],
): readonly string[] {
  return [standard, large, extended].flatMap((sort) => {
    const texts = communities.filter((one) => sortOf(one) === sort).map(communityText)
    return communityAction(option, sort, sort === large ? [...texts, ...marks] : texts)
  })
}

function communityAction(
  option: 'add' | 'remove',
  { word }: Sort,
  texts: readonly string[],
): readonly string[] {
  if (texts.length === 0) return []
  const list = `communities-list = [${texts.map((text) => `"${text}"`).join(', ')}]`
  return [
    ...inTable(`bgp-actions.set-${word}`, [`options = "${option}"`]),
    ...inTable(`bgp-actions.set-${word}.set-${word}-method`, [list]),
  ]
}

function changeLines(change: PolicyChange, { configuration }: PeerSetup): readonly string[] {
  const { localPref, multiExitDisc, prepend, nextHop } = change
  const values = [
    ...(localPref === undefined ? [] : [`set-local-pref = ${localPref}`]),
    ...(multiExitDisc === undefined ? [] : [`set-med = "${multiExitDisc}"`]),
    ...(nextHop === undefined ? [] : [`set-next-hop = "${formatAddress(nextHop)}"`]),
  ]
  const prepending = [`as = "${configuration.session.localAsn}"`, `repeat-n = ${prepend}`]
  return [
    ...(values.length === 0 ? [] : inTable('bgp-actions', values)),
    ...(prepend === undefined || prepend === 0 ? [] : inTable('bgp-actions.set-as-path-prepend', prepending)),
  ]
}

/** A table of TOML, whose name is completed where it is put. */
function inTable(name: string, lines: readonly string[]): readonly string[] {
  return [`[${name}]`, ...lines.map((line) => `  ${line}`)]
}

function statementLines({ name, peer, conditions, actions, disposition }: Statement): readonly string[] {
  const at = 'policy-definitions.statements'
  const placed = (under: string, lines: readonly string[]): readonly string[] =>
    lines.map((line) => line.replace(/^\[(.*)\]$/, `[${at}.${under}.$1]`)).map((line) => `    ${line}`)
  return [
    `  [[${at}]]`,
    `    name = "${name}"`,
    ...placed('conditions', inTable('match-neighbor-set', [`neighbor-set = "${peer.label}"`])),
    ...placed('conditions', conditions),
    ...(disposition === undefined
      ? []
      : [`    [${at}.actions]`, `      route-disposition = "${disposition}"`]),
    ...placed('actions', actions),
  ]
}

function neighborSet({ label, configuration }: PeerSetup): readonly string[] {
  return [
    '[[defined-sets.neighbor-sets]]',
    `  neighbor-set-name = "${label}"`,
    `  neighbor-info-list = ["${formatAddress(configuration.remoteAddress)}"]`,
  ]
}

function sortOf(community: AnyCommunity): Sort {
  if (typeof community === 'number') return standard
  return community.length === 2 ? extended : large
}

/** Well-known ones go by their numbers. */
function communityText(community: AnyCommunity): string {
  if (typeof community === 'number') return `${community >>> 16}:${community & 0xffff}`
  return community.length === 3 ? formatLargeCommunity(community) : formatExtendedCommunity(community)
}
