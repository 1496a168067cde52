import type { Address } from '../../net/address.ts'
import type { Micros } from '../../sim/time.ts'
import type { Packet } from './pcap.ts'
import type { TcpEnd } from './tcp-end.ts'
import { type Station, type TcpFrame, writeFrame } from './tcp-frame.ts'

/** What frames show of the network besides what is in them. */
export interface Cables {
  readonly farNode: (node: string, link: string) => string
  readonly hardwareAddress: (node: string, link: string) => readonly number[]
  /** What the node tags its frames with. */
  readonly vlanId: (node: string, link: string) => number | undefined
}

/** What an end sends; `sequence` counts from its SYN. */
export interface Sending {
  readonly sequence: number
  readonly flags?: TcpFrame['flags']
  readonly payload?: Uint8Array
}

const nothing = new Uint8Array(0)

/** Makes frames of what ends of connections send. */
export class EndFrames {
  readonly #cables: Cables
  readonly #emit: (packet: Packet) => void
  readonly #identifications = new Map<string, number>()

  constructor(cables: Cables, emit: (packet: Packet) => void) {
    this.#cables = cables
    this.#emit = emit
  }

  send(end: TcpEnd, { sequence, flags = [], payload = nothing }: Sending, at: Micros): void {
    const { node, farNode, link, local, remote, localPort, remotePort, key } = end
    const frame = writeFrame({
      source: this.#station(node, link, local, localPort),
      destination: this.#station(farNode, link, remote, remotePort),
      vlanId: this.#cables.vlanId(node, link),
      identification: this.#identify(node),
      sequence: end.initial + sequence,
      acknowledgement: end.taken === 0 ? undefined : end.farInitial + end.taken,
      hasRoom: end.hasRoom,
      flags,
      key,
      payload,
    })
    this.#emit({ at, frame })
  }

  #station(node: string, link: string, address: Address, port: number): Station {
    return { hardwareAddress: this.#cables.hardwareAddress(node, link), address, port }
  }

  #identify(node: string): number {
    const number = (this.#identifications.get(node) ?? 0) + 1
    this.#identifications.set(node, number)
    return number
  }
}
