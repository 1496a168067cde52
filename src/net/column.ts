/**
 * A column of 32-bit signed integers that grows as it is written; past its end it reads as `fill`.
 * Whoever owns the index (a route, a node, an interned set) keeps its numbers here instead of in objects.
 */
export class Column {
  readonly #fill: number
  #data: Int32Array
  #isShared = false

  constructor(fill: number) {
    this.#fill = fill
    this.#data = new Int32Array(0)
  }

  get(index: number): number {
    if (index < this.#data.length) {
      const value = this.#data[index]
      // An index of -1 is what a table answers for "absent": to read it is a bug of the caller.
      if (value === undefined) throw new RangeError(`a column has no index ${index}`)
      return value
    }
    return this.#fill
  }

  set(index: number, value: number): void {
    if (!Number.isInteger(index) || index < 0) throw new RangeError(`a column has no index ${index}`)
    if (value !== (value | 0)) throw new RangeError(`a column holds 32-bit signed integers, not ${value}`)
    if (index >= this.#data.length) this.#grow(index + 1)
    else if (this.#isShared) this.#own(this.#data.slice())
    this.#data[index] = value
  }

  /** Another one with the same contents. */
  clone(): Column {
    const copy = new Column(this.#fill)
    copy.assume(this)
    return copy
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. The numbers are shared until either is written to. */
  assume(other: Column): void {
    this.#data = other.#data
    this.#isShared = true
    other.#isShared = true
  }

  #own(data: Int32Array): void {
    this.#data = data
    this.#isShared = false
  }

  #grow(length: number): void {
    const grown = new Int32Array(Math.max(8, length, 2 * this.#data.length)).fill(this.#fill)
    grown.set(this.#data)
    this.#own(grown)
  }
}
