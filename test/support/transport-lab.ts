import type { Address } from '../../src/net/address.ts'
import { EventQueue } from '../../src/sim/event-queue.ts'
import type { FaultRule } from '../../src/sim/fault.ts'
import type { Link } from '../../src/sim/link.ts'
import { Network } from '../../src/sim/network.ts'
import { randomStream } from '../../src/sim/random.ts'
import type { Micros } from '../../src/sim/time.ts'
import type { Endpoint, Key, TransportEvent, TransportWork } from '../../src/sim/transport/segment.ts'
import { Transport } from '../../src/sim/transport/transport.ts'

export const addressA: Address = { family: 'ipv4', words: [0xac100001] }
export const addressB: Address = { family: 'ipv4', words: [0xac100002] }
export const endA: Endpoint = { node: 'a', address: addressA }
export const endB: Endpoint = { node: 'b', address: addressB }

/** The cable between a and b, 2 ms long, but for the difference. */
export function cable(difference: Partial<Link> = {}): Link {
  return {
    name: 'a-b',
    ends: [
      { node: 'a', addresses: [{ address: addressA, length: 30 }] },
      { node: 'b', addresses: [{ address: addressB, length: 30 }] },
    ],
    delayMicros: 2000,
    carrier: 'layer-2',
    ...difference,
  }
}

export function silence(from?: string): FaultRule {
  return { kind: 'silence', id: `silence ${from}`, link: 'a-b', from }
}

export interface TransportLab {
  readonly network: Network
  readonly queue: EventQueue<LabEvent>
  readonly transport: Transport<string>
  /** What happened, a line each: `4 ms a acked`. */
  readonly log: readonly string[]
  /** What a tap at the ports saw, a line each: `2 ms a left SYN`. */
  readonly seen: readonly string[]
  /** The last connection number that the node learnt of. */
  connection(node: string): number
  /** Does something at a time. */
  at(time: Micros, act: () => void): void
  /** Puts a fault in force for a while. */
  fault(rule: FaultRule, from: Micros, to: Micros): void
  run(until?: Micros): void
}

type LabEvent = TransportWork<string> | { readonly kind: 'act'; readonly act: number }

/** How b answers: with its key, or not at all. */
export type Answer = { readonly key: Key } | 'refuse'

/** Two nodes on a cable; a opens a connection to b at once. */
export function transportLab(
  answer: Answer = { key: undefined },
  link: Link = cable(),
  key?: Key,
): TransportLab {
  const network = new Network(['a', 'b'], [link])
  const queue = new EventQueue<LabEvent>()
  const streams = new Map(['a', 'b'].map((node) => [node, randomStream(1, node)]))
  const seen: string[] = []
  const transport = new Transport<string>(network, queue, streams, ({ kind, node, segment }) => {
    seen.push(`${queue.now / 1000} ms ${node} ${kind} ${segment.content.kind}`)
  })
  const log: string[] = []
  const acts: (() => void)[] = []
  const numbers = new Map([['a', 0]])

  function tell(event: TransportEvent<string>): void {
    numbers.set(event.node, event.connection)
    const cause = event.kind === 'message' && event.cause !== undefined ? ` because of ${event.cause}` : ''
    const detail =
      event.kind === 'message' ? ` ${event.message}` : event.kind === 'failed' ? ` ${event.reason}` : ''
    log.push(`${queue.now / 1000} ms ${event.node} ${event.kind}${detail}${cause}`)
    if (event.kind !== 'incoming') return
    if (answer === 'refuse') transport.refuse(event.connection)
    else transport.accept(event.connection, answer.key)
  }

  const lab: TransportLab = {
    network,
    queue,
    transport,
    log,
    seen,
    connection: (node) => numbers.get(node) ?? 0,
    at(time, act) {
      queue.schedule(time, { kind: 'act', act: acts.push(act) - 1 })
    },
    fault(rule, from, to) {
      lab.at(from, () => network.addFault(rule))
      lab.at(to, () => network.removeFault(rule))
    },
    run(until = Number.POSITIVE_INFINITY) {
      while ((queue.peek() ?? Number.POSITIVE_INFINITY) <= until) {
        const entry = queue.next()
        if (entry === undefined) return
        if (entry.event.kind === 'act') acts[entry.event.act]?.()
        else for (const event of transport.handle(entry.event)) tell(event)
      }
    },
  }
  lab.at(0, () => numbers.set('a', transport.open(endA, endB, key)))
  return lab
}
