import { shortenedKey } from '../packed-cover.ts'
import type { PrefixTableEntry } from '../prefix-table.ts'
import {
  beginningAt,
  blockAt,
  childrenAt,
  countBelow,
  lengthOf,
  lowestBit,
  nodeSize,
  stride,
  valuesAt,
} from './node.ts'
import type { Tree } from './tree.ts'

/** A node as a drawing shows it. */
export interface DrawnNode {
  /** 0 for the root. */
  readonly level: number
  /** The bits that lead to it, as a packed prefix. */
  readonly key: Uint32Array
  /** What ends in it, in address order. */
  readonly routes: readonly PrefixTableEntry[]
}

/** Every node of the tree, those above before those below, in address order. */
export function nodesOf(tree: Tree): readonly DrawnNode[] {
  const nodes: DrawnNode[] = []
  gather(tree, 0, new Uint32Array(tree.words + 1), nodes)
  return nodes
}

function gather(tree: Tree, node: number, key: Uint32Array, nodes: DrawnNode[]): void {
  const { data } = tree.nodes
  const depth = key[tree.words] as number
  const children = data[node + childrenAt] as number
  nodes.push({ level: depth / stride, key, routes: routesOf(tree, node, key) })
  for (let slot = 0; slot < 32; slot++) {
    if (((children >>> slot) & 1) === 0) continue
    const child = (data[node + blockAt] as number) + nodeSize * countBelow(children, slot)
    gather(tree, child, extended(tree, key, depth, slot, stride), nodes)
  }
}

function routesOf(tree: Tree, node: number, key: Uint32Array): readonly PrefixTableEntry[] {
  const { data } = tree.nodes
  const prefixes = data[node] as number
  const depth = key[tree.words] as number
  const routes: PrefixTableEntry[] = []
  for (let slot = 0; slot < 32; slot++) {
    for (let left = prefixes & (beginningAt[slot] as number); left !== 0; left &= left - 1) {
      const number = lowestBit(left)
      const at = (data[node + valuesAt] as number) + countBelow(prefixes, number)
      const route = extended(tree, key, depth, slot, lengthOf(number))
      routes.push({ key: route, value: tree.values.data[at] as number })
    }
  }
  return routes
}

/** The key with five more bits, as a prefix that counts `length` of them. */
function extended(tree: Tree, key: Uint32Array, depth: number, slot: number, length: number): Uint32Array {
  const longer = key.slice()
  for (let bit = 0; bit < length; bit++) {
    const at = depth + bit
    if (((slot >>> (stride - 1 - bit)) & 1) === 1) {
      longer[at >>> 5] = (longer[at >>> 5] as number) | (0x80000000 >>> (at & 31))
    }
  }
  return shortenedKey(tree.family, longer, 0, depth + length)
}
