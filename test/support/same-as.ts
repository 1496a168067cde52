import { isDeepStrictEqual } from 'node:util'
import type { ExecutionContext } from 'ava'

/** `t.deepEqual` for large values: how they differ is left to AVA, which takes ten times as long to find that they do not. */
export function sameAs(t: ExecutionContext, actual: unknown, expected: unknown, message?: string): void {
  if (isDeepStrictEqual(actual, expected)) t.pass(message)
  else t.deepEqual(actual, expected, message)
}
