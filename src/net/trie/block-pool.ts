/** Elements that the array grows by at least, so that a small pool is not copied at every block. */
const smallest = 1024

/** Blocks of one size in one array that grows, by number from 0; those given back are given out again. */
export class BlockPool {
  /** The elements of all blocks, one after the other; another array after every `take`. */
  data: Int32Array = new Int32Array(0)
  readonly #size: number
  readonly #free: number[] = []
  #count = 0

  constructor(size: number) {
    this.#size = size
  }

  /** Octets of the array. */
  get octets(): number {
    return this.data.byteLength
  }

  /** How many blocks are out. */
  get count(): number {
    return this.#count - this.#free.length
  }

  /** A block with this element everywhere. */
  take(fill: number): number {
    const block = this.#free.pop() ?? this.#count++
    const end = (block + 1) * this.#size
    if (end > this.data.length) {
      const grown = new Int32Array(Math.max(end, smallest, this.data.length + (this.data.length >> 2)))
      grown.set(this.data)
      this.data = grown
    }
    this.data.fill(fill, end - this.#size, end)
    return block
  }

  /** Gives the block back; a pool of which nothing is out gives its memory back. */
  give(block: number): void {
    this.#free.push(block)
    if (this.count > 0) return
    this.#free.length = 0
    this.#count = 0
    this.data = new Int32Array(0)
  }
}
