import { formatAsPath } from '../../bgp/as-path.ts'
import { compareAddresses } from '../../net/address.ts'
import { parseAddress } from '../../net/address-text.ts'
import type { NeighborResult, RouteResult, RouterResult } from '../../scenario/result/run-result.ts'
import type { Topology } from '../../scenario/topology.ts'
import type { AzAnswer, AzRow } from './az-answer.ts'
import { formatUpDown } from './az-durations.ts'
import { type PeeringPath, sessionsOf } from './peering.ts'

/** LAB26: an MSEE prints 100 on every route, where RFC 4271 has no LOCAL_PREF between two ASes. */
const printedLocalPref = 100

/** LAB26: after the AS path stand the letter of the origin, a line feed and twenty blanks. */
const pathPadding = `\n${' '.repeat(20)}`

/** `az network express-route list-route-tables`: what the MSEE has heard on the peering. */
export function circuitRouteTable(msee: RouterResult, topology: Topology, place: PeeringPath): AzAnswer {
  const neighbors = neighborsOf(msee, topology, place)
  const heard = msee.routes.filter(({ peer }) => neighbors.some(({ address }) => address === peer?.address))
  const rows = [...grouped(heard)].flatMap((routes) =>
    activeFirst(routes).map((route, index) =>
      routeRow(route, index === 0 && routes.length > 1 && route.best),
    ),
  )
  return { kind: 'list', rows, columns: undefined }
}

/** `az network express-route list-route-tables-summary`: the neighbours of the peering. */
export function circuitSummary(msee: RouterResult, topology: Topology, place: PeeringPath): AzAnswer {
  const rows = neighborsOf(msee, topology, place).map((neighbor) => summaryRow(neighbor, msee.atSeconds))
  return { kind: 'list', rows, columns: undefined }
}

function neighborsOf(
  { neighbors }: RouterResult,
  { expansion }: Topology,
  place: PeeringPath,
): readonly NeighborResult[] {
  const names = new Set(sessionsOf(expansion, place).map(({ name }) => name))
  return neighbors
    .filter(({ session }) => names.has(session))
    .toSorted((a, b) => compareAddresses(parseAddress(a.address), parseAddress(b.address)))
}

function grouped(routes: readonly RouteResult[]): Iterable<readonly RouteResult[]> {
  const byNetwork = new Map<string, RouteResult[]>()
  for (const route of routes) byNetwork.set(route.prefix, [...(byNetwork.get(route.prefix) ?? []), route])
  return byNetwork.values()
}

function activeFirst(routes: readonly RouteResult[]): readonly RouteResult[] {
  return routes.toSorted((a, b) => Number(b.best) - Number(a.best))
}

/** LAB26, TS20: the asterisk stands at the next hop in use, where a network has several. */
function routeRow({ prefix, nextHop, localPref, weight, attributes }: RouteResult, isActive: boolean): AzRow {
  const asPath = formatAsPath(attributes.asPath)
  const origin = attributes.origin === 'IGP' ? 'I' : attributes.origin === 'EGP' ? 'E' : '?'
  return {
    locPrf: String(localPref ?? printedLocalPref),
    network: prefix,
    nextHop: `${nextHop}${isActive ? '*' : ''}`,
    path: `${asPath === '' ? '' : `${asPath} `}${origin}${pathPadding}`,
    weight,
  }
}

/** The words of a session that does not stand are RFC 4271's; TS17 names Active and Idle. */
function summaryRow(neighbor: NeighborResult, atSeconds: number): AzRow {
  const { address, asn, state, families, prefixesReceived, changedSeconds } = neighbor
  const received = families.reduce((sum, family) => sum + prefixesReceived[family], 0)
  return {
    as: asn,
    neighbor: address,
    statePfxRcd: state === 'Established' ? String(received) : state,
    upDown: formatUpDown(changedSeconds === undefined ? undefined : atSeconds - changedSeconds),
    v: 4,
  }
}
