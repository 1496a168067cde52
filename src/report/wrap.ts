/** Breaks a text at spaces into lines of at most `width` characters; a longer word keeps a line of its own. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** The same for a text of several paragraphs, which empty lines part. */
export function wrapParagraphs(text: string, width: number): readonly string[] {
  return text
    .trim()
    .split('\n\n')
    .flatMap((paragraph, index) => (index === 0 ? wrap(paragraph, width) : ['', ...wrap(paragraph, width)]))
}

/** The length of the longest text, for a column that all of them fit. */
export function longest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0)
}

/** Cells in columns, two spaces apart. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, column) => longest(rows.map((row) => row[column] ?? ''))) ?? []
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
