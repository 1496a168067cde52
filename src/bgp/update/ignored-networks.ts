import { type Family, wordAt } from '../../net/address.ts'
import { packedLength } from '../../net/packed-cover.ts'
import type { IgnoredNetwork } from '../profile.ts'

/** RFC 4271 §6.3: a prefix that is syntactically right and of no use to unicast routing is ignored, and the session stays. */
export function isIgnored(
  ignored: readonly IgnoredNetwork[],
  family: Family,
  data: Uint32Array,
  offset: number,
): boolean {
  const network = uselessNetwork(family, data, offset)
  return network !== undefined && ignored.includes(network)
}

/** The network of no use to unicast routing that the prefix is of, if it is of one. */
export function uselessNetwork(
  family: Family,
  data: Uint32Array,
  offset: number,
): IgnoredNetwork | undefined {
  return networkOf(family, wordAt(data, offset) >>> 24, packedLength(family, data, offset))
}

function networkOf(family: Family, firstOctet: number, length: number): IgnoredNetwork | undefined {
  if (family === 'ipv6') return firstOctet === 0xff && length >= 8 ? 'multicast' : undefined
  if (firstOctet === 127 && length >= 8) return 'loopback'
  if (firstOctet < 224 || length < 4) return undefined
  return firstOctet < 240 ? 'multicast' : 'class E'
}
