import type { Address } from '../../net/address.ts'
import { covers, type Prefix, samePrefix } from '../../net/prefix.ts'
import { parsePrefix } from '../../net/prefix-text.ts'
import type { RouteResult, RouterResult } from '../../scenario/result/run-result.ts'
import { byPrefix } from './show-bgp-table.ts'

/** The paths that `show bgp PREFIX` speaks of: those of exactly this prefix, or of the longest that holds the address. */
export function findPaths(
  router: RouterResult,
  wanted: Prefix | Address,
): { readonly prefix: string; readonly paths: readonly RouteResult[] } | undefined {
  const networks = [...byPrefix(router.routes)].map(([prefix, paths]) => ({
    network: parsePrefix(prefix),
    prefix,
    paths,
  }))
  if ('length' in wanted) return networks.find(({ network }) => samePrefix(network, wanted))
  return networks
    .filter(({ network }) => covers(network, wanted))
    .sort((a, b) => b.network.length - a.network.length)[0]
}

/**
 * `show bgp PREFIX`: FRR's text, which names in its own words what decided on the winner (`best (AS Path)`), with
 * what FRR keeps to itself: the step at which each other path fell, the values compared, and against which path.
 */
export function formatBgpPrefix(router: RouterResult, wanted: Prefix | Address): string {
  const found = findPaths(router, wanted)
  if (found === undefined) return '% Network not in table\n'
  const { prefix, paths } = found
  const best = paths.findIndex((path) => path.best) + 1
  const chosen = best === 0 ? 'no best path' : `best #${best}`
  return [
    `BGP routing table entry for ${prefix}`,
    `Paths: (${paths.length} available, ${chosen}, table default)`,
    ...paths.flatMap((path) => pathLines(router, path, best)),
    '',
  ].join('\n')
}

function pathLines(router: RouterResult, path: RouteResult, best: number): readonly string[] {
  const { peer, communities } = path
  const source =
    peer === undefined
      ? `0.0.0.0 (${router.bgpIdentifier})`
      : `${path.from}(${peer.address}) (${peer.bgpIdentifier})`
  return [
    `  ${path.asPath.length === 0 ? 'Local' : path.asPath.join(' ')}${path.stale ? ', (stale)' : ''}`,
    `    ${path.nextHop} from ${source}`,
    `      ${attributes(path, best).join(', ')}`,
    ...(communities.length > 0 ? [`      Community: ${communities.join(' ')}`] : []),
  ]
}

function attributes(path: RouteResult, best: number): readonly string[] {
  const words = [
    `Origin ${path.origin === 'INCOMPLETE' ? 'incomplete' : path.origin}`,
    path.med === undefined ? undefined : `metric ${path.med}`,
    path.localPref === undefined ? undefined : `localpref ${path.localPref}`,
    path.weight === 0 ? undefined : `weight ${path.weight}`,
    'valid',
    path.peer === undefined ? 'sourced, local' : path.internal ? 'internal' : 'external',
    path.multipath ? 'multipath' : undefined,
    path.best ? `best (${frrReason(path.decidedBy)})` : notBest(path, best),
  ]
  return words.filter((word) => word !== undefined)
}

/** What FRR calls the steps of the decision process; it has no word for the order of names, its last resort here. */
const frrReasons: ReadonlyMap<string, string> = new Map([
  ['highest weight', 'Weight'],
  ['highest LOCAL_PREF', 'Local Pref'],
  ['local origin', 'Local Route'],
  ['shortest AS_PATH', 'AS Path'],
  ['lowest ORIGIN', 'Origin'],
  ['lowest MULTI_EXIT_DISC', 'MED'],
  ['external over internal', 'Peer Type'],
  ['oldest external', 'Older Path'],
  ['lowest BGP Identifier', 'Router ID'],
  ['shortest CLUSTER_LIST', 'Cluster length'],
  ['lowest peer address', 'Neighbor IP'],
  ['first by name', 'Nothing left to compare'],
])

function frrReason(decidedBy: string | undefined): string {
  if (decidedBy === undefined) return 'First path received'
  return frrReasons.get(decidedBy) ?? decidedBy
}

// `AS_PATH length 3 > 2` becomes `AS_PATH length (3 > 2, vs #2)`.
function notBest({ lostBy }: RouteResult, best: number): string | undefined {
  if (lostBy === undefined) return undefined
  const [, step, comparison] = /^(.+?) (\S+ (?:<|>|after) .+)$/.exec(lostBy) ?? []
  if (step === undefined) return `not best: ${lostBy} (vs #${best})`
  return `not best: ${step} (${comparison}, vs #${best})`
}
