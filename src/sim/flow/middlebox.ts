import { sameAddress } from '../../net/address.ts'
import { covers, type Prefix } from '../../net/prefix.ts'
import type { Traveller } from '../forwarding/walk.ts'
import { addressWithin, type FiveTuple, type Packet, packetOf, reversed } from './flow.ts'

/** RFC 3234: a router that goes by connections, and so has to remember each that began through it. */
export interface Middlebox {
  /** A stateful firewall lets any connection begin, and nothing pass that belongs to none. */
  readonly firewall: boolean
  /** The first that fits a packet gives it another source address on its way out. */
  readonly translations: readonly Translation[]
}

/** NAPT (RFC 2663 §4.1.2): what leaves one of these sources towards one of these neighbours gets an address of the pool. */
export interface Translation {
  readonly pool: Prefix
  readonly sources: readonly Prefix[]
  readonly towards: readonly string[]
}

/** What one middlebox remembers of a connection: its first packet as it came in, and as it went out. */
interface Binding {
  readonly came: Packet
  readonly went: Packet
  readonly by: Translation | undefined
}

/** One connection as all middleboxes together know it. */
export interface Memory {
  readonly middleboxes: ReadonlyMap<string, Middlebox>
  readonly bindings: Map<string, Binding>
}

/** A packet from who began the connection. The first is remembered on its way, a later one passes where it was. */
export class Request implements Traveller {
  readonly #order: 'first' | 'later'
  readonly #memory: Memory
  #packet: Packet

  constructor(order: 'first' | 'later', packet: Packet, memory: Memory) {
    this.#order = order
    this.#memory = memory
    this.#packet = packet
  }

  get tuple(): FiveTuple {
    return this.#packet.tuple
  }

  get hash(): number {
    return this.#packet.hash
  }

  enter(node: string): boolean {
    return !isForPool(this.#memory.middleboxes.get(node), this.tuple)
  }

  leave(node: string, neighbour: string | undefined): boolean {
    const { middleboxes, bindings } = this.#memory
    const middlebox = middleboxes.get(node)
    if (middlebox === undefined || neighbour === undefined) return true
    const by = translationOf(middlebox, this.tuple, neighbour)
    const isRemembered = middlebox.firewall || by !== undefined
    if (this.#order === 'first' && isRemembered) {
      const came = this.#packet
      bindings.set(node, { came, went: by === undefined ? came : translated(came, by), by })
    }
    const binding = bindings.get(node)
    if (binding === undefined) return !isRemembered
    if (binding.by !== by) return false
    this.#packet = binding.went
    return true
  }
}

/** A packet that answers: whoever remembers the connection turns it back into an answer to what came in. */
export class Answer implements Traveller {
  readonly #memory: Memory
  #packet: Packet

  constructor(answered: FiveTuple, memory: Memory) {
    this.#memory = memory
    this.#packet = packetOf(reversed(answered))
  }

  get tuple(): FiveTuple {
    return this.#packet.tuple
  }

  get hash(): number {
    return this.#packet.hash
  }

  enter(node: string): boolean {
    const middlebox = this.#memory.middleboxes.get(node)
    if (middlebox === undefined) return true
    const binding = this.#memory.bindings.get(node)
    if (binding === undefined || !sameTuple(reversed(binding.went.tuple), this.tuple))
      return !middlebox.firewall && !isForPool(middlebox, this.tuple)
    this.#packet = packetOf(reversed(binding.came.tuple))
    return true
  }
}

/** Ports and protocol stay as they are on the whole way. */
export function sameTuple(a: FiveTuple, b: FiveTuple): boolean {
  return sameAddress(a.source, b.source) && sameAddress(a.destination, b.destination)
}

/** Nothing but an answer to a connection that is remembered has a reason to come to an address of the pool. */
function isForPool(middlebox: Middlebox | undefined, { destination }: FiveTuple): boolean {
  return middlebox?.translations.some(({ pool }) => covers(pool, destination)) ?? false
}

function translationOf(
  { translations }: Middlebox,
  { source }: FiveTuple,
  neighbour: string,
): Translation | undefined {
  return translations.find(({ towards, sources, pool }) => {
    return (
      towards.includes(neighbour) &&
      pool.family === source.family &&
      sources.some((one) => covers(one, source))
    )
  })
}

/** Model assumption: the source port is kept, and the address follows from the five-tuple. */
function translated({ tuple, hash }: Packet, { pool }: Translation): Packet {
  return packetOf({ ...tuple, source: addressWithin(pool, hash) })
}
