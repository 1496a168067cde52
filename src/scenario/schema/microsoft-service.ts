import * as z from 'zod'
import { regionalServiceNames } from '../../expressroute/service-tags.ts'
import type { Prefix } from '../../net/prefix.ts'
import { serviceCommunity } from './community.ts'
import { prefix } from './prefixes.ts'
import { sentence } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** What Microsoft announces under one community, before it was looked up. */
export interface MicrosoftServiceEntry {
  /** Its name in the tables, or the one that the file gives it. */
  readonly tag: string
  readonly region: string | undefined
  /** `undefined` for one of the tables. */
  readonly declared: { readonly community: number; readonly prefixes: readonly Prefix[] } | undefined
}

export const microsoftService: z.ZodType<MicrosoftServiceEntry> = strict({
  region: sentence.optional().meta({ description: 'West Europe, East US 2, ...' }),
  service: sentence.optional().meta({
    description: `Exchange Online, ...; or in a region one of ${regionalServiceNames.join(', ')}`,
  }),
  community: serviceCommunity
    .optional()
    .meta({ description: 'One that no table here has: what stands for it is for you to say, by prefixes' }),
  prefixes: z
    .array(prefix, { error: 'must be a list of prefixes' })
    .min(1, { error: 'must not be empty' })
    .optional()
    .meta({ description: 'What Microsoft announces under the community' }),
}).transform(({ region, service, community, prefixes }, context): MicrosoftServiceEntry => {
  const parts = [region, service].filter((part) => part !== undefined)
  if ((community === undefined) !== (prefixes === undefined)) {
    const message = 'a community of your own and its prefixes go together'
    const missing = community === undefined ? 'community' : 'prefixes'
    return complain(context, { rule: 'combination', message, hint: `add ${missing}:` })
  }
  const declared = community === undefined || prefixes === undefined ? undefined : { community, prefixes }
  if (parts.length > 0) return { tag: parts.join(' '), region, declared }
  const message = 'which service of Microsoft is it?'
  return complain(context, { rule: 'required', message, hint: 'add region:, service:, or both' })
})
