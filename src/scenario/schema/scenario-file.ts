import * as z from 'zod'
import type { Profile } from '../../bgp/profile.ts'
import type { Assumptions, Era } from '../../expressroute/design.ts'
import type { Micros } from '../../sim/time.ts'
import { assumptions, usualAssumptions } from './assumptions.ts'
import { availability } from './availability.ts'
import { circuit } from './circuit.ts'
import { expectation } from './expectation.ts'
import { globalReach } from './global-reach.ts'
import { writtenLesson } from './lesson.ts'
import { microsoftService } from './microsoft-service.ts'
import { flow, site, spoke, virtualNetwork } from './network.ts'
import { registration } from './registration.ts'
import { riskGroup } from './risk-group.ts'
import { noTimers, profileName, type RouterTimersEntry, router, routerTimers } from './router.ts'
import { duration, namePattern, sentence, whole } from './scalars.ts'
import { session } from './session.ts'
import { strict } from './strict.ts'
import { timelineEntry } from './timeline.ts'

/** What a file says about itself and about everything in it. */
export interface HeaderEntry {
  readonly title: string
  readonly story: string | undefined
  readonly era: Era
  readonly seed: number
  readonly wire: boolean
  readonly interleave: number | undefined
  readonly until: Micros | undefined
  readonly defaults: Defaults
  readonly assumptions: Assumptions
}

export interface Defaults {
  readonly profile: Profile['name'] | undefined
  readonly timers: RouterTimersEntry
  readonly latencyMicros: Micros | undefined
}

const headerShape = {
  version: z
    .literal(1, { error: 'must be 1, the version of this format' })
    .meta({ description: 'The version of this format: 1' }),
  title: sentence.meta({ description: 'One line' }),
  story: sentence.optional().meta({ description: 'What happens, for people' }),
  era: z
    .union([z.literal('current'), z.literal('2017'), z.literal(2017)], { error: 'must be current or 2017' })
    .default('current')
    .meta({ description: 'Whose rules hold: those of the 2017 overview, or current ones' }),
  seed: whole(0, 0xffffffff).default(1).meta({ description: 'Every random draw follows from it' }),
  wire: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether BGP messages travel as octets: encoded, framed and decoded' }),
  interleave: whole(1, 0xffffffff).optional().meta({
    description:
      'The number of another order of what happens at one instant, and of other delays of messages',
  }),
  until: duration
    .optional()
    .meta({ description: 'The end; by default 200 s after the last entry of the timeline' }),
  defaults: strict({
    profile: profileName.optional(),
    timers: routerTimers.optional(),
    latency: duration.optional().meta({ description: 'Of every link that does not give its own' }),
  })
    .optional()
    .meta({ description: 'What routers and links inherit' }),
  assumptions: assumptions.optional(),
}

export const header: z.ZodType<HeaderEntry> = z.object(headerShape).transform((written) => ({
  title: written.title,
  story: written.story,
  era: written.era === 2017 ? '2017' : written.era,
  seed: written.seed,
  wire: written.wire,
  interleave: written.interleave,
  until: written.until,
  defaults: {
    profile: written.defaults?.profile,
    timers: written.defaults?.timers ?? noTimers,
    latencyMicros: written.defaults?.latency,
  },
  assumptions: written.assumptions ?? usualAssumptions,
}))

function named<Item extends z.ZodType>(item: Item): z.ZodRecord<z.ZodString, Item> {
  return z.record(z.string().regex(namePattern), item)
}

const sectionShape = {
  circuits: named(circuit).optional().meta({ description: 'ExpressRoute circuits by name' }),
  routers: named(router).optional().meta({ description: "The customer's routers by name" }),
  sessions: z.array(session).optional().meta({ description: "Sessions between the customer's own routers" }),
  sites: named(site).optional().meta({ description: 'Networks of the customer by name' }),
  virtualNetworks: named(virtualNetwork).optional().meta({ description: 'Virtual networks by name' }),
  spokes: named(spoke).optional().meta({ description: 'Virtual networks that use the gateway of another' }),
  globalReach: z
    .array(globalReach)
    .optional()
    .meta({ description: 'Pairs of circuits whose sites reach each other through Microsoft' }),
  microsoftServices: named(microsoftService)
    .optional()
    .meta({ description: "Hosts of Microsoft's public services, by names of yours" }),
  registrations: z
    .array(registration)
    .optional()
    .meta({ description: 'What the routing registries say of your public prefixes' }),
  flows: named(flow).optional().meta({ description: 'Traffic by name' }),
  riskGroups: named(riskGroup)
    .optional()
    .meta({ description: 'What fails together, by name: for fail in the timeline, and vmsee failures' }),
  timeline: z.array(timelineEntry).optional().meta({ description: 'What happens, and when' }),
  expect: z.array(expectation).optional().meta({ description: 'What must be true, and when' }),
  availability: availability.optional(),
  lesson: writtenLesson.optional(),
}

export const topLevelKeys: readonly string[] = [...Object.keys(headerShape), ...Object.keys(sectionShape)]

/** The JSON Schema that editors complete by: draft 7, of the file as it is written. */
export function scenarioJsonSchema(): object {
  const file = strict({ ...headerShape, ...sectionShape })
  const schema = z.toJSONSchema(file, { target: 'draft-7', io: 'input' })
  return { ...schema, title: 'A vmsee scenario' }
}
