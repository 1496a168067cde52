import * as z from 'zod'
import { strict } from './strict.ts'

/**
 * One of several forms that an entry may have, told by the key that only this form has. The reader
 * picks the form by that key, so that a mistake is judged against what the author meant, and not
 * against every form at once; to the JSON Schema the forms are alternatives.
 */
export interface Branch<Value> {
  /** `undefined` for the form that has no key of its own. */
  readonly key: string | undefined
  readonly keys: readonly string[]
  readonly schema: z.ZodType<Value>
}

export function branch<Shape extends z.core.$ZodShape, Value>(
  key: (keyof Shape & string) | undefined,
  shape: Shape,
  build: (written: z.output<z.ZodObject<Shape, z.core.$strict>>, context: z.RefinementCtx) => Value,
): Branch<Value> {
  return { key, keys: Object.keys(shape), schema: strict(shape).transform(build) }
}

export function alternatives<Value>(branches: readonly Branch<Value>[]): z.ZodType<Value> {
  return z.union(branches.map(({ schema }) => schema))
}
