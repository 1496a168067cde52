import { type Contender, type Contest, mix } from '../../src/bench/contest.ts'
import { generatedTable } from '../../src/bench/generated-table.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { Message } from '../../src/bgp/message.ts'
import type { InternedAttributes } from '../../src/bgp/path-attributes.ts'
import { PrefixIds } from '../../src/bgp/rib/prefix-ids.ts'
import { localAttributes } from '../../src/bgp/update/export-route.ts'
import { packUpdates } from '../../src/bgp/update/pack.ts'
import { type PackedPrefixes, prefixOffsets, prefixStride } from '../../src/net/packed-prefixes.ts'
import { type BenchNetwork, benchNetwork } from '../routers/bench-network.ts'
import { PlainRouter } from '../routers/plain-router.ts'
import { Relay } from '../routers/relay.ts'
import { decoded, encoded, type Router, wire } from '../routers/router.ts'
import { SpeakerRouter } from '../routers/speaker-router.ts'
import type { Scale } from '../scale.ts'

const seed = 42

/** Octets in one sender's name. */
interface Heard {
  readonly sender: number
  readonly octets: Uint8Array
}

/** Routes through one router, from octets to octets: W4 to W7 of the goals in docs/performance.md. */
export function routers(scale: Scale): readonly Contest[] {
  const small = scale === 'smoke'
  const sizes = small ? [100] : [1000, 10_000, 50_000]
  const size = small ? 200 : 100_000
  const sets = small ? [1, 10, size] : [1, 100, 10_000, size]
  return [
    ...sizes.map((count) => sameFromTwo(count)),
    churn(small ? 200 : 10_000, small ? 20 : 1000),
    ...sets.map((count) => throughOne(size, count)),
    disjoint(small ? 3 : 50, small ? 50 : 10_000),
  ]
}

/** Two senders announce the same prefixes; the monitor is told of each once. */
function sameFromTwo(size: number): Contest {
  const network = benchNetwork(2)
  const table = generatedTable('ipv4', size, seed)
  const heard = [0, 1].flatMap((sender) => announcements(network, sender, table, 100))
  return contestOf(`through a router, the same ${size} prefixes from two senders`, size, network, heard)
}

/** One sender, one monitor. */
function throughOne(size: number, sets: number): Contest {
  const network = benchNetwork(1)
  const heard = announcements(network, 0, generatedTable('ipv4', size, seed), sets)
  const name = `through a router, ${size} prefixes, ${sets} attribute ${sets === 1 ? 'set' : 'sets'}`
  return contestOf(name, size, network, heard)
}

/** Each sender has prefixes of its own. */
function disjoint(senders: number, each: number): Contest {
  const network = benchNetwork(senders)
  const table = generatedTable('ipv4', senders * each, seed)
  const stride = prefixStride.ipv4
  const heard = network.senders.flatMap((_, sender) => {
    const data = table.data.slice(sender * each * stride, (sender + 1) * each * stride)
    return announcements(network, sender, { family: 'ipv4', count: each, data }, 100)
  })
  const name = `through a router, ${senders} senders of ${each} prefixes each`
  return contestOf(name, senders * each, network, heard)
}

/** A router that holds a table is told of more prefixes, which then go again. */
function churn(held: number, moved: number): Contest {
  const network = benchNetwork(1)
  const table = generatedTable('ipv4', held + moved, seed)
  const split = held * prefixStride.ipv4
  const base = { family: 'ipv4', count: held, data: table.data.slice(0, split) } as const
  const more = { family: 'ipv4', count: moved, data: table.data.slice(split) } as const
  const heard = [...announcements(network, 0, more, 100), ...withdrawals(more)]
  const loaded = (router: Router): (() => Router) => {
    play(router, announcements(network, 0, base, 100))
    router.takeSent()
    return () => router
  }
  return {
    name: `through a router that holds ${held} prefixes, ${moved} come and go`,
    unit: 'changes',
    count: 2 * moved,
    contenders: [
      contender('speaker', heard, loaded(new SpeakerRouter(network))),
      contender('objects in a Map', heard, loaded(new PlainRouter(network))),
      contender('relay that keeps nothing (ceiling)', heard, () => new Relay(network.router.asn, true)),
    ],
  }
}

function contestOf(name: string, count: number, network: BenchNetwork, heard: readonly Heard[]): Contest {
  const isShared = heard.length > 0 && network.senders.length === 2
  return {
    name,
    unit: 'prefixes',
    count,
    contenders: [
      contender('speaker', heard, () => new SpeakerRouter(network)),
      contender('objects in a Map', heard, () => new PlainRouter(network)),
      contender('relay that keeps nothing (ceiling)', heard, () => new Relay(network.router.asn, isShared)),
    ],
  }
}

/** The monitor decodes what it is sent; contenders may fill messages otherwise, so the sum does not look at the order. */
function contender(name: string, heard: readonly Heard[], make: () => Router): Contender {
  const run = (): number => {
    const router = make()
    play(router, heard)
    const interner = new AttributeInterner()
    return router
      .takeSent()
      .flatMap((octets) => decoded(octets, interner))
      .reduce((sum, message) => (sum + sumOf(message)) | 0, 0)
  }
  return { name, run }
}

function play(router: Router, heard: readonly Heard[]): void {
  for (const { sender, octets } of heard) router.receive(sender, octets)
}

function sumOf(message: Message): number {
  if (message.kind !== 'UPDATE') return 0
  const { announced, withdrawn, attributes } = message
  return (prefixSum(announced, attributes?.asPathLength ?? 0) + prefixSum(withdrawn, 99)) | 0
}

function prefixSum(prefixes: PackedPrefixes, weight: number): number {
  let sum = 0
  for (const offset of prefixOffsets(prefixes)) {
    sum = (sum + mix(mix(weight, prefixes.data[offset] ?? 0), prefixes.data[offset + 1] ?? 0)) | 0
  }
  return sum
}

/** Full UPDATEs of one sender, prefix by prefix with one of so many attribute sets. */
function announcements(
  { senders }: BenchNetwork,
  sender: number,
  { data, count }: PackedPrefixes,
  sets: number,
): readonly Heard[] {
  const from = senders[sender]
  const [peer] = from?.peers ?? []
  if (from === undefined || peer === undefined) throw new Error(`no sender ${sender}`)
  const ids = new PrefixIds('ipv4')
  const interner = new AttributeInterner()
  const announced = new Map<InternedAttributes, number[]>()
  for (let index = 0; index < count; index++) {
    const set = index % sets
    const attributes = interner.intern({
      ...localAttributes(peer.localAddress),
      asPath: [
        { kind: 'AS_SEQUENCE', asns: [from.asn, 1000 + (set % 20_000), 30_000 + Math.floor(set / 20_000)] },
      ],
      multiExitDisc: set % 7,
      communities: [0x2f2c_0001, 0x2f2c_0002, 0x2f2c_0003],
    })
    const prefixes = announced.get(attributes) ?? []
    announced.set(attributes, prefixes)
    prefixes.push(ids.assign(data, index * prefixStride.ipv4))
  }
  return heardFrom(sender, packUpdates(ids, { withdrawn: [], announced }, wire))
}

function withdrawals(withdrawn: PackedPrefixes): readonly Heard[] {
  const ids = new PrefixIds('ipv4')
  const gone = Array.from({ length: withdrawn.count }, (_, index) =>
    ids.assign(withdrawn.data, index * prefixStride.ipv4),
  )
  return heardFrom(0, packUpdates(ids, { withdrawn: gone, announced: new Map() }, wire))
}

function heardFrom(sender: number, messages: readonly Message[]): readonly Heard[] {
  return messages.map((message) => ({ sender, octets: encoded(message) }))
}
