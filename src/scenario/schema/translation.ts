import * as z from 'zod'
import { privatePrefixes } from '../../expressroute/content-rules.ts'
import type { Translation } from '../../sim/flow/middlebox.ts'
import { prefix } from './prefixes.ts'
import { name } from './scalars.ts'
import { oneOrMore, strict } from './strict.ts'

export const translation: z.ZodType<Translation> = strict({
  pool: prefix.meta({ description: 'The addresses that take the place of the source: 198.51.100.8/29' }),
  towards: oneOrMore(name).meta({ description: 'The neighbours that see them in its place' }),
  sources: z
    .array(prefix, { error: 'must be a list of prefixes' })
    .min(1, { error: 'must not be empty' })
    .optional()
    .meta({ description: 'What is translated: the private addresses (RFC 1918, RFC 4193)' }),
})
  .transform(({ pool, towards, sources }) => ({ pool, towards, sources: sources ?? privatePrefixes }))
  .meta({ description: 'NAT with ports (RFC 2663); nobody announces the pool unless you say so' })
