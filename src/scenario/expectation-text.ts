/** What is not part of what is expected. */
const besides: ReadonlySet<string> = new Set(['why', 'title'])

/** An entry of `expect:` in the file's own words: `flow web, worst outage at most 181s, after cut`. */
export function expectationText(written: unknown): string {
  return entriesOf(written)
    .filter(([key]) => !besides.has(key))
    .map(([key, value]) => phrase(key, value))
    .join(', ')
}

function phrase(key: string, value: unknown): string {
  if (value === true) return words(key)
  if (value === false) return `not ${words(key)}`
  return `${words(key)} ${valueText(value)}`.trimEnd()
}

/** `worstOutage` as `worst outage`. */
function words(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(' ')
  if (typeof value !== 'object') return String(value)
  return entriesOf(value)
    .map(([key, inner]) => phrase(key, inner))
    .join(' ')
}

function entriesOf(mapping: unknown): readonly [string, unknown][] {
  return typeof mapping === 'object' ? Object.entries({ ...mapping }) : []
}
