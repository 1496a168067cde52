import { farPort } from '../link.ts'
import type { Network } from '../network.ts'
import type { RandomStream } from '../random.ts'
import type { Micros } from '../time.ts'
import type { Connection } from './connection.ts'
import type {
  Cause,
  Endpoint,
  FailureReason,
  Key,
  Parcel,
  Segment,
  Tap,
  TransportEvent,
  TransportEventBase,
  TransportWork,
} from './segment.ts'
import { Sender } from './sender.ts'
import type { DelayOf, TransportQueue } from './wire.ts'

/**
 * TCP between direct neighbours, as far as BGP can tell it from the real one: connections are made,
 * refused, reset and closed, messages arrive once and in order, and what the network drops is sent again.
 *
 * It never calls its owner. What is to come goes into the queue; whoever takes it out gives it to
 * `handle`, which answers what the owners of connections must learn. Connection numbers are never used twice,
 * and a number that is no longer known is ignored, since its owner may act before it reads of the failure.
 *
 * A segment is judged by the network when it is sent, and once more by the port at which it arrives.
 *
 * Not modelled: acknowledgements of data, so that a cut in one direction stops that direction alone, and what
 * arrived counts as acknowledged at once; congestion, and windows but for those of zero; fast retransmission, so that each loss costs
 * a retransmission timeout; measured round-trip times, so that the timeout starts at one second.
 */
export class Transport<Message> {
  readonly #network: Network
  readonly #sender: Sender<Message>
  readonly #tap: Tap<Message>
  readonly #connections = new Map<number, Connection<Message>>()
  #numbered = 0

  /** `streams`: the draws of each node, which decide whether a lossy link loses what it sends. `tap`: who looks on. */
  constructor(
    network: Network,
    queue: TransportQueue<Message>,
    streams: ReadonlyMap<string, RandomStream>,
    tap: Tap<Message> = unwatched,
    delayOf: DelayOf = (delay) => delay,
  ) {
    this.#network = network
    this.#tap = tap
    this.#sender = new Sender(network, queue, streams, tap, delayOf)
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Transport<Message>): void {
    this.#connections.clear()
    for (const [number, connection] of other.#connections) {
      this.#connections.set(number, { ...connection, outbox: [...connection.outbox] })
    }
    this.#numbered = other.#numbered
  }

  /**
   * Sends a SYN to a direct neighbour; `acked` or `failed` will follow, after so many microseconds at most. Every `cause` comes out
   * unread with what it led to.
   */
  open(
    local: Endpoint,
    remote: Endpoint,
    key?: Key,
    cause?: Cause,
    patience: Micros = Number.POSITIVE_INFINITY,
  ): number {
    const link =
      this.#network.linkTowards(local.node, remote.address) ??
      this.#network.mismatchedLink(local.node, remote.node)
    if (link === undefined || farPort(link, local.node).node !== remote.node) {
      throw new Error(`${local.node} has no link to the given address of ${remote.node}`)
    }
    const connection = this.#add({
      node: local.node,
      link: link.name,
      local: local.address,
      remote: remote.address,
      key,
      cause,
      state: 'connecting',
      far: undefined,
      patience: this.#sender.now + patience,
    })
    this.#sender.shakeHands(connection)
    return connection.number
  }

  /** Answers `incoming`. A key unlike the caller's is silence, as though no SYN had come (RFC 2385 §2). */
  accept(number: number, key?: Key): void {
    const connection = this.#connections.get(number)
    if (connection === undefined) return
    if (connection.state !== 'incoming') throw new Error(`connection ${number} awaits no answer`)
    if (connection.key === key) {
      connection.state = 'accepted'
      this.#sender.shakeHands(connection)
    } else this.#remove(connection)
  }

  /** Answers `incoming` with an RST, as a node does where nothing listens (RFC 9293 §3.5.2). */
  refuse(number: number): void {
    this.abort(number, this.#connections.get(number)?.cause)
  }

  send(number: number, message: Message, cause?: Cause): void {
    const connection = this.#connections.get(number)
    if (connection === undefined) return
    if (connection.state !== 'established') throw new Error(`connection ${number} is ${connection.state}`)
    this.#sender.post(connection, { kind: 'data', number: connection.numbered, message, cause })
  }

  /** Ends the connection after all that was sent before. */
  close(number: number, cause?: Cause): void {
    const connection = this.#connections.get(number)
    if (connection === undefined || connection.state === 'closing') return
    if (connection.state === 'established') {
      connection.state = 'closing'
      this.#sender.post(connection, { kind: 'FIN', number: connection.numbered, cause })
    } else this.abort(number, cause)
  }

  /** Ends the connection at once, with an RST that may be lost. */
  abort(number: number, cause?: Cause): void {
    const connection = this.#connections.get(number)
    if (connection === undefined) return
    if (connection.state !== 'connecting') this.#sender.transmit(connection, { kind: 'RST', cause })
    this.#remove(connection)
  }

  /** RFC 2385 §2: what one end signs with another key than the other has is dropped in silence, in both directions. */
  setKey(number: number, key: Key): void {
    const connection = this.#connections.get(number)
    if (connection !== undefined) connection.key = key
  }

  /** Whether the owner reads what comes. What does not fit into a window of zero waits at the far end, in order. */
  setWindow(number: number, isOpen: boolean): void {
    const connection = this.#connections.get(number)
    if (connection === undefined || connection.isWindowOpen === isOpen) return
    connection.isWindowOpen = isOpen
    if (isOpen && connection.state === 'established') this.#sender.transmit(connection, { kind: 'ACK' })
  }

  /** The node's connections vanish without a word to anybody. */
  crash(node: string): void {
    for (const connection of [...this.#connections.values()]) {
      if (connection.node === node) this.#remove(connection)
    }
  }

  /** The node's connections over the link, for an owner who gives them up when its port goes down: TCP would wait. */
  connectionsOver(node: string, link: string): readonly number[] {
    return [...this.#connections.values()]
      .filter((own) => own.node === node && own.link === link && own.state !== 'closing')
      .map((own) => own.number)
  }

  /** How many parcels of this end the far one has not taken in: they wait here, or are on their way. */
  outstanding(number: number): number {
    const connection = this.#connections.get(number)
    if (connection === undefined) return 0
    const far = connection.far === undefined ? undefined : this.#connections.get(connection.far)
    return connection.numbered - (far?.received ?? 0)
  }

  /** The far end's number of a connection that stands, where this end has nothing to send and nothing on its way. */
  restingTowards(number: number): number | undefined {
    const connection = this.#connections.get(number)
    const far = connection?.far === undefined ? undefined : this.#connections.get(connection.far)
    if (connection?.state !== 'established' || far?.state !== 'established') return undefined
    const { timer, retransmissions, numbered, key } = connection
    const isResting =
      key === far.key &&
      far.isWindowOpen &&
      timer === undefined &&
      retransmissions === 0 &&
      numbered === far.received
    return isResting ? far.number : undefined
  }

  /** A message that left before, and is still on its way. */
  resume(number: number, message: Message, arrival: Micros, cause?: Cause): void {
    const connection = this.#connections.get(number)
    if (connection === undefined)
      throw new Error(`nothing is on its way on connection ${number}, which is gone`)
    this.#sender.resume(connection, { kind: 'data', number: connection.numbered, message, cause }, arrival)
  }

  /** Does what is due, and answers what follows from it at once. */
  handle(work: TransportWork<Message>): readonly TransportEvent<Message>[] {
    if (work.kind === 'segment') return this.#arrive(work)
    const connection = this.#connections.get(work.connection)
    if (connection === undefined || this.#sender.retransmit(connection)) return []
    return this.#fail(connection, 'timed out', connection.outbox[0]?.cause ?? connection.cause)
  }

  #arrive(segment: Segment<Message>): readonly TransportEvent<Message>[] {
    if (!this.#network.portUp(segment.node, segment.link)) return this.#lose(segment)
    if (segment.content.kind === 'SYN') return this.#meet(segment)
    const connection = segment.to === undefined ? undefined : this.#connections.get(segment.to)
    if (connection === undefined) return this.#reset(segment)
    const sender = this.#connections.get(segment.from)
    if (sender !== undefined && sender.key !== connection.key) return this.#lose(segment)
    return this.#take(connection, segment)
  }

  /** A SYN that comes again while the first is being answered says nothing new. */
  #meet(segment: Segment<Message>): readonly TransportEvent<Message>[] {
    const { node, link, from, content } = segment
    if (content.kind !== 'SYN') throw new Error(`a ${content.kind} opens no connection`)
    for (const own of this.#connections.values()) if (own.node === node && own.far === from) return []
    const [local, remote] = [content.destination, content.source]
    const { number } = this.#add({
      node,
      link,
      local,
      remote,
      key: content.key,
      cause: content.cause,
      state: 'incoming',
      far: from,
      patience: Number.POSITIVE_INFINITY,
    })
    return [{ kind: 'incoming', node, connection: number, cause: content.cause, local, remote }]
  }

  #take(connection: Connection<Message>, segment: Segment<Message>): readonly TransportEvent<Message>[] {
    const { content } = segment
    switch (content.kind) {
      case 'SYN':
        throw new Error('a SYN knows no connection')
      case 'SYN-ACK':
        return this.#acknowledged(connection, segment.from)
      case 'ACK':
        return [...this.#confirm(connection), ...this.#learnWindow(connection)]
      case 'RST':
        return this.#fail(
          connection,
          connection.state === 'connecting' ? 'refused' : 'reset by peer',
          content.cause ?? connection.cause,
        )
      case 'data':
      case 'FIN':
        return this.#receive(connection, segment, content)
      default:
        throw new Error(`a segment of another kind: ${content satisfies never}`)
    }
  }

  /** The SYN-ACK came. When it comes again, our ACK was lost. */
  #acknowledged(connection: Connection<Message>, far: number): readonly TransportEvent<Message>[] {
    const fresh = connection.state === 'connecting'
    connection.far = far
    if (fresh) this.#establish(connection)
    this.#sender.transmit(connection, { kind: 'ACK' })
    return fresh ? [{ kind: 'acked', ...originOf(connection) }] : []
  }

  #confirm(connection: Connection<Message>): readonly TransportEvent<Message>[] {
    if (connection.state !== 'accepted') return []
    this.#establish(connection)
    return [{ kind: 'confirmed', ...originOf(connection) }]
  }

  #establish(connection: Connection<Message>): void {
    connection.state = 'established'
    connection.retransmissions = 0
    this.#sender.stop(connection)
  }

  #receive(
    connection: Connection<Message>,
    segment: Segment<Message>,
    parcel: Parcel<Message>,
  ): readonly TransportEvent<Message>[] {
    if (parcel.number !== connection.received) return this.#lose(segment)
    if (connection.state === 'closing' && connection.isBlocked) return this.#giveUp(connection)
    if (!connection.isWindowOpen && connection.state !== 'closing')
      return this.#turnAway(connection, segment, parcel)
    connection.received += 1
    this.#tap({ kind: 'taken', node: connection.node, segment })
    const sender = this.#connections.get(segment.from)
    if (sender !== undefined) sender.retransmissions = 0
    const unblocked = sender?.isBlocked === true ? this.#unblock(sender) : []
    // Each parcel carries an ACK too, in case the ACK that went before it was lost.
    const confirmed = this.#confirm(connection)
    if (parcel.kind === 'FIN') {
      if (sender !== undefined) this.#remove(sender)
      return [...confirmed, ...unblocked, ...this.#fail(connection, 'closed by peer', parcel.cause)]
    }
    if (connection.state === 'closing') return unblocked
    const { node, number } = connection
    const { message, cause } = parcel
    return [...confirmed, ...unblocked, { kind: 'message', node, connection: number, message, cause }]
  }

  /** RFC 9293 §3.8.6.1: the far end goes on to ask whether there is room, and never for so long that it gives up. */
  #turnAway(
    connection: Connection<Message>,
    segment: Segment<Message>,
    parcel: Parcel<Message>,
  ): readonly TransportEvent<Message>[] {
    this.#tap({ kind: 'turned-away', node: connection.node, segment })
    const confirmed = this.#confirm(connection)
    const sender = this.#connections.get(segment.from)
    if (sender === undefined) return confirmed
    const isNews = !sender.isBlocked && sender.state !== 'closing'
    this.#sender.turnedAway(sender, parcel)
    return isNews ? [...confirmed, { kind: 'blocked', ...originOf(sender), cause: parcel.cause }] : confirmed
  }

  /** An ACK tells how much room there is. */
  #learnWindow(connection: Connection<Message>): readonly TransportEvent<Message>[] {
    const far = connection.far === undefined ? undefined : this.#connections.get(connection.far)
    return connection.isBlocked && far?.isWindowOpen === true ? this.#unblock(connection) : []
  }

  #unblock(connection: Connection<Message>): readonly TransportEvent<Message>[] {
    this.#sender.goOn(connection)
    return connection.state === 'closing' ? [] : [{ kind: 'unblocked', ...originOf(connection) }]
  }

  /** RFC 1122 §4.2.2.13: what comes after the owner closed is answered with an RST; otherwise the FIN gets there first. */
  #giveUp(connection: Connection<Message>): readonly [] {
    this.abort(connection.number, connection.outbox.at(-1)?.cause ?? connection.cause)
    return []
  }

  /** Nothing acknowledged the segment, so that its sender still has it. */
  #lose({ from, content }: Segment<Message>): readonly [] {
    const sender = this.#connections.get(from)
    if (sender !== undefined && (content.kind === 'data' || content.kind === 'FIN')) {
      this.#sender.takeBack(sender, content)
    }
    return []
  }

  #reset(segment: Segment<Message>): readonly [] {
    if (segment.content.kind === 'RST' || this.#sender.reset(segment)) return []
    return this.#lose(segment)
  }

  #add(
    start: Pick<
      Connection<Message>,
      'node' | 'link' | 'local' | 'remote' | 'key' | 'cause' | 'state' | 'far' | 'patience'
    >,
  ): Connection<Message> {
    const connection: Connection<Message> = {
      ...start,
      number: ++this.#numbered,
      outbox: [],
      numbered: 0,
      received: 0,
      arrival: 0,
      isWindowOpen: true,
      isBlocked: false,
      retransmissions: 0,
      timer: undefined,
    }
    this.#connections.set(connection.number, connection)
    return connection
  }

  /** The owner who closed it has no more to learn. */
  #fail(
    connection: Connection<Message>,
    reason: FailureReason,
    cause: Cause,
  ): readonly TransportEvent<Message>[] {
    this.#remove(connection)
    if (connection.state === 'closing') return []
    return [{ kind: 'failed', node: connection.node, connection: connection.number, cause, reason }]
  }

  #remove(connection: Connection<Message>): void {
    this.#sender.stop(connection)
    this.#connections.delete(connection.number)
  }
}

function unwatched(): void {}

/** What every event of a connection says, where nothing but its opening led to it. */
function originOf({ node, number, cause }: Connection<unknown>): TransportEventBase {
  return { node, connection: number, cause }
}
