/** Rows as a Markdown table, which is as good to read at a terminal as in docs/performance.md. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [heads = []] = rows
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => line(widths.map((width, column) => (row[column] ?? '').padEnd(width))))
  lines.splice(1, 0, line(widths.map((width) => '-'.repeat(width))))
  return lines.join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
