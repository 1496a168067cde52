import type { Round } from '../../scenario/lesson.ts'
import { isNothing } from '../../scenario/merge-patch.ts'
import { isMapping } from '../../scenario/read/sections.ts'

/** What a round changes in the file, a value a line: `circuits.er.peerings.private.bfd: true`. */
export function changeRows({ change }: Pick<Round, 'change'>): readonly string[] {
  return change === undefined ? [] : rowsOf(change, [])
}

function rowsOf(value: unknown, path: readonly string[]): readonly string[] {
  if (isMapping(value)) return Object.entries(value).flatMap(([key, inner]) => rowsOf(inner, [...path, key]))
  return [`${path.join('.')}: ${inOneLine(value)}`]
}

/** As a file would have it in brackets, without the quotes that only YAML needs. */
function inOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`
  if (isNothing(value)) return 'none'
  if (!isMapping(value)) return String(value)
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${inOneLine(inner)}`)
    .join(', ')} }`
}
