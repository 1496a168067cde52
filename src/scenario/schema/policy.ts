import * as z from 'zod'
import { readAsPathPattern } from '../../bgp/as-path-pattern.ts'
import {
  everyRoute,
  type Policy,
  type PolicyChange,
  type PolicyMatch,
  type PolicySettings,
  type PolicyTerm,
  unchanged,
} from '../../bgp/policy.ts'
import { community } from './community.ts'
import { prefixRange } from './prefixes.ts'
import { address, name, textOf, whole } from './scalars.ts'
import { complain, oneOrMore, strict } from './strict.ts'

const largestUint32 = 0xffffffff

/** Routers take no more either: an AS_PATH of hundreds is a fault. */
const mostPrepends = 64

const originNames = { igp: 'IGP', egp: 'EGP', incomplete: 'INCOMPLETE' } as const

const asPathPattern = textOf('an AS_PATH pattern such as "_12076_"', 'as-path', (text) => {
  const reading = readAsPathPattern(text)
  return reading.problem === undefined ? { ...reading, value: text } : reading
}).meta({ description: 'A regular expression over the AS_PATH; _ stands for a boundary: ^12076_' })

const match = strict({
  prefixes: z
    .array(prefixRange, { error: 'must be a list of prefix list entries' })
    .min(1, { error: 'must not be empty' })
    .optional()
    .meta({ description: 'One of these holds the prefix' }),
  asPath: asPathPattern.optional(),
  community: oneOrMore(community).optional().meta({ description: 'At least one of these is on the route' }),
  from: name.optional().meta({ description: 'The peer it was learned from, or local' }),
}).transform(
  (value): PolicyMatch => ({
    prefixes: value.prefixes,
    asPath: value.asPath,
    communities: value.community,
    from: value.from,
  }),
)

const change = strict({
  origin: z
    .enum(['igp', 'egp', 'incomplete'])
    .optional()
    .meta({ description: 'ORIGIN; igp wins over egp, and egp over incomplete' }),
  localPref: whole(0, largestUint32).optional().meta({ description: 'LOCAL_PREF; the highest wins' }),
  med: whole(0, largestUint32).optional().meta({ description: 'MULTI_EXIT_DISC; the lowest wins' }),
  removeMed: z
    .literal(true, { error: 'can only be true' })
    .optional()
    .meta({ description: 'Take MULTI_EXIT_DISC off' }),
  prepend: whole(1, mostPrepends).optional().meta({ description: 'How often the own AS is prepended' }),
  addCommunity: oneOrMore(community).optional(),
  removeCommunity: oneOrMore(community).optional(),
  nextHop: address.optional(),
}).transform((value, context): PolicyChange => {
  if (value.removeMed && value.med !== undefined) {
    const message = 'a term sets MULTI_EXIT_DISC or takes it off, not both'
    return complain(context, { rule: 'policy-term', message, path: ['removeMed'] })
  }
  return {
    origin: value.origin && originNames[value.origin],
    localPref: value.localPref,
    multiExitDisc: value.removeMed ? 'none' : value.med,
    prepend: value.prepend,
    addCommunities: value.addCommunity,
    removeCommunities: value.removeCommunity,
    removeAllCommunities: undefined,
    removePrivateAsns: undefined,
    nextHop: value.nextHop,
  }
})

/** What can be set while a session stands. */
export const policySettings: z.ZodType<PolicySettings> = strict({
  localPref: whole(0, largestUint32).optional().meta({ description: 'LOCAL_PREF; the highest wins' }),
  med: whole(0, largestUint32).optional().meta({ description: 'MULTI_EXIT_DISC; the lowest wins' }),
  prepend: whole(0, mostPrepends).optional().meta({ description: 'How often the own AS is prepended' }),
}).transform(({ localPref, med, prepend }, context): PolicySettings => {
  if (localPref === undefined && med === undefined && prepend === undefined) {
    const hint = 'give localPref:, med: or prepend:'
    return complain(context, { rule: 'combination', message: 'nothing is set here', hint })
  }
  return { localPref, multiExitDisc: med, prepend }
})

const term = strict({
  match: match.optional().meta({ description: 'Which routes; every route where it is left out' }),
  set: change.optional().meta({ description: 'Accept, changed like this' }),
  accept: z.literal(true, { error: 'can only be true' }).optional().meta({ description: 'Accept as it is' }),
  reject: z.literal(true, { error: 'can only be true' }).optional().meta({ description: 'Reject' }),
}).transform((value, context): PolicyTerm => {
  const verdicts = [value.set, value.accept, value.reject].filter((verdict) => verdict !== undefined)
  if (verdicts.length !== 1) {
    const message = 'a term of a policy has exactly one of set, accept and reject'
    return complain(context, { rule: 'policy-term', message })
  }
  return { match: value.match ?? everyRoute, set: value.reject ? undefined : (value.set ?? unchanged) }
})

/** Ordered terms; the first that matches decides, and a route that none matches is accepted. */
export const policy: z.ZodType<Policy> = z.array(term, { error: 'must be a list of terms' }).meta({
  id: 'policy',
  description: 'Ordered terms; the first that matches decides. What none matches is accepted as it is',
})
