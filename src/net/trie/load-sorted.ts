import { addressWords } from '../address.ts'
import type { PackedPrefixes } from '../packed-prefixes.ts'
import { wordMask } from '../prefix.ts'
import { Blocks } from './blocks.ts'
import { blockAt, childrenAt, nodeSize, numberAt, popCount, slotAt, stride, valuesAt } from './node.ts'
import { emptyValues, type Tree } from './tree.ts'

/** The most that a node can have of either. */
const most = 32

/**
 * Gives a tree these prefixes, which are in address order, in place of all that it had. Each node is written once, when
 * its last prefix has come, and its children with it: nothing is ever moved. Throws a `RangeError` where the tree would
 * become too large; nothing has changed then.
 */
export function loadSorted(tree: Tree, { data, count }: PackedPrefixes, values: ArrayLike<number>): void {
  const nodes = new OpenNodes(tree)
  const size = tree.words + 1
  for (let index = 0, offset = 0; index < count; index++, offset += size) {
    const length = data[offset + tree.words] as number
    nodes.closeDownTo(
      index === 0 ? 0 : Math.floor(commonBits(data, offset - size, offset, tree.words) / stride),
    )
    nodes.add(data, offset, length, values[index] as number)
  }
  nodes.closeDownTo(0)
  nodes.writeRoot()
  tree.adopt(nodes.nodes, nodes.values, count)
}

/** Whether each prefix comes after the one before it. */
export function inOrder({ family, data, count }: PackedPrefixes): boolean {
  const size = addressWords[family] + 1
  for (let offset = size; offset < count * size; offset += size) {
    if (!comesAfter(data, offset, offset - size, size)) return false
  }
  return true
}

/** The index of the first packed prefix with host bits, or with a length that its family has not; the count if all are well. */
export function firstMalformed({ family, data, count }: PackedPrefixes): number {
  const words = addressWords[family]
  for (let index = 0, offset = 0; index < count; index++, offset += words + 1) {
    const length = data[offset + words] as number
    if (length > 32 * words) return index
    for (let word = 0; word < words; word++) {
      if (((data[offset + word] as number) & ~wordMask(length, word)) !== 0) return index
    }
  }
  return count
}

function comesAfter(data: Uint32Array, later: number, earlier: number, size: number): boolean {
  for (let part = 0; part < size; part++) {
    const difference = (data[later + part] as number) - (data[earlier + part] as number)
    if (difference !== 0) return difference > 0
  }
  return false
}

/** How many bits two keys have in common from the first on, up to where the shorter of them ends. */
function commonBits(data: Uint32Array, before: number, offset: number, words: number): number {
  const end = Math.min(data[before + words] as number, data[offset + words] as number)
  for (let word = 0; word < words; word++) {
    const differing = (data[before + word] as number) ^ (data[offset + word] as number)
    if (differing !== 0) return Math.min(end, 32 * word + Math.clz32(differing))
  }
  return end
}

/** The nodes from the root down to where the latest prefix ended, none of them written yet. */
class OpenNodes {
  readonly nodes: Blocks = new Blocks(nodeSize)
  readonly values: Blocks = emptyValues()
  readonly #words: number
  readonly #most: number
  #deepest = 0
  /** By level. */
  readonly #prefixes: Int32Array = new Int32Array(27)
  readonly #children: Int32Array = new Int32Array(27)
  readonly #slots: Int32Array = new Int32Array(27)
  /** By level and number, and by level and order of coming. */
  readonly #values: Int32Array = new Int32Array(27 * most)
  readonly #closed: Int32Array = new Int32Array(27 * most * nodeSize)

  constructor(tree: Tree) {
    this.#words = tree.words
    this.#most = tree.most
  }

  /** Adds a prefix that comes after all the others, to the node where it ends. */
  add(data: Uint32Array, offset: number, length: number, value: number): void {
    const words = this.#words
    const level = Math.floor(length / stride)
    for (; this.#deepest < level; this.#deepest++) {
      this.#slots[this.#deepest] = slotAt(data, offset, this.#deepest * stride, words)
    }
    const number = numberAt(data, offset, length, words)
    this.#prefixes[level] = (this.#prefixes[level] as number) | (1 << number)
    this.#values[level * most + number] = value
  }

  /** Writes the contents of all nodes below this level, each into the children of the one above it. */
  closeDownTo(level: number): void {
    for (; this.#deepest > level; this.#deepest--) {
      const above = this.#deepest - 1
      const children = this.#children[above] as number
      this.#write(this.#deepest, this.#closed, (above * most + popCount(children)) * nodeSize)
      this.#children[above] = children | (1 << (this.#slots[above] as number))
    }
  }

  writeRoot(): void {
    this.#write(0, undefined, 0)
  }

  /** Gives the node of this level its blocks, writes it, and is ready for another. */
  #write(level: number, target: Int32Array | undefined, at: number): void {
    const prefixes = this.#prefixes[level] as number
    const children = this.#children[level] as number
    const values = this.#writeValues(level, prefixes)
    const block = this.#writeChildren(level, popCount(children))
    // The root's array is another one after its children have got their block.
    const node = target ?? this.nodes.data
    node[at] = prefixes
    node[at + childrenAt] = children
    node[at + valuesAt] = values
    node[at + blockAt] = block
    this.#prefixes[level] = 0
    this.#children[level] = 0
  }

  #writeValues(level: number, prefixes: number): number {
    if (prefixes === 0) return 0
    const { values } = this
    values.reserve(most, this.#most)
    const block = values.allocate(popCount(prefixes))
    let place = block
    for (let number = 1; number < most; number++) {
      if ((prefixes >>> number) & 1) values.data[place++] = this.#values[level * most + number] as number
    }
    return block
  }

  #writeChildren(level: number, count: number): number {
    if (count === 0) return 0
    const { nodes } = this
    nodes.reserve(most * nodeSize, this.#most)
    const block = nodes.allocate(count)
    const from = level * most * nodeSize
    for (let index = 0; index < count * nodeSize; index++) {
      nodes.data[block + index] = this.#closed[from + index] as number
    }
    return block
  }
}
