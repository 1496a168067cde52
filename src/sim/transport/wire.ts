import type { EventQueue } from '../event-queue.ts'
import { farPort } from '../link.ts'
import type { Network } from '../network.ts'
import type { RandomStream } from '../random.ts'
import type { Micros } from '../time.ts'
import type { Segment, Tap, TransportWork } from './segment.ts'

/** What the transport needs of the simulation's queue, which may hold other events too. */
export type TransportQueue<Message> = Pick<EventQueue<TransportWork<Message>>, 'now' | 'schedule' | 'cancel'>

/** How long a segment takes that leaves the node over the link at an instant and would take `delay` by itself. */
export type DelayOf = (
  delay: Micros,
  at: Micros,
  from: { readonly node: string; readonly link: string },
) => Micros

/** Where network and clock meet: a segment is judged now, and arrives later or never. */
export class Wire<Message> {
  readonly #network: Network
  readonly #queue: TransportQueue<Message>
  readonly #streams: ReadonlyMap<string, RandomStream>
  readonly #tap: Tap<Message>
  readonly #delayOf: DelayOf

  constructor(
    network: Network,
    queue: TransportQueue<Message>,
    streams: ReadonlyMap<string, RandomStream>,
    tap: Tap<Message>,
    delayOf: DelayOf,
  ) {
    this.#network = network
    this.#queue = queue
    this.#streams = streams
    this.#tap = tap
    this.#delayOf = delayOf
  }

  /** Answers when the segment arrives, which is not before `earliest`, or `undefined` where it is dropped. */
  put(node: string, segment: Omit<Segment<Message>, 'kind' | 'node'>, earliest: Micros): Micros | undefined {
    const verdict = this.#network.verdict(node, segment.link, () => this.#draw(node))
    if (verdict.kind === 'deliver' || verdict.why !== 'port-down') this.#tap({ kind: 'left', node, segment })
    if (verdict.kind === 'drop') return undefined
    const { now } = this.#queue
    const delay = this.#delayOf(verdict.delayMicros, now, { node, link: segment.link })
    const arrival = Math.max(earliest, now + delay)
    this.deliver(node, segment, arrival)
    return arrival
  }

  /** The segment is on its way from the node, and arrives then. */
  deliver(node: string, segment: Omit<Segment<Message>, 'kind' | 'node'>, arrival: Micros): void {
    const receiver = farPort(this.#network.link(segment.link), node).node
    this.#queue.schedule(arrival, { kind: 'segment', node: receiver, ...segment })
  }

  #draw(node: string): number {
    const stream = this.#streams.get(node)
    if (stream === undefined) throw new Error(`${node} has no random stream`)
    return stream.next()
  }
}
