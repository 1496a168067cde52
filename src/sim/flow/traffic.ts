import { type PackedPrefixes, packPrefixes, unpackPrefixes } from '../../net/packed-prefixes.ts'
import { covers, hostPrefix, networkOf, type Prefix } from '../../net/prefix.ts'
import type { ForwardingTable } from '../forwarding/forwarding-table.ts'
import { type Walk, Walker } from '../forwarding/walk.ts'
import type { Network } from '../network.ts'
import type { FlowPlan, NetworkPlan, SimulationPlan } from '../plan.ts'
import type { Micros } from '../time.ts'
import type { Tracer } from '../tracer.ts'
import { Connections } from './connections.ts'
import { type FiveTuple, type FlowDirection, type Packet, packetOf, reversed, tuplesOf } from './flow.ts'
import { FlowMeter, type FlowRecord } from './flow-meter.ts'

/** One direction of one flow. */
interface Stream {
  readonly flow: string
  readonly direction: FlowDirection
  readonly from: string
  readonly packets: readonly Packet[]
  /** The longest prefix that all their destinations lie in. */
  readonly within: PackedPrefixes
  readonly meter: FlowMeter
  /** The nodes that any of its packets came to. */
  met: readonly string[]
}

/** Both directions of a flow, and its connections where routers on their way remember any. */
interface Conversation {
  readonly streams: readonly Stream[]
  readonly connections: Connections | undefined
}

type TrafficPlan = Pick<SimulationPlan, 'flows' | 'networks' | 'middleboxes'>

/** What the packets of one direction of a flow do at present; `undefined` before it has begun. */
export interface FlowWays {
  readonly flow: string
  readonly direction: FlowDirection
  readonly walks: readonly Walk[] | undefined
}

/** Every flow in both directions: looked at after each instant that changed anything, and never in between. */
export class Traffic {
  readonly #plan: TrafficPlan
  /** Made from the plan when they are first asked for: a fork has them from the other one. */
  #made: readonly Conversation[] | undefined
  readonly #network: Network
  readonly #tables: ReadonlyMap<string, ForwardingTable>
  /** That of the network when it was last observed. */
  #version: number | undefined

  constructor(plan: TrafficPlan, network: Network, tables: ReadonlyMap<string, ForwardingTable>) {
    this.#plan = plan
    this.#network = network
    this.#tables = tables
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Traffic): void {
    this.#made = other.#conversations.map(({ streams, connections }) => ({
      streams: streams.map((stream) => ({ ...stream, meter: stream.meter.fork() })),
      connections: connections?.fork(),
    }))
    this.#version = other.#version
  }

  get #conversations(): readonly Conversation[] {
    this.#made ??= this.#plan.flows.map((flow) => conversationOf(flow, this.#plan))
    return this.#made
  }

  /** When the next client gives up its connection, if nothing changes before. */
  get due(): Micros | undefined {
    const moments = this.#conversations.flatMap(({ connections }) => connections?.due ?? [])
    return moments.length === 0 ? undefined : Math.min(...moments)
  }

  /**
   * Takes in what the network does with each five-tuple as of now, and traces what is new. `changed` names
   * the nodes whose tables are not as they were at the last time: a flow that meets none of them goes on as before.
   */
  observe(at: Micros, changed: ReadonlySet<string>, tracer: Tracer): void {
    const everywhere = this.#version !== this.#network.version
    this.#version = this.#network.version
    const isMet = ({ met }: Stream): boolean => everywhere || met.some((node) => changed.has(node))
    for (const { streams, connections } of this.#conversations) {
      if (connections === undefined) {
        for (const stream of streams.filter(isMet)) take(stream, this.#walks(stream), at, tracer)
      } else if (streams.some(isMet) || (connections.due ?? at + 1) <= at) {
        const walker = new Walker(this.#network, this.#tables)
        const ways = connections.look(at, walker, (node) => this.#network.isUp(node))
        for (const stream of streams) take(stream, ways[stream.direction], at, tracer)
      }
    }
  }

  /** What happened to the flow up to now. */
  record(flow: string, direction: FlowDirection, at: Micros): FlowRecord {
    return this.#find(flow, direction).stream.meter.finish(at)
  }

  /** By each direction of the flow the ways of its five-tuples, once all of them have arrived for the first time. */
  waysSinceStart(): readonly FlowWays[] {
    return this.#conversations.flatMap(({ streams }) =>
      streams.map(({ flow, direction, meter }) => ({ flow, direction, walks: meter.walksSinceStart })),
    )
  }

  /** The way that each five-tuple takes as the network stands. */
  walks(flow: string, direction: FlowDirection): readonly Walk[] {
    const { stream, connections } = this.#find(flow, direction)
    return connections === undefined ? this.#walks(stream) : connections.ways[direction]
  }

  #walks({ from, packets, within }: Stream): readonly Walk[] {
    const walker = new Walker(this.#network, this.#tables, within)
    return packets.map((packet) => walker.follow(from, packet))
  }

  #find(flow: string, direction: FlowDirection): { readonly stream: Stream } & Conversation {
    for (const conversation of this.#conversations) {
      const stream = conversation.streams.find((one) => one.flow === flow && one.direction === direction)
      if (stream !== undefined) return { ...conversation, stream }
    }
    throw new Error(`no flow ${flow} in direction ${direction}`)
  }
}

function take(stream: Stream, walks: readonly Walk[], at: Micros, tracer: Tracer): void {
  const { flow, direction, meter } = stream
  stream.met = nodesOn(walks)
  for (const change of meter.observe(at, walks)) {
    tracer.emit('', { kind: 'flow-path', flow, direction, ...change })
  }
}

function conversationOf(flow: FlowPlan, { networks, middleboxes }: TrafficPlan): Conversation {
  const { name, from, to, count, probesPerSecond, reconnectMicros } = flow
  const forward = tuplesOf(name, count, prefixesOf(flow, from, networks), prefixesOf(flow, to, networks))
  const stream = (tuples: readonly FiveTuple[]) => ({
    flow: name,
    packets: tuples.map(packetOf),
    within: commonPrefix(tuples),
    meter: new FlowMeter(count, probesPerSecond),
    met: [],
  })
  return {
    streams: [
      { ...stream(forward), direction: 'forward', from },
      { ...stream(forward.map(reversed)), direction: 'return', from: to },
    ],
    connections:
      middleboxes.size === 0
        ? undefined
        : new Connections({ from, to, middleboxes, reconnectMicros }, forward),
  }
}

function commonPrefix([first, ...others]: readonly FiveTuple[]): PackedPrefixes {
  if (first === undefined) throw new Error('a flow has at least one five-tuple')
  let common = hostPrefix(first.destination)
  for (const { destination } of others) {
    while (!covers(common, destination)) common = networkOf(common, common.length - 1)
  }
  return packPrefixes(common.family, [common])
}

function nodesOn(walks: readonly Walk[]): readonly string[] {
  return [...new Set([...new Set(walks)].flatMap(({ hops }) => hops))]
}

function prefixesOf({ family }: FlowPlan, end: string, networks: readonly NetworkPlan[]): readonly Prefix[] {
  const network = networks.find(({ name }) => name === end)
  if (network === undefined) throw new Error(`no network ${end}`)
  return network.prefixes.filter((prefixes) => prefixes.family === family).flatMap(unpackPrefixes)
}
