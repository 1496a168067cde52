import { Column } from '../../net/column.ts'
import type { PackedPrefixes } from '../../net/packed-prefixes.ts'
import { absent } from '../../net/prefix-table.ts'
import { isOwn, type Route } from '../decision/route.ts'
import type { Selection } from '../decision/select-best.ts'
import type { Selector } from '../decision/selector.ts'
import type { PrefixIds } from './prefix-ids.ts'

/** Prefixes whose selection went from one to the other in the same step. */
export interface RibChange {
  readonly prefixes: PackedPrefixes
  readonly old: Selection | undefined
  readonly new: Selection | undefined
}

/**
 * RFC 4271 §3.2 and §9.1.2: the selected route of each prefix of one family. Prefixes with the same
 * candidates share one `Selection`, so a prefix is one integer here: the number that the selector has for it.
 */
export class LocRib {
  readonly #ids: PrefixIds
  readonly #selected = new Column(absent)
  #selector: Selector
  #count = 0
  #version = 0

  constructor(ids: PrefixIds, selector: Selector) {
    this.#ids = ids
    this.#selector = selector
  }

  /** How many prefixes have a route. */
  get count(): number {
    return this.#count
  }

  /** How many have a best route that is not the speaker's own: each is looked at. */
  countLearned(): number {
    let count = 0
    for (let id = 0; id < this.#ids.end; id++) {
      const best = this.get(id)?.best
      if (best !== undefined && !isOwn(best)) count++
    }
    return count
  }

  /** Grows by one with every prefix whose routes in use change. */
  get version(): number {
    return this.#version
  }

  get(id: number): Selection | undefined {
    return this.#selector.selection(this.#selected.get(id))
  }

  /** Selects among what may be used; answers the number of the selection, which is to be set. */
  select(candidates: readonly Route[], previous: Route | undefined): number {
    return this.#selector.select(candidates, previous)
  }

  /** Puts the selection behind a number; answers whether the routes in use changed, which a new or vanished loser does not do. */
  set(id: number, after: number): boolean {
    const before = this.#selected.get(id)
    if (before === after) return false
    const changed = !sameInUse(this.#selector.selection(before), this.#selector.selection(after))
    this.#selected.set(id, after)
    if (changed) this.#version++
    if (before === absent) {
      this.#count++
      this.#ids.hold(id)
    } else if (after === absent) {
      this.#count--
      this.#ids.release(id)
    }
    return changed
  }

  /** Prefixes with a route, in address order. */
  *prefixes(): Iterable<number> {
    for (const id of this.#ids.inOrder()) {
      if (this.#selected.get(id) !== absent) yield id
    }
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: LocRib): void {
    this.#selected.assume(other.#selected)
    // What it remembers is true for both.
    this.#selector = other.#selector
    this.#count = other.#count
    this.#version = other.#version
  }
}

function sameInUse(a: Selection | undefined, b: Selection | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return (
    a.multipath.length === b.multipath.length && a.multipath.every((route, at) => route === b.multipath[at])
  )
}
