import type { PackedPrefixes } from '../../net/packed-prefixes.ts'
import { eitherLoss } from '../fault.ts'
import { type FiveTuple, type FlowOutcome, type Packet, packetOf } from '../flow/flow.ts'
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
  /** The links that it was sent into, in order: the last of them may be one that let nothing through. */
  readonly sent: readonly SentInto[]
}

/** A link that a packet was sent into. */
export interface SentInto {
  readonly link: string
  readonly from: string
  /** The share, from 0 to 1, of packets like it that came so far. */
  readonly share: number
}

/** A packet on its way. Most meet nobody who looks at them; one that does may become another by that. */
export interface Traveller extends Packet {
  /** Whether the node that it comes to lets it in. */
  enter?(node: string): boolean
  /** Whether the node lets it out; `neighbour` is where to, `undefined` where its way ends here. */
  leave?(node: string, neighbour: string | undefined): boolean
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
  readonly #within: PackedPrefixes | undefined
  readonly #trails = new Map<string, Trail>()

  /**
   * `within` is a prefix that all destinations lie in, from end to end: what a table says of the whole of it is asked once.
   */
  constructor(network: Network, tables: ReadonlyMap<string, ForwardingTable>, within?: PackedPrefixes) {
    this.#network = network
    this.#tables = tables
    this.#within = within
  }

  walk(from: string, tuple: FiveTuple): Walk {
    return this.follow(from, packetOf(tuple))
  }

  follow(from: string, traveller: Traveller): Walk {
    let trail = this.#trails.get(from) ?? this.#arrived(nowhere, from, 0, [])
    this.#trails.set(from, trail)
    while (trail.end === undefined) {
      const { destination } = traveller.tuple
      if (traveller.enter?.(trail.node) === false) return walkOf('DENIED_IN', trail)
      if (traveller.tuple.destination !== destination) trail = redirected(trail)
      const nextHops = trail.uniform ?? trail.table.lookup(traveller.tuple.destination)
      const fork: Fork = trail.forks.get(nextHops) ?? this.#fork(trail, nextHops)
      const chosen = highestBid(fork.bidders, traveller.hash)
      if (traveller.leave?.(trail.node, fork.neighbours[chosen]) === false) return walkOf('DENIED_IN', trail)
      const next = fork.onward[chosen]
      if (next === undefined) throw new Error('packets go on, or are lost, by every next hop')
      trail = next
    }
    return trail.end
  }

  /** A table has one list for all entries that are forwarded alike, so that few forks are ever made. */
  #fork(trail: Trail, nextHops: readonly NextHop[]): Fork {
    const open = usable(this.#network, trail.node, nextHops)
    const onward = open.map((nextHop) => this.#goOn(trail, nextHop))
    const fork = {
      bidders: open.map(bidderHash),
      neighbours: open.map((nextHop) => (nextHop.kind === 'via' ? nextHop.node : undefined)),
      onward: onward.length === 0 ? [ended('NO_ROUTE', trail)] : onward,
    }
    trail.forks.set(nextHops, fork)
    return fork
  }

  #goOn(trail: Trail, nextHop: NextHop): Trail {
    if (nextHop.kind === 'discard') return ended('NULL_ROUTED', trail)
    if (nextHop.kind === 'deliver') return ended(trail.loss < 1 ? 'ACCEPTED' : 'DROPPED_LOSS', trail)
    const passage = this.#network.passage(trail.node, nextHop.link)
    const sent = [...trail.sent, { link: nextHop.link, from: trail.node, share: 1 - trail.loss }]
    if (passage.kind === 'drop') return ended('NEIGHBOR_UNREACHABLE', { ...trail, sent })
    return this.#arrived(trail, nextHop.node, eitherLoss(trail.loss, passage.loss), sent)
  }

  #arrived(
    { hops: before, since }: Pick<Trail, 'hops' | 'since'>,
    node: string,
    loss: number,
    sent: readonly SentInto[],
  ): Trail {
    const table = this.#tables.get(node)
    if (table === undefined) throw new Error(`no forwarding table of ${node}`)
    const uniform = this.#within && table.nextHopsWithin(this.#within)
    const trail = {
      node,
      table,
      uniform,
      hops: [...before, node],
      since,
      loss,
      sent,
      end: undefined,
      forks: new Map(),
    }
    if (before.includes(node, since)) return ended('LOOP', trail)
    if (this.#network.discards(node)) return ended('NULL_ROUTED', trail)
    return this.#network.isUp(node) ? trail : ended('NEIGHBOR_UNREACHABLE', trail)
  }
}

/** Where packets are that took the same way so far. */
interface Trail {
  readonly node: string
  readonly table: ForwardingTable
  /** The next hops that the table has for all of them, where it does not tell them apart. */
  readonly uniform: readonly NextHop[] | undefined
  readonly hops: readonly string[]
  /** The index of the first of them that they came to with the destination that they have now. */
  readonly since: number
  readonly loss: number
  readonly sent: readonly SentInto[]
  readonly end: Walk | undefined
  /** By the list of next hops that the table has for them. */
  readonly forks: Map<readonly NextHop[], Fork>
}

/** Where packets go on to, by one of the next hops that the node does not know to be out of reach. */
interface Fork {
  readonly bidders: readonly number[]
  readonly neighbours: readonly (string | undefined)[]
  readonly onward: readonly Trail[]
}

function ended(outcome: FlowOutcome, trail: Trail): Trail {
  return { ...trail, end: walkOf(outcome, trail) }
}

/** With another destination packets may come to the same node again, and be in no loop. */
function redirected(trail: Trail): Trail {
  return { ...trail, since: trail.hops.length - 1, uniform: undefined, forks: new Map() }
}

function walkOf(outcome: FlowOutcome, { hops, loss, sent }: Trail): Walk {
  return { outcome, hops, loss, sent }
}

const nowhere = { hops: [], since: 0 }

/** The next hops that the node does not know to be out of reach. */
export function usable(network: Network, node: string, nextHops: readonly NextHop[]): readonly NextHop[] {
  return nextHops.filter((nextHop) => nextHop.kind !== 'via' || network.portUp(node, nextHop.link))
}

/**
 * Equal-cost multipath by rendezvous: every next hop bids for the flow, the highest bid wins. When one
 * next hop goes, only its flows move. A link is part of the bid, and only one node sends into it that way:
 * else two routers in a row would choose alike, and the second would use only one of its paths.
 */
export function choose(nextHops: readonly NextHop[], flow: number): NextHop | undefined {
  return nextHops[highestBid(nextHops.map(bidderHash), flow)]
}

function highestBid(bidders: readonly number[], flow: number): number {
  if (bidders.length < 2) return 0
  let best = 0
  let highest = -1
  for (let index = 0; index < bidders.length; index++) {
    const bid = mixHashes(flow, bidders[index] ?? 0)
    if (bid <= highest) continue
    best = index
    highest = bid
  }
  return best
}

function bidderHash(nextHop: NextHop): number {
  return hashText(nextHop.kind === 'via' ? `${nextHop.node} ${nextHop.link}` : nextHop.kind)
}
