import assert from 'node:assert/strict'
import { countBelow, nodeSize, noNode, popCount, stride } from '../../src/net/trie/node.ts'
import type { Tree } from '../../src/net/trie/tree.ts'

/** Everything that must be true of a tree bitmap after every step; throws an `AssertionError` for what is not. */
export function checkTree(tree: Tree): void {
  const seen: Seen = { prefixes: 0, nodes: 1, places: new Set() }
  visit(tree, 0, 0, new Uint32Array(tree.words + 1), seen)
  assert.equal(tree.size, seen.prefixes, 'the size is the number of prefixes')
  assert.ok(seen.nodes * nodeSize <= tree.nodes.elements.used, 'the nodes are in use')
  assert.ok(seen.prefixes <= tree.values.elements.used, 'the values are in use')
  if (tree.size === 0) assert.equal(tree.nodes.elements.used, nodeSize, 'an empty tree has given all back')
}

interface Seen {
  prefixes: number
  nodes: number
  /** Which elements of which array are somebody's. */
  readonly places: Set<string>
}

function visit(tree: Tree, node: number, depth: number, key: Uint32Array, seen: Seen): void {
  const [prefixes = 0, children = 0, values = 0, block = 0] = tree.nodes.data.subarray(node, node + nodeSize)
  assert.equal(prefixes & 1, 0, 'number 0 is no prefix')
  assert.ok(node === 0 || prefixes !== 0 || children !== 0, 'a node holds a prefix or leads to one')
  assert.ok(depth + stride <= 32 * tree.words || children === 0, 'nothing is longer than an address')
  takeAll('value', values, popCount(prefixes), tree.values.data, seen)
  takeAll('node', block, nodeSize * popCount(children), tree.nodes.data, seen)
  for (const value of tree.values.data.subarray(values, values + popCount(prefixes))) assert.ok(value >= 0)
  seen.prefixes += popCount(prefixes)
  for (let slot = 0; slot < 32; slot++) {
    const child = (children >>> slot) & 1 ? block + nodeSize * countBelow(children, slot) : noNode
    const below = extended(key, depth, slot)
    if (depth + stride === tree.shortcut.depth) {
      assert.equal(tree.shortcut.find(below, 0), child, 'the shortcut leads to the nodes of its depth')
    }
    if (child === noNode) continue
    seen.nodes++
    visit(tree, child, depth + stride, below, seen)
  }
}

/** Every element lies in its array and belongs to one owner. */
function takeAll(what: string, first: number, count: number, data: Int32Array, { places }: Seen): void {
  for (let index = first; index < first + count; index++) {
    assert.ok(index > 0 && index < data.length, `a ${what} lies in its array`)
    assert.ok(!places.has(`${what} ${index}`), `no ${what} stands where another does`)
    places.add(`${what} ${index}`)
  }
}

function extended(key: Uint32Array, depth: number, slot: number): Uint32Array {
  const longer = key.slice()
  for (let bit = 0; bit < stride; bit++) {
    const at = depth + bit
    if ((slot >> (stride - 1 - bit)) & 1)
      longer[at >>> 5] = (longer[at >>> 5] ?? 0) | (0x80000000 >>> (at & 31))
  }
  return longer
}
