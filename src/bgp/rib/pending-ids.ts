import { Column } from '../../net/column.ts'

/** Numbers of prefixes that wait for something: each once, in the order in which they came. */
export class PendingIds {
  readonly #waits = new Column(0)
  #ids: number[] = []

  get size(): number {
    return this.#ids.length
  }

  /** Answers whether it is new among those that wait. */
  add(id: number): boolean {
    if (this.#waits.get(id) === 1) return false
    this.#waits.set(id, 1)
    this.#ids.push(id)
    return true
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: PendingIds): void {
    this.#waits.assume(other.#waits)
    this.#ids = [...other.#ids]
  }

  /** All that wait; nothing does afterwards. */
  take(): readonly number[] {
    const ids = this.#ids
    for (const id of ids) this.#waits.set(id, 0)
    this.#ids = []
    return ids
  }
}
