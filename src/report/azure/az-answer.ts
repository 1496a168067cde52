/** One row as `az` has it in JSON. Its keys stand in the order of the alphabet, as `az` prints them; what is absent is left out. */
export interface AzRow {
  readonly [key: string]: string | number | boolean | AzRow | readonly (string | AzRow)[]
}

/** What a command of `az` answers: rows under `value`, or one row by itself. */
export interface AzAnswer {
  readonly kind: 'list' | 'single'
  readonly rows: readonly AzRow[]
  /** The columns that `az -o table` has for the command; its keys, each with a capital, where it has none of its own. */
  readonly columns: readonly AzColumn[] | undefined
}

export interface AzColumn {
  readonly title: string
  readonly key: string
}

/** `az ... -o json`. */
export function azJson({ kind, rows }: AzAnswer): string {
  return `${JSON.stringify(kind === 'list' ? { value: rows } : rows[0], undefined, 2)}\n`
}

/** `az ... --query value -o table`; nothing at all where there is no row. */
export function azTable({ rows, columns }: AzAnswer): string {
  const shown = columns ?? titled(rows)
  const cells = rows.map((row) => shown.map(({ key }) => cellText(row[key])))
  if (cells.length === 0) return ''
  const widths = shown.map(({ title }, index) =>
    Math.max(title.length + headerMargin, ...cells.map((row) => row[index]?.length ?? 0)),
  )
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()
  return `${[
    line(shown.map(({ title }) => title)),
    line(widths.map((width) => '-'.repeat(width))),
    ...cells.map(line),
  ].join('\n')}\n`
}

/** The table that `az` draws leaves every heading this much room. */
const headerMargin = 2

function titled(rows: readonly AzRow[]): readonly AzColumn[] {
  return Object.entries(rows[0] ?? {}).flatMap(([key, value]) =>
    typeof value === 'object' ? [] : [{ title: headingOf(key), key }],
  )
}

/** A table of `az` leaves out what has parts of its own, and writes truth as Python does. */
function cellText(value: AzRow[string] | undefined): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return value === undefined || typeof value === 'object' ? '' : String(value).trimEnd()
}

/** A key with a capital. */
export function headingOf(key: string): string {
  return `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`
}
