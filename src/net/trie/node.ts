/*
 * A node of a tree bitmap covers five bits of an address. It is four integers that stand together, so that a
 * look-up reads one line of cache a node:
 *
 *     [ prefixes ][ children ][ values ][ block ]        16 octets
 *
 *     prefixes   one bit for each prefix that ends in the node, 0 to 4 bits below it
 *     children   one bit for each child, which is what goes on 5 bits below it
 *     values     where the values of the prefixes stand, in the order of their bits
 *     block      where the children stand, in the order of their bits
 *
 * A prefix of n bits below the node has the number 2^n + those bits: the numbering of a heap, in which p has
 * the parts 2p and 2p + 1. Number 0 is not used, so there are 31 of them in 32 bits; the 32 numbers that
 * would follow are the children.
 *
 *     bits below the node                                       number
 *     none                        ·                               1
 *     one                 0               1                     2   3
 *     two             00     01       10     11               4  5 6  7
 *     three          000 ... 011     100 ... 111              8 ... 15
 *     four          0000 ... 0111   1000 ... 1111            16 ... 31
 *     five, a child: 00000 ...       ... 11111                0 ... 31 of `children`
 *
 * The prefixes of an address whose next five bits are s are s >> 5, s >> 4, ... of 32 + s: one in each row.
 * `waysTo[s]` has exactly those bits, so one AND finds every prefix of the node that holds the address, and the
 * highest bit of what is left is the longest. What stands before it is counted, and that is its place:
 *
 *     hit   = prefixes & waysTo[s]
 *     place = values + popCount(prefixes & (highest(hit) - 1))
 *     child = block + 4 * popCount(children & ((1 << s) - 1))
 */

// An exported name is read from memory at every use. Those of this file alone are known when code is compiled, which
// makes a look-up half as long; so everything that looks up stands here, and exports are second names.
const bits = 5
const size = 4
const children = 1
const values = 2
const block = 3
const nobody = 0

/** Bits of the address that a node covers. */
export const stride: number = bits

/** Elements that a node takes. */
export const nodeSize: number = size

/** Where in a node each of its parts stands; the prefixes come first. */
export const childrenAt: number = children
export const valuesAt: number = values
export const blockAt: number = block

/** No node: the root, which is nobody's child. */
export const noNode: number = nobody

const ways = Int32Array.from({ length: 32 }, (_, slot) => coversOf((32 + slot) >> 1))

/** By the next five bits: the prefixes of a node, one of each length, that hold the address. */
export const waysTo: Readonly<Int32Array> = ways

/** By five bits: the prefixes that begin there, whose other bits are zero. In address order they precede that child. */
export const beginningAt: Readonly<Int32Array> = Int32Array.from({ length: 32 }, (_, slot) => {
  let beginning = 0
  for (let length = 0; length < bits; length++) {
    const start = slot >> (bits - length)
    if (start << (bits - length) === slot) beginning |= 1 << ((1 << length) + start)
  }
  return beginning
})

/** The slots of a node at which a prefix begins or that have a child. */
export function slotsOf(data: Int32Array, node: number): number {
  let slots = data[node + children] as number
  for (let left = data[node] as number; left !== 0; left &= left - 1) {
    slots |= 1 << firstSlot(lowestBit(left))
  }
  return slots
}

/** How many bits are set. */
export function popCount(word: number): number {
  let counts = word - ((word >>> 1) & 0x55555555)
  counts = (counts & 0x33333333) + ((counts >>> 2) & 0x33333333)
  return Math.imul((counts + (counts >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** How many bits are set below bit `number`, of 0 to 31. */
export function countBelow(word: number, number: number): number {
  return popCount(word & ((1 << number) - 1))
}

/** The highest bit that is set, of at least one. */
function highestBit(word: number): number {
  return 31 - Math.clz32(word)
}

/** The lowest bit that is set, of at least one. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}

/** How many bits below its node the prefix of this number has. */
export function lengthOf(number: number): number {
  return highestBit(number)
}

/** The first of the five-bit slots that the prefix of this number covers. */
export function firstSlot(number: number): number {
  const length = lengthOf(number)
  return (number - (1 << length)) << (bits - length)
}

/** The prefixes of a node that cover the one of this number, itself included. */
export function coversOf(number: number): number {
  let covers = 0
  for (let shorter = number; shorter > 0; shorter >>= 1) covers |= 1 << shorter
  return covers
}

/** The prefixes of a node that the one of this number covers, itself included. */
export function insideOf(number: number): number {
  let inside = 0
  for (let first = number, count = 1; first < 32; first *= 2, count *= 2) {
    inside |= ((1 << count) - 1) << first
  }
  return inside
}

/** The children of a node that the prefix of this number covers. */
export function childrenOf(number: number): number {
  const count = 32 >> lengthOf(number)
  return count === 32 ? -1 : ((1 << count) - 1) << firstSlot(number)
}

/** The child below these five bits, or `nobody`. */
export function childOf(data: Int32Array, node: number, slot: number): number {
  const next = data[node + children] as number
  if (((next >>> slot) & 1) === 0) return nobody
  return (data[node + block] as number) + size * countBelow(next, slot)
}

/** Five bits of the address from `depth` on; beyond its end there are zeros. */
export function slotAt(key: Uint32Array, offset: number, depth: number, words: number): number {
  const word = depth >>> 5
  const shift = depth & 31
  const first = (key[offset + word] as number) << shift
  if (shift <= 32 - bits || word + 1 === words) return first >>> (32 - bits)
  return (first | ((key[offset + word + 1] as number) >>> (32 - shift))) >>> (32 - bits)
}

/** The number that the prefix has in the node where it ends (node.ts). */
export function numberAt(key: Uint32Array, offset: number, length: number, words: number): number {
  const rest = length % bits
  const slot = slotAt(key, offset, length - rest, words)
  return (1 << rest) | (slot >>> (bits - rest))
}

/** Where the value of the longest prefix stands that is in or below the node and holds the address, or 0. */
export function longest4(data: Int32Array, start: number, address: number): number {
  let node = start
  let rest = address
  let best = 0
  let hits = 0
  for (;;) {
    const slot = rest >>> (32 - bits)
    const found = (data[node] as number) & (ways[slot] as number)
    if (found !== 0) {
      best = node
      hits = found
    }
    const next = data[node + children] as number
    if (((next >>> slot) & 1) === 0) break
    node = (data[node + block] as number) + size * countBelow(next, slot)
    rest <<= bits
  }
  return hits === 0 ? 0 : placeOfLongest(data, best, hits)
}

/** The same for IPv6, with 30 bits of the address in hand at a time. */
export function longest6(
  data: Int32Array,
  start: number,
  address: Uint32Array,
  offset: number,
  from: number,
): number {
  let node = start
  let best = 0
  let hits = 0
  for (let depth = from, rest = 0; ; depth += bits, rest <<= bits) {
    if ((depth - from) % 30 === 0) rest = bitsFrom(address, offset, depth)
    const slot = rest >>> (32 - bits)
    const found = (data[node] as number) & (ways[slot] as number)
    if (found !== 0) {
      best = node
      hits = found
    }
    const next = data[node + children] as number
    if (((next >>> slot) & 1) === 0) break
    node = (data[node + block] as number) + size * countBelow(next, slot)
  }
  return hits === 0 ? 0 : placeOfLongest(data, best, hits)
}

/** Where the value of the longest of these prefixes of the node stands. */
export function placeOfLongest(data: Int32Array, node: number, hits: number): number {
  return (data[node + values] as number) + countBelow(data[node] as number, highestBit(hits))
}

/** 32 bits of an IPv6 address from `depth` on; beyond its end there are zeros. */
function bitsFrom(address: Uint32Array, offset: number, depth: number): number {
  const word = offset + (depth >>> 5)
  const shift = depth & 31
  const first = (address[word] as number) << shift
  return shift === 0 || depth >= 96 ? first : first | ((address[word + 1] as number) >>> (32 - shift))
}

/** Prefixes in the node among `numbers`, and all those below its `children` of these slots. */
export function countIn(data: Int32Array, node: number, numbers: number, slots: number): number {
  let count = popCount((data[node] as number) & numbers)
  const next = data[node + children] as number
  for (let left = next & slots; left !== 0; left &= left - 1) {
    const child = (data[node + block] as number) + size * countBelow(next, lowestBit(left))
    count += countIn(data, child, -1, -1)
  }
  return count
}
