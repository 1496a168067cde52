import type { Address } from '../../net/address.ts'
import { eitherLoss } from '../fault.ts'
import { type FiveTuple, type FlowOutcome, hashTuple } from '../flow/flow.ts'
import { hashText, mixHashes } from '../hash.ts'
import type { Network } from '../network.ts'
import type { ForwardingTable, NextHop } from './forwarding-table.ts'

/** The way one packet takes at one instant. */
export interface Walk {
  readonly outcome: FlowOutcome
  /** The nodes in order, from the sender to where the packet ended; in a loop the node met again stands last. */
  readonly hops: readonly string[]
  /** The probability from 0 to 1 that a loss rule on the way takes the packet. */
  readonly loss: number
}

/**
 * Follows packets through the network as it stands, from node to node by longest match. A next hop whose
 * port is down is not used, for the router sees that; behind a silent link, or at a node that is dead, the
 * packet is lost. Good for one instant: what it found out about a port it asks only once, and packets that go
 * the same way are given the same `Walk`.
 */
export class Walker {
  readonly #network: Network
  readonly #tables: ReadonlyMap<string, ForwardingTable>
  /** A table has one list for all entries that are forwarded alike, so that few are ever looked at. */
  readonly #usable = new Map<readonly NextHop[], readonly NextHop[]>()
  readonly #trails = new Map<string, Trail>()
  readonly #bidders = new Map<NextHop, number>()

  constructor(network: Network, tables: ReadonlyMap<string, ForwardingTable>) {
    this.#network = network
    this.#tables = tables
  }

  /** `flow` is the tuple's hash. */
  walk(from: string, tuple: FiveTuple, flow: number = hashTuple(tuple)): Walk {
    let trail = remember(this.#trails, from, () => this.#arrived([], from, 0))
    while (trail.end === undefined) {
      const { node, onward } = trail
      const nextHop = choose(this.#usableAt(node, tuple.destination), flow, this.#bidderOf)
      const known = onward.get(nextHop)
      const next = known ?? this.#goOn(trail, nextHop)
      if (known === undefined) onward.set(nextHop, next)
      trail = next
    }
    return trail.end
  }

  #goOn({ node, hops, loss }: Trail, nextHop: NextHop | undefined): Trail {
    if (nextHop === undefined) return ended('NO_ROUTE', hops, loss)
    if (nextHop.kind === 'discard') return ended('NULL_ROUTED', hops, loss)
    if (nextHop.kind === 'deliver') return ended(loss < 1 ? 'ACCEPTED' : 'DROPPED_LOSS', hops, loss)
    const passage = this.#network.passage(node, nextHop.link)
    if (passage.kind === 'drop') return ended('NEIGHBOR_UNREACHABLE', hops, loss)
    return this.#arrived(hops, nextHop.node, eitherLoss(loss, passage.loss))
  }

  #arrived(before: readonly string[], node: string, loss: number): Trail {
    const hops = [...before, node]
    if (before.includes(node)) return ended('LOOP', hops, loss)
    if (!this.#network.isUp(node)) return ended('NEIGHBOR_UNREACHABLE', hops, loss)
    return { node, hops, loss, end: undefined, onward: new Map() }
  }

  #usableAt(node: string, destination: Address): readonly NextHop[] {
    const known = this.#tables.get(node)?.lookup(destination)
    if (known === undefined || known.length === 0) return []
    return remember(this.#usable, known, () => usable(this.#network, node, known))
  }

  readonly #bidderOf = (nextHop: NextHop): number =>
    remember(this.#bidders, nextHop, () => bidderHash(nextHop))
}

/** Where packets are that took the same way so far, and where they went on to by each next hop. */
interface Trail {
  readonly node: string
  readonly hops: readonly string[]
  readonly loss: number
  readonly end: Walk | undefined
  readonly onward: Map<NextHop | undefined, Trail>
}

function ended(outcome: FlowOutcome, hops: readonly string[], loss: number): Trail {
  return { node: '', hops, loss, end: { outcome, hops, loss }, onward: new Map() }
}

/** The next hops that the node does not know to be out of reach. */
export function usable(network: Network, node: string, nextHops: readonly NextHop[]): readonly NextHop[] {
  return nextHops.filter((nextHop) => nextHop.kind !== 'via' || network.portUp(node, nextHop.link))
}

/**
 * Equal-cost multipath by rendezvous: every next hop bids for the flow, the highest bid wins. When one
 * next hop goes, only its flows move. A link is part of the bid, and only one node sends into it that way:
 * else two routers in a row would choose alike, and the second would use only one of its paths.
 */
export function choose(
  nextHops: readonly NextHop[],
  flow: number,
  bidderOf: (nextHop: NextHop) => number = bidderHash,
): NextHop | undefined {
  const [first] = nextHops
  if (nextHops.length < 2) return first
  let best = first
  let highest = -1
  for (const nextHop of nextHops) {
    const bid = mixHashes(flow, bidderOf(nextHop))
    if (bid > highest) {
      best = nextHop
      highest = bid
    }
  }
  return best
}

function bidderHash(nextHop: NextHop): number {
  return hashText(nextHop.kind === 'via' ? `${nextHop.node} ${nextHop.link}` : nextHop.kind)
}

function remember<Key, Value>(found: Map<Key, Value>, key: Key, find: () => Value): Value {
  const known = found.get(key)
  if (known !== undefined) return known
  const fresh = find()
  found.set(key, fresh)
  return fresh
}
