/** `4,001`, as Microsoft's documents write numbers. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `10.1.0.0/16 and 3 more`: the first of the texts, of which there is one at least. */
export function firstOf(texts: readonly string[]): string {
  const [first = '', ...others] = texts
  return others.length === 0 ? first : `${first} and ${countText(others.length)} more`
}
