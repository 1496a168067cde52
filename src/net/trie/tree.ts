import { addressWords, type Family } from '../address.ts'
import { absent } from '../prefix-table.ts'
import { Blocks, mostElements } from './blocks.ts'
import {
  blockAt,
  childOf,
  childrenAt,
  countBelow,
  lowestBit,
  nodeSize,
  noNode,
  numberAt,
  popCount,
  slotAt,
  stride,
  valuesAt,
} from './node.ts'
import { DirectShortcut, HashedShortcut, type Shortcut } from './shortcut.ts'

/** The root stands in the first unit of the nodes' array, always. */
const root = 0

/** What one change may allocate at most: a block of 32 for the first new node, and one of 1 for each below it. */
const nodesOfOneChange = (32 + Math.ceil(128 / stride)) * nodeSize
const valuesOfOneChange = 32

/** From how many prefixes on the shortcut takes how many bits: larger ones take more memory than they are worth. */
const depths: readonly { readonly depth: number; readonly from: number }[] = [
  { depth: 5, from: 0 },
  { depth: 10, from: 500 },
  { depth: 15, from: 5000 },
  { depth: 20, from: 200_000 },
]

/**
 * The nodes and values of a tree bitmap, and every change of them. Node and values are where node.ts says; all
 * references are indices of elements. A node other than the root holds a prefix or leads to one.
 */
export class Tree {
  readonly family: Family
  readonly words: number
  nodes: Blocks
  values: Blocks
  shortcut: Shortcut
  /** How many prefixes are held. */
  size = 0
  /** Another number after every prefix that came or went, for nodes and values may have moved then. */
  version = 0
  /** The most elements that one of its arrays may have. */
  readonly most: number
  /** A depth that was asked for stays; otherwise it goes with the size. */
  readonly #fixedDepth: number | undefined
  /** Whether another tree may have the nodes, values and shortcut too: an empty one has those of all that are. */
  #isShared = true
  /** The nodes from the root down to the one that a delete empties; most trees never need it. */
  #path: Int32Array | undefined

  constructor(
    family: Family,
    { depth, most = mostElements }: { readonly depth?: number; readonly most?: number } = {},
    { nodes, values, shortcut }: TreeParts = emptyParts(family, depth),
  ) {
    this.family = family
    this.words = addressWords[family]
    this.#fixedDepth = depth
    this.most = most
    this.nodes = nodes
    this.values = values
    this.shortcut = shortcut
  }

  clear(): void {
    const { nodes, values, shortcut } = emptyParts(this.family, this.#fixedDepth)
    this.nodes = nodes
    this.values = values
    this.shortcut = shortcut
    this.#isShared = true
    this.size = 0
    this.version++
  }

  /** Takes over what was built elsewhere, in place of all that it had. */
  adopt(nodes: Blocks, values: Blocks, size: number): void {
    this.nodes = nodes
    this.values = values
    this.#isShared = false
    this.size = size
    this.version++
    this.fillShortcut()
  }

  /** The node in which a prefix of this length ends, or `absent`. */
  nodeOf(key: Uint32Array, offset: number, length: number): number {
    const { data } = this.nodes
    const end = length - (length % stride)
    let node = root
    let depth = 0
    if (length >= this.shortcut.depth) {
      node = this.shortcut.find(key, offset)
      if (node === noNode) return absent
      depth = this.shortcut.depth
    }
    for (; depth < end; depth += stride) {
      node = childOf(data, node, slotAt(key, offset, depth, this.words))
      if (node === noNode) return absent
    }
    return node
  }

  /** Inserts or replaces; answers the value replaced, or `absent`. */
  set(key: Uint32Array, offset: number, value: number): number {
    this.#reserve(this.most)
    const length = key[offset + this.words] as number
    const node = this.#grownNode(key, offset, length)
    const { data } = this.nodes
    const prefixes = data[node] as number
    const number = numberAt(key, offset, length, this.words)
    const place = countBelow(prefixes, number)
    if ((prefixes >>> number) & 1) {
      const at = (data[node + valuesAt] as number) + place
      const replaced = this.values.data[at] as number
      this.values.data[at] = value
      return replaced
    }
    const block = this.values.insert(data[node + valuesAt] as number, popCount(prefixes), place)
    this.values.data[block + place] = value
    data[node] = prefixes | (1 << number)
    data[node + valuesAt] = block
    this.size++
    this.version++
    this.#fitShortcut()
    return absent
  }

  /** The index of the value at exactly this prefix, or `absent`. */
  find(key: Uint32Array, offset: number): number {
    const length = key[offset + this.words] as number
    const node = this.nodeOf(key, offset, length)
    if (node === absent) return absent
    const prefixes = this.nodes.data[node] as number
    const number = numberAt(key, offset, length, this.words)
    if (((prefixes >>> number) & 1) === 0) return absent
    return (this.nodes.data[node + valuesAt] as number) + countBelow(prefixes, number)
  }

  /** Removes; answers the value removed, or `absent`. */
  delete(key: Uint32Array, offset: number): number {
    const length = key[offset + this.words] as number
    const node = this.nodeOf(key, offset, length)
    if (node === absent) return absent
    const prefixes = this.nodes.data[node] as number
    const number = numberAt(key, offset, length, this.words)
    if (((prefixes >>> number) & 1) === 0) return absent
    const block = this.nodes.data[node + valuesAt] as number
    const place = countBelow(prefixes, number)
    const removed = this.values.data[block + place] as number
    if (this.size === 1) {
      this.clear()
      return removed
    }
    // Blocks get smaller, but for a moment there are both: a full table can be emptied all the same.
    this.#reserve(mostElements)
    const { data } = this.nodes
    data[node + valuesAt] = this.values.remove(block, popCount(prefixes), place)
    data[node] = prefixes & ~(1 << number)
    this.size--
    this.version++
    if (data[node] === 0 && data[node + childrenAt] === 0) this.#prune(key, offset, length)
    this.#fitShortcut()
    return removed
  }

  /** Fills the shortcut anew from the nodes of its depth. */
  fillShortcut(): void {
    const key = new Uint32Array(this.words + 1)
    this.shortcut = emptyShortcut(this.family, this.#fixedDepth ?? depthFor(this.size))
    this.#fillBelow(root, 0, key)
  }

  /** Another one with the same contents; what both have is shared until either is changed. */
  clone(): Tree {
    const options = { ...(this.#fixedDepth !== undefined && { depth: this.#fixedDepth }), most: this.most }
    const copy = new Tree(this.family, options, this)
    copy.size = this.size
    this.#isShared = true
    return copy
  }

  /** Makes room for one `set`, which cannot fail then. Throws a `RangeError` where there is none; nothing has changed then. */
  reserve(): void {
    this.#reserve(this.most)
  }

  /** Before anything is written. */
  #reserve(most: number): void {
    if (this.#isShared) this.#own()
    this.nodes.reserve(nodesOfOneChange, most)
    this.values.reserve(valuesOfOneChange, most)
  }

  /** What others have is copied array by array, each when it is written to. */
  #own(): void {
    this.nodes = this.nodes.clone()
    this.values = this.values.clone()
    this.shortcut = this.shortcut.clone()
    this.#isShared = false
  }

  /** The node in which a prefix of this length ends; what is missing on the way there is added. */
  #grownNode(key: Uint32Array, offset: number, length: number): number {
    const { data } = this.nodes
    const end = length - (length % stride)
    let node = root
    let depth = 0
    if (length >= this.shortcut.depth) {
      const known = this.shortcut.find(key, offset)
      if (known !== noNode) {
        node = known
        depth = this.shortcut.depth
      }
    }
    for (; depth < end; depth += stride) {
      const slot = slotAt(key, offset, depth, this.words)
      const child = childOf(data, node, slot)
      node = child === noNode ? this.#addChild(node, slot, key, offset, depth) : child
    }
    return node
  }

  #addChild(node: number, slot: number, key: Uint32Array, offset: number, depth: number): number {
    const { data } = this.nodes
    const children = data[node + childrenAt] as number
    const place = countBelow(children, slot)
    const block = this.nodes.insert(data[node + blockAt] as number, popCount(children), place)
    const child = block + nodeSize * place
    data.fill(0, child, child + nodeSize)
    data[node + childrenAt] = children | (1 << slot)
    data[node + blockAt] = block
    if (depth + stride === this.shortcut.depth) this.#tellShortcut(node, key, offset)
    return child
  }

  /** Takes out the node in which the prefix ended, and those above it that now neither hold nor lead to one. */
  #prune(key: Uint32Array, offset: number, length: number): void {
    const { data } = this.nodes
    const path = this.#path ?? new Int32Array(26)
    this.#path = path
    let level = 0
    for (let node = root, depth = 0; ; depth += stride) {
      path[level] = node
      if (depth + stride > length) break
      node = childOf(data, node, slotAt(key, offset, depth, this.words))
      level++
    }
    for (; level > 0; level--) {
      const node = path[level] as number
      if (data[node] !== 0 || data[node + childrenAt] !== 0) return
      this.#removeChild(path[level - 1] as number, key, offset, (level - 1) * stride)
    }
  }

  #removeChild(node: number, key: Uint32Array, offset: number, depth: number): void {
    const { data } = this.nodes
    const slot = slotAt(key, offset, depth, this.words)
    const children = data[node + childrenAt] as number
    const block = data[node + blockAt] as number
    data[node + blockAt] = this.nodes.remove(block, popCount(children), countBelow(children, slot))
    data[node + childrenAt] = children & ~(1 << slot)
    if (depth + stride !== this.shortcut.depth) return
    this.shortcut.put(key, offset, slot, noNode)
    this.#tellShortcut(node, key, offset)
  }

  /** The children of this node stand at the shortcut's depth, and some of them may have moved. */
  #tellShortcut(node: number, key: Uint32Array, offset: number): void {
    const { data } = this.nodes
    const children = data[node + childrenAt] as number
    let child = data[node + blockAt] as number
    for (let left = children; left !== 0; left &= left - 1) {
      this.shortcut.put(key, offset, lowestBit(left), child)
      child += nodeSize
    }
  }

  #fillBelow(node: number, depth: number, key: Uint32Array): void {
    if (depth + stride === this.shortcut.depth) {
      this.#tellShortcut(node, key, 0)
      return
    }
    const { data } = this.nodes
    const first = key[depth >>> 5] as number
    let child = data[node + blockAt] as number
    for (let left = data[node + childrenAt] as number; left !== 0; left &= left - 1) {
      const slot = lowestBit(left)
      key[depth >>> 5] = first | (slot << (32 - stride - depth))
      this.#fillBelow(child, depth + stride, key)
      child += nodeSize
    }
    key[depth >>> 5] = first
  }

  /** Grows the shortcut with the table, and shrinks it only when the table is a quarter of what would make it grow. */
  #fitShortcut(): void {
    if (this.#fixedDepth !== undefined || this.family === 'ipv6') return
    const { depth } = this.shortcut
    if (depthFor(this.size) > depth || depthFor(4 * this.size) < depth) this.fillShortcut()
  }
}

/** What a tree consists of. */
type TreeParts = Pick<Tree, 'nodes' | 'values' | 'shortcut'>

function emptyShortcut(family: Family, depth: number): Shortcut {
  return family === 'ipv6' ? new HashedShortcut() : new DirectShortcut(depth)
}

function emptyParts(family: Family, depth: number | undefined): TreeParts {
  return depth === undefined
    ? nothing[family]
    : { ...nothing[family], shortcut: emptyShortcut(family, depth) }
}

/** Bits of the address that the first step of a look-up takes in a table of so many prefixes, where nobody asks for another. */
export function shortcutDepth(family: Family, size: number): number {
  return family === 'ipv6' ? new HashedShortcut().depth : depthFor(size)
}

function depthFor(size: number): number {
  let fitting = stride
  for (const { depth, from } of depths) if (size >= from) fitting = depth
  return fitting
}

/** Place 0 is nobody's: it answers for those whom nothing matches. */
export function emptyValues(): Blocks {
  const values = new Blocks(1)
  values.data[0] = absent
  return values
}

/** What every empty tree has in common. */
const nothing: Readonly<Record<Family, TreeParts>> = {
  ipv4: { nodes: new Blocks(nodeSize), values: emptyValues(), shortcut: emptyShortcut('ipv4', stride) },
  ipv6: { nodes: new Blocks(nodeSize), values: emptyValues(), shortcut: emptyShortcut('ipv6', stride) },
}
