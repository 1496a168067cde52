import { letsThrough } from '../fault.ts'
import type { Network } from '../network.ts'
import type { NextHop } from './forwarding-table.ts'
import { usable } from './walk.ts'

/** What is wrong with the way to a prefix. */
export interface ForwardingFlaw {
  readonly kind: 'loop' | 'black-hole'
  /** The nodes of a loop in the network's order; of a black hole, who still forwards and to whom. */
  readonly nodes: readonly string[]
}

/** Whom each node hands packets for a prefix: the next hops of its entry, or none. */
export type ForwardingGraph = ReadonlyMap<string, readonly NextHop[]>

/** By node: to whom its packets go on. */
type Hops = ReadonlyMap<string, ReadonlySet<string>>

type Neighbour = Extract<NextHop, { kind: 'via' }>

/**
 * Every flaw of one prefix's ways, over all equal paths and from every node. A black hole is a next hop
 * that a node uses although it leads nowhere: into silence, to a node that is dead or forwards nothing, or to one
 * without a usable entry. A node without an entry claims nothing, and a discard is an answer: neither is a flaw.
 */
export function flawsOf(network: Network, graph: ForwardingGraph): readonly ForwardingFlaw[] {
  const ways = new Map([...graph].map(([node, nextHops]) => [node, usable(network, node, nextHops)]))
  const goesOn = (from: string, to: Neighbour): boolean => {
    const known = ways.get(to.node) ?? []
    const takes = known.length > 0 && !network.discards(to.node)
    return takes && letsThrough(network.passage(from, to.link))
  }
  const next = new Map<string, ReadonlySet<string>>()
  const blackHoles: ForwardingFlaw[] = []
  for (const [node, nextHops] of ways) {
    const neighbours = nextHops.filter((nextHop) => nextHop.kind === 'via')
    const [onward, lost] = [new Set<string>(), new Set<string>()]
    for (const to of neighbours) (goesOn(node, to) ? onward : lost).add(to.node)
    next.set(node, onward)
    for (const to of lost) blackHoles.push({ kind: 'black-hole', nodes: [node, to] })
  }
  return [...loopsIn(next), ...blackHoles]
}

/** The largest sets of nodes in which each can reach each other. */
function loopsIn(graph: Hops): readonly ForwardingFlaw[] {
  const next = withoutEnds(graph)
  const reach = new Map([...next.keys()].map((node) => [node, reachable(next, node)]))
  const seen = new Set<string>()
  const loops: ForwardingFlaw[] = []
  for (const [node, others] of reach) {
    if (seen.has(node) || !others.has(node)) continue
    const nodes = [...next.keys()].filter(
      (other) => others.has(other) && reach.get(other)?.has(node) === true,
    )
    for (const member of nodes) seen.add(member)
    loops.push({ kind: 'loop', nodes })
  }
  return loops
}

/** Without the nodes from which all ways end: where nothing loops, none is left. */
function withoutEnds(next: Hops): Hops {
  const left = new Map([...next].filter(([, others]) => [...others].some((node) => next.has(node))))
  return left.size === next.size ? next : withoutEnds(left)
}

/** The nodes that packets of the node come to; the node itself only where they come back. */
function reachable(next: Hops, from: string): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [...(next.get(from) ?? [])]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue
    found.add(node)
    open.push(...(next.get(node) ?? []))
  }
  return found
}
