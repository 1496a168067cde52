import type { Family } from '../address.ts'
import { Tree } from './tree.ts'

/** The first element of every saved tree: `vmrt`, and the version of what follows. */
const mark = 0x766d7274
const version = 1

/** Elements before the blocks: mark, version, family, size, how many elements follow, and their checksum. */
const headSize = 6

/** All of a tree in one array of integers, in the byte order of the machine. */
export function saveTree(tree: Tree): Int32Array {
  const parts = [...tree.nodes.saved(), ...tree.values.saved()]
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const saved = new Int32Array(headSize + length)
  let at = headSize
  for (const part of parts) {
    saved.set(part, at)
    at += part.length
  }
  const family = tree.family === 'ipv4' ? 4 : 6
  saved.set([mark, version, family, tree.size, length, checksum(saved.subarray(headSize))])
  return saved
}

/** The tree that `saveTree` saved; throws a `TypeError` where these are other elements. */
export function restoreTree(family: Family, saved: Int32Array): Tree {
  const [foundMark, foundVersion, foundFamily, size = 0, length, sum] = saved
  if (foundMark !== mark || foundFamily !== (family === 'ipv4' ? 4 : 6)) {
    throw new TypeError(`no saved ${family} table: it does not begin as toBuffer() makes it`)
  }
  if (foundVersion !== version) {
    throw new TypeError(`a saved table of version ${foundVersion}, and this program reads version ${version}`)
  }
  const rest = saved.subarray(headSize)
  if (rest.length !== length || checksum(rest) !== sum) {
    throw new TypeError('a saved table that is damaged: its length or its checksum is not what its head says')
  }
  const tree = new Tree(family)
  let at = 0
  const read = (elements: number): Int32Array => {
    at += elements
    return rest.subarray(at - elements, at)
  }
  tree.nodes.restore(read)
  tree.values.restore(read)
  tree.size = size
  tree.fillShortcut()
  return tree
}

/** How many elements of the array a saved tree takes that begins there. */
export function savedLength(saved: Int32Array): number {
  return headSize + (saved[4] ?? 0)
}

function checksum(elements: Int32Array): number {
  let sum = 0
  for (let index = 0; index < elements.length; index++)
    sum = (Math.imul(sum, 31) + (elements[index] as number)) | 0
  return sum
}
