import * as z from 'zod'
import type { GlobalReach } from '../../expressroute/design.ts'
import type { Family } from '../../net/address.ts'
import type { Prefix } from '../../net/prefix.ts'
import type { Micros } from '../../sim/time.ts'
import { prefix } from './prefixes.ts'
import { duration, name } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** `addressPrefix` of Azure's `expressRouteCircuitConnections`, and of the `ipv6CircuitConnectionConfig` in it. */
const linksLength = { ipv4: 29, ipv6: 125 } as const

export const circuitPair: z.ZodType<[string, string]> = z.tuple([name, name], {
  error: 'must be a list of two circuits',
})

export interface GlobalReachEntry extends Omit<GlobalReach, 'latencyMicros'> {
  readonly latencyMicros: Micros | undefined
}

export const globalReach: z.ZodType<GlobalReachEntry> = strict({
  circuits: circuitPair.meta({ description: 'The two circuits; a third takes a pair of its own with each' }),
  addressPrefix: prefix.meta({ description: 'A /29 of yours for the links between their MSEEs' }),
  ipv6AddressPrefix: prefix
    .optional()
    .meta({ description: 'A /125 of yours, where both have IPv6 on private peering and it is joined too' }),
  latency: duration.optional().meta({ description: 'One way between their peering locations: 5ms' }),
}).transform(({ latency, ...written }, context): GlobalReachEntry => {
  const { addressPrefix, ipv6AddressPrefix } = written
  if (!isForLinks(addressPrefix, 'ipv4')) return unfit(context, 'addressPrefix', 'an IPv4 /29')
  if (ipv6AddressPrefix !== undefined && !isForLinks(ipv6AddressPrefix, 'ipv6'))
    return unfit(context, 'ipv6AddressPrefix', 'an IPv6 /125')
  return { ...written, ipv6AddressPrefix, latencyMicros: latency }
})

function isForLinks({ family, length }: Prefix, wanted: Family): boolean {
  return family === wanted && length === linksLength[wanted]
}

function unfit(context: z.RefinementCtx, key: string, what: string): never {
  return complain(context, { rule: 'subnets', message: `Global Reach takes ${what} here`, path: [key] })
}
