import * as z from 'zod'
import type { PortPair } from '../../expressroute/design.ts'
import { namePattern } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** DIR19: the two ports of ExpressRoute Direct, which several circuits may share. */
export const portPair: z.ZodType<PortPair> = strict({
  name: z
    .string({ error: 'must be a name' })
    .regex(namePattern, { error: 'must begin with a letter and hold letters, digits, - and _' })
    .meta({ description: 'Of the pair: circuits that name the same one share its two cables' }),
  encapsulation: z
    .enum(['Dot1Q', 'QinQ'])
    .meta({ description: 'One tag, or that of the circuit around that of the peering' }),
  stag: z
    .int({ error: 'must be a whole number' })
    .min(1)
    .max(4094)
    .optional()
    .meta({ description: 'With QinQ: the outer tag, which Azure gave the circuit' }),
})
  .transform((written, context): PortPair => {
    if (written.encapsulation === 'Dot1Q' && written.stag !== undefined) {
      return complain(context, {
        rule: 'combination',
        message: 'with Dot1Q a frame has one tag, that of the peering',
        hint: 'leave stag out, or choose encapsulation: QinQ',
        path: ['stag'],
      })
    }
    return { name: written.name, encapsulation: written.encapsulation, stag: written.stag }
  })
  .meta({ description: 'The ports of ExpressRoute Direct that it ends on' })
