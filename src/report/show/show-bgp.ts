import type { Family } from '../../net/address.ts'
import type { NeighborResult, RouterResult } from '../../scenario/result/run-result.ts'
import { formatUptime } from './uptime.ts'

const familyTitles: Readonly<Record<Family, string>> = { ipv4: 'IPv4 Unicast', ipv6: 'IPv6 Unicast' }

/** `show bgp summary` in FRR's columns, for each family that a neighbour is configured for. */
export function formatBgpSummary(router: RouterResult): string {
  const families = (['ipv4', 'ipv6'] as const).filter((family) => neighborsOf(router, family).length > 0)
  if (families.length === 0) return '% No BGP neighbors found\n'
  return families.map((family) => familySummary(router, family)).join('\n')
}

function familySummary(router: RouterResult, family: Family): string {
  const neighbors = neighborsOf(router, family)
  const width = Math.max(15, ...neighbors.map(({ address }) => address.length)) + 1
  const entries = new Set(
    router.routes.filter(({ prefix }) => familyOf(prefix) === family).map(({ prefix }) => prefix),
  )
  return [
    `${familyTitles[family]} Summary:`,
    `BGP router identifier ${router.bgpIdentifier}, local AS number ${router.asn} VRF default vrf-id 0`,
    `BGP table version ${router.tableVersion[family]}`,
    `RIB entries ${entries.size}`,
    `Peers ${neighbors.length}`,
    '',
    `${'Neighbor'.padEnd(width)}V         AS   MsgRcvd   MsgSent   TblVer  InQ OutQ  Up/Down State/PfxRcd   PfxSnt Desc`,
    ...neighbors.map((neighbor) => summaryRow(router, neighbor, family, width)),
    '',
    `Total number of neighbors ${neighbors.length}`,
    '',
  ].join('\n')
}

function summaryRow(router: RouterResult, neighbor: NeighborResult, family: Family, width: number): string {
  const { changedSeconds } = neighbor
  const uptime = formatUptime(changedSeconds === undefined ? undefined : router.atSeconds - changedSeconds)
  const up = neighbor.state === 'Established'
  const cells = [
    neighbor.address.padEnd(width),
    '4',
    String(neighbor.asn).padStart(11),
    right(neighbor.messagesReceived, 10),
    right(neighbor.messagesSent, 10),
    right(router.tableVersion[family], 9),
    right(0, 5),
    right(0, 5),
    uptime.padStart(9),
    // One rule that engineers read by: a number means up, a word means down.
    (up ? String(neighbor.prefixesReceived[family]) : stateWord(neighbor)).padStart(13),
    right(up ? neighbor.prefixesSent[family] : 0, 9),
    ` ${description(neighbor)}`,
  ]
  return cells.join('')
}

function stateWord({ state, idleBecause }: NeighborResult): string {
  if (idleBecause === 'admin') return 'Idle (Admin)'
  return idleBecause === 'prefix-limit' ? 'Idle (PfxCt)' : state
}

// FRR cuts a description after 20 characters; ours is the far router's name.
function description({ remote }: NeighborResult): string {
  return remote === '' ? 'N/A' : remote.slice(0, 20)
}

function right(value: number, width: number): string {
  return String(value).padStart(width)
}

function neighborsOf(router: RouterResult, family: Family): readonly NeighborResult[] {
  return router.neighbors.filter(({ families }) => families.includes(family))
}

/** The family of a prefix or an address in text. */
export function familyOf(prefix: string): Family {
  return prefix.includes(':') ? 'ipv6' : 'ipv4'
}
