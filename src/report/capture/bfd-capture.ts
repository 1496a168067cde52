import { OctetWriter } from '../../bgp/wire/octets.ts'
import type { Topology } from '../../scenario/topology.ts'
import type { DatagramRecord } from '../../sim/trace.ts'
import { internetChecksum } from './checksum.ts'
import type { Cables } from './end-frames.ts'
import { type CableEnd, pseudoHeader, writeIpFrame } from './ip-frame.ts'
import type { Packet } from './pcap.ts'

/** RFC 5881 §4: the port of BFD Control packets, and the first of those that they may come from. */
const controlPort = 3784
const firstSourcePort = 49152

/** RFC 5881 §5: nobody but the neighbour can have sent what has this left. */
const largestHopLimit = 255

const udpProtocol = 17
const udpHeaderOctets = 8

/** Makes packets of the BFD Control packets that taps see at the ports. */
export class BfdCapture {
  readonly #cables: Cables
  readonly #emit: (packet: Packet) => void
  readonly #peers: ReadonlyMap<string, Peer>
  readonly #identifications = new Map<string, number>()

  constructor(cables: Cables, { plan }: Topology, emit: (packet: Packet) => void) {
    this.#cables = cables
    this.#emit = emit
    const peers = plan.routers.flatMap(({ speaker }) =>
      speaker.peers.map((peer, index) => [endName(speaker.name, peer.name), { ...peer, index }] as const),
    )
    this.#peers = new Map(peers)
  }

  see({ at, node, link, session, octets }: DatagramRecord): void {
    const peer = this.#peers.get(endName(node, session))
    if (peer === undefined) throw new Error(`${node} has no session ${session}`)
    const end = (of: string, address: CableEnd['address']): CableEnd => ({
      hardwareAddress: this.#cables.hardwareAddress(of, link),
      address,
    })
    const source = end(node, peer.localAddress)
    const destination = end(this.#cables.farNode(node, link), peer.remoteAddress)
    const payload = datagram(
      { source, destination, protocol: udpProtocol },
      firstSourcePort + peer.index,
      octets,
    )
    const around = { vlanId: this.#cables.vlanId(node, link), identification: this.#identify(node) }
    const frame = {
      source,
      destination,
      ...around,
      hopLimit: largestHopLimit,
      protocol: udpProtocol,
      payload,
    }
    this.#emit({ at, frame: writeIpFrame(frame) })
  }

  #identify(node: string): number {
    const number = (this.#identifications.get(node) ?? 0) + 1
    this.#identifications.set(node, number)
    return number
  }
}

/** One router's end of a session; sessions of one router send from ports of their own. */
type Peer = Topology['plan']['routers'][number]['speaker']['peers'][number] & { readonly index: number }

function endName(node: string, session: string): string {
  return `${node}\n${session}`
}

/** RFC 768. */
function datagram(
  ends: Parameters<typeof pseudoHeader>[0],
  sourcePort: number,
  octets: Uint8Array,
): Uint8Array {
  const length = udpHeaderOctets + octets.length
  const writer = new OctetWriter(length)
  writer.uint16(sourcePort)
  writer.uint16(controlPort)
  writer.uint16(length)
  writer.uint16(0)
  writer.append(octets)
  const packet = writer.finish()
  const checksum = internetChecksum(pseudoHeader(ends, length), packet)
  // A sum of zero would say that there is none.
  writer.view.setUint16(6, checksum === 0 ? 0xffff : checksum)
  return packet
}
