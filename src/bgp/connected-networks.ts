import type { Address } from '../net/address.ts'
import { covers, networkOf, type Prefix } from '../net/prefix.ts'
import type { InterfaceConfiguration } from './speaker-configuration.ts'

/** The networks that a router is connected to, and which of them it reaches: those whose port has carrier. */
export class ConnectedNetworks {
  readonly #subnets: readonly Subnet[]
  readonly #portsDown = new Set<string>()
  /** Thousands of routes share a next hop; what is known of it is good until a port comes or goes. */
  readonly #resolved = new Map<Address, boolean>()

  constructor(interfaces: readonly InterfaceConfiguration[]) {
    this.#subnets = interfaces.flatMap(({ name, addresses }) =>
      addresses.map(({ address, length }) => ({ port: name, network: networkOf(address, length) })),
    )
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: ConnectedNetworks): void {
    this.#portsDown.clear()
    for (const port of other.#portsDown) this.#portsDown.add(port)
    this.#resolved.clear()
  }

  portChanged(name: string, up: boolean): void {
    if (up) this.#portsDown.delete(name)
    else this.#portsDown.add(name)
    this.#resolved.clear()
  }

  /** A next hop is reached over a connected subnet whose port has carrier; there is no IGP below. */
  reaches(nextHop: Address): boolean {
    const known = this.#resolved.get(nextHop)
    if (known !== undefined) return known
    const reaches = this.#isConnected(nextHop)
    this.#resolved.set(nextHop, reaches)
    return reaches
  }

  #isConnected(nextHop: Address): boolean {
    return this.#subnets.some(({ port, network }) => !this.#portsDown.has(port) && covers(network, nextHop))
  }
}

interface Subnet {
  readonly port: string
  readonly network: Prefix
}
