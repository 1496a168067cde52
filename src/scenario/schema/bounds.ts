import * as z from 'zod'
import type { Bounds } from '../expectation-entry.ts'
import { complain, strict } from './strict.ts'

/** `181s` alone means exactly that; otherwise one bound or both. */
export function bounds(item: z.ZodType<number>): z.ZodType<Bounds> {
  const range = strict({
    atLeast: item.optional(),
    atMost: item.optional(),
    exactly: item.optional(),
  }).transform(({ atLeast, atMost, exactly }, context): Bounds => {
    const isOneForm =
      exactly === undefined
        ? atLeast !== undefined || atMost !== undefined
        : atLeast === undefined && atMost === undefined
    if (!isOneForm) {
      const message = 'a range has atLeast, atMost or both, or exactly alone'
      return complain(context, { rule: 'bounds', message })
    }
    if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
      return complain(context, {
        rule: 'bounds',
        message: 'nothing lies in this range: atLeast is above atMost',
      })
    }
    return { atLeast: exactly ?? atLeast, atMost: exactly ?? atMost }
  })
  return z.union([item.transform((value): Bounds => ({ atLeast: value, atMost: value })), range])
}
