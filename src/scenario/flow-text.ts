import { isMapping } from './read/sections.ts'

/** A value as a scenario file has it on one line: `{ cut: er.primary, for: 10m }`. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  if (typeof value === 'string') return scalarText(value)
  if (!isMapping(value)) return String(value)
  const entries = entriesText(value)
  return entries === '' ? '{}' : `{ ${entries} }`
}

/** The same without the braces. */
export function entriesText(value: Readonly<Record<string, unknown>>): string {
  return Object.entries(value)
    .flatMap(([key, inner]) => (inner === undefined ? [] : [flowPairText(key, inner)]))
    .join(', ')
}

export function flowPairText(key: string, value: unknown): string {
  return `${scalarText(key)}: ${flowText(value)}`
}

/** A list of mappings has a line for each, below its key. */
export function blockPairText(key: string, value: unknown, indent: string): string {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isMapping)) return flowPairText(key, value)
  const items = value.map((item) => `\n${indent}  - ${flowText(item)}`)
  return `${scalarText(key)}:${items.join('')}`
}

/** Without quotes where no sign in it means anything to YAML and it is nothing but a text (YAML 1.2.2 §7.3.3, §10.3). */
function scalarText(text: string): string {
  const isPlain = /^[\p{L}\p{N}/^][\w\p{L}./+%:^$-]*(?: [\w\p{L}./+%^$-][\w\p{L}./+%:^$-]*)*$/u.test(text)
  const isOther = /^(?:true|false|null|0[ox].*|[\d.]+(?:e[+-]?\d+)?)$/i.test(text)
  return isPlain && !isOther && !/:( |$)/.test(text) ? text : JSON.stringify(text)
}
