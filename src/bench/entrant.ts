import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { PrefixTableEntry } from '../net/prefix-table.ts'
import type { ContenderKind } from './contest.ts'

/** A table that answers the longest match; all questions of a table are as in PrefixTable. */
export interface Matching {
  match(address: Uint32Array, offset: number): number
}

/** A table that answers the longest match for many addresses at once. */
export interface Batching {
  matchMany(addresses: Uint32Array, out: Int32Array): void
}

/** A table that is asked for an IPv4 address as a number. */
export interface Numeric4 {
  match4(address: number): number
}

/** A table that is asked for an IPv6 address as four numbers, from the most significant. */
export interface Numeric6 {
  match6(a: number, b: number, c: number, d: number): number
}

/** A table that answers for exactly one prefix. */
export interface Exact {
  get(key: Uint32Array, offset: number): number
}

/** A table that can be changed. */
export interface Changing extends Exact {
  set(key: Uint32Array, offset: number, value: number): number
  delete(key: Uint32Array, offset: number): number
}

/** A table that can be walked in address order. */
export interface Walked {
  entries(): Iterable<PrefixTableEntry>
}

/** A table that knows what a prefix covers. */
export interface Covering {
  covered(key: Uint32Array, offset: number): Iterable<PrefixTableEntry>
}

/** A table of which an independent copy can be made. */
export interface Cloning extends Changing {
  clone(): Changing
}

/** Whatever a table can do; it takes part in the contests of what it has. */
export type EntrantTable = Partial<
  Matching & Batching & Numeric4 & Numeric6 & Changing & Walked & Covering & Cloning
>

/** One kind of table, as a contest sees it. */
export interface Entrant {
  readonly name: string
  readonly kind: ContenderKind
  /** A table with these prefixes, no two alike, and a value for each. */
  readonly build: (prefixes: PackedPrefixes, values: Int32Array) => EntrantTable
  /** A table that looks at every prefix for every question is asked few of them, and built out of the contest. */
  readonly isLinear?: true
  /** Another way to build a table that takes part already, and so is asked nothing. */
  readonly onlyBuilds?: true
}

export function isMatching(table: EntrantTable): table is Matching {
  return table.match !== undefined
}

export function isBatching(table: EntrantTable): table is Batching {
  return table.matchMany !== undefined
}

export function isNumeric4(table: EntrantTable): table is Numeric4 {
  return table.match4 !== undefined
}

export function isNumeric6(table: EntrantTable): table is Numeric6 {
  return table.match6 !== undefined
}

export function isExact(table: EntrantTable): table is Exact {
  return table.get !== undefined
}

export function isChanging(table: EntrantTable): table is Changing {
  return table.get !== undefined && table.set !== undefined && table.delete !== undefined
}

export function isWalked(table: EntrantTable): table is Walked {
  return table.entries !== undefined
}

export function isCovering(table: EntrantTable): table is Covering {
  return table.covered !== undefined
}

export function isCloning(table: EntrantTable): table is Cloning {
  return table.clone !== undefined && isChanging(table)
}
