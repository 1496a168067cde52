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

/** As many as one can look through, what changed before the rest where that is too long; `unread` are in none of the rows. */
export function listed<Row extends { readonly change: Change }>(
  rows: readonly Row[],
  unread: number,
): Listed<Row> {
  const changed = rows.filter(({ change }) => change !== 'same')
  const isLong = rows.length > listedAtMost
  const shown = isLong ? [...changed, ...rows.filter(({ change }) => change === 'same')] : rows
  const kept = shown.slice(0, listedAtMost)
  return { rows: kept, unlisted: rows.length - kept.length + unread, changes: changed.length }
}

/** Each row with what became of it since another moment, and the rows that are no more. */
export function compared<Row extends { readonly change: Change }>(
  rows: readonly Row[],
  before: readonly Row[] | undefined,
  keyOf: (row: Row) => string,
): readonly Row[] {
  if (before === undefined) return rows
  const known = new Map(before.map((row) => [keyOf(row), row]))
  const now = new Set(rows.map(keyOf))
  const present = rows.map((row): Row => {
    const old = known.get(keyOf(row))
    const isSame = old !== undefined && hasSameFields(old, row)
    return { ...row, change: old === undefined ? 'new' : isSame ? 'same' : 'changed' }
  })
  const gone = before.filter((row) => !now.has(keyOf(row))).map((row): Row => ({ ...row, change: 'gone' }))
  return [...gone, ...present]
}

/** None of which has parts. */
function hasSameFields(a: object, b: object): boolean {
  const others: Readonly<Record<string, unknown>> = { ...b }
  return Object.entries(a).every(([key, value]) => value === others[key])
}

/** No more of them than are listed in any case. */
export function* first<Value>(values: Iterable<Value>): Iterable<Value> {
  let taken = 0
  for (const value of values) {
    if (taken++ >= listedAtMost) return
    yield value
  }
}
