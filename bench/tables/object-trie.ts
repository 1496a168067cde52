import { addressBits, addressWords, type Family, wordAt } from '../../src/net/address.ts'
import { absent } from '../../src/net/prefix-table.ts'

interface Node {
  zero: Node | undefined
  one: Node | undefined
  value: number
}

/** The trie of the textbooks: an object for each bit. Nodes that lead nowhere are left where they are. */
export class ObjectTrie {
  readonly #words: number
  readonly #bits: number
  readonly #root: Node = node()

  constructor(family: Family) {
    this.#words = addressWords[family]
    this.#bits = addressBits[family]
  }

  set(key: Uint32Array, offset: number, value: number): number {
    const length = wordAt(key, offset + this.#words)
    let at = this.#root
    for (let depth = 0; depth < length; depth++) {
      if (isOne(key, offset, depth)) {
        at.one ??= node()
        at = at.one
      } else {
        at.zero ??= node()
        at = at.zero
      }
    }
    const replaced = at.value
    at.value = value
    return replaced
  }

  get(key: Uint32Array, offset: number): number {
    return this.#find(key, offset)?.value ?? absent
  }

  delete(key: Uint32Array, offset: number): number {
    const found = this.#find(key, offset)
    if (found === undefined) return absent
    const removed = found.value
    found.value = absent
    return removed
  }

  match(address: Uint32Array, offset: number): number {
    let at: Node | undefined = this.#root
    let longest = at.value
    for (let depth = 0; depth < this.#bits; depth++) {
      at = isOne(address, offset, depth) ? at.one : at.zero
      if (at === undefined) break
      if (at.value !== absent) longest = at.value
    }
    return longest
  }

  match4(address: number): number {
    let at: Node | undefined = this.#root
    let longest = at.value
    for (let depth = 0, rest = address | 0; depth < 32; depth++, rest <<= 1) {
      at = rest < 0 ? at.one : at.zero
      if (at === undefined) break
      if (at.value !== absent) longest = at.value
    }
    return longest
  }

  match6(a: number, b: number, c: number, d: number): number {
    let at: Node | undefined = this.#root
    let longest = at.value
    for (let depth = 0, rest = a | 0; depth < 128; depth++, rest <<= 1) {
      if (depth === 32) rest = b | 0
      else if (depth === 64) rest = c | 0
      else if (depth === 96) rest = d | 0
      at = rest < 0 ? at.one : at.zero
      if (at === undefined) break
      if (at.value !== absent) longest = at.value
    }
    return longest
  }

  #find(key: Uint32Array, offset: number): Node | undefined {
    const length = wordAt(key, offset + this.#words)
    let at: Node | undefined = this.#root
    for (let depth = 0; depth < length && at !== undefined; depth++) {
      at = isOne(key, offset, depth) ? at.one : at.zero
    }
    return at
  }
}

function node(): Node {
  return { zero: undefined, one: undefined, value: absent }
}

function isOne(data: Uint32Array, offset: number, depth: number): boolean {
  return ((wordAt(data, offset + (depth >>> 5)) >>> (31 - (depth & 31))) & 1) === 1
}
