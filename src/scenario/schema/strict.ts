import * as z from 'zod'
import type { SchemaRuleId } from '../schema-rules.ts'

/** A mapping that takes these keys and no other. The error about another carries the known ones, for a suggestion. */
export function strict<Shape extends z.core.$ZodShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? Object.keys(shape).join(knownKeySeparator) : undefined,
  })
}

export const knownKeySeparator = ' '

/** What a check inside a schema reports; the mapping from zod's issues to ours takes it from `params`. */
export interface Complaint {
  readonly rule: SchemaRuleId
  readonly message: string
  readonly hint?: string | undefined
  /** Further down from the value that is checked. */
  readonly path?: readonly (string | number)[]
}

/** Makes a transform fail with our own rule, message and hint; the value it gives stands for none. */
export function complain(context: z.RefinementCtx, { rule, message, hint, path }: Complaint): never {
  context.addIssue({ code: 'custom', message, params: { rule, hint }, path: [...(path ?? [])] })
  return z.NEVER
}

/** One of them, or a list of them. */
export function oneOrMore<Value>(item: z.ZodType<Value>): z.ZodType<readonly Value[]> {
  return z.union([item.transform((value): readonly Value[] => [value]), z.array(item).min(1)])
}
