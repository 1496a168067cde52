import { addressBits, addressWords, type Family, wordAt } from '../../src/net/address.ts'
import { Column } from '../../src/net/column.ts'
import { wordMask } from '../../src/net/prefix.ts'
import { absent, type PrefixTable, type PrefixTableEntry } from '../../src/net/prefix-table.ts'

/*
 * A binary trie: one level per bit, the bit is the branch taken, and a prefix of n bits sits n levels down.
 *
 *     0.0.0.0/0         root               node      children   value
 *                      /    \              0 root    1  3         7
 *     0.0.0.0/1       1      3             1         2  -         -
 *                    /        \            2         -  -         8
 *     0.0.0.0/2     2          4           3         -  4         -
 *                                          4         -  -         9
 *
 * A node is an index into columns: its two children stand side by side, at 2 * node + bit. There is no object
 * per node. Every node but the root holds a value or leads to one: a delete takes those that no longer do out
 * of the trie and links them into the free list, from which the next insert takes them. So the nodes are
 * exactly the root and the distinct beginnings of the prefixes held, in whatever order these came.
 *
 * This is the plain table, against which the route table is held: every operation is one walk down from the root,
 * or from where the latest walk leaves the key. Prefixes come in bulk and in order, and neighbours differ in
 * their last bits only.
 */
const root = 0

/** No child, or the end of the free list: nothing ever points to the root. */
const none = root

export class BinaryTrie implements PrefixTable {
  readonly family: Family
  readonly #words: number
  #children = new Column(none)
  #values = new Column(absent)
  #size = 0
  #allocated = 1
  /** The first free node; each leads to the next by its first child. */
  #free = none
  /** The nodes of the latest walk down; index is depth. They are good up to `#depth`, along the bits of `#walked`. */
  readonly #path: Int32Array
  readonly #walked: Uint32Array
  #depth = 0

  constructor(family: Family) {
    this.family = family
    this.#words = addressWords[family]
    this.#path = new Int32Array(addressBits[family] + 1)
    this.#walked = new Uint32Array(this.#words)
  }

  get size(): number {
    return this.#size
  }

  /** Nodes in use, the root included, and those that wait in the free list. */
  get nodes(): { readonly used: number; readonly free: number } {
    let free = 0
    for (let node = this.#free; node !== none; node = this.#children.get(2 * node)) free++
    return { used: this.#allocated - free, free }
  }

  set(key: Uint32Array, offset: number, value: number): number {
    if (value < 0) throw new RangeError(`a prefix table holds no negative value such as ${value}`)
    const length = wordAt(key, offset + this.#words)
    const depth = this.#descend(key, offset, length)
    let node = wordAt(this.#path, depth)
    for (let bit = depth; bit < length; bit++) {
      node = this.#addChild(node, bitAt(key, offset, bit))
      this.#path[bit + 1] = node
    }
    this.#depth = length
    const replaced = this.#values.get(node)
    this.#values.set(node, value)
    if (replaced === absent) this.#size++
    return replaced
  }

  get(key: Uint32Array, offset: number): number {
    const length = wordAt(key, offset + this.#words)
    return this.#descend(key, offset, length) < length ? absent : this.#valueAt(length)
  }

  delete(key: Uint32Array, offset: number): number {
    const removed = this.get(key, offset)
    if (removed === absent) return absent
    const length = wordAt(key, offset + this.#words)
    this.#values.set(wordAt(this.#path, length), absent)
    this.#size--
    for (let depth = length; depth > 0 && this.#isIdle(depth); depth--) {
      this.#removeChild(wordAt(this.#path, depth - 1), bitAt(key, offset, depth - 1))
      this.#depth = depth - 1
    }
    return removed
  }

  match(address: Uint32Array, offset: number): number {
    let depth = this.#descend(address, offset, addressBits[this.family])
    while (depth > 0 && this.#valueAt(depth) === absent) depth--
    return this.#valueAt(depth)
  }

  clear(): void {
    this.#children = new Column(none)
    this.#values = new Column(absent)
    this.#size = 0
    this.#allocated = 1
    this.#free = none
    this.#depth = 0
  }

  *covering(key: Uint32Array, offset: number): IterableIterator<PrefixTableEntry> {
    const depth = this.#descend(key, offset, wordAt(key, offset + this.#words))
    const path = this.#path.slice(0, depth + 1)
    for (let length = depth; length >= 0; length--) {
      const value = this.#values.get(wordAt(path, length))
      if (value !== absent) yield { key: this.#shortened(key, offset, length), value }
    }
  }

  *covered(key: Uint32Array, offset: number): IterableIterator<PrefixTableEntry> {
    const length = wordAt(key, offset + this.#words)
    if (this.#descend(key, offset, length) < length) return
    const way = this.#shortened(key, offset, length)
    const pending = [{ node: wordAt(this.#path, length), depth: length, bit: 0 }]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { node, depth, bit } = next
      if (depth > length) setBit(way, depth - 1, bit)
      const value = this.#values.get(node)
      if (value !== absent) yield { key: this.#shortened(way, 0, depth), value }
      // The branch of ones goes onto the stack first, so that the branch of zeros leaves it first.
      for (const branch of [1, 0]) {
        const child = this.#children.get(2 * node + branch)
        if (child !== none) pending.push({ node: child, depth: depth + 1, bit: branch })
      }
    }
  }

  entries(): Iterable<PrefixTableEntry> {
    return this.covered(new Uint32Array(this.#words + 1), 0)
  }

  /** Walks down along the key for at most `length` bits; answers the depth reached. */
  #descend(key: Uint32Array, offset: number, length: number): number {
    const [path, children] = [this.#path, this.#children]
    let depth = Math.min(this.#known(key, offset), length)
    let node = wordAt(path, depth)
    for (let word = wordFrom(key, offset, depth); depth < length; word <<= 1) {
      if ((depth & 31) === 0) word = wordAt(key, offset + (depth >>> 5))
      node = children.get(2 * node + (word >>> 31))
      if (node === none) break
      depth++
      path[depth] = node
    }
    this.#depth = depth
    return depth
  }

  /** How far the path of the latest walk is the key's too; from here on the walk is the key's. */
  #known(key: Uint32Array, offset: number): number {
    let known = this.#depth
    for (let index = 0; index < this.#words; index++) {
      const word = wordAt(key, offset + index)
      const differing = word ^ wordAt(this.#walked, index)
      if (differing !== 0) known = Math.min(known, 32 * index + Math.clz32(differing))
      this.#walked[index] = word
    }
    return known
  }

  #valueAt(depth: number): number {
    return this.#values.get(wordAt(this.#path, depth))
  }

  /** Whether the node at this depth of the path neither holds a value nor leads to one. */
  #isIdle(depth: number): boolean {
    const node = wordAt(this.#path, depth)
    const hasChild = this.#children.get(2 * node) !== none || this.#children.get(2 * node + 1) !== none
    return !hasChild && this.#values.get(node) === absent
  }

  #addChild(node: number, bit: number): number {
    let child = this.#free
    if (child === none) child = this.#allocated++
    else this.#free = this.#children.get(2 * child)
    this.#children.set(2 * child, none)
    this.#children.set(2 * node + bit, child)
    return child
  }

  #removeChild(node: number, bit: number): void {
    const child = this.#children.get(2 * node + bit)
    this.#children.set(2 * node + bit, none)
    this.#children.set(2 * child, this.#free)
    this.#free = child
  }

  /** A key of its own for the first `length` bits. */
  #shortened(key: Uint32Array, offset: number, length: number): Uint32Array {
    const shorter = new Uint32Array(this.#words + 1)
    for (let index = 0; index < this.#words; index++) {
      shorter[index] = wordAt(key, offset + index) & wordMask(length, index)
    }
    shorter[this.#words] = length
    return shorter
  }
}

function bitAt(key: Uint32Array, offset: number, depth: number): number {
  return (wordAt(key, offset + (depth >>> 5)) >>> (31 - (depth & 31))) & 1
}

function setBit(key: Uint32Array, depth: number, bit: number): void {
  const mask = 0x80000000 >>> (depth & 31)
  const word = wordAt(key, depth >>> 5)
  key[depth >>> 5] = bit === 1 ? word | mask : word & ~mask
}

/** The key's word at this depth, the bits above it shifted out. */
function wordFrom(key: Uint32Array, offset: number, depth: number): number {
  return (depth & 31) === 0 ? 0 : wordAt(key, offset + (depth >>> 5)) << (depth & 31)
}
