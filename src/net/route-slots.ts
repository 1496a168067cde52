import { Column } from './column.ts'
import { absent } from './prefix-table.ts'

/**
 * The routes of a table by number: the value of each, and how long its prefix is. A number is given out again
 * when its route is gone.
 */
export class RouteSlots<Value> {
  #values: (Value | undefined)[] = []
  #lengths: Column = new Column(absent)
  #free: number[] = []
  #isShared = false

  /** The number that the next route gets. */
  get next(): number {
    return this.#free.at(-1) ?? this.#values.length
  }

  /** Gives a new route the next number, and answers it. */
  add(length: number, value: Value): number {
    this.#own()
    const slot = this.next
    this.#free.pop()
    this.#values[slot] = value
    this.#lengths.set(slot, length)
    return slot
  }

  /** The value replaced. */
  replace(slot: number, value: Value): Value {
    this.#own()
    const replaced = this.value(slot)
    this.#values[slot] = value
    return replaced
  }

  /** The value removed. */
  remove(slot: number): Value {
    this.#own()
    const removed = this.value(slot)
    this.#values[slot] = undefined
    this.#free.push(slot)
    return removed
  }

  /** Throws a `RangeError` for a number that no route has. */
  value(slot: number): Value {
    const value = this.#values[slot]
    if (value === undefined) throw new RangeError(`no route has the number ${slot}`)
    return value
  }

  length(slot: number): number {
    return this.#lengths.get(slot)
  }

  /** Values and lengths by number, as far as numbers were ever given out; what is free has no value. */
  saved(): { readonly values: readonly (Value | undefined)[]; readonly lengths: readonly number[] } {
    return { values: this.#values, lengths: this.#values.map((_, slot) => this.#lengths.get(slot)) }
  }

  /** Takes up what `saved` gave. */
  restore(values: readonly (Value | undefined)[], lengths: ArrayLike<number>): void {
    this.clear()
    this.#values = [...values]
    for (const slot of values.keys()) {
      if (values[slot] === undefined) this.#free.push(slot)
      else this.#lengths.set(slot, lengths[slot] ?? absent)
    }
  }

  clear(): void {
    this.#values = []
    this.#lengths = new Column(absent)
    this.#free = []
    this.#isShared = false
  }

  /** Another one with the same contents, copied when either is changed. */
  clone(): RouteSlots<Value> {
    const copy = new RouteSlots<Value>()
    copy.#values = this.#values
    copy.#lengths = this.#lengths
    copy.#free = this.#free
    copy.#isShared = true
    this.#isShared = true
    return copy
  }

  #own(): void {
    if (!this.#isShared) return
    this.#values = this.#values.slice()
    this.#lengths = this.#lengths.clone()
    this.#free = this.#free.slice()
    this.#isShared = false
  }
}
