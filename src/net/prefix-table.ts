import type { Family } from './address.ts'

/**
 * The contract of every route table here: prefixes of one family to non-negative integers.
 *
 * A key is given as packed data and the offset where it starts (see packed-prefixes.ts), so that no
 * operation allocates: `words` then `length` for a prefix, `words` alone for an address. Values are
 * integers from 0 to 2^31 - 1, by which the owner finds its own columns. Keys are trusted to have
 * their host bits zero; `RouteTable` and the readers of text are where that is checked.
 *
 * A walk (`covering`, `covered`, `entries`) is good until a prefix is added or removed; replacing a value
 * does not disturb it.
 */
export interface PrefixTable {
  readonly family: Family
  /** How many prefixes are held. */
  readonly size: number
  /** Inserts or replaces; answers the value replaced, or `absent`. */
  set(key: Uint32Array, offset: number, value: number): number
  /** The value at exactly this prefix, or `absent`. */
  get(key: Uint32Array, offset: number): number
  /** Removes; answers the value removed, or `absent`. */
  delete(key: Uint32Array, offset: number): number
  /** The value at the longest prefix that holds the address, or `absent`. */
  match(address: Uint32Array, offset: number): number
  clear(): void
  /** Every prefix that covers this one, itself included, longest first. */
  covering(key: Uint32Array, offset: number): Iterable<PrefixTableEntry>
  /** Every prefix that this one covers, itself included, in address order. */
  covered(key: Uint32Array, offset: number): Iterable<PrefixTableEntry>
  /** Everything in address order, a shorter prefix before the longer ones it covers. */
  entries(): Iterable<PrefixTableEntry>
}

/** One entry of a walk: the packed key (its own copy) and the value. */
export interface PrefixTableEntry {
  readonly key: Uint32Array
  readonly value: number
}

/** What a table answers for "not here". */
export const absent = -1
