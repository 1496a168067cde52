import type { Family } from '../../net/address.ts'
import type { RouteResult, RouterResult } from '../../scenario/result/run-result.ts'
import { familyOf } from './show-bgp.ts'

const networkWidth = 17
const nextHopWidth = 16
const indent = 5

/** `show bgp` in FRR's columns: one table for each family that has a route. */
export function formatBgpTable(router: RouterResult): string {
  const families = (['ipv4', 'ipv6'] as const).filter((family) => routesOf(router, family).length > 0)
  if (families.length === 0) return 'No BGP prefixes displayed, 0 exist\n'
  return families.map((family) => familyTable(router, family)).join('\n')
}

function familyTable(router: RouterResult, family: Family): string {
  const routes = routesOf(router, family)
  const networks = byPrefix(routes)
  return [
    `BGP table version is ${router.tableVersion[family]}, local router ID is ${router.bgpIdentifier}, vrf id 0`,
    `Default local pref 100, local AS ${router.asn}`,
    'Status codes:  s suppressed, d damped, h history, u unsorted, * valid, > best, = multipath,',
    '               i internal, r RIB-failure, S Stale, R Removed',
    'Origin codes:  i - IGP, e - EGP, ? - incomplete',
    '',
    '     Network          Next Hop            Metric LocPrf Weight Path',
    ...[...networks].flatMap(([prefix, paths]) =>
      paths.map((path, index) => tableRow(path, index === 0 ? prefix : '')),
    ),
    '',
    `Displayed ${networks.size} routes and ${routes.length} total paths`,
    '',
  ].join('\n')
}

function routesOf(router: RouterResult, family: Family): readonly RouteResult[] {
  return router.routes.filter(({ prefix }) => familyOf(prefix) === family)
}

/** The paths to each prefix, in the order in which the router has them. */
export function byPrefix(routes: readonly RouteResult[]): ReadonlyMap<string, readonly RouteResult[]> {
  const paths = new Map<string, RouteResult[]>()
  for (const route of routes) {
    const known = paths.get(route.prefix)
    if (known === undefined) paths.set(route.prefix, [route])
    else known.push(route)
  }
  return paths
}

/** One path; a network or next hop too wide for its column goes on in the next line, as FRR does it. */
function tableRow(route: RouteResult, network: string): string {
  const head = `${statusCodes(route)} ${column(network, networkWidth, indent)}`
  const nextHop = column(route.nextHop, nextHopWidth, indent + networkWidth)
  const numbers = [right(route.med, 10), right(route.localPref, 7), right(route.weight, 7)].join('')
  const path = [...route.asPath, originCode(route.origin)].join(' ')
  return `${head}${nextHop}${numbers} ${path}`
}

// RPKI validation, which nobody does here; then stale in the place of valid, best or multipath, and internal.
function statusCodes({ best, multipath, stale, internal }: RouteResult): string {
  const chosen = best ? '>' : multipath ? '=' : ' '
  return ` ${stale ? 'S' : '*'}${chosen}${internal ? 'i' : ' '}`
}

function column(text: string, width: number, start: number): string {
  return text.length < width ? text.padEnd(width) : `${text}\n${' '.repeat(start + width)}`
}

// Blank, not 0, where the attribute is absent.
function right(value: number | undefined, width: number): string {
  return (value === undefined ? '' : String(value)).padStart(width)
}

function originCode(origin: string): string {
  return origin === 'IGP' ? 'i' : origin === 'EGP' ? 'e' : '?'
}
