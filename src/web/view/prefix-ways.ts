import type { Route } from '../../bgp/decision/route.ts'
import type { Speaker } from '../../bgp/speaker.ts'
import { packPrefixes } from '../../net/packed-prefixes.ts'
import { networkOf, type Prefix } from '../../net/prefix.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import { letsThrough } from '../../sim/fault.ts'
import { type ForwardingFlaw, flawsOf } from '../../sim/forwarding/forwarding-graph.ts'
import type { NextHop } from '../../sim/forwarding/forwarding-table.ts'
import { farPort } from '../../sim/link.ts'
import { readDestination } from './destination.ts'

/** Where each node would send a packet to a prefix now, and where BGP would let it send it besides. */
export interface PrefixWays {
  /** As it was asked for. */
  readonly prefix: string
  readonly hops: readonly PrefixHop[]
  /** Nodes at which packets end that are not theirs. */
  readonly holes: readonly string[]
  /** The same in words: a line for each node that knows a way. */
  readonly words: readonly string[]
}

/** `spare`: the way of a route that lost. */
export interface PrefixHop {
  readonly from: string
  readonly to: string
  readonly link: string
  readonly kind: 'used' | 'spare' | 'loop'
}

export function prefixWays(asked: string, run: ScenarioRun): PrefixWays {
  const { value, problem } = readDestination(asked)
  if (problem !== undefined) return { prefix: asked, hops: [], holes: [], words: [problem] }
  const { network, plan } = run.simulation
  const graph = graphOf(value, run)
  const flaws = flawsOf(network, graph)
  const holes = holesOf(flaws, graph, run)
  const hops = [...graph].flatMap(([node, nextHops]) => hopsFrom(node, nextHops, value, flaws, run))
  const words = network.nodes.flatMap((node) => wordsOf(node, hops, holes))
  const known = new Set(plan.links.map(({ name }) => name))
  return { prefix: asked, hops: hops.filter(({ link }) => known.has(link)), holes, words }
}

/** By the longest match of each node, itself without a way included. */
function graphOf(prefix: Prefix, { simulation }: ScenarioRun): ReadonlyMap<string, readonly NextHop[]> {
  const { family, data } = packPrefixes(prefix.family, [prefix])
  return new Map(
    simulation.network.nodes.map((node) => {
      const table = simulation.table(node)
      return [node, table.nextHops(table.listCovering(family, data, 0))]
    }),
  )
}

function hopsFrom(
  from: string,
  nextHops: readonly NextHop[],
  prefix: Prefix,
  flaws: readonly ForwardingFlaw[],
  { simulation: { network, routers } }: ScenarioRun,
): readonly PrefixHop[] {
  const isLoop = (to: string): boolean =>
    flaws.some(({ kind, nodes }) => kind === 'loop' && nodes.includes(from) && nodes.includes(to))
  const used = nextHops.flatMap((hop): readonly PrefixHop[] => {
    if (hop.kind !== 'via' || !network.portUp(from, hop.link)) return []
    return [{ from, to: hop.node, link: hop.link, kind: isLoop(hop.node) ? 'loop' : 'used' }]
  })
  const speaker = routers.get(from)?.speaker
  const others = speaker === undefined ? [] : candidatesFor(prefix, speaker)
  const spare = others.flatMap(({ attributes }): readonly PrefixHop[] => {
    const link = network.linkTowards(from, attributes.nextHop)
    if (link === undefined || used.some((hop) => hop.link === link.name)) return []
    return [{ from, to: farPort(link, from).node, link: link.name, kind: 'spare' }]
  })
  return [...used, ...new Map(spare.map((hop) => [hop.link, hop])).values()]
}

/** The candidates for the longest prefix that the router has any for. */
function candidatesFor(prefix: Prefix, speaker: Speaker): readonly Route[] {
  const { family } = prefix
  const rib = speaker.ribs[family]
  for (let shorter = prefix.length; shorter >= 0; shorter--) {
    const [id] = rib.idsOf(packPrefixes(family, [networkOf(prefix, shorter)]))
    const routes = id === undefined ? [] : rib.candidates(id, speaker.peers)
    if (routes.length > 0) return routes
  }
  return []
}

/** Where packets end: at who sends them into silence, or at who has no way on. */
function holesOf(
  flaws: readonly ForwardingFlaw[],
  graph: ReadonlyMap<string, readonly NextHop[]>,
  { simulation: { network } }: ScenarioRun,
): readonly string[] {
  const holes = flaws.flatMap(({ kind, nodes: [from = '', to = ''] }) => {
    if (kind === 'loop') return []
    const links = (graph.get(from) ?? []).flatMap((hop) =>
      hop.kind === 'via' && hop.node === to ? [hop.link] : [],
    )
    return links.some((link) => letsThrough(network.passage(from, link))) ? [to] : [from]
  })
  return [...new Set(holes)]
}

function wordsOf(node: string, hops: readonly PrefixHop[], holes: readonly string[]): readonly string[] {
  const towards = (kind: PrefixHop['kind']): string =>
    hops
      .filter((hop) => hop.from === node && hop.kind === kind)
      .map(({ to }) => to)
      .join(', ')
  const parts = [
    ['to ', towards('used')],
    ['in a loop to ', towards('loop')],
    ['otherwise to ', towards('spare')],
    ['packets end here', holes.includes(node) ? ' ' : ''],
  ].flatMap(([what = '', whom = '']) => (whom === '' ? [] : [`${what}${whom}`.trim()]))
  return parts.length === 0 ? [] : [`${node}: ${parts.join('; ')}`]
}
