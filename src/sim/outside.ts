import type { Carried } from './carried.ts'
import type { InFlight } from './in-flight.ts'
import type { Endpoint, TransportEvent } from './transport/segment.ts'
import type { Transport } from './transport/transport.ts'

/**
 * Routers that somebody outside the simulation plays, as far as their neighbours inside can see them: as ends of
 * TCP connections. Links, faults and latencies are those of the plan. What such a router does, it does in the
 * present instant; what it is told waits until it is asked for.
 */
export class Outside {
  readonly #nodes: ReadonlySet<string>
  readonly #transport: Transport<Carried>
  readonly #inFlight: InFlight
  #news: TransportEvent<Carried>[] = []

  constructor(nodes: readonly string[], transport: Transport<Carried>, inFlight: InFlight) {
    this.#nodes = new Set(nodes)
    this.#transport = transport
    this.#inFlight = inFlight
  }

  get isEmpty(): boolean {
    return this.#nodes.size === 0
  }

  plays(node: string): boolean {
    return this.#nodes.has(node)
  }

  /** The simulation's part: what a router outside must learn. */
  note(news: TransportEvent<Carried>): void {
    if (news.kind === 'message' && news.cause !== undefined) this.#inFlight.arrived(news.cause)
    this.#news.push(news)
  }

  /** What the routers outside were told since this was last asked, in order. */
  take(): readonly TransportEvent<Carried>[] {
    const news = this.#news
    this.#news = []
    return news
  }

  /** A connection of its own to a neighbour: `acked` or `failed` will be told. */
  open(local: Endpoint, remote: Endpoint): number {
    return this.#transport.open(local, remote)
  }

  /** Answers `incoming`. */
  accept(connection: number): void {
    this.#transport.accept(connection)
  }

  /** Answers `incoming` with a reset. */
  refuse(connection: number): void {
    this.#transport.refuse(connection)
  }

  send(connection: number, message: Carried): void {
    this.#transport.send(connection, message)
  }

  /** How many messages were sent that the neighbour has not taken in. */
  outstanding(connection: number): number {
    return this.#transport.outstanding(connection)
  }

  /** Ends the connection after all that was sent before. */
  close(connection: number): void {
    this.#transport.close(connection)
  }

  /** Ends the connection at once. */
  abort(connection: number): void {
    this.#transport.abort(connection)
  }
}
