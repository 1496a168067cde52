import * as z from 'zod'
import type { Micros } from '../../sim/time.ts'
import type { TimeOperator } from '../expectation-entry.ts'
import type { Instant } from '../timeline-entry.ts'
import { instant } from './instant.ts'
import { duration } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** The keys by which an expectation says when. */
export interface WrittenTimes {
  readonly at: Instant | undefined
  readonly eventually: { readonly after?: Instant | undefined; readonly within: Micros } | undefined
  readonly always: true | undefined
  readonly never: true | undefined
  readonly after: Instant | undefined
}

export type TimeKey = keyof WrittenTimes

/** What a check of a state takes, what a check of an event takes, and what a measure takes. */
export const stateTimes: readonly TimeKey[] = ['at', 'eventually', 'always', 'never', 'after']
export const absenceTimes: readonly TimeKey[] = ['at', 'eventually', 'always', 'after']
export const eventTimes: readonly TimeKey[] = ['eventually', 'never', 'after']
export const measureTimes: readonly TimeKey[] = ['after']

const yes = z.literal(true, { error: 'can only be true' }).optional()

export const times: { readonly [Key in TimeKey]: z.ZodType<WrittenTimes[Key]> } = {
  at: instant.optional(),
  eventually: strict({ after: instant.optional(), within: duration })
    .optional()
    .meta({ description: 'At some moment not later than this after the window opened' }),
  always: yes.meta({ description: 'At every moment of the window' }),
  never: yes.meta({ description: 'At no moment of the window' }),
  after: instant.optional().meta({ description: 'The window opens here, and closes with the run' }),
}

/** `allowed` is what suits the check, and `fallback` what it means where nothing is said. */
export function timeOperator(
  written: WrittenTimes,
  allowed: readonly TimeKey[],
  fallback: 'at-end' | 'always' | 'over',
  context: z.RefinementCtx,
): TimeOperator {
  const given = stateTimes.filter((key) => written[key] !== undefined)
  const stray = given.find((key) => !allowed.includes(key))
  if (stray !== undefined) {
    const message = `"${stray}" does not suit what is expected here`
    return complain(context, {
      rule: 'combination',
      message,
      hint: `it takes ${allowed.join(', ')}`,
      path: [stray],
    })
  }
  if (given.filter((key) => key !== 'after').length > 1) {
    const message = 'an expectation has one of at, eventually, always and never'
    return complain(context, { rule: 'one-time', message, hint: 'write two expectations' })
  }
  return operatorOf(written, fallback, context)
}

function operatorOf(
  { at, eventually, always, never, after }: WrittenTimes,
  fallback: 'at-end' | 'always' | 'over',
  context: z.RefinementCtx,
): TimeOperator {
  if (at !== undefined) {
    if (after === undefined) return { kind: 'at', instant: at }
    const message = '"at" is one moment, so "after" has no window to open'
    return complain(context, { rule: 'one-time', message, path: ['after'] })
  }
  if (eventually !== undefined) {
    if (after === undefined || eventually.after === undefined) {
      return { kind: 'eventually', after: eventually.after ?? after, withinMicros: eventually.within }
    }
    return complain(context, { rule: 'one-time', message: '"after" is given twice', path: ['after'] })
  }
  if (never === true) return { kind: 'never', after }
  if (always === true || fallback === 'always') return { kind: 'always', after }
  if (fallback === 'over') return { kind: 'over', after }
  if (after === undefined) return { kind: 'at-end' }
  const message = '"after" opens a window, but nothing says how often in it this is expected'
  const hint = 'add always: true, never: true or eventually: { within: 60s }'
  return complain(context, { rule: 'one-time', message, hint, path: ['after'] })
}
