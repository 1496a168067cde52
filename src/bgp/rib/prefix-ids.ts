import type { Family } from '../../net/address.ts'
import { Column } from '../../net/column.ts'
import { copyPrefix, type PackedPrefixes, PrefixPacker, prefixStride } from '../../net/packed-prefixes.ts'
import { absent } from '../../net/prefix-table.ts'
import { TreeBitmap } from '../../net/trie/tree-bitmap.ts'

/**
 * The prefixes of one family that any RIB of a speaker holds, each with a small number of its own.
 * RIBs are columns over these numbers, so that a route in bulk costs a few integers and no object.
 * A number lives as long as some RIB holds it and is given out again afterwards.
 */
export class PrefixIds {
  readonly family: Family
  readonly #stride: number
  #table: TreeBitmap
  readonly #holders = new Column(0)
  #free: number[] = []
  #keys: Uint32Array
  #end = 0

  constructor(family: Family) {
    this.family = family
    this.#stride = prefixStride[family]
    this.#table = new TreeBitmap(family)
    this.#keys = new Uint32Array(16 * this.#stride)
  }

  /** One past the largest number ever in use: how far a walk over a column has to go. */
  get end(): number {
    return this.#end
  }

  /** How many prefixes are held. */
  get size(): number {
    return this.#table.size
  }

  /** The number of a prefix that some RIB holds, or `absent`. */
  find(key: Uint32Array, offset: number): number {
    return this.#table.get(key, offset)
  }

  /** The number of the prefix, given to it now where it has none; hold it, or it is lost. */
  assign(key: Uint32Array, offset: number): number {
    const known = this.#table.get(key, offset)
    if (known !== absent) return known
    const id = this.#free.pop() ?? this.#end++
    this.#makeRoom(id)
    copyPrefix(this.family, key, offset, this.#keys, id * this.#stride)
    this.#table.set(key, offset, id)
    return id
  }

  /** One more RIB holds a route for the prefix. */
  hold(id: number): void {
    this.#holders.set(id, this.#holders.get(id) + 1)
  }

  /** One RIB fewer holds it; the last one takes the number with it. */
  release(id: number): void {
    const holders = this.#holders.get(id) - 1
    if (holders < 0) throw new Error(`prefix ${id} was released more often than it was held`)
    this.#holders.set(id, holders)
    if (holders > 0) return
    this.#table.delete(this.#keys, id * this.#stride)
    this.#free.push(id)
  }

  /** The packed prefix behind a number: the data and where it starts. */
  get keys(): Uint32Array {
    return this.#keys
  }

  offset(id: number): number {
    return id * this.#stride
  }

  pack(ids: readonly number[]): PackedPrefixes {
    const packer = new PrefixPacker(this.family, ids.length)
    for (const id of ids) packer.append(this.#keys, this.offset(id))
    return packer.finish()
  }

  /** Held prefixes in address order. */
  *inOrder(): Iterable<number> {
    for (const { value } of this.#table.entries()) yield value
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: PrefixIds): void {
    this.#table = other.#table.clone()
    this.#holders.assume(other.#holders)
    this.#free = [...other.#free]
    this.#keys = other.#keys.slice()
    this.#end = other.#end
  }

  #makeRoom(id: number): void {
    if ((id + 1) * this.#stride <= this.#keys.length) return
    const grown = new Uint32Array(2 * this.#keys.length)
    grown.set(this.#keys)
    this.#keys = grown
  }
}
