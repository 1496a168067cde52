import { type Address, sameAddress } from '../net/address.ts'
import type { Micros } from './time.ts'

/** One end of a link: a node's port and its addresses. */
export interface Port {
  readonly node: string
  readonly addresses: readonly PortAddress[]
}

export interface PortAddress {
  readonly address: Address
  readonly length: number
}

/**
 * A cable between two nodes. `carrier` says what a port notices of the far node's death:
 * behind a layer-2 provider nothing, on a direct cable the loss of light.
 */
export interface Link {
  readonly name: string
  readonly ends: readonly [Port, Port]
  readonly delayMicros: Micros
  readonly carrier: 'direct' | 'layer-2'
  /** What its ends are configured with unlike: nothing that one sends reaches the other, though both ports are up. */
  readonly mismatch?: string | undefined
}

export function portOf(link: Link, node: string): Port {
  return link.ends[endOf(link, node)]
}

export function farPort(link: Link, node: string): Port {
  return link.ends[endOf(link, node) === 0 ? 1 : 0]
}

export function hasAddress(port: Port, address: Address): boolean {
  return port.addresses.some((own) => sameAddress(own.address, address))
}

/** Which of the link's ends is at the node. */
export function endOf({ name, ends }: Link, node: string): 0 | 1 {
  if (ends[0].node === node) return 0
  if (ends[1].node === node) return 1
  throw new Error(`${node} is not an end of ${name}`)
}
