import { flowText } from '../../scenario/flow-text.ts'
import type { Round } from '../../scenario/lesson.ts'
import { isNothing } from '../../scenario/merge-patch.ts'
import { isMapping } from '../../scenario/read/sections.ts'

/** What a round changes in the file, a value a line: `circuits.er.peerings.private.bfd: true`. */
export function changeRows({ change }: Pick<Round, 'change'>): readonly string[] {
  return change === undefined ? [] : rowsOf(change, [])
}

function rowsOf(value: unknown, path: readonly string[]): readonly string[] {
  if (isMapping(value)) return Object.entries(value).flatMap(([key, inner]) => rowsOf(inner, [...path, key]))
  return [`${path.join('.')}: ${isNothing(value) ? 'none' : flowText(value)}`]
}
