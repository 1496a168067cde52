/** Values that are copied together, once a table has been cloned and either changes one of them: 2^10. */
const pageBits = 10
const pageSize = 1 << pageBits

/** The first page of a table begins so small, and doubles. */
const leastRoom = 8

type Page<Value> = (Value | undefined)[]

/**
 * The routes of a table by number: the value of each, and how long its prefix is. A number is given out again
 * when its route is gone.
 *
 * Values lie in pages, so that neither growth nor a clone ever copies all of them. Lengths are octets: a million
 * of them are copied in the time of a few pages.
 */
export class RouteSlots<Value> {
  #pages: Page<Value>[] = []
  /** By page: whether a clone, or what this is a clone of, may have it too. */
  #arePagesShared: boolean[] = []
  #lengths: Uint8Array = new Uint8Array(leastRoom)
  #free: number[] = []
  /** Whether a clone may have the lengths and the free numbers too. */
  #isShared = false
  /** How many numbers were ever given out. */
  #count = 0

  /** The number that the next route gets. */
  get next(): number {
    return this.#free.at(-1) ?? this.#count
  }

  /** Gives a new route the next number, and answers it. */
  add(length: number, value: Value): number {
    this.#own()
    const slot = this.next
    if (slot === this.#count) this.#addRoom()
    else this.#free.pop()
    this.#ownPage(slot)[slot & (pageSize - 1)] = value
    this.#lengths[slot] = length
    return slot
  }

  /** The value replaced. */
  replace(slot: number, value: Value): Value {
    const replaced = this.value(slot)
    this.#ownPage(slot)[slot & (pageSize - 1)] = value
    return replaced
  }

  /** The value removed. */
  remove(slot: number): Value {
    this.#own()
    const removed = this.value(slot)
    this.#ownPage(slot)[slot & (pageSize - 1)] = undefined
    this.#free.push(slot)
    return removed
  }

  /** Throws a `RangeError` for a number that no route has. */
  value(slot: number): Value {
    const value = slot >>> 0 === slot ? this.#pages[slot >>> pageBits]?.[slot & (pageSize - 1)] : undefined
    if (value === undefined) throw new RangeError(`no route has the number ${slot}`)
    return value
  }

  /** Of a number that a route has. */
  length(slot: number): number {
    return this.#lengths[slot] ?? 0
  }

  /** Values and lengths by number, as far as numbers were ever given out; what is free has no value. */
  saved(): { readonly values: readonly (Value | undefined)[]; readonly lengths: ArrayLike<number> } {
    const values = this.#pages.flat()
    values.length = this.#count
    return { values, lengths: this.#lengths.subarray(0, this.#count) }
  }

  /** Takes up what `saved` gave. */
  restore(values: readonly (Value | undefined)[], lengths: ArrayLike<number>): void {
    this.clear()
    for (const [slot, value] of values.entries()) {
      this.#addRoom()
      this.#ownPage(slot)[slot & (pageSize - 1)] = value
      if (value === undefined) this.#free.push(slot)
      else this.#lengths[slot] = lengths[slot] ?? 0
    }
  }

  clear(): void {
    this.#pages = []
    this.#arePagesShared = []
    this.#lengths = new Uint8Array(leastRoom)
    this.#free = []
    this.#isShared = false
    this.#count = 0
  }

  /** Another one with the same contents; what is shared is copied when either changes, of the values one page at a time. */
  clone(): RouteSlots<Value> {
    const copy = new RouteSlots<Value>()
    this.#arePagesShared.fill(true)
    this.#isShared = true
    copy.#pages = this.#pages.slice()
    copy.#arePagesShared = this.#arePagesShared.slice()
    copy.#lengths = this.#lengths
    copy.#free = this.#free
    copy.#isShared = true
    copy.#count = this.#count
    return copy
  }

  /** Room for the number that was never given out, which is given out by this. */
  #addRoom(): void {
    const slot = this.#count++
    if (slot >= this.#lengths.length) {
      const grown = new Uint8Array(2 * slot)
      grown.set(this.#lengths)
      this.#lengths = grown
    }
    const index = slot >>> pageBits
    const page = this.#pages[index]
    if (page !== undefined && (slot & (pageSize - 1)) < page.length) return
    const room = index === 0 ? Math.max(leastRoom, 2 * slot) : pageSize
    const grown = emptyPage<Value>(room)
    for (const [at, value] of page?.entries() ?? []) grown[at] = value
    this.#pages[index] = grown
    this.#arePagesShared[index] = false
  }

  /** The page with this number, which nobody else has then. */
  #ownPage(slot: number): Page<Value> {
    const index = slot >>> pageBits
    const page = this.#pages[index]
    if (page === undefined) throw new RangeError(`no route has the number ${slot}`)
    if (this.#arePagesShared[index] !== true) return page
    const copy = page.slice()
    this.#pages[index] = copy
    this.#arePagesShared[index] = false
    return copy
  }

  #own(): void {
    if (!this.#isShared) return
    this.#lengths = this.#lengths.slice()
    this.#free = this.#free.slice()
    this.#isShared = false
  }
}

/** All pages are arrays of one kind for V8, whatever the values are: what reads them is compiled for that kind alone. */
function emptyPage<Value>(room: number): Page<Value> {
  return new Array<Value | undefined>(room).fill(undefined)
}
