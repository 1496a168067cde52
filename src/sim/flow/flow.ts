import { type Address, type Family, wordAt } from '../../net/address.ts'
import { type Prefix, wordMask } from '../../net/prefix.ts'
import { hashText, mixHashes } from '../hash.ts'

/** What becomes of a packet: Batfish's words. DENIED_IN is said by who does not know the packet's connection. */
export const flowOutcomes = [
  'ACCEPTED',
  'NO_ROUTE',
  'NULL_ROUTED',
  'LOOP',
  'NEIGHBOR_UNREACHABLE',
  'DROPPED_LOSS',
  'DENIED_IN',
] as const

export type FlowOutcome = (typeof flowOutcomes)[number]

/** From the network that a flow is from to the one that it is to, and back. */
export const flowDirections = ['forward', 'return'] as const

export type FlowDirection = (typeof flowDirections)[number]

/** What routers hash to keep the packets of one conversation on one of several equal paths. */
export interface FiveTuple {
  readonly family: Family
  readonly source: Address
  readonly destination: Address
  readonly protocol: 6 | 17
  readonly sourcePort: number
  readonly destinationPort: number
}

/** A packet with the hash of its five-tuple, by which every router on its way chooses. */
export interface Packet {
  readonly tuple: FiveTuple
  readonly hash: number
}

const httpsPort = 443
const firstEphemeralPort = 49152
const ephemeralPorts = 65536 - firstEphemeralPort

/**
 * The TCP connections that stand for a flow: the same for the same name, unlike for another, and no
 * two alike. Destinations go through the prefixes in order, so that each is met where `count` allows;
 * all prefixes are of one family.
 */
export function tuplesOf(
  flow: string,
  count: number,
  sources: readonly Prefix[],
  destinations: readonly Prefix[],
): readonly FiveTuple[] {
  if (count > ephemeralPorts) throw new RangeError(`a flow has at most ${ephemeralPorts} five-tuples`)
  const seed = hashText(flow)
  return Array.from({ length: count }, (_, index) => {
    const draw = mixHashes(seed, index)
    const source = prefixOf(sources, draw % sources.length)
    const destination = prefixOf(destinations, Math.floor((index * destinations.length) / count))
    if (source.family !== destination.family) throw new Error(`flow ${flow} mixes address families`)
    return {
      family: source.family,
      source: addressWithin(source, mixHashes(draw, 1)),
      destination: addressWithin(destination, mixHashes(draw, 2)),
      protocol: 6,
      // Consecutive, so that two connections differ even between two single addresses.
      sourcePort: firstEphemeralPort + ((seed + index) % ephemeralPorts),
      destinationPort: httpsPort,
    }
  })
}

export function packetOf(tuple: FiveTuple): Packet {
  return { tuple, hash: hashTuple(tuple) }
}

/** The tuple of the packets that answer. */
export function reversed(tuple: FiveTuple): FiveTuple {
  return {
    ...tuple,
    source: tuple.destination,
    destination: tuple.source,
    sourcePort: tuple.destinationPort,
    destinationPort: tuple.sourcePort,
  }
}

export function hashTuple(tuple: FiveTuple): number {
  const words = [
    ...tuple.source.words,
    ...tuple.destination.words,
    tuple.protocol,
    tuple.sourcePort,
    tuple.destinationPort,
  ]
  return words.reduce(mixHashes, 0)
}

function prefixOf(prefixes: readonly Prefix[], index: number): Prefix {
  const prefix = prefixes[index]
  if (prefix === undefined) throw new Error('a flow needs prefixes to come from and to go to')
  return prefix
}

/** The address of the prefix that a draw of 32 bits falls on. */
export function addressWithin(prefix: Prefix, draw: number): Address {
  const words = prefix.words.map((_, index) => {
    const hostBits = mixHashes(draw, index) & ~wordMask(prefix.length, index)
    return (wordAt(prefix.words, index) | hostBits) >>> 0
  })
  return { family: prefix.family, words }
}
