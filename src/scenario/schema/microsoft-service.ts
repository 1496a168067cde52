import type * as z from 'zod'
import { regionalServiceNames } from '../../expressroute/service-tags.ts'
import { sentence } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** The name of what Microsoft announces under one community, before it was looked up. */
export interface MicrosoftServiceEntry {
  readonly tag: string
}

export const microsoftService: z.ZodType<MicrosoftServiceEntry> = strict({
  region: sentence.optional().meta({ description: 'West Europe, East US 2, ...' }),
  service: sentence.optional().meta({
    description: `Exchange Online, ...; or in a region one of ${regionalServiceNames.join(', ')}`,
  }),
}).transform(({ region, service }, context): MicrosoftServiceEntry => {
  const parts = [region, service].filter((part) => part !== undefined)
  if (parts.length > 0) return { tag: parts.join(' ') }
  const message = 'which service of Microsoft is it?'
  return complain(context, { rule: 'required', message, hint: 'add region:, service:, or both' })
})
