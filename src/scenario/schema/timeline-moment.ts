import * as z from 'zod'
import type { Micros } from '../../sim/time.ts'
import type { Instant, TimelineAction, TimelineEntry, When } from '../timeline-entry.ts'
import { instant } from './instant.ts'
import { duration, name, whole } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** An entry before anything it names was looked up. */
export type TimelineFileEntry = Omit<TimelineEntry, 'place'>

/** The keys by which an entry says when, and how often. */
interface Timing {
  readonly at?: Instant | undefined
  readonly when?: 'converged' | 'established' | undefined
  readonly label?: string | undefined
  readonly for?: Micros | undefined
  readonly repeat?: { readonly every: Micros; readonly times: number } | undefined
}

type Shape<Key extends keyof Timing> = { readonly [Each in Key]: z.ZodType<Timing[Each]> }

export const timed: Shape<'at' | 'when' | 'label'> = {
  at: instant.optional(),
  when: z.enum(['converged', 'established']).optional().meta({
    description:
      'The first moment, after the entries above, when no message is under way and nothing changes; or when all sessions stand',
  }),
  label: name.optional().meta({ description: 'A name for this moment' }),
}

const repeat = strict({
  every: duration.meta({ description: 'From one start to the next' }),
  times: whole(2, 10_000).meta({ description: 'How often in all' }),
})

export const repeated: Shape<'at' | 'when' | 'label' | 'repeat'> = { ...timed, repeat: repeat.optional() }

export const undone: Shape<keyof Timing> = {
  ...repeated,
  for: duration.optional().meta({ description: 'After this long it is undone' }),
}

export function entry(timing: Timing, action: TimelineAction, context: z.RefinementCtx): TimelineFileEntry {
  checkRepeat(timing, action, context)
  return {
    when: whenOf(timing, context),
    label: timing.label,
    action,
    forMicros: timing.for,
    repeat: timing.repeat && { everyMicros: timing.repeat.every, times: timing.repeat.times },
  }
}

function whenOf({ at, when }: Timing, context: z.RefinementCtx): When {
  if (at !== undefined && when === undefined) return { kind: 'at', instant: at }
  if (at === undefined && when !== undefined) return { kind: 'when', state: when }
  const message = at === undefined ? 'this entry does not say when' : 'this entry has two moments'
  return complain(context, {
    rule: 'one-moment',
    message,
    hint: 'give either at: (a moment) or when: (converged, established)',
  })
}

/** What lasts no time, and so need not be undone before it comes again. */
const happensAtOnce: ReadonlySet<string> = new Set(['clear', 'refresh', 'malformed'])

function checkRepeat(
  { for: duration, repeat: again }: Timing,
  action: TimelineAction,
  context: z.RefinementCtx,
): void {
  if (again === undefined) return
  const word = action.kind === 'moves' ? action.word : action.kind
  if (duration === undefined && !happensAtOnce.has(word)) {
    complain(context, {
      rule: 'repeat',
      message: `to ${word} again, it must be undone in between`,
      hint: 'add for: (how long each time)',
      path: ['repeat'],
    })
  }
  if (duration !== undefined && duration >= again.every) {
    const message = 'each time must be over before the next begins'
    complain(context, {
      rule: 'repeat',
      message,
      hint: 'make for: shorter than every:',
      path: ['repeat', 'every'],
    })
  }
}
