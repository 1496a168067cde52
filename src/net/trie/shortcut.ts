import { noNode } from './node.ts'

/**
 * Where to find a node at one depth without walking down to it. Look-ups start there, and go back to the root
 * where no prefix below it holds the address. It follows the tree, which tells it of every node of that depth
 * that comes, moves or goes.
 */
export type Shortcut = DirectShortcut | HashedShortcut

/** For IPv4: an array with an element for everything that the first bits can be. */
export class DirectShortcut {
  readonly kind: 'direct' = 'direct'
  /** How many bits of the address it takes. */
  readonly depth: number
  #nodes: Int32Array
  #isShared = false

  /** `depth` is 5, 10, 15 or 20: only there has the tree nodes. */
  constructor(depth: number) {
    this.depth = depth
    this.#nodes = new Int32Array(1 << depth)
  }

  get octets(): number {
    return this.#nodes.byteLength
  }

  /** By the first bits of an address: for look-ups, which read it themselves. */
  get nodes(): Int32Array {
    return this.#nodes
  }

  /** The node below the first `depth` bits of the key, or `noNode`. */
  find(key: Uint32Array, offset: number): number {
    return this.#nodes[(key[offset] as number) >>> (32 - this.depth)] as number
  }

  /** Says where the node stands that is below the first `depth - 5` bits of the key and these five; or `noNode`. */
  put(key: Uint32Array, offset: number, slot: number, node: number): void {
    if (this.#isShared) {
      this.#nodes = this.#nodes.slice()
      this.#isShared = false
    }
    this.#nodes[(((key[offset] as number) >>> (32 - this.depth)) & ~31) | slot] = node
  }

  /** Another one with the same contents. */
  clone(): DirectShortcut {
    const copy = new DirectShortcut(this.depth)
    copy.#nodes = this.#nodes
    copy.#isShared = true
    this.#isShared = true
    return copy
  }
}

/** Bits of an IPv6 address that fit into one element, of those at which the tree has nodes. */
const hashedDepth = 30

/** The fractional part of the golden ratio, in 32 bits: multiplied by it, keys that follow on each other are spread. */
const spread = 0x9e3779b1

/**
 * For IPv6, whose first 30 bits can be too much for an array: pairs of these bits and the node below them,
 * each at the place that its hash names or in the next one free. At most half of the places are taken.
 */
export class HashedShortcut {
  readonly kind: 'hashed' = 'hashed'
  readonly depth: number = hashedDepth
  #pairs: Int32Array = new Int32Array(16)
  #count = 0
  #isShared = false

  get octets(): number {
    return this.#pairs.byteLength
  }

  find(key: Uint32Array, offset: number): number {
    const bits = (key[offset] as number) >>> (32 - hashedDepth)
    const pairs = this.#pairs
    const mask = (pairs.length >> 1) - 1
    let place = home(bits, mask)
    for (;;) {
      const node = pairs[2 * place + 1] as number
      if (node === noNode || pairs[2 * place] === bits) return node
      place = (place + 1) & mask
    }
  }

  put(key: Uint32Array, offset: number, slot: number, node: number): void {
    const bits = (((key[offset] as number) >>> (32 - hashedDepth)) & ~31) | slot
    if (this.#isShared) this.#rewrite(this.#pairs.length)
    const place = this.#placeOf(bits)
    const isHeld = this.#pairs[2 * place + 1] !== noNode
    if (node === noNode) {
      if (isHeld) this.#remove(place)
      return
    }
    this.#pairs[2 * place] = bits
    this.#pairs[2 * place + 1] = node
    if (isHeld) return
    this.#count++
    if (4 * this.#count > this.#pairs.length) this.#rewrite(2 * this.#pairs.length)
  }

  clone(): HashedShortcut {
    const copy = new HashedShortcut()
    copy.#pairs = this.#pairs
    copy.#count = this.#count
    copy.#isShared = true
    this.#isShared = true
    return copy
  }

  /** Where the bits are, or where they would go. */
  #placeOf(bits: number): number {
    const pairs = this.#pairs
    const mask = (pairs.length >> 1) - 1
    let place = home(bits, mask)
    while (pairs[2 * place + 1] !== noNode && pairs[2 * place] !== bits) place = (place + 1) & mask
    return place
  }

  /** Empties the place. What follows without a gap moves up where its home is not passed by that. */
  #remove(place: number): void {
    const pairs = this.#pairs
    const mask = (pairs.length >> 1) - 1
    let gap = place
    for (let next = (gap + 1) & mask; pairs[2 * next + 1] !== noNode; next = (next + 1) & mask) {
      const fromHome = (next - home(pairs[2 * next] as number, mask)) & mask
      if (fromHome < ((next - gap) & mask)) continue
      pairs[2 * gap] = pairs[2 * next] as number
      pairs[2 * gap + 1] = pairs[2 * next + 1] as number
      gap = next
    }
    pairs[2 * gap + 1] = noNode
    this.#count--
  }

  #rewrite(length: number): void {
    const old = this.#pairs
    this.#pairs = new Int32Array(length)
    this.#isShared = false
    for (let index = 0; index < old.length; index += 2) {
      if (old[index + 1] === noNode) continue
      const place = this.#placeOf(old[index] as number)
      this.#pairs[2 * place] = old[index] as number
      this.#pairs[2 * place + 1] = old[index + 1] as number
    }
  }
}

function home(bits: number, mask: number): number {
  return (Math.imul(bits, spread) >>> 7) & mask
}
