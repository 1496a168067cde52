import { type Family, families } from './address.ts'
import { restoreTree, savedLength, saveTree } from './trie/saved-tree.ts'
import type { Tree } from './trie/tree.ts'

/** All of a route table: a tree for each family that holds route numbers, and by number the value and the length. */
export interface TableContents<Value> {
  readonly trees: Readonly<Record<Family, Tree>>
  readonly values: readonly (Value | undefined)[]
  readonly lengths: ArrayLike<number>
}

/** The first element of every saved table: `vmst`, and the version of what follows. */
const mark = 0x766d7374
const version = 1

/** Elements of the head: mark, version, checksum of all that follows on it, how many numbers there are, octets of the JSON. */
const headSize = 5
const afterChecksum = 3

/** What a number without a route has for a length. */
const free = -1

/**
 * Everything in one buffer: head, both trees, the lengths by number, and the values as JSON in UTF-8.
 * Throws a `TypeError` for a value that JSON would not give back as it is.
 */
export function saveTable<Value>({ trees, values, lengths }: TableContents<Value>): ArrayBuffer {
  for (const value of values) if (value !== undefined) assertJson(value, new Set())
  const json = new TextEncoder().encode(JSON.stringify(values))
  const parts = [
    ...families.map((family) => saveTree(trees[family])),
    Int32Array.from(lengths, (length, slot) => (values[slot] === undefined ? free : length)),
  ]
  const sizes = parts.reduce((sum, part) => sum + part.length, 0)
  const elements = new Int32Array(headSize + sizes + Math.ceil(json.length / 4))
  let at = headSize
  for (const part of parts) {
    elements.set(part, at)
    at += part.length
  }
  new Uint8Array(elements.buffer, 4 * at).set(json)
  elements.set([values.length, json.length], afterChecksum)
  elements.set([mark, version, checksum(elements)])
  return elements.buffer
}

/**
 * What `saveTable` saved, from a buffer or a view of one. Throws a `TypeError` where it is something else, or damaged.
 * Against whoever makes up a buffer on purpose it is no protection.
 */
export function restoreTable<Value>(saved: ArrayBuffer | ArrayBufferView): TableContents<Value> {
  const elements = elementsOf(saved)
  const [foundMark, foundVersion, sum, count = 0, jsonLength = 0] = elements
  if (foundMark !== mark)
    throw new TypeError('no saved route table: it does not begin as toBuffer() makes it')
  if (foundVersion !== version) {
    throw new TypeError(
      `a saved route table of version ${foundVersion}, and this program reads version ${version}`,
    )
  }
  if (checksum(elements) !== sum) {
    throw new TypeError('a saved route table that is damaged: its checksum is not what its head says')
  }
  let at = headSize
  const take = (length: number): Int32Array => {
    at += length
    return elements.subarray(at - length, at)
  }
  const ipv4 = restoreTree('ipv4', take(savedLength(elements.subarray(at))))
  const ipv6 = restoreTree('ipv6', take(savedLength(elements.subarray(at))))
  const lengths = take(count)
  const json = new Uint8Array(elements.buffer, elements.byteOffset + 4 * at, jsonLength)
  const values: Value[] = JSON.parse(new TextDecoder().decode(json))
  return {
    trees: { ipv4, ipv6 },
    values: values.map((value, slot) => (lengths[slot] === free ? undefined : value)),
    lengths,
  }
}

/** The octets as elements, in place where they lie as elements do. */
function elementsOf(saved: ArrayBuffer | ArrayBufferView): Int32Array {
  const octets = ArrayBuffer.isView(saved)
    ? new Uint8Array(saved.buffer, saved.byteOffset, saved.byteLength)
    : new Uint8Array(saved)
  const { buffer, byteOffset, byteLength } = octets.byteOffset % 4 === 0 ? octets : octets.slice()
  return new Int32Array(buffer, byteOffset, Math.floor(byteLength / 4))
}

/** Of everything that stands behind it. */
function checksum(elements: Int32Array): number {
  let sum = 0
  for (let index = afterChecksum; index < elements.length; index++)
    sum = (Math.imul(sum, 31) + (elements[index] ?? 0)) | 0
  return sum
}

/** `path` is what the value is part of. */
function assertJson(value: unknown, path: Set<unknown>): void {
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return
  const kind = Object.prototype.toString.call(value)
  if (kind === '[object Null]') return
  if (path.has(value)) throw new TypeError('toBuffer() keeps what JSON keeps, and no value that holds itself')
  if (!isPlain(value)) {
    throw new TypeError(
      `toBuffer() keeps what JSON keeps, and no ${kind.slice(8, -1)}; hold an index or a text instead`,
    )
  }
  path.add(value)
  for (const element of Object.values(value)) assertJson(element, path)
  path.delete(value)
}

/** Whether it is an array without gaps, or an object as braces make it, and says nothing itself of its JSON. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === undefined || 'toJSON' in Object(value)) return false
  const prototype = Object.getPrototypeOf(value)
  if (!Array.isArray(value)) return prototype === Object.prototype
  return prototype === Array.prototype && Object.keys(value).length === value.length
}
