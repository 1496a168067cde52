import * as z from 'zod'
import { quoted, type Read, read, refuse } from '../../net/read.ts'
import { isDurationText, type Micros, parseDuration } from '../../sim/time.ts'
import type { AvailabilityEntry, FailureFigures } from '../availability-entry.ts'
import { duration, name, textOf } from './scalars.ts'
import { complain, strict } from './strict.ts'

const longestDays = 36_525
const microsPerDay = 86_400_000_000

/** How long something lives may be longer than any run. */
const lifetime: z.ZodType<Micros, string> = textOf(
  'a time such as 365d or 2000h',
  'duration',
  readLifetime,
).meta({ description: 'A time: 365d, 2000h' })

function readLifetime(text: string): Read<Micros> {
  const micros = parseDuration(text)
  if (micros !== undefined && micros > 0 && micros <= longestDays * microsPerDay) return read(micros)
  if (micros === undefined && !isDurationText(text)) return refuse(`${quoted(text)} is not a time`)
  return refuse(`${quoted(text)} is not between 1us and ${longestDays}d`)
}

const figures: z.ZodType<FailureFigures> = strict({
  failsAfter: lifetime.meta({ description: 'On the average after this time, counted from its last repair' }),
  repairedAfter: lifetime.meta({ description: 'On the average after this time' }),
}).meta({ description: 'How often something fails, and how long that lasts' })

const maintenance = strict({
  of: name.meta({ description: 'What is down then: er-amsterdam.msee1, ce1, er-amsterdam.primary' }),
  every: lifetime.meta({ description: 'From the beginning of one window to that of the next' }),
  for: duration.meta({ description: 'How long a window lasts' }),
  drain: duration.optional().meta({
    description:
      'For so long before the window traffic is asked to leave; of a router, 0s where it is left out',
  }),
})
  .transform(({ of, every, for: lasts, drain = 0 }, context) => {
    if (lasts === 0)
      complain(context, { rule: 'range', message: 'a window lasts for a while', path: ['for'] })
    if (lasts + drain >= every)
      complain(context, {
        rule: 'range',
        message: 'a window ends before the next one begins',
        hint: 'make every: longer',
        path: ['every'],
      })
    return { of, everyMicros: every, forMicros: lasts, drainMicros: drain }
  })
  .meta({ description: 'Planned work that comes again and again' })

/** What `vmsee availability` draws from. */
export const availability: z.ZodType<AvailabilityEntry> = strict({
  links: figures.optional().meta({ description: 'Of every cable that has none of its own' }),
  nodes: figures.optional().meta({ description: 'Of every router that has none of its own' }),
  components: z
    .record(z.string(), figures)
    .optional()
    .meta({ description: 'By the names that cut: and crash: have for them' }),
  maintenance: z.array(maintenance).optional().meta({ description: 'Windows of planned work' }),
})
  .transform(({ links, nodes, components, maintenance: windows }) => ({
    ...{ links, nodes },
    components: new Map(Object.entries(components ?? {})),
    maintenance: windows ?? [],
  }))
  .meta({ description: 'How often things fail and for how long, for `vmsee availability`' })
