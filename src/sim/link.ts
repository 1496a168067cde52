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
}

export function portOf(link: Link, node: string): Port {
  const port = link.ends.find((end) => end.node === node)
  if (port === undefined) throw new Error(`${node} is not an end of ${link.name}`)
  return port
}

export function farPort(link: Link, node: string): Port {
  const [a, b] = link.ends
  return portOf(link, node) === a ? b : a
}

export function hasAddress(port: Port, address: Address): boolean {
  return port.addresses.some((own) => sameAddress(own.address, address))
}
