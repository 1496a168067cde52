const minute = 60
const hour = 60 * minute
const day = 24 * hour
const week = 7 * day

/**
 * How long ago a session last went up or down, as `upDown` has it. Seen were `7:16`, `25:24`, `1:20:25` and `8w4d` (LAB26,
 * TS17). Model assumption: what is between a day and a week, and a session that never stood.
 */
export function formatUpDown(seconds: number | undefined): string {
  if (seconds === undefined) return 'never'
  const whole = Math.floor(seconds)
  if (whole < hour) return `${Math.floor(whole / minute)}:${two(whole % minute)}`
  if (whole < day) {
    return `${Math.floor(whole / hour)}:${two(Math.floor((whole % hour) / minute))}:${two(whole % minute)}`
  }
  if (whole < week) return `${Math.floor(whole / day)}d${two(Math.floor((whole % day) / hour))}h`
  return `${Math.floor(whole / week)}w${Math.floor((whole % week) / day)}d`
}

const ticksPerMicrosecond = 10

/** `00:19:22.1105221`, `1.06:47:06`: a TimeSpan of .NET in its constant form, as `connectedDuration` has it. */
export function formatTimeSpan(seconds: number): string {
  const micros = Math.round(seconds * 1_000_000)
  const whole = Math.floor(micros / 1_000_000)
  const ticks = (micros % 1_000_000) * ticksPerMicrosecond
  const days = Math.floor(whole / day)
  const clock = [Math.floor((whole % day) / hour), Math.floor((whole % hour) / minute), whole % minute]
  const fraction = ticks === 0 ? '' : `.${String(ticks).padStart(7, '0')}`
  return `${days === 0 ? '' : `${days}.`}${clock.map(two).join(':')}${fraction}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
