import { type Family, families } from './address.ts'
import { restoreTree, savedLength, saveTree } from './trie/saved-tree.ts'
import type { Tree } from './trie/tree.ts'

/** All of a route table: a tree for each family that holds route numbers, and by number the value and the length. */
export interface TableContents<Value> {
  readonly trees: Readonly<Record<Family, Tree>>
  readonly values: readonly (Value | undefined)[]
  readonly lengths: readonly number[]
}

/** The first element of every saved table: `vmst`, and the version of what follows. */
const mark = 0x766d7374
const version = 1

/** Elements before the trees: mark, version, how many numbers there are, octets of the values' JSON. */
const headSize = 4

/** What a number without a route has for a length. */
const free = -1

/**
 * Everything in one buffer: head, both trees, the lengths by number, and the values as JSON in UTF-8.
 * Throws a `TypeError` for a value that JSON would not give back as it is.
 */
export function saveTable<Value>({ trees, values, lengths }: TableContents<Value>): ArrayBuffer {
  for (const value of values) if (value !== undefined) assertJson(value)
  const json = new TextEncoder().encode(JSON.stringify(values))
  const parts = [
    Int32Array.of(mark, version, values.length, json.length),
    ...families.map((family) => saveTree(trees[family])),
    Int32Array.from(lengths, (length, slot) => (values[slot] === undefined ? free : length)),
  ]
  const elements = parts.reduce((sum, part) => sum + part.length, 0)
  const buffer = new ArrayBuffer(4 * elements + json.length)
  let at = 0
  for (const part of parts) {
    new Int32Array(buffer, 4 * at, part.length).set(part)
    at += part.length
  }
  new Uint8Array(buffer, 4 * at).set(json)
  return buffer
}

/** What `saveTable` saved; throws a `TypeError` where this is another buffer. The buffer is not used afterwards. */
export function restoreTable<Value>(buffer: ArrayBuffer): TableContents<Value> {
  const elements = new Int32Array(buffer, 0, Math.floor(buffer.byteLength / 4))
  const [foundMark, foundVersion, count = 0, jsonLength = 0] = elements
  if (foundMark !== mark)
    throw new TypeError('no saved route table: it does not begin as toBuffer() makes it')
  if (foundVersion !== version) {
    throw new TypeError(
      `a saved route table of version ${foundVersion}, and this program reads version ${version}`,
    )
  }
  let at = headSize
  const take = (length: number): Int32Array => {
    at += length
    return elements.subarray(at - length, at)
  }
  const ipv4 = restoreTree('ipv4', take(savedLength(elements.subarray(at))))
  const ipv6 = restoreTree('ipv6', take(savedLength(elements.subarray(at))))
  const lengths = [...take(count)]
  if (lengths.length !== count || 4 * at + jsonLength !== buffer.byteLength) {
    throw new TypeError('a saved route table that is damaged: it is shorter or longer than its head says')
  }
  const values: Value[] = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4 * at)))
  return {
    trees: { ipv4, ipv6 },
    values: values.map((value, slot) => (lengths[slot] === free ? undefined : value)),
    lengths,
  }
}

function assertJson(value: unknown): void {
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return
  const kind = Object.prototype.toString.call(value)
  if (kind === '[object Null]') return
  const prototype = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined
  if (!Array.isArray(value) && prototype !== Object.prototype) {
    throw new TypeError(
      `toBuffer() keeps what JSON keeps, and no ${kind.slice(8, -1)}; hold an index or a text instead`,
    )
  }
  for (const element of Object.values(Object(value))) assertJson(element)
}
