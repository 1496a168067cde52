import { type PackedPrefixes, packPrefixes, unpackPrefixes } from '../../net/packed-prefixes.ts'
import { covers, hostPrefix, networkOf, type Prefix } from '../../net/prefix.ts'
import type { ForwardingTable } from '../forwarding/forwarding-table.ts'
import { type Walk, Walker } from '../forwarding/walk.ts'
import type { Network } from '../network.ts'
import type { FlowPlan, NetworkPlan } from '../plan.ts'
import type { Micros } from '../time.ts'
import type { Tracer } from '../tracer.ts'
import { type FiveTuple, hashTuple, reversed, tuplesOf } from './flow.ts'
import { FlowMeter, type FlowRecord } from './flow-meter.ts'

export type FlowDirection = 'forward' | 'return'

/** A five-tuple, and its hash, by which every router on its way chooses. */
interface HashedTuple {
  readonly tuple: FiveTuple
  readonly hash: number
}

/** One direction of one flow. */
interface Stream {
  readonly flow: string
  readonly direction: FlowDirection
  readonly from: string
  readonly tuples: readonly HashedTuple[]
  /** The longest prefix that all their destinations lie in. */
  readonly within: PackedPrefixes
  readonly meter: FlowMeter
  /** The nodes that any of its packets came to. */
  met: readonly string[]
}

/** Every flow in both directions: looked at after each instant that changed anything, and never in between. */
export class Traffic {
  readonly #streams: readonly Stream[]
  readonly #network: Network
  readonly #tables: ReadonlyMap<string, ForwardingTable>
  /** That of the network when it was last observed. */
  #version: number | undefined

  constructor(
    flows: readonly FlowPlan[],
    networks: readonly NetworkPlan[],
    network: Network,
    tables: ReadonlyMap<string, ForwardingTable>,
  ) {
    this.#network = network
    this.#tables = tables
    this.#streams = flows.flatMap((flow) => streamsOf(flow, networks))
  }

  /**
   * Takes in what the network does with each five-tuple as of now, and traces what is new. `changed` names
   * the nodes whose tables are not as they were at the last time: a flow that meets none of them goes on as before.
   */
  observe(at: Micros, changed: ReadonlySet<string>, tracer: Tracer): void {
    const everywhere = this.#version !== this.#network.version
    this.#version = this.#network.version
    for (const stream of this.#streams) {
      if (!everywhere && !stream.met.some((node) => changed.has(node))) continue
      const { flow, direction } = stream
      const walks = this.#walks(stream)
      stream.met = nodesOn(walks)
      for (const change of stream.meter.observe(at, walks)) {
        tracer.emit('', { kind: 'flow-path', flow, direction, ...change })
      }
    }
  }

  /** What happened to the flow up to now. */
  record(flow: string, direction: FlowDirection, at: Micros): FlowRecord {
    return this.#stream(flow, direction).meter.finish(at)
  }

  /** The way that each five-tuple takes as the network stands. */
  walks(flow: string, direction: FlowDirection): readonly Walk[] {
    return this.#walks(this.#stream(flow, direction))
  }

  #walks({ from, tuples, within }: Stream): readonly Walk[] {
    const walker = new Walker(this.#network, this.#tables, within)
    return tuples.map(({ tuple, hash }) => walker.walk(from, tuple, hash))
  }

  #stream(flow: string, direction: FlowDirection): Stream {
    const stream = this.#streams.find((other) => other.flow === flow && other.direction === direction)
    if (stream === undefined) throw new Error(`no flow ${flow} in direction ${direction}`)
    return stream
  }
}

function streamsOf(flow: FlowPlan, networks: readonly NetworkPlan[]): readonly Stream[] {
  const { name, from, to, count, probesPerSecond } = flow
  const forward = tuplesOf(name, count, prefixesOf(flow, from, networks), prefixesOf(flow, to, networks))
  const stream = (tuples: readonly FiveTuple[]) => ({
    flow: name,
    tuples: tuples.map(hashed),
    within: commonPrefix(tuples),
    meter: new FlowMeter(count, probesPerSecond),
    met: [],
  })
  return [
    { ...stream(forward), direction: 'forward', from },
    { ...stream(forward.map(reversed)), direction: 'return', from: to },
  ]
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

function hashed(tuple: FiveTuple): HashedTuple {
  return { tuple, hash: hashTuple(tuple) }
}

function prefixesOf({ family }: FlowPlan, end: string, networks: readonly NetworkPlan[]): readonly Prefix[] {
  const network = networks.find(({ name }) => name === end)
  if (network === undefined) throw new Error(`no network ${end}`)
  return network.prefixes.filter((prefixes) => prefixes.family === family).flatMap(unpackPrefixes)
}
