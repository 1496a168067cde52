import { type Address, addressAfter, addressBits, type Family } from '../net/address.ts'
import { formatAddress } from '../net/address-text.ts'
import { networkOf } from '../net/prefix.ts'
import type { LinkSubnets, WrittenPrefix } from './design.ts'

/** RT16, RT26: a link has a /30 of IPv4 or a /126 of IPv6; one /29 or /125 holds both links of a peering. */
export const linkSubnetLength: Readonly<Record<Family, number>> = { ipv4: 30, ipv6: 126 }

export interface LinkAddresses {
  readonly customer: Address
  readonly microsoft: Address
  readonly length: number
}

/** The first usable address of a link's subnet is the customer's, the second is the MSEE's. */
export function linkAddresses(subnet: WrittenPrefix): LinkAddresses {
  const network = networkAddress(subnet)
  return { customer: addressAfter(network, 1), microsoft: addressAfter(network, 2), length: subnet.length }
}

/** The lower half of a /29 or /125 is the primary link's subnet, the upper half the secondary's. */
export function halves(subnet: WrittenPrefix): LinkSubnets {
  const network = networkAddress(subnet)
  const length = subnet.length + 1
  const size = 2 ** (addressBits[network.family] - length)
  return {
    primary: { address: network, length },
    secondary: { address: addressAfter(network, size), length },
  }
}

/** The subnet with its host bits zero. */
export function networkAddress({ address, length }: WrittenPrefix): Address {
  const { family, words } = networkOf(address, length)
  return { family, words }
}

/** `172.16.0.0/30`, as it was written. */
export function formatSubnet({ address, length }: WrittenPrefix): string {
  return `${formatAddress(address)}/${length}`
}
