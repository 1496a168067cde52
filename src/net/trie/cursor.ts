import {
  beginningAt,
  blockAt,
  childrenAt,
  countBelow,
  firstSlot,
  lengthOf,
  lowestBit,
  nodeSize,
  numberAt,
  slotAt,
  stride,
  valuesAt,
} from './node.ts'
import type { Tree } from './tree.ts'

/**
 * A place in a tree between two prefixes, in address order and the shorter of two at the same address first.
 * It survives changes: after one it looks for its place anew, from the prefix that it last came to.
 *
 * Inside a node it goes slot by slot: the prefixes that begin at the slot, from the shortest, then the child.
 */
export class Cursor {
  /** The prefix that `next` came to, packed. Overwritten by the next call. */
  readonly key: Uint32Array
  value = 0
  readonly #tree: Tree
  /** By level: the node, the slot, and the prefixes that begin there and are still to come. */
  readonly #nodes: Int32Array = new Int32Array(27)
  readonly #slots: Int32Array = new Int32Array(27)
  readonly #left: Int32Array = new Int32Array(27)
  #level = 0
  #version = 0
  /** Whether `key` is the start, which is still to come, or a prefix that has been. */
  #isPast = false

  /** Before the prefix at `offset`, or before the first one that comes later. */
  constructor(tree: Tree, key: Uint32Array, offset: number) {
    this.#tree = tree
    this.key = key.slice(offset, offset + tree.words + 1)
    this.#seek()
  }

  /** Goes to the next prefix; false at the end. */
  next(): boolean {
    if (this.#version !== this.#tree.version) this.#seek()
    const { data } = this.#tree.nodes
    while (this.#level >= 0) {
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
    if (slot === 32) {
      this.#level--
      return
    }
    this.#enterSlot(data, node, level, slot + 1)
    const children = data[node + childrenAt] as number
    if (((children >>> slot) & 1) === 0) return
    this.#setBits(level * stride, stride, slot)
    const child = (data[node + blockAt] as number) + nodeSize * countBelow(children, slot)
    this.#level = level + 1
    this.#nodes[level + 1] = child
    this.#enterSlot(data, child, level + 1, 0)
  }

  #enterSlot(data: Int32Array, node: number, level: number, slot: number): void {
    this.#slots[level] = slot
    this.#left[level] = slot === 32 ? 0 : (data[node] as number) & (beginningAt[slot] as number)
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
    this.#level = 0
    this.#nodes[0] = 0
    for (let depth = 0, level = 0; depth + stride <= length; depth += stride, level++) {
      const node = this.#nodes[level] as number
      const slot = slotAt(this.key, 0, depth, words)
      this.#enterSlot(data, node, level, slot + 1)
      const children = data[node + childrenAt] as number
      if (((children >>> slot) & 1) === 0) return
      this.#nodes[level + 1] = (data[node + blockAt] as number) + nodeSize * countBelow(children, slot)
      this.#level = level + 1
    }
    const number = numberAt(this.key, 0, length, words)
    const node = this.#nodes[this.#level] as number
    this.#enterSlot(data, node, this.#level, firstSlot(number))
    const passed = this.#isPast ? number + 1 : number
    this.#left[this.#level] = (this.#left[this.#level] as number) & (passed === 32 ? 0 : -1 << passed)
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
