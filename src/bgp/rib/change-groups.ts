import type { Selection } from '../decision/select-best.ts'
import type { RibChange } from './loc-rib.ts'
import type { PrefixIds } from './prefix-ids.ts'

/** Gathers prefixes by what they changed from and to. */
export class ChangeGroups {
  readonly #ids: PrefixIds
  readonly #groups = new Map<Selection | undefined, Map<Selection | undefined, ChangeGroup>>()
  readonly #changed: number[] = []
  /** The group of the prefix before, to which the next one mostly belongs too. */
  #last: ChangeGroup | undefined

  constructor(ids: PrefixIds) {
    this.#ids = ids
  }

  /** Every prefix that changed. */
  get ids(): readonly number[] {
    return this.#changed
  }

  add(id: number, old: Selection | undefined, selection: Selection | undefined): void {
    let group = this.#last
    if (group === undefined || group.old !== old || group.new !== selection) {
      group = this.#groupOf(old, selection)
      this.#last = group
    }
    group.ids.push(id)
    this.#changed.push(id)
  }

  #groupOf(old: Selection | undefined, selection: Selection | undefined): ChangeGroup {
    const byNew = this.#groups.get(old) ?? new Map<Selection | undefined, ChangeGroup>()
    this.#groups.set(old, byNew)
    const group = byNew.get(selection) ?? { old, new: selection, ids: [] }
    byNew.set(selection, group)
    return group
  }

  finish(): readonly RibChange[] {
    const changes: RibChange[] = []
    for (const byNew of this.#groups.values()) {
      for (const { ids, old, new: now } of byNew.values()) {
        changes.push({ prefixes: this.#ids.pack(ids), old, new: now })
      }
    }
    return changes
  }
}

interface ChangeGroup extends Omit<RibChange, 'prefixes'> {
  readonly ids: number[]
}
