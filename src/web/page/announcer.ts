import { effect } from '@preact/signals'
import { microsToSeconds } from '../../sim/time.ts'
import type { Store } from './store.ts'

/** Lets the live line say what has just happened, once it has; while time runs fast only the last of it. */
export function startAnnouncer(store: Store): void {
  let told = 0
  effect(() => {
    const now = microsToSeconds(store.moment.value?.at ?? 0)
    const past = (store.history.value?.story ?? []).filter(
      ({ atSeconds, headline }) => headline && atSeconds <= now,
    )
    const last = past.at(-1)
    if (past.length > told && last !== undefined) store.news.value = last.text
    told = past.length
  })
}
