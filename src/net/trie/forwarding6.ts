import { Blocks, mostElements } from './blocks.ts'
import { NodesByWord } from './nodes-by-word.ts'
import { countRuns, elementIn, firstRun, nodeSizeOf, rollUp, runCount, runOf, spreadOut } from './run-node.ts'

/*
 * IPv6 look-ups alone: 16 bits of the address choose an element of the root, and where longer prefixes lie below it,
 * every 8 bits more an element of a node (run-node.ts). An element is one of
 *
 *     0                                  no route
 *     (number + 1) << 7 | length - 1     the route that all of its addresses take, and how long its prefix is
 *     ~node                              what goes on 8 bits below it, since it is negative
 *
 * Most routes end between 32 and 48 bits. So the nodes at 32 bits are in a hash table too, where look-ups begin:
 * two nodes later they have an answer. Only those whose first 32 bits lead to no node go down from the root.
 *
 * Elements know how long their prefixes are. So a route that comes is written over what shorter prefixes had, and
 * one that goes is overwritten in the same way with what covers it, for in its range it has left shorter ones
 * nothing. The node in which its prefix ends is spread out and rolled up again. Those below that one are covered as
 * a whole, and what a prefix covers and no longer one claims belongs to one route: no run of theirs begins or ends
 * by the change, and runs are written over where they are. A node whose elements have become one and the same route
 * is given back, for this is so when no longer prefix is below it, and only then.
 */
const rootBits = 16
const rootSize = 1 << rootBits
const stride = 8
const hashedDepth = 32

/** Elements in a unit of the blocks in which nodes stand. */
const unit = 8

/** What one change may allocate at most: the node that grows, and below it one after the other, of three runs each. */
const elementsOfOneChange = 34 * unit + 14 * 3 * unit

/** Places of the hash table for each node: with two, more look-ups would have to go on to a second place. */
const placesEach = 3

/** Route numbers below it leave room for the length. */
const numbers = 2 ** 24 - 1

/** No route. */
const nothing = 0

export class Forwarding6 {
  /** The root, then the nodes. */
  #blocks: Blocks = new Blocks(unit, rootSize)
  #hashed: NodesByWord = new NodesByWord(placesEach)
  /** The route of ::/0. */
  #everything = nothing
  /** The elements of the node that is being changed. */
  readonly #elements: Int32Array = new Int32Array(1 << stride)

  /** Octets of its arrays, what is free in them included. */
  get octets(): number {
    return this.#blocks.data.byteLength + this.#hashed.octets
  }

  /** The number of the route with the longest prefix that holds the address, or -1. Throws a `RangeError` for no address. */
  match6(a: number, b: number, c: number, d: number): number {
    if (a >>> 0 !== a || b >>> 0 !== b || c >>> 0 !== c || d >>> 0 !== d) throw noAddress(a, b, c, d)
    const { data } = this.#blocks
    const node = this.#hashed.find(a | 0)
    let element = node === 0 ? goDown(data, data[a >>> 16] as number, a, 16) : elementIn(data, node, b)
    if (element < 0) {
      element = elementIn(data, ~element, b << 8)
      if (element < 0) element = farBelow(data, element, b, c, d)
    }
    return ((element === nothing ? this.#everything : element) >>> 7) - 1
  }

  /** `match6` for many addresses, four elements each; `out` gets the numbers. */
  matchMany(addresses: Uint32Array, out: Int32Array): void {
    const { data } = this.#blocks
    const hashed = this.#hashed
    const everything = this.#everything
    for (let at = 0, word = 0; word < addresses.length; at++, word += 4) {
      const a = addresses[word] as number
      const b = addresses[word + 1] as number
      const node = hashed.find(a | 0)
      let element = node === 0 ? goDown(data, data[a >>> 16] as number, a, 16) : elementIn(data, node, b)
      if (element < 0) {
        element = elementIn(data, ~element, b << 8)
        if (element < 0)
          element = farBelow(data, element, b, addresses[word + 2] as number, addresses[word + 3] as number)
      }
      out[at] = ((element === nothing ? everything : element) >>> 7) - 1
    }
  }

  /** A route came. Throws a `RangeError` for a number that has no place in an element; nothing has changed then. */
  insert(key: Uint32Array, number: number): void {
    if (number >= numbers)
      throw new RangeError(`a forwarding table holds IPv6 route numbers below ${numbers}, not ${number}`)
    const length = key[4] as number
    if (length === 0) this.#everything = (number + 1) << 7
    else this.#change(key, ((number + 1) << 7) | (length - 1))
  }

  /** A route went; `cover` is the number of the one with the longest prefix that still covers it, or -1, and its length. */
  remove(key: Uint32Array, cover: number, coverLength: number): void {
    const length = key[4] as number
    const element = cover < 0 || coverLength === 0 ? nothing : ((cover + 1) << 7) | (coverLength - 1)
    if (length === 0) this.#everything = nothing
    else this.#change(key, element)
  }

  clear(): void {
    this.#blocks = new Blocks(unit, rootSize)
    this.#hashed = new NodesByWord(placesEach)
    this.#everything = nothing
  }

  /** Writes the element where the prefix is and no longer one claims. */
  #change(key: Uint32Array, element: number): void {
    this.#blocks.reserve(elementsOfOneChange, mostElements)
    const { data } = this.#blocks
    const length = key[4] as number
    const slot = (key[0] as number) >>> 16
    if (length <= rootBits) {
      overwrite(data, data, slot, 1 << (rootBits - length), element, length - 1)
      return
    }
    data[slot] = this.#changed(data[slot] as number, rootBits, key, element)
    if (data[slot] >= 0 && this.#blocks.elements.used === rootSize) this.#giveBack()
  }

  /** What stands in place of this element at `depth` after the change. */
  #changed(old: number, depth: number, key: Uint32Array, element: number): number {
    const { data } = this.#blocks
    const length = key[4] as number
    const at = ((key[depth >>> 5] as number) >>> (24 - (depth & 31))) & 255
    if (length <= depth + stride) {
      this.#spreadOut(old)
      overwrite(data, this.#elements, at, 1 << (depth + stride - length), element, length - 1)
    } else {
      const run = old < 0 ? runOf(data, ~old, at) : 0
      const child = old < 0 ? (data[run] as number) : old
      const changed = this.#changed(child, depth + stride, key, element)
      if (child < 0 && changed < 0) {
        data[run] = changed
        return old
      }
      this.#spreadOut(old)
      this.#elements[at] = changed
    }
    const written = this.#rolledUp(old)
    if (depth === hashedDepth && written !== old)
      this.#hashed.put((key[0] as number) | 0, written < 0 ? ~written : 0)
    return written
  }

  #spreadOut(old: number): void {
    if (old < 0) spreadOut(this.#blocks.data, ~old, this.#elements)
    else this.#elements.fill(old)
  }

  /** The element for the changed elements: a node, in place of the old one if it was one, or what they all are. */
  #rolledUp(old: number): number {
    const { data } = this.#blocks
    const runs = countRuns(this.#elements)
    const before = old < 0 ? unitsFor(runCount(data, ~old)) : 0
    if (runs === 1) {
      if (old < 0) this.#blocks.free(~old, before)
      return this.#elements[0] as number
    }
    const node = this.#blocks.exchange(~old, before, unitsFor(runs))
    rollUp(this.#elements, data, node)
    return ~node
  }

  /** Keeps the root alone, which no node is below any more. */
  #giveBack(): void {
    const root = this.#blocks.data.subarray(0, rootSize)
    this.#blocks = new Blocks(unit, rootSize)
    this.#blocks.data.set(root)
    this.#hashed = new NodesByWord(placesEach)
  }
}

function unitsFor(runs: number): number {
  return Math.ceil(nodeSizeOf(runs) / unit)
}

/** What the address leads to from this element on, by the bits of one of its words from `from` on. */
function goDown(data: Int32Array, start: number, word: number, from: number): number {
  let element = start
  for (let shift = from; element < 0 && shift < 32; shift += stride)
    element = elementIn(data, ~element, word << shift)
  return element
}

/** What the address leads to below this element at 48 bits. */
function farBelow(data: Int32Array, start: number, b: number, c: number, d: number): number {
  return goDown(data, goDown(data, goDown(data, start, b, 16), c, 0), d, 0)
}

/** Writes the element over those of lengths up to `most` + 1, in nodes below them too. */
function overwrite(
  data: Int32Array,
  elements: Int32Array,
  first: number,
  count: number,
  element: number,
  most: number,
): void {
  for (let at = first; at < first + count; at++) {
    const found = elements[at] as number
    if (found < 0) overwrite(data, data, firstRun(~found), runCount(data, ~found), element, most)
    else if ((found & 127) <= most) elements[at] = element
  }
}

function noAddress(a: number, b: number, c: number, d: number): RangeError {
  return new RangeError(`${a}, ${b}, ${c}, ${d} is no IPv6 address; write four integers from 0 to 2^32 - 1`)
}
