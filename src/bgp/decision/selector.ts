import { absent } from '../../net/prefix-table.ts'
import type { Profile } from '../profile.ts'
import type { Route } from './route.ts'
import { type Selection, selectBest } from './select-best.ts'

/**
 * Selects by the decision process and remembers: the outcome depends on the candidates alone, and thousands
 * of prefixes have the same ones. Equal candidates therefore give the same number of a `Selection`, which is what
 * lets a Loc-RIB hold a number a prefix and see at a glance that nothing changed.
 */
export class Selector {
  readonly #profile: Profile
  readonly #maximumPaths: number
  readonly #selections: Selection[] = []
  readonly #first: Remembered = { next: undefined, number: absent }

  constructor(profile: Profile, maximumPaths: number) {
    this.#profile = profile
    this.#maximumPaths = maximumPaths
  }

  /** The number of the selection, or `absent` where there is nothing to select. */
  select(candidates: readonly Route[], previous: Route | undefined): number {
    if (candidates.length === 0) return absent
    const incumbent = this.#profile.preferOldestExternal ? previous : undefined
    let remembered = this.#first
    for (const route of candidates) remembered = after(remembered, route)
    if (incumbent !== undefined) remembered = after(after(remembered, 'was'), incumbent)
    if (remembered.number === absent) remembered.number = this.#decide(candidates, incumbent)
    return remembered.number
  }

  /** The selection behind a number; `undefined` behind `absent`. */
  selection(number: number): Selection | undefined {
    return number === absent ? undefined : this.#selections[number]
  }

  #decide(candidates: readonly Route[], previous: Route | undefined): number {
    const options = { maximumPaths: this.#maximumPaths, previous }
    const selection = selectBest(candidates, this.#profile, options)
    if (selection === undefined) throw new Error('candidates, and none of them was selected')
    return this.#selections.push(selection) - 1
  }
}

/** What is known of candidates that begin alike: a tree with a route for each branch, quicker than a text as key. */
interface Remembered {
  next: Map<Route | 'was', Remembered> | undefined
  /** That of the selection among exactly these, or `absent`. */
  number: number
}

function after(remembered: Remembered, step: Route | 'was'): Remembered {
  const known = remembered.next?.get(step)
  if (known !== undefined) return known
  const fresh = { next: undefined, number: absent }
  remembered.next ??= new Map()
  remembered.next.set(step, fresh)
  return fresh
}
