/** A whole number of microseconds of virtual time: an instant since the start of the run, or a duration. */
export type Micros = number

export const microsPerSecond = 1_000_000

export function secondsToMicros(seconds: number): Micros {
  return Math.round(seconds * microsPerSecond)
}

/** For people and JSON: the number nearest to the exact six decimals. */
export function microsToSeconds(micros: Micros): number {
  return micros / microsPerSecond
}

/** `+12.345678s`. */
export function formatInstant(micros: Micros): string {
  const whole = Math.floor(micros / microsPerSecond)
  return `+${whole}.${String(micros % microsPerSecond).padStart(6, '0')}s`
}

/** The units of a duration, the largest first, as they are written. */
const units: readonly { readonly unit: string; readonly micros: Micros }[] = [
  { unit: 'd', micros: 86_400 * microsPerSecond },
  { unit: 'h', micros: 3600 * microsPerSecond },
  { unit: 'm', micros: 60 * microsPerSecond },
  { unit: 's', micros: microsPerSecond },
  { unit: 'ms', micros: 1000 },
  { unit: 'us', micros: 1 },
]

// Each unit once at most, in falling order: `1h30m`, but neither `30m1h` nor `10s20s`.
const durationPattern: RegExp = new RegExp(
  `^${units.map(({ unit }) => `(?:(\\d+)(?:\\.(\\d+))?${unit})?`).join('')}$`,
)

/** Whether the text has the form of a duration, however long or fine it may be. */
export function isDurationText(text: string): boolean {
  return text !== '' && durationPattern.test(text)
}

/** Reads `10s`, `500ms`, `1.5s`, `1h30m`; `undefined` where the text is no whole number of microseconds. */
export function parseDuration(text: string): Micros | undefined {
  if (text === '') return undefined
  const match = durationPattern.exec(text) ?? undefined
  if (match === undefined) return undefined
  let total: Micros = 0
  for (const [index, { micros }] of units.entries()) {
    total += inMicros(match[2 * index + 1] ?? '0', match[2 * index + 2] ?? '', micros)
  }
  return Number.isSafeInteger(total) ? total : undefined
}

// By integers, since 1.1 * 1000000 is not a whole number in floating point.
function inMicros(whole: string, fraction: string, unit: Micros): number {
  return (Number(whole + fraction) * unit) / 10 ** fraction.length
}

/** What `parseDuration` reads back as the same: `1h30m`, `2.5s`, `500ms`. */
export function formatDuration(micros: Micros): string {
  if (micros === 0) return '0s'
  const wholeSeconds = micros - (micros % microsPerSecond)
  if (wholeSeconds === 0) return micros < 1000 ? `${micros}us` : `${micros / 1000}ms`
  let rest = micros
  let text = ''
  for (const { unit, micros: size } of units.slice(0, 3)) {
    const count = Math.floor(rest / size)
    rest %= size
    if (count > 0) text += `${count}${unit}`
  }
  return rest === 0 ? text : `${text}${rest / microsPerSecond}s`
}
