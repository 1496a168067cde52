import { type Address, addressAfter, type Family } from '../net/address.ts'
import type { Prefix } from '../net/prefix.ts'
import type { ExpandedPort } from './expansion.ts'

/**
 * Model assumptions, so that nothing inside Microsoft's network has to be written in a file and nothing is
 * random: 198.18.0.0/15 (RFC 2544) and 2001:2::/48 (RFC 5180) are for benchmarks and stand in no network.
 *
 *     198.18.0.0/17, 2001:2::/48   the links inside Microsoft's network, a /31 and a /127 each
 *     198.18.128.0/17              what stands in for the prefixes of Microsoft's services, and its last /24 for what
 *                                  virtual networks have as a source on the Internet
 *     198.19.0.0/16                BGP Identifiers, the lower half for MSEEs and gateways, the upper for routers
 */
const firstLinkAddress: Readonly<Record<Family, Address>> = {
  ipv4: { family: 'ipv4', words: [0xc6120000] },
  ipv6: { family: 'ipv6', words: [0x20010002, 0, 0, 0] },
}
export const outboundPool: Prefix = { family: 'ipv4', words: [0xc612ff00], length: 24 }

const pointToPointLength: Readonly<Record<Family, number>> = { ipv4: 31, ipv6: 127 }

const firstIdentifier = {
  msee: 0xc6130001,
  microsoft: 0xc6133fff,
  gateway: 0xc6134001,
  router: 0xc6138001,
} as const

/** The lower and the upper address of the `index`th link inside Microsoft's network (RFC 3021, RFC 6164). */
export function innerLinkAddresses(
  index: number,
  family: Family,
): readonly [ExpandedPort['addresses'][number], ExpandedPort['addresses'][number]] {
  const address = addressAfter(firstLinkAddress[family], 2 * index)
  const length = pointToPointLength[family]
  return [
    { address, length },
    { address: addressAfter(address, 1), length },
  ]
}

/** The BGP Identifier of the `index`th of its kind, in the order of the file. */
export function derivedIdentifier(kind: keyof typeof firstIdentifier, index: number): number {
  return firstIdentifier[kind] + index
}
