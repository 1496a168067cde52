import * as z from 'zod'
import type { WrittenEntry } from '../lesson.ts'
import { expectation } from './expectation.ts'
import { sentence } from './scalars.ts'
import { complain, strict } from './strict.ts'
import { timelineEntry } from './timeline.ts'

/** A lesson before what its rounds do and ask was read: that is known once each is a scenario of its own. */
export interface LessonEntry {
  readonly aim: string
  readonly rounds: readonly RoundEntry[]
}

export interface RoundEntry {
  readonly tell: string
  readonly change: WrittenEntry | undefined
  readonly do: readonly WrittenEntry[]
  readonly ask: string
  readonly choices: readonly {
    readonly text: string
    readonly if: WrittenEntry
    readonly remark: string | undefined
  }[]
  readonly explain: string
}

const mapping: z.ZodType<WrittenEntry> = z.record(z.string(), z.unknown(), {
  error: 'must be a mapping (keys and values)',
})

/** What a round has besides, and what therefore cannot be changed by it. */
const ownKeys: ReadonlyMap<string, string> = new Map([
  ['expect', 'what is judged in a round are its choices'],
  ['lesson', 'a round cannot change the lesson'],
])

const change = mapping
  .superRefine((patch, context) => {
    for (const key of Object.keys(patch)) {
      const message = ownKeys.get(key)
      if (message !== undefined)
        complain(context, { rule: 'combination', message, hint: `leave ${key} out`, path: [key] })
    }
  })
  .optional()
  .meta({
    description:
      'What is different in the file from this round on: a JSON Merge Patch (RFC 7396), where null takes a key away',
  })

/** `entry` is what stands in `do`, and `condition` what stands after `if`. */
function lessonOf<Entry, Condition>(entry: z.ZodType<Entry>, condition: z.ZodType<Condition>) {
  const choice = strict({
    text: sentence.meta({ description: 'The answer' }),
    if: condition.meta({
      description: 'An entry as under expect: the answer is right where the run passes it',
    }),
    remark: sentence.optional().meta({ description: 'Said to whoever chose it and was wrong' }),
  })
  const round = strict({
    tell: sentence.meta({ description: 'The story of this round' }),
    change,
    do: z
      .array(entry)
      .optional()
      .meta({ description: 'Entries as in the timeline; without a moment, 10 s after all has converged' }),
    ask: sentence.meta({ description: 'The question' }),
    choices: z
      .array(choice)
      .min(2, { error: 'must be two at least' })
      .meta({ description: 'The answers, of which the run passes exactly one' }),
    explain: sentence.meta({ description: 'Said when the answer was seen' }),
  })
  return strict({
    aim: sentence.meta({ description: 'One sentence: what one knows afterwards' }),
    rounds: z.array(round).min(1),
  }).meta({ description: 'Questions that the file teaches by; each is answered by its own run' })
}

/** As it is read: what a round does and what a choice asks is read in the scenario that the round is. */
export const lesson: z.ZodType<LessonEntry> = lessonOf(mapping, mapping).transform(({ aim, rounds }) => ({
  aim,
  rounds: rounds.map((round) => ({
    ...round,
    change: round.change,
    do: round.do ?? [],
    choices: round.choices.map((choice) => ({ ...choice, remark: choice.remark })),
  })),
}))

/** As it is written, for editors. */
export const writtenLesson: z.ZodType = lessonOf(timelineEntry, expectation)
