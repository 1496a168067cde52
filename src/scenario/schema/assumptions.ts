import * as z from 'zod'
import type { Assumptions } from '../../expressroute/design.ts'
import { limitRestartSeconds } from '../../expressroute/limits.ts'
import { secondsToMicros } from '../../sim/time.ts'
import { duration } from './scalars.ts'
import { strict } from './strict.ts'

export const usualAssumptions: Assumptions = {
  ownAsn: 'accepted',
  med: 'ignored',
  publicPeeringLimit: '200',
  bfdInterval: '300ms',
  limitRestart: secondsToMicros(limitRestartSeconds),
  forbiddenPrefixes: 'dropped',
  drainedPathLength: '9',
  reservedAsns: '65515-65520',
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
  limitRestart: duration
    .default(usualAssumptions.limitRestart)
    .meta({ description: 'How long an MSEE waits with a session that exceeded its prefix limit: 60s' }),
  forbiddenPrefixes: z.enum(['dropped', 'session-reset']).default(usualAssumptions.forbiddenPrefixes).meta({
    description:
      'What an MSEE does with a default route or a private prefix on public and Microsoft peering: dropped',
  }),
  drainedPathLength: z
    .enum(['9', '8'])
    .default(usualAssumptions.drainedPathLength)
    .meta({ description: 'How many times 12076 an MSEE has in its paths before maintenance: "9"' }),
  reservedAsns: z
    .enum(['65515-65520', '65515'])
    .default(usualAssumptions.reservedAsns)
    .meta({ description: 'The AS numbers that no customer may have: 65515-65520' }),
}).meta({ description: 'What the documents leave open, settled: docs/model-assumptions.md' })
