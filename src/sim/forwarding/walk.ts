import type { Address } from '../../net/address.ts'
import { eitherLoss, type Passage } from '../fault.ts'
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
 * packet is lost. Good for one instant: what it found out about a port it asks only once.
 */
export class Walker {
  readonly #network: Network
  readonly #tables: ReadonlyMap<string, ForwardingTable>
  /** A table has one list for all entries that are forwarded alike, so that few are ever looked at. */
  readonly #usable = new Map<readonly NextHop[], readonly NextHop[]>()
  readonly #passages = new Map<NextHop, Passage>()
  readonly #bidders = new Map<NextHop, number>()

  constructor(network: Network, tables: ReadonlyMap<string, ForwardingTable>) {
    this.#network = network
    this.#tables = tables
  }

  /** `flow` is the tuple's hash. */
  walk(from: string, tuple: FiveTuple, flow: number = hashTuple(tuple)): Walk {
    const hops = [from]
    let loss = 0
    for (let node = from; this.#network.isUp(node); ) {
      const nextHop = choose(this.#usableAt(node, tuple.destination), flow, this.#bidderOf)
      if (nextHop === undefined) return { outcome: 'NO_ROUTE', hops, loss }
      if (nextHop.kind === 'discard') return { outcome: 'NULL_ROUTED', hops, loss }
      if (nextHop.kind === 'deliver') return { outcome: loss < 1 ? 'ACCEPTED' : 'DROPPED_LOSS', hops, loss }
      const passage = this.#passage(node, nextHop)
      if (passage.kind === 'drop') break
      loss = eitherLoss(loss, passage.loss)
      const met = hops.includes(nextHop.node)
      hops.push(nextHop.node)
      if (met) return { outcome: 'LOOP', hops, loss }
      node = nextHop.node
    }
    return { outcome: 'NEIGHBOR_UNREACHABLE', hops, loss }
  }

  #usableAt(node: string, destination: Address): readonly NextHop[] {
    const known = this.#tables.get(node)?.lookup(destination)
    if (known === undefined || known.length === 0) return []
    return remember(this.#usable, known, () => usable(this.#network, node, known))
  }

  #passage(node: string, nextHop: NextHop & { readonly kind: 'via' }): Passage {
    return remember(this.#passages, nextHop, () => this.#network.passage(node, nextHop.link))
  }

  readonly #bidderOf = (nextHop: NextHop): number =>
    remember(this.#bidders, nextHop, () => bidderHash(nextHop))
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
