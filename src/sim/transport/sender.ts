import type { Network } from '../network.ts'
import type { RandomStream } from '../random.ts'
import type { Micros } from '../time.ts'
import { type Connection, countedProbes, retransmissionLimit, retransmissionTimeout } from './connection.ts'
import type { Parcel, Segment, SegmentContent, Tap } from './segment.ts'
import { type DelayOf, type TransportQueue, Wire } from './wire.ts'

/** The sending half of the transport: what is on the wire, what waits, and the timers that send it again. */
export class Sender<Message> {
  readonly #queue: TransportQueue<Message>
  readonly #wire: Wire<Message>

  constructor(
    network: Network,
    queue: TransportQueue<Message>,
    streams: ReadonlyMap<string, RandomStream>,
    tap: Tap<Message>,
    delayOf: DelayOf,
  ) {
    this.#queue = queue
    this.#wire = new Wire(network, queue, streams, tap, delayOf)
  }

  get now(): Micros {
    return this.#queue.now
  }

  /** SYN and SYN-ACK are repeated until they are answered, whether the network takes them or not. */
  shakeHands(connection: Connection<Message>): void {
    const { local: source, remote: destination, key, cause } = connection
    this.transmit(
      connection,
      connection.state === 'connecting'
        ? { kind: 'SYN', source, destination, key, cause }
        : { kind: 'SYN-ACK' },
    )
    this.#startTimer(connection)
  }

  /** Sends the parcel, or lets it wait behind what waits already. */
  post(connection: Connection<Message>, parcel: Parcel<Message>): void {
    connection.numbered += 1
    connection.outbox.push(parcel)
    if (connection.timer === undefined && !connection.isBlocked) this.#flush(connection)
  }

  /** The parcel left before, and arrives then. */
  resume(connection: Connection<Message>, parcel: Parcel<Message>, arrival: Micros): void {
    const { node, link, number: from, far: to } = connection
    connection.numbered += 1
    connection.arrival = arrival
    this.#wire.deliver(node, { link, from, to, content: parcel }, arrival)
  }

  /** Whether the network took the segment. */
  transmit(connection: Connection<Message>, content: SegmentContent<Message>): boolean {
    const { node, link, number: from, far: to } = connection
    const arrival = this.#wire.put(node, { link, from, to, content }, connection.arrival)
    if (arrival !== undefined) connection.arrival = arrival
    return arrival !== undefined
  }

  /** RFC 9293 §3.5.2: answers a segment of a connection that its node does not know. Whether that was taken. */
  reset({ node, link, from, to, content }: Segment<Message>): boolean {
    if (to === undefined) return true
    const cause = content.kind === 'data' ? content.cause : undefined
    const reply = { link, from: to, to: from, content: { kind: 'RST', cause } } as const
    return this.#wire.put(node, reply, 0) !== undefined
  }

  /** A parcel got lost on arrival: it waits to be sent again, before what came after it. */
  takeBack(connection: Connection<Message>, parcel: Parcel<Message>): void {
    const { outbox } = connection
    const place = outbox.findIndex((waiting) => waiting.number > parcel.number)
    outbox.splice(place === -1 ? outbox.length : place, 0, parcel)
    this.#startTimer(connection)
  }

  /** The far end has no room for the parcel: it is sent again and again, alone, until there is. */
  turnedAway(connection: Connection<Message>, parcel: Parcel<Message>): void {
    connection.isBlocked = true
    connection.retransmissions = Math.min(connection.retransmissions, countedProbes)
    this.takeBack(connection, parcel)
  }

  /** The far end has room again. */
  goOn(connection: Connection<Message>): void {
    connection.isBlocked = false
    connection.retransmissions = 0
    this.stop(connection)
    this.#flush(connection)
  }

  /** The retransmission timer expired. Whether another try was left. */
  retransmit(connection: Connection<Message>): boolean {
    connection.timer = undefined
    if (connection.retransmissions === retransmissionLimit[connection.state]) return false
    if (connection.state === 'connecting' && this.#queue.now >= connection.patience) return false
    connection.retransmissions += 1
    if (connection.state === 'connecting' || connection.state === 'accepted') this.shakeHands(connection)
    else this.#flush(connection)
    return true
  }

  stop(connection: Connection<Message>): void {
    if (connection.timer !== undefined) this.#queue.cancel(connection.timer)
    connection.timer = undefined
  }

  #flush(connection: Connection<Message>): void {
    const { outbox, isBlocked } = connection
    const stuck = outbox.findIndex(
      (parcel, place) => (isBlocked && place > 0) || !this.transmit(connection, parcel),
    )
    outbox.splice(0, stuck === -1 ? outbox.length : stuck)
    if (stuck !== -1) this.#startTimer(connection)
  }

  #startTimer(connection: Connection<Message>): void {
    if (connection.timer !== undefined) return
    const again = this.#queue.now + retransmissionTimeout(connection.retransmissions)
    const at = connection.state === 'connecting' ? Math.min(again, connection.patience) : again
    const { number } = connection
    connection.timer = this.#queue.schedule(at, { kind: 'retransmission-timer', connection: number })
  }
}
