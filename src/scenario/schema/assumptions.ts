import * as z from 'zod'
import type { Assumptions } from '../../expressroute/design.ts'
import { strict } from './strict.ts'

export const usualAssumptions: Assumptions = {
  ownAsn: 'accepted',
  med: 'ignored',
  publicPeeringLimit: '200',
  bfdInterval: '300ms',
}

export const assumptions: z.ZodType<Assumptions> = strict({
  ownAsn: z
    .enum(['accepted', 'refused'])
    .default(usualAssumptions.ownAsn)
    .meta({ description: 'Whether an MSEE takes a route with 12076 in its AS_PATH, once: accepted' }),
  med: z
    .enum(['ignored', 'heeded'])
    .default(usualAssumptions.med)
    .meta({ description: 'Whether MSEEs and gateways look at MULTI_EXIT_DISC: ignored' }),
  publicPeeringLimit: z
    .enum(['200', 'as-private'])
    .default(usualAssumptions.publicPeeringLimit)
    .meta({ description: 'How many prefixes public peering takes: "200", or as-private' }),
  bfdInterval: z
    .enum(['300ms', '750ms'])
    .default(usualAssumptions.bfdInterval)
    .meta({ description: 'Between two BFD packets of an MSEE: 300ms' }),
}).meta({ description: 'What the documents leave open, settled: docs/model-assumptions.md' })
