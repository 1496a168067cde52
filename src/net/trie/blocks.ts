/*
 * Blocks of 1 to 34 units in one array that grows. A block has room for a few units more than asked for, so
 * that most changes move what is in it and not the block itself; a block that is given back waits, with all
 * others of its room, for the next that wants as much.
 */

/** The rooms that there are, in units. */
const rooms = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 34]

/** By how many units are used: how many there is room for. */
const roomFor: Readonly<Uint8Array> = Uint8Array.from({ length: 35 }, (_, count) =>
  count === 0 ? 0 : (rooms.find((room) => room >= count) ?? 0),
)

/** Elements up to which an array doubles when it is full; a larger one grows by an eighth. */
const doublesUpTo = 1 << 16

/** The most elements that an array of a table may have: their indices are 32-bit integers. */
export const mostElements: number = 2 ** 31 - 1

/** No block: element 0 is never part of one. */
const noBlock = 0

export class Blocks {
  /** The elements themselves; after `reserve` it may be another array. */
  data: Int32Array
  readonly #unit: number
  /** By room: the first block that waits; each leads to the next by its first element. */
  readonly #waiting: Int32Array
  #end: number
  #idle = 0
  #isShared = false

  /** `unit` is how many elements a unit takes; the first `own` elements of the array, one unit at least, are the owner's own. */
  constructor(
    unit: number,
    own: number = unit,
    data: Int32Array = new Int32Array(Math.max(8 * unit, own)),
    waiting: Int32Array = new Int32Array(35),
  ) {
    this.#unit = unit
    this.#end = own
    this.data = data
    this.#waiting = waiting
  }

  /** Elements in use, those that wait in blocks given back, and those that the array has in all. */
  get elements(): { readonly used: number; readonly idle: number; readonly all: number } {
    return { used: this.#end - this.#idle, idle: this.#idle, all: this.data.length }
  }

  /**
   * Makes sure that blocks of so many elements in all can be allocated, and that the array may be written to.
   * Throws a `RangeError` where the array would become larger than `most`; nothing has changed then.
   */
  reserve(elements: number, most: number): void {
    const wanted = this.#end + elements
    const { length } = this.data
    if (wanted <= length && !this.#isShared) return
    if (wanted > most) {
      throw new RangeError(`the route table is full: it would need ${wanted} of at most ${most} elements`)
    }
    const step = length < doublesUpTo ? length : length >> 3
    this.#copyTo(wanted <= length ? length : Math.min(Math.max(wanted, length + step), most))
  }

  /** A block with room for so many units, which may hold anything; `reserve` has seen to it that there is one. */
  allocate(count: number): number {
    const room = roomFor[count] as number
    const waiting = this.#waiting[room] as number
    if (waiting === noBlock) {
      const block = this.#end
      this.#end += room * this.#unit
      return block
    }
    this.#waiting[room] = this.data[waiting] as number
    this.#idle -= room * this.#unit
    return waiting
  }

  free(block: number, count: number): void {
    const room = roomFor[count] as number
    this.data[block] = this.#waiting[room] as number
    this.#waiting[room] = block
    this.#idle += room * this.#unit
  }

  /** In place of a block of so many units, or of none, one for `count`, which may be the same; what was in it is lost. */
  exchange(block: number, before: number, count: number): number {
    if (roomFor[before] === roomFor[count]) return block
    const other = this.allocate(count)
    if (before > 0) this.free(block, before)
    return other
  }

  /** Makes room for one more unit at place `at` of a block of `count`; answers the block, which may be another. */
  insert(block: number, count: number, at: number): number {
    const gap = block + at * this.#unit
    const end = block + count * this.#unit
    if (roomFor[count] === roomFor[count + 1]) {
      this.#moveUp(gap, end)
      return block
    }
    const larger = this.allocate(count + 1)
    this.#move(block, gap, larger)
    this.#move(gap, end, larger + (at + 1) * this.#unit)
    if (count > 0) this.free(block, count)
    return larger
  }

  /** Takes the unit at place `at` out of a block of `count`; answers the block, which may be another or none. */
  remove(block: number, count: number, at: number): number {
    const gap = block + at * this.#unit
    const end = block + count * this.#unit
    if (roomFor[count] === roomFor[count - 1]) {
      this.#move(gap + this.#unit, end, gap)
      return block
    }
    const smaller = count === 1 ? noBlock : this.allocate(count - 1)
    this.#move(block, gap, smaller)
    this.#move(gap + this.#unit, end, smaller + at * this.#unit)
    this.free(block, count)
    return smaller
  }

  /** Another one with the same contents. The elements are shared until either is written to. */
  clone(): Blocks {
    const copy = new Blocks(this.#unit, this.#end, this.data, this.#waiting.slice())
    copy.#idle = this.#idle
    copy.#isShared = true
    this.#isShared = true
    return copy
  }

  /** What is needed to have it again from `restored`: the blocks that wait, then the elements up to the last in use. */
  saved(): readonly Int32Array[] {
    return [Int32Array.of(this.#idle, this.#end), this.#waiting, this.data.subarray(0, this.#end)]
  }

  /** Takes up what `saved` gave; `read` hands out the next so many elements. */
  restore(read: (elements: number) => Int32Array): void {
    const [idle, end] = read(2)
    this.#idle = idle as number
    this.#end = end as number
    this.#waiting.set(read(this.#waiting.length))
    this.data = read(this.#end).slice()
    this.#isShared = false
  }

  #copyTo(length: number): void {
    const data = new Int32Array(length)
    data.set(this.data.subarray(0, this.#end))
    this.data = data
    this.#isShared = false
  }

  /** Moves elements to an earlier place, or to where they are not. The loops are quicker than `copyWithin` for so few. */
  #move(from: number, end: number, to: number): void {
    const { data } = this
    for (let index = from, target = to; index < end; index++, target++) data[target] = data[index] as number
  }

  #moveUp(from: number, end: number): void {
    const { data } = this
    for (let index = end - 1; index >= from; index--) data[index + this.#unit] = data[index] as number
  }
}
