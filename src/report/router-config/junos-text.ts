/** `from { ... }` with its lines inside, or nothing where there are none. */
export function block(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${head} {`, ...lines.map((line) => `    ${line}`), '}']
}

/** `community c_1;`, or `community [ c_1 c_2 ];` for several. */
export function statement(word: string, values: readonly string[]): string {
  return `${word} ${values.length === 1 ? values[0] : `[ ${values.join(' ')} ]`};`
}
