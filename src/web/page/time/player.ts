import { effect } from '@preact/signals'
import { countUpTo } from '../../../analysis/count-up-to.ts'
import type { Micros } from '../../../sim/time.ts'
import type { Store } from '../store.ts'

/** In a hurry, no quiet span takes longer than this. */
const longestQuietSeconds = 0.9

/** Lets time pass while it is played, a frame at a time; a frame waits until the last one has been answered. */
export function startPlayer(store: Store): void {
  let last: number | undefined
  // Time passes on in parts of a microsecond, which the network does not know.
  let exact = 0
  const frame = (clock: number): void => {
    if (!store.isPlaying.value) {
      last = undefined
      return
    }
    requestAnimationFrame(frame)
    if (store.isBusy()) return
    const now = store.moment.value?.at ?? 0
    const isResumed = last === undefined || Math.abs(exact - now) > 2
    exact = later(isResumed ? now : exact, (clock - (last ?? clock)) / 1000, store)
    last = clock
    if (exact > now) store.jump(Math.round(exact))
    else if (isAtEnd(now, store)) store.isPlaying.value = false
  }
  effect(() => {
    if (store.isPlaying.value) requestAnimationFrame(frame)
  })
}

function isAtEnd(now: Micros, { history }: Store): boolean {
  return history.value?.isWhole === true && now >= history.value.end
}

/** So many seconds of the clock after the instant, but not after what is known. */
function later(at: Micros, seconds: number, store: Store): number {
  return Math.min(store.history.value?.until ?? at, at + seconds * 1_000_000 * paceAt(at, store))
}

/** Seconds of the network to one of the clock: the speed chosen, or more where a quiet span would take too long. */
function paceAt(now: Micros, { speed, skipsQuiet, history }: Store): number {
  if (!skipsQuiet.value || history.value === undefined) return speed.value
  const { events, until } = history.value
  const index = countUpTo(events, now, (instant) => instant)
  const quiet = ((events[index] ?? until) - (events[index - 1] ?? 0)) / 1_000_000
  return Math.max(speed.value, quiet / longestQuietSeconds)
}
