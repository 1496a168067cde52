import type { PrefixIds } from '../../bgp/rib/prefix-ids.ts'
import type { Speaker } from '../../bgp/speaker.ts'
import { families } from '../../net/address.ts'
import { absent } from '../../net/prefix-table.ts'

/** What became of a route since the pinned moment. */
export type Change = 'new' | 'gone' | 'changed' | 'same'

/** Routes of a table: those that are listed, and how many more there are. */
export interface Listed<Row> {
  readonly rows: readonly Row[]
  readonly unlisted: number
  /** How many are not as they were at the pinned moment. */
  readonly changes: number
}

const listedAtMost = 200

/** An entry of a table, and what became of it. */
export interface Compared<Entry> {
  readonly entry: Entry
  readonly change: Change
}

/** As many as one can look through, what changed before the rest where that is too long; only those are written. `unread` are in none of the entries. */
export function listed<Entry, Row>(
  entries: readonly Compared<Entry>[],
  unread: number,
  rowOf: (entry: Entry, change: Change) => Row,
): Listed<Row> {
  const changed = entries.filter(({ change }) => change !== 'same')
  const isLong = entries.length > listedAtMost
  const shown = isLong ? [...changed, ...entries.filter(({ change }) => change === 'same')] : entries
  const rows = shown.slice(0, listedAtMost).map(({ entry, change }) => rowOf(entry, change))
  return { rows, unlisted: entries.length - rows.length + unread, changes: changed.length }
}

/** How entries of two moments are matched. */
export interface Matching<Entry> {
  /** A number that no other entry of the earlier moment has; `undefined` where none of them can be meant. */
  readonly keyOf: (entry: Entry) => number | undefined
  readonly isSame: (before: Entry, now: Entry) => boolean
}

/** Each entry with what became of it since another moment, after those that are no more. */
export function compared<Entry>(
  entries: readonly Entry[],
  before: readonly Entry[],
  { keyOf, isSame }: Matching<Entry>,
): readonly Compared<Entry>[] {
  const left = new Map<number | undefined, Entry>(before.map((entry) => [keyOf(entry), entry]))
  const present = entries.map((entry): Compared<Entry> => {
    const key = keyOf(entry)
    const old = left.get(key)
    left.delete(key)
    return { entry, change: old === undefined ? 'new' : isSame(old, entry) ? 'same' : 'changed' }
  })
  return [...Array.from(left.values(), (entry) => ({ entry, change: 'gone' as const })), ...present]
}

/** Without a moment to compare with, everything is as it was. */
export function unchanged<Entry>(entries: readonly Entry[]): readonly Compared<Entry>[] {
  return entries.map((entry) => ({ entry, change: 'same' }))
}

/** The number of a prefix in the tables of another moment, of both families together; `undefined` where it has none there. */
export function numberIn({ ribs }: Speaker, ids: PrefixIds, id: number): number | undefined {
  const number = ribs[ids.family].ids.find(ids.keys, ids.offset(id))
  return number === absent ? undefined : families.length * number + families.indexOf(ids.family)
}

/** No more of them than are listed in any case. */
export function* first<Value>(values: Iterable<Value>): Iterable<Value> {
  let taken = 0
  for (const value of values) {
    if (taken++ >= listedAtMost) return
    yield value
  }
}
