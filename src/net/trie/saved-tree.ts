import type { Family } from '../address.ts'
import { Blocks } from './blocks.ts'
import { nodeSize } from './node.ts'
import { emptyValues, Tree } from './tree.ts'

/** Elements before the blocks: the size, and how many elements follow. */
const headSize = 2

/** All of a tree in one array of integers, in the byte order of the machine. */
export function saveTree(tree: Tree): Int32Array {
  const parts = [...tree.nodes.saved(), ...tree.values.saved()]
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const saved = new Int32Array(headSize + length)
  saved.set([tree.size, length])
  let at = headSize
  for (const part of parts) {
    saved.set(part, at)
    at += part.length
  }
  return saved
}

/** The tree that `saveTree` saved. */
export function restoreTree(family: Family, saved: Int32Array): Tree {
  const tree = new Tree(family)
  let at = headSize
  const read = (elements: number): Int32Array => {
    at += elements
    return saved.subarray(at - elements, at)
  }
  const [nodes, values] = [new Blocks(nodeSize), emptyValues()]
  nodes.restore(read)
  values.restore(read)
  tree.adopt(nodes, values, saved[0] as number)
  return tree
}

/** How many elements of the array a saved tree takes that begins there. */
export function savedLength(saved: Int32Array): number {
  return headSize + (saved[1] ?? 0)
}
