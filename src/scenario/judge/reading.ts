import { type Micros, microsToSeconds } from '../../sim/time.ts'
import type { Bounds } from '../expectation-entry.ts'

/** What one look at the run says about a check. */
export interface Reading {
  readonly holds: boolean
  /** When it came true, where that was one moment. */
  readonly at?: Micros
  /** What was found, in words. */
  readonly measured: string
  /** How far from the nearest bound, where the check has bounds. */
  readonly margin: string | undefined
  /** Where it does not hold: what happened. */
  readonly because: string | undefined
}

export function within({ atLeast, atMost }: Bounds, value: number): boolean {
  return (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost)
}

/** The distance to the nearest bound, as `2.6 s of 181 s`; on the wrong side of it, as `3 s over 181 s`. */
export function marginOf(
  { atLeast, atMost }: Bounds,
  value: number,
  show: (value: number) => string,
): string {
  const room = [
    ...(atMost === undefined ? [] : [{ left: atMost - value, bound: atMost, beyond: 'over' }]),
    ...(atLeast === undefined ? [] : [{ left: value - atLeast, bound: atLeast, beyond: 'under' }]),
  ].sort((a, b) => a.left - b.left)
  const [nearest] = room
  if (nearest === undefined) throw new Error('bounds without a bound')
  const { left, bound, beyond } = nearest
  return left < 0 ? `${show(-left)} ${beyond} ${show(bound)}` : `${show(left)} of ${show(bound)}`
}

export function plain(holds: boolean, measured: string, because?: string): Reading {
  return { holds, measured, margin: undefined, because: holds ? undefined : because }
}

/** To the millisecond, without zeros at the end. */
export function seconds(micros: Micros): string {
  return String(Number(microsToSeconds(micros).toFixed(3)))
}
