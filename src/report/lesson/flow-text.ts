import { isNothing } from '../../scenario/merge-patch.ts'
import { isMapping } from '../../scenario/read/sections.ts'

/** A value as YAML has it on one line: `{ hold: 30s, peers: [ce1, ce2] }`. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  if (isMapping(value)) return `{ ${entriesText(value)} }`
  if (
    typeof value === 'string' &&
    /^[^\s,[\]{}#&*!|>'"%@`?:-][^,[\]{}#\n]*$/.test(value) &&
    !/:( |$)/.test(value)
  )
    return value
  return JSON.stringify(value)
}

/** The same without the braces. */
export function entriesText(value: Readonly<Record<string, unknown>>): string {
  return Object.entries(value)
    .filter(([, one]) => !isNothing(one))
    .map(([key, one]) => `${key}: ${flowText(one)}`)
    .join(', ')
}
