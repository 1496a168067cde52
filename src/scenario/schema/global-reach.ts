import * as z from 'zod'
import type { GlobalReach } from '../../expressroute/design.ts'
import { prefix } from './prefixes.ts'
import { name } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** `addressPrefix` of Azure's `expressRouteCircuitConnections`. */
const linksLength = 29

export const globalReach: z.ZodType<GlobalReach> = strict({
  circuits: z
    .tuple([name, name], { error: 'must be a list of two circuits' })
    .meta({ description: 'The two circuits; a third takes a pair of its own with each' }),
  addressPrefix: prefix.meta({ description: 'A /29 of yours for the links between their MSEEs' }),
}).transform((written, context): GlobalReach => {
  const { family, length } = written.addressPrefix
  if (family === 'ipv4' && length === linksLength) return written
  const message = `Global Reach takes an IPv4 /${linksLength}`
  return complain(context, { rule: 'subnets', message, path: ['addressPrefix'] })
})
