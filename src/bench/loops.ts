import type {
  Batching,
  Changing,
  Cloning,
  Covering,
  Exact,
  Matching,
  Numeric4,
  Numeric6,
  Walked,
} from './entrant.ts'

/*
 * What is timed. Each contender gets a copy of its own of each of these (compiled-apart.ts), so they may use
 * nothing but what they are given: no function of this file or of another one, which is why each mixes its
 * checksum by hand as `mix` does.
 */

/** The longest match for one address after the other. */
export function matchEach(table: Matching, addresses: Uint32Array, words: number, count: number): number {
  let checksum = 0
  for (let index = 0; index < count; index++) {
    checksum = (Math.imul(checksum, 31) + table.match(addresses, index * words)) | 0
  }
  return checksum
}

/** The longest match for one IPv4 address after the other, each a number at hand. */
export function matchNumbers4(table: Numeric4, addresses: Uint32Array, count: number): number {
  let checksum = 0
  for (let index = 0; index < count; index++) {
    checksum = (Math.imul(checksum, 31) + table.match4(addresses[index] ?? 0) + 1) | 0
  }
  return checksum
}

/** The longest match for one IPv6 address after the other, each four numbers at hand. */
export function matchNumbers6(
  table: Numeric6,
  a: Uint32Array,
  b: Uint32Array,
  c: Uint32Array,
  d: Uint32Array,
  count: number,
): number {
  let checksum = 0
  for (let index = 0; index < count; index++) {
    const answer = table.match6(a[index] ?? 0, b[index] ?? 0, c[index] ?? 0, d[index] ?? 0)
    checksum = (Math.imul(checksum, 31) + answer + 1) | 0
  }
  return checksum
}

/** The longest match for a thousand addresses at once, time after time. */
export function matchMany(table: Batching, addresses: Uint32Array, words: number, count: number): number {
  const out = new Int32Array(1024)
  let checksum = 0
  for (let first = 0; first < count; first += out.length) {
    const asked = Math.min(out.length, count - first)
    table.matchMany(addresses.subarray(first * words, (first + asked) * words), out)
    for (let index = 0; index < asked; index++) {
      checksum = (Math.imul(checksum, 31) + (out[index] ?? 0)) | 0
    }
  }
  return checksum
}

/**
 * The longest match, where the answer decides which address comes next: no look-up can begin before the last
 * one has ended, so that this is how long one takes. There are a power of two of addresses.
 */
export function matchInTurn(table: Matching, addresses: Uint32Array, words: number, count: number): number {
  const last = addresses.length / words - 1
  let checksum = 0
  let at = 0
  for (let index = 0; index < count; index++) {
    const answer = table.match(addresses, at * words)
    checksum = (Math.imul(checksum, 31) + answer) | 0
    at = (at + 1 + (answer & 1)) & last
  }
  return checksum
}

/** The value at exactly one prefix after the other. */
export function getEach(table: Exact, keys: Uint32Array, stride: number, count: number): number {
  let checksum = 0
  for (let index = 0; index < count; index++) {
    checksum = (Math.imul(checksum, 31) + table.get(keys, index * stride)) | 0
  }
  return checksum
}

/** Puts prefixes into a table, one after the other. */
export function fill(table: Changing, keys: Uint32Array, stride: number, values: Int32Array): number {
  let checksum = 0
  for (let index = 0; index < values.length; index++) {
    checksum = (Math.imul(checksum, 31) + table.set(keys, index * stride, values[index] ?? 0)) | 0
  }
  return checksum
}

/** Withdraws half as many prefixes as `count`, and announces them again in another order. */
export function churn(
  table: Changing,
  keys: Uint32Array,
  stride: number,
  values: Int32Array,
  order: Uint32Array,
  count: number,
): number {
  let checksum = 0
  for (let index = 0; 2 * index < count; index++) {
    checksum = (Math.imul(checksum, 31) + table.delete(keys, index * stride)) | 0
  }
  for (let index = 0; 2 * index < count; index++) {
    const again = order[index] ?? 0
    checksum = (Math.imul(checksum, 31) + table.set(keys, again * stride, values[again] ?? 0)) | 0
  }
  return checksum
}

/** Announces each prefix with its value, or withdraws it where that is negative. */
export function update(
  table: Changing,
  keys: Uint32Array,
  stride: number,
  values: Int32Array,
  count: number,
): number {
  let checksum = 0
  for (let index = 0; index < count; index++) {
    const value = values[index] ?? 0
    const offset = index * stride
    const answer = value < 0 ? table.delete(keys, offset) : table.set(keys, offset, value)
    checksum = (Math.imul(checksum, 31) + answer) | 0
  }
  return checksum
}

/** Everything that each prefix covers, in address order. */
export function walkCovered(table: Covering, keys: Uint32Array, stride: number, count: number): number {
  let checksum = 0
  for (let index = 0; index < count; index++) {
    for (const { value } of table.covered(keys, index * stride)) {
      checksum = (Math.imul(checksum, 31) + value) | 0
    }
  }
  return checksum
}

/** Everything, in address order. */
export function walkAll(table: Walked): number {
  let checksum = 0
  for (const { key, value } of table.entries()) {
    checksum = (Math.imul(checksum, 31) + value + (key[0] ?? 0)) | 0
  }
  return checksum
}

/** Copies the table and changes one prefix of the copy, so that a copy which is made late is made at all. */
export function cloneAndChange(table: Cloning, keys: Uint32Array, stride: number, count: number): number {
  let checksum = 0
  for (let index = 0; index < count; index++) {
    const offset = index * stride
    const copy = table.clone()
    checksum = (Math.imul(checksum, 31) + copy.set(keys, offset, index)) | 0
    checksum = (Math.imul(checksum, 31) + copy.get(keys, offset)) | 0
    checksum = (Math.imul(checksum, 31) + table.get(keys, offset)) | 0
  }
  return checksum
}
