import type { Difference, Facts, RunDifference } from './run-difference.ts'

/** `vmsee diff A B` for people: of each thing that differs what the first run has (-) and what the second has (+). */
export function differenceText({ sessions, routes, paths, outages }: RunDifference): string {
  const parts = [
    ['sessions', sessions],
    ['routes', routes],
    ['paths', paths],
    ['outages', outages],
  ] as const
  return parts
    .filter(([, differences]) => differences.length > 0)
    .map(([title, differences]) => `${[` ${title}`, ...differences.flatMap(lines)].join('\n')}\n`)
    .join('\n')
}

function lines({ subject, a, b }: Difference): readonly string[] {
  if (a === undefined || b === undefined) {
    const [sign, facts] = a === undefined ? ['+', b] : ['-', a]
    return [`   ${sign} ${subject}: ${factsText(present(facts ?? {}))}`]
  }
  return [`     ${subject}`, `   -   ${factsText(a)}`, `   +   ${factsText(b)}`]
}

/** Without what is not there: where the other run has none of it, that says nothing. */
function present(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== false && valueText(value) !== 'none'),
  )
}

function factsText(facts: Facts): string {
  return Object.entries(facts)
    .map(([key, value]) => (key === 'times' ? timesText(value) : `${key} ${valueText(value)}`))
    .join(', ')
}

/** `32 from 0.012 to 396.342415 s`: how many five-tuples, and when. */
function timesText(times: unknown): string {
  if (!Array.isArray(times) || times.length === 0) return 'at no other time'
  return times.map(({ tuples, from, to }) => `${tuples} from ${from} to ${to} s`).join(', ')
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(String).join(' ')
  if (typeof value === 'string') return value
  if (typeof value === 'object' && value)
    return Object.entries(value)
      .map(([key, inner]) => `${key} ${inner}`)
      .join(' ')
  return String(value ?? 'none')
}
