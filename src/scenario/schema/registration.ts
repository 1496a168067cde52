import type * as z from 'zod'
import type { Registration } from '../../expressroute/design.ts'
import { prefix } from './prefixes.ts'
import { asn } from './scalars.ts'
import { strict } from './strict.ts'

export const registration: z.ZodType<Registration> = strict({
  prefix: prefix.meta({ description: 'Recorded with all inside it' }),
  asn: asn.meta({ description: 'The AS that it is recorded with' }),
})
