import type * as z from 'zod'
import { readCommunity } from '../../bgp/community.ts'
import type { AnyCommunity } from '../../bgp/path-attributes.ts'
import { microsoftAsn } from '../../expressroute/asn.ts'
import { textOf } from './scalars.ts'
import { complain } from './strict.ts'

export const community: z.ZodType<AnyCommunity, string> = textOf(
  'a community in quotes, such as "12076:51006"',
  'community',
  readCommunity,
).meta({
  id: 'community',
  description: 'In quotes: "12076:51006" or no-export; a large one "65010:1:2"; an extended one "rt:65010:1"',
})

/** A community of Microsoft's own, as a number. */
export const serviceCommunity: z.ZodType<number, string> = community.transform((value, context): number => {
  if (typeof value === 'number') return value
  const message = 'communities of a route filter are those of RFC 1997, such as "12076:51004"'
  return complain(context, { rule: 'community', message })
})

/** COM21: a custom community of a virtual network begins with 12076; what may stand behind it was not found. */
export const networkCommunity: z.ZodType<number, string> = community.transform((value, context): number => {
  if (typeof value === 'number' && Math.floor(value / 0x10000) === microsoftAsn) return value
  const message = 'a custom community of a virtual network begins with 12076'
  return complain(context, { rule: 'community', message, hint: 'such as "12076:20001"' })
})
