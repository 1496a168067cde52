import type { Micros } from '../../../sim/time.ts'

/** `+240.012 s`, as the command line tells instants. */
export function instantText(at: Micros): string {
  return `+${(at / 1_000_000).toFixed(3)} s`
}

/** `4:00.012 345`: minutes, seconds, milliseconds, and what is left of microseconds. */
export function clockText(at: Micros): string {
  const seconds = Math.floor(at / 1_000_000)
  const rest = String(at % 1_000_000).padStart(6, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const front = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}` : String(minutes)
  return `${front}:${String(seconds % 60).padStart(2, '0')}.${rest.slice(0, 3)} ${rest.slice(3)}`
}
