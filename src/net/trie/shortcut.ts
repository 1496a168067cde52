import { NodesByWord } from './nodes-by-word.ts'

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
  constructor(depth: number, nodes: Int32Array = new Int32Array(1 << depth)) {
    this.depth = depth
    this.#nodes = nodes
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
    const copy = new DirectShortcut(this.depth, this.#nodes)
    copy.#isShared = true
    this.#isShared = true
    return copy
  }
}

/** Bits of an IPv6 address that fit into one element, of those at which the tree has nodes. */
const hashedDepth = 30

/** For IPv6, whose first 30 bits can be too much for an array: a hash table of them. */
export class HashedShortcut {
  readonly kind: 'hashed' = 'hashed'
  readonly depth: number = hashedDepth
  #nodes: NodesByWord

  constructor(nodes: NodesByWord = new NodesByWord(2)) {
    this.#nodes = nodes
  }

  get octets(): number {
    return this.#nodes.octets
  }

  find(key: Uint32Array, offset: number): number {
    return this.#nodes.find((key[offset] as number) >>> (32 - hashedDepth))
  }

  put(key: Uint32Array, offset: number, slot: number, node: number): void {
    this.#nodes.put((((key[offset] as number) >>> (32 - hashedDepth)) & ~31) | slot, node)
  }

  clone(): HashedShortcut {
    return new HashedShortcut(this.#nodes.clone())
  }
}
