import { isProviderEdge } from '../../expressroute/provider-edge.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import type { Topology } from '../../scenario/topology.ts'

/** What a node is, as a picture of ExpressRoute has it. */
export type NodeRole =
  | 'site'
  | 'customer'
  | 'provider'
  | 'internet'
  | 'msee'
  | 'gateway'
  | 'microsoft'
  | 'network'

/** A node with its place: in which tier, counted from the customer's side, and how far down in it, from 0 to 1. */
export interface PlanNode {
  readonly name: string
  readonly role: NodeRole
  readonly tier: number
  readonly share: number
  readonly asn: number | undefined
}

export interface PlanLink {
  readonly name: string
  readonly ends: readonly [string, string]
  /** Between hosts and a router, their own or an MSEE by FastPath: nothing is done to it. */
  readonly isOfHosts: boolean
}

export interface PlanSession {
  readonly name: string
  readonly link: string
  readonly ends: readonly [string, string]
}

/** What stays as it is for a whole run. */
export interface PlanView {
  readonly file: string
  readonly title: string
  readonly story: string | undefined
  readonly seed: number
  readonly nodes: readonly PlanNode[]
  readonly links: readonly PlanLink[]
  readonly sessions: readonly PlanSession[]
  readonly flows: readonly { readonly name: string; readonly from: string; readonly to: string }[]
}

export function planView({ scenario, topology, evidence }: ScenarioRun): PlanView {
  const { plan } = topology
  const networks = new Set(plan.networks.map(({ name }) => name))
  const links = plan.links.map(({ name, ends: [a, b] }) => ({
    name,
    ends: [a.node, b.node] as const,
    isOfHosts: networks.has(a.node) || networks.has(b.node),
  }))
  return {
    file: scenario.file,
    title: scenario.title,
    story: scenario.story,
    seed: scenario.seed,
    nodes: placed(unplaced(topology, Object.keys(Object.fromEntries(scenario.sites))), links),
    links,
    sessions: evidence.sessions.map(({ name, link, local, remote }) => ({
      name,
      link,
      ends: [local, remote],
    })),
    flows: plan.flows.map(({ name, from, to }) => ({ name, from, to })),
  }
}

type Unplaced = Omit<PlanNode, 'share'>

const tiers: Readonly<Record<NodeRole, number>> = {
  site: 0,
  customer: 2,
  provider: 3,
  internet: 3,
  msee: 4,
  gateway: 5,
  microsoft: 5,
  network: 6,
}

/** A customer's router without a link of a circuit lies behind those that have one. */
const innerTier = 1

function unplaced({ design, expansion, plan }: Topology, sites: readonly string[]): readonly Unplaced[] {
  const msees = new Set(expansion.msees.map(({ speaker }) => speaker.name))
  const gateways = new Set(expansion.gateways.map(({ speaker }) => speaker.name))
  const edges = new Set(
    expansion.links.filter(({ kind }) => kind !== 'internet').map(({ ends: [near] }) => near.node),
  )
  const roleOf = (name: string): NodeRole => {
    if (msees.has(name)) return 'msee'
    if (gateways.has(name) || [...design.virtualNetworks.keys()].some((one) => name === `${one}.vpn`))
      return 'gateway'
    if (name === expansion.microsoftNetwork?.speaker.name || name === expansion.azureInternet?.speaker.name)
      return 'microsoft'
    if (design.routers.get(name)?.isInternet === true) return 'internet'
    return isProviderEdge(name, design) ? 'provider' : 'customer'
  }
  const routers = plan.routers.map(({ speaker: { name, asn } }) => {
    const role = roleOf(name)
    return { name, role, asn, tier: role === 'customer' && !edges.has(name) ? innerTier : tiers[role] }
  })
  const networks = plan.networks.map(({ name }) => {
    const role = sites.includes(name) ? ('site' as const) : ('network' as const)
    return { name, role, asn: undefined, tier: tiers[role] }
  })
  const onlyRouters = routers.every(({ tier }) => tier === innerTier)
  return onlyRouters ? [...byDistance(routers, plan.links), ...networks] : [...routers, ...networks]
}

/** Routers without any circuit: each in the tier of its distance from the first that leads to it. */
function byDistance(routers: readonly Unplaced[], links: Topology['plan']['links']): readonly Unplaced[] {
  const distance = new Map<string, number>()
  const neighboursOf = (name: string): readonly string[] =>
    links
      .filter(({ ends }) => ends.some(({ node }) => node === name))
      .flatMap(({ ends }) => ends.map(({ node }) => node))
      .filter((node) => routers.some((router) => router.name === node))
  const reach = (names: readonly string[], tier: number): void => {
    const fresh = [...new Set(names)].filter((name) => !distance.has(name))
    for (const name of fresh) distance.set(name, tier)
    if (fresh.length > 0) reach(fresh.flatMap(neighboursOf), tier + 1)
  }
  for (const { name } of routers) reach([name], innerTier)
  return routers.map((router) => ({ ...router, tier: distance.get(router.name) ?? innerTier }))
}

/** In the order of the plan, which has the primary before the secondary, and each tier then by whom it is linked with. */
function placed(nodes: readonly Unplaced[], links: readonly PlanLink[]): readonly PlanNode[] {
  const used = [...new Set(nodes.map(({ tier }) => tier))].sort((a, b) => a - b)
  const shares = new Map<string, number>()
  const columns = used.map((tier) => nodes.filter((node) => node.tier === tier))
  for (const column of columns) spread(column, shares)
  const anchor = Math.max(0, used.indexOf(tiers.msee))
  const outwards = [...columns.keys()].sort((a, b) => Math.abs(a - anchor) - Math.abs(b - anchor))
  for (const index of outwards.slice(1)) {
    const column = columns[index] ?? []
    const towards = columns[index + (index < anchor ? 1 : -1)] ?? []
    spread(sortedBy(column, towards, links, shares), shares)
  }
  return nodes.map((node) => ({
    ...node,
    tier: used.indexOf(node.tier),
    share: shares.get(node.name) ?? 0.5,
  }))
}

function spread(column: readonly Unplaced[], shares: Map<string, number>): void {
  for (const [index, { name }] of column.entries()) shares.set(name, (index + 0.5) / column.length)
}

function sortedBy(
  column: readonly Unplaced[],
  towards: readonly Unplaced[],
  links: readonly PlanLink[],
  shares: ReadonlyMap<string, number>,
): readonly Unplaced[] {
  const names = new Set(towards.map(({ name }) => name))
  const middleOf = ({ name }: Unplaced): number => {
    const far = links
      .filter(({ ends }) => ends.includes(name))
      .flatMap(({ ends }) => ends.filter((end) => names.has(end)))
    if (far.length === 0) return shares.get(name) ?? 0.5
    return far.reduce((sum, end) => sum + (shares.get(end) ?? 0.5), 0) / far.length
  }
  return column.toSorted((a, b) => middleOf(a) - middleOf(b))
}
