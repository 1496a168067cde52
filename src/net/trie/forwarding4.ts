import { BlockPool } from './block-pool.ts'

/*
 * IPv4 look-ups alone, with at most three reads: 18 bits of the address choose an element of the first array; where
 * longer prefixes lie below, it names a block of 64 for the next 6 bits, and an element of that a block of 256
 * for the last 8. An element is one of
 *
 *     0                              no route
 *     (number + 1) << 6 | length     the route that all of its addresses take, and how long its prefix is
 *     ~block                         a block, since it is negative
 *
 * A route is written into every element that it covers and no longer prefix claims, and the elements know how
 * long their prefixes are: so a change writes to its own range alone, and nothing is ever built anew. The route
 * for everything would be the whole array, so it stands beside it.
 *
 * The layout is that of DIR-24-8 (P. Gupta, S. Lin, N. McKeown, INFOCOM 1998) with smaller steps: a full table
 * takes 20 MB in place of 64.
 */
const rootBits = 18
const middleSize = 64
const lowSize = 256

/** Route numbers below it leave room for the length. */
const numbers = 2 ** 25 - 1

/** No route. */
const nothing = 0

export class Forwarding4 {
  #root: Int32Array = new Int32Array(1 << rootBits)
  #middle = new BlockPool(middleSize)
  #low = new BlockPool(lowSize)
  /** By block: how many prefixes need it, which are those longer than what leads to it. */
  readonly #middleUsers: number[] = []
  readonly #lowUsers: number[] = []
  /** The route of 0.0.0.0/0. */
  #everything = nothing

  /** Octets of its arrays, what is free in them included. */
  get octets(): number {
    return this.#root.byteLength + this.#middle.octets + this.#low.octets
  }

  /** The number of the route with the longest prefix that holds the address, or -1. Throws a `RangeError` for no address. */
  match4(address: number): number {
    if (address >>> 0 !== address)
      throw new RangeError(`${address} is no IPv4 address; write an integer from 0 to 2^32 - 1`)
    let element = this.#root[address >>> 14] as number
    if (element < 0) {
      element = this.#middle.data[(~element << 6) | ((address >>> 8) & 63)] as number
      if (element < 0) element = this.#low.data[(~element << 8) | (address & 255)] as number
    }
    return ((element === nothing ? this.#everything : element) >>> 6) - 1
  }

  /** `match4` for many addresses; `out` gets the numbers. */
  matchMany(addresses: Uint32Array, out: Int32Array): void {
    const [root, middle, low, everything] = [this.#root, this.#middle.data, this.#low.data, this.#everything]
    for (let at = 0; at < addresses.length; at++) {
      const address = addresses[at] as number
      let element = root[address >>> 14] as number
      if (element < 0) {
        element = middle[(~element << 6) | ((address >>> 8) & 63)] as number
        if (element < 0) element = low[(~element << 8) | (address & 255)] as number
      }
      out[at] = ((element === nothing ? everything : element) >>> 6) - 1
    }
  }

  /** A route came. Throws a `RangeError` for a number that has no place in an element; nothing has changed then. */
  insert(address: number, length: number, number: number): void {
    if (number >= numbers)
      throw new RangeError(`a forwarding table holds route numbers below ${numbers}, not ${number}`)
    const element = ((number + 1) << 6) | length
    if (length === 0) this.#everything = element
    else if (length <= rootBits) this.#claimRoot(address >>> 14, 1 << (rootBits - length), element, length)
    else this.#insertLong(address, length, element)
  }

  /** A route went; `cover` is the number of the one with the longest prefix that still covers it, or -1, and its length. */
  remove(address: number, length: number, cover: number, coverLength: number): void {
    const element = cover < 0 || coverLength === 0 ? nothing : ((cover + 1) << 6) | coverLength
    if (length === 0) this.#everything = nothing
    else if (length <= rootBits) this.#yieldRoot(address >>> 14, 1 << (rootBits - length), element, length)
    else this.#removeLong(address, length, element)
  }

  clear(): void {
    this.#root.fill(nothing)
    this.#middle = new BlockPool(middleSize)
    this.#low = new BlockPool(lowSize)
    this.#middleUsers.length = 0
    this.#lowUsers.length = 0
    this.#everything = nothing
  }

  #insertLong(address: number, length: number, element: number): void {
    const middle = this.#middleBlock(address >>> 14)
    this.#middleUsers[middle] = (this.#middleUsers[middle] as number) + 1
    const slot = middle * middleSize + ((address >>> 8) & 63)
    if (length <= 24) {
      this.#claimMiddle(slot, 1 << (24 - length), element, length)
      return
    }
    const low = this.#lowBlock(slot)
    this.#lowUsers[low] = (this.#lowUsers[low] as number) + 1
    claim(this.#low.data, low * lowSize + (address & 255), 1 << (32 - length), element, length)
  }

  #removeLong(address: number, length: number, element: number): void {
    const middle = ~(this.#root[address >>> 14] as number)
    const slot = middle * middleSize + ((address >>> 8) & 63)
    if (length <= 24) this.#yieldMiddle(slot, 1 << (24 - length), element, length)
    else {
      const low = ~(this.#middle.data[slot] as number)
      yieldTo(this.#low.data, low * lowSize + (address & 255), 1 << (32 - length), element, length)
      this.#lowUsers[low] = (this.#lowUsers[low] as number) - 1
      if (this.#lowUsers[low] === 0) {
        this.#middle.data[slot] = this.#low.data[low * lowSize] as number
        this.#low.give(low)
      }
    }
    this.#middleUsers[middle] = (this.#middleUsers[middle] as number) - 1
    if (this.#middleUsers[middle] === 0) {
      this.#root[address >>> 14] = this.#middle.data[middle * middleSize] as number
      this.#middle.give(middle)
    }
  }

  /** The block at this element of the root, made of what stands there where there is none. */
  #middleBlock(slot: number): number {
    const element = this.#root[slot] as number
    if (element < 0) return ~element
    const block = this.#middle.take(element)
    this.#root[slot] = ~block
    this.#middleUsers[block] = 0
    return block
  }

  #lowBlock(slot: number): number {
    const element = this.#middle.data[slot] as number
    if (element < 0) return ~element
    const block = this.#low.take(element)
    this.#middle.data[slot] = ~block
    this.#lowUsers[block] = 0
    return block
  }

  #claimRoot(from: number, count: number, element: number, length: number): void {
    for (let at = from; at < from + count; at++) {
      const found = this.#root[at] as number
      if (found < 0) this.#claimMiddle(~found * middleSize, middleSize, element, length)
      else if ((found & 63) <= length) this.#root[at] = element
    }
  }

  #claimMiddle(from: number, count: number, element: number, length: number): void {
    const { data } = this.#middle
    for (let at = from; at < from + count; at++) {
      const found = data[at] as number
      if (found < 0) claim(this.#low.data, ~found * lowSize, lowSize, element, length)
      else if ((found & 63) <= length) data[at] = element
    }
  }

  #yieldRoot(from: number, count: number, element: number, length: number): void {
    for (let at = from; at < from + count; at++) {
      const found = this.#root[at] as number
      if (found < 0) this.#yieldMiddle(~found * middleSize, middleSize, element, length)
      else if ((found & 63) === length) this.#root[at] = element
    }
  }

  #yieldMiddle(from: number, count: number, element: number, length: number): void {
    const { data } = this.#middle
    for (let at = from; at < from + count; at++) {
      const found = data[at] as number
      if (found < 0) yieldTo(this.#low.data, ~found * lowSize, lowSize, element, length)
      else if ((found & 63) === length) data[at] = element
    }
  }
}

/** Writes the route where no longer prefix has. */
function claim(data: Int32Array, from: number, count: number, element: number, length: number): void {
  for (let at = from; at < from + count; at++) if (((data[at] as number) & 63) <= length) data[at] = element
}

/** Writes what covers the route where the route stood: of its length, in its range, there is no other. */
function yieldTo(data: Int32Array, from: number, count: number, element: number, length: number): void {
  for (let at = from; at < from + count; at++) if (((data[at] as number) & 63) === length) data[at] = element
}
