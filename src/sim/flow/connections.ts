import type { Walk, Walker } from '../forwarding/walk.ts'
import type { Micros } from '../time.ts'
import { type FiveTuple, packetOf } from './flow.ts'
import { Answer, type Memory, type Middlebox, Request, sameTuple } from './middlebox.ts'

/** The way that the packets of each connection take from its client to its server, and back. */
export interface ConnectionWays {
  readonly forward: readonly Walk[]
  readonly return: readonly Walk[]
}

/** What the connections of a flow have in common. */
export interface ConnectionsPlan {
  /** The network that opens them. */
  readonly from: string
  readonly to: string
  readonly middleboxes: ReadonlyMap<string, Middlebox>
  /** How long a client holds on to one that has become useless before it opens another in its place; with 0 it never has an old one. */
  readonly reconnectMicros: Micros
}

interface Connection {
  readonly tuple: FiveTuple
  /** `undefined` while its client tries to open it. */
  open: OpenConnection | undefined
  brokenSince: Micros | undefined
}

interface OpenConnection {
  readonly memory: Memory
  /** As the server knows it. */
  readonly arrived: FiveTuple
}

/**
 * The connections of one flow where somebody on the way remembers them. Like walks they are looked at when something has
 * changed, and hold in between: a client opens its connection as soon as both ways are there, and gives one up that has
 * been useless for as long as it holds on to it.
 */
export class Connections {
  readonly #plan: ConnectionsPlan
  #connections: readonly Connection[]
  #ways: ConnectionWays = { forward: [], return: [] }

  constructor(plan: ConnectionsPlan, tuples: readonly FiveTuple[]) {
    this.#plan = plan
    this.#connections = tuples.map((tuple) => ({ tuple, open: undefined, brokenSince: undefined }))
  }

  /** Others that go on from here; neither know of the other. */
  fork(): Connections {
    const fork = new Connections(this.#plan, [])
    fork.#connections = this.#connections.map((connection) => ({
      ...connection,
      open: connection.open && withOwnMemory(connection.open),
    }))
    fork.#ways = this.#ways
    return fork
  }

  /** As of the last look. */
  get ways(): ConnectionWays {
    return this.#ways
  }

  /** When the next client gives up, if nothing changes before. */
  get due(): Micros | undefined {
    const moments = this.#connections.flatMap(({ open, brokenSince }) =>
      open === undefined || brokenSince === undefined ? [] : [brokenSince + this.#plan.reconnectMicros],
    )
    return moments.length === 0 ? undefined : Math.min(...moments)
  }

  /** `isUp` tells of a node whether it is; one that was not has forgotten everything. */
  look(at: Micros, walker: Walker, isUp: (node: string) => boolean): ConnectionWays {
    const ways = this.#connections.map((connection) => this.#lookAt(connection, at, walker, isUp))
    this.#ways = { forward: ways.map(({ forward }) => forward), return: ways.map((way) => way.return) }
    return this.#ways
  }

  #lookAt(connection: Connection, at: Micros, walker: Walker, isUp: (node: string) => boolean): Ways {
    const { open } = connection
    if (open !== undefined && this.#plan.reconnectMicros > 0) {
      for (const node of open.memory.bindings.keys()) if (!isUp(node)) open.memory.bindings.delete(node)
      const ways = this.#carryOn(connection.tuple, open, walker)
      if (areDelivered(ways)) connection.brokenSince = undefined
      else connection.brokenSince ??= at
      const { brokenSince = at } = connection
      if (areDelivered(ways) || at < brokenSince + this.#plan.reconnectMicros) return ways
    }
    const { ways, opened } = this.#open(connection.tuple, walker)
    connection.open = opened
    if (opened !== undefined) connection.brokenSince = undefined
    return ways
  }

  #open(
    tuple: FiveTuple,
    walker: Walker,
  ): { readonly ways: Ways; readonly opened: OpenConnection | undefined } {
    const memory = { middleboxes: this.#plan.middleboxes, bindings: new Map() }
    const request = new Request('first', packetOf(tuple), memory)
    const forward = walker.follow(this.#plan.from, request)
    const arrived = request.tuple
    const ways = { forward, return: walker.follow(this.#plan.to, new Answer(arrived, memory)) }
    return { ways, opened: areDelivered(ways) ? { memory, arrived } : undefined }
  }

  #carryOn(tuple: FiveTuple, { memory, arrived }: OpenConnection, walker: Walker): Ways {
    const request = new Request('later', packetOf(tuple), memory)
    const walk = walker.follow(this.#plan.from, request)
    // From another source it is nothing that the server knows.
    const isStrange = walk.outcome === 'ACCEPTED' && !sameTuple(request.tuple, arrived)
    return {
      forward: isStrange ? { ...walk, outcome: 'DENIED_IN' } : walk,
      return: walker.follow(this.#plan.to, new Answer(arrived, memory)),
    }
  }
}

interface Ways {
  readonly forward: Walk
  readonly return: Walk
}

function areDelivered(ways: Ways): boolean {
  return ways.forward.outcome === 'ACCEPTED' && ways.return.outcome === 'ACCEPTED'
}

function withOwnMemory(open: OpenConnection): OpenConnection {
  return { ...open, memory: { ...open.memory, bindings: new Map(open.memory.bindings) } }
}
