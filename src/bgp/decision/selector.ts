import type { Profile } from '../profile.ts'
import type { Route } from './route.ts'
import { type Selection, selectBest } from './select-best.ts'

/**
 * Selects by the decision process and remembers: the outcome depends on the candidates alone, and thousands
 * of prefixes have the same ones. Equal candidates therefore give the same `Selection` object, which is what
 * lets a Loc-RIB hold a number a prefix and see at a glance that nothing changed.
 */
export class Selector {
  readonly #profile: Profile
  readonly #maximumPaths: number
  readonly #first: Remembered = { next: undefined, selection: undefined }

  constructor(profile: Profile, maximumPaths: number) {
    this.#profile = profile
    this.#maximumPaths = maximumPaths
  }

  select(candidates: readonly Route[], previous: Route | undefined): Selection | undefined {
    if (candidates.length === 0) return undefined
    const incumbent = this.#profile.preferOldestExternal ? previous : undefined
    let remembered = this.#first
    for (const route of candidates) remembered = after(remembered, route)
    if (incumbent !== undefined) remembered = after(after(remembered, 'was'), incumbent)
    if (remembered.selection !== undefined) return remembered.selection
    const selection = selectBest(candidates, this.#profile, {
      maximumPaths: this.#maximumPaths,
      previous: incumbent,
    })
    if (selection === undefined) throw new Error('candidates, and none of them was selected')
    remembered.selection = selection
    return selection
  }
}

/** What is known of candidates that begin alike: a tree with a route for each branch, quicker than a text as key. */
interface Remembered {
  next: Map<Route | 'was', Remembered> | undefined
  selection: Selection | undefined
}

function after(remembered: Remembered, step: Route | 'was'): Remembered {
  const known = remembered.next?.get(step)
  if (known !== undefined) return known
  const fresh = { next: undefined, selection: undefined }
  remembered.next ??= new Map()
  remembered.next.set(step, fresh)
  return fresh
}
