import {
  beginningAt,
  childOf,
  childrenOf,
  countBelow,
  firstSlot,
  lengthOf,
  lowestBit,
  noNode,
  numberAt,
  slotAt,
  slotsOf,
  stride,
  valuesAt,
} from './node.ts'
import type { Tree } from './tree.ts'

/** What a walk stays within: some slots of the nodes of one level, what begins there and what is below. */
interface Bounds {
  readonly level: number
  readonly slots: number
}

const noBounds: Bounds = { level: 0, slots: -1 }

/** Where every walk begins. */
const root = 0

/** Before the first slot of a node, and behind its last. */
const noSlot = 32

/**
 * A place in a tree between two prefixes, in address order and the shorter of two at the same address first.
 * It survives changes: after one it looks for its place anew, from the prefix that it last came to.
 *
 * Inside a node it goes slot by slot, past those where nothing is: the prefixes that begin at the slot, from the
 * shortest, then the child.
 */
export class Cursor {
  /** The prefix that `next` came to, packed. Overwritten by the next call. */
  readonly key: Uint32Array
  value = 0
  readonly #tree: Tree
  readonly #bounds: Bounds
  /** By level: the node, the slot, the prefixes that begin there and are still to come, and the slots that are. */
  readonly #nodes: Int32Array
  readonly #slots: Int32Array
  readonly #left: Int32Array
  readonly #ahead: Int32Array
  #level = 0
  #version = 0
  /** Whether `key` is the start, which is still to come, or a prefix that has been. */
  #isPast = false

  /** Before the prefix at `offset`, or before the first one that comes later. */
  constructor(tree: Tree, key: Uint32Array, offset: number, bounds: Bounds = noBounds) {
    const levels = Math.ceil((32 * tree.words + 1) / stride)
    this.#tree = tree
    this.#bounds = bounds
    this.key = key.slice(offset, offset + tree.words + 1)
    this.#nodes = new Int32Array(levels)
    this.#slots = new Int32Array(levels)
    this.#left = new Int32Array(levels)
    this.#ahead = new Int32Array(levels)
    this.#seek()
  }

  /**
   * Before what the prefix at `offset` covers, and it ends where that ends. A shorter prefix that begins at the first of
   * its slots is behind where the walk begins.
   */
  static within(tree: Tree, key: Uint32Array, offset: number): Cursor {
    const length = key[offset + tree.words] as number
    const number = numberAt(key, offset, length, tree.words)
    const level = Math.floor(length / stride)
    return new Cursor(tree, key, offset, { level, slots: childrenOf(number) })
  }

  /** Goes to the next prefix; false at the end. */
  next(): boolean {
    if (this.#version !== this.#tree.version) this.#seek()
    const { data } = this.#tree.nodes
    while (this.#level >= this.#bounds.level) {
      const level = this.#level
      const node = this.#nodes[level] as number
      const left = this.#left[level] as number
      if (left !== 0) {
        this.#left[level] = left & (left - 1)
        this.#arrive(node, lowestBit(left))
        return true
      }
      this.#goOn(data, node, level)
    }
    return false
  }

  /** From a slot whose prefixes are done: into its child, or to the next slot, or up where there is none. */
  #goOn(data: Int32Array, node: number, level: number): void {
    const slot = this.#slots[level] as number
    const child = slot === noSlot ? noNode : childOf(data, node, slot)
    const ahead = this.#ahead[level] as number
    if (ahead === 0) this.#slots[level] = noSlot
    else this.#enterSlot(data, node, level, lowestBit(ahead))
    if (child !== noNode) {
      this.#setBits(level * stride, stride, slot)
      this.#enterNode(data, child, level + 1)
    } else if (ahead === 0) {
      this.#level = level - 1
    }
  }

  #enterNode(data: Int32Array, node: number, level: number): void {
    this.#level = level
    this.#nodes[level] = node
    this.#slots[level] = noSlot
    this.#left[level] = 0
    this.#ahead[level] = slotsOf(data, node) & (level === this.#bounds.level ? this.#bounds.slots : -1)
  }

  #enterSlot(data: Int32Array, node: number, level: number, slot: number): void {
    this.#slots[level] = slot
    this.#left[level] = (data[node] as number) & (beginningAt[slot] as number)
    this.#ahead[level] = (this.#ahead[level] as number) & (-2 << slot)
  }

  #arrive(node: number, number: number): void {
    const { nodes, values, words } = this.#tree
    this.#isPast = true
    const depth = this.#level * stride
    const length = lengthOf(number)
    this.#setBits(depth, length, firstSlot(number) >> (stride - length))
    this.#clearFrom(depth + length)
    this.key[words] = depth + length
    const prefixes = nodes.data[node] as number
    this.value = values.data[(nodes.data[node + valuesAt] as number) + countBelow(prefixes, number)] as number
  }

  /** Before the prefix of `key`, or behind it where it has been. */
  #seek(): void {
    const { words, nodes } = this.#tree
    const { data } = nodes
    const length = this.key[words] as number
    this.#version = this.#tree.version
    this.#enterNode(data, root, 0)
    let level = 0
    for (let depth = 0; depth + stride <= length; depth += stride, level++) {
      const node = this.#nodes[level] as number
      const slot = slotAt(this.key, 0, depth, words)
      this.#ahead[level] = (this.#ahead[level] as number) & (-2 << slot)
      const child = childOf(data, node, slot)
      if (child === noNode) return
      this.#enterNode(data, child, level + 1)
    }
    const number = numberAt(this.key, 0, length, words)
    this.#enterSlot(data, this.#nodes[level] as number, level, firstSlot(number))
    const passed = this.#isPast ? number + 1 : number
    this.#left[level] = (this.#left[level] as number) & (passed === 32 ? 0 : -1 << passed)
  }

  #setBits(depth: number, count: number, bits: number): void {
    if (count === 0) return
    const word = depth >>> 5
    const free = 32 - (depth & 31) - count
    const mask = (1 << count) - 1
    if (free >= 0) {
      this.key[word] = ((this.key[word] as number) & ~(mask << free)) | (bits << free)
      return
    }
    this.key[word] = ((this.key[word] as number) & ~(mask >>> -free)) | (bits >>> -free)
    this.key[word + 1] = ((this.key[word + 1] as number) & (0xffffffff >>> -free)) | (bits << (32 + free))
  }

  /** Zero from this bit of the address on. */
  #clearFrom(depth: number): void {
    const { words } = this.#tree
    const first = depth >>> 5
    if (first >= words) return
    this.key[first] = (depth & 31) === 0 ? 0 : (this.key[first] as number) & (-1 << (32 - (depth & 31)))
    for (let word = first + 1; word < words; word++) this.key[word] = 0
  }
}
