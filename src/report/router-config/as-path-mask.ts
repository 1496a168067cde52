/** An AS_PATH pattern by whole AS numbers: `?` stands for one of them, `*` for any number. */
export type AsPathMask = readonly (number | '?' | '*')[]

/**
 * What a router-style regular expression says of whole AS numbers, for the forms that people write: AS numbers and `.*`
 * between boundaries. `undefined` for the rest, which looks inside a number.
 */
export function asPathMask(pattern: string): AsPathMask | undefined {
  if (pattern === '.*') return ['*']
  if (pattern === '^$') return []
  const [, start, middle = '', end] = /^(\^|_)(\d+(?:(?:[ _]|_\.\*_| \.\* )\d+)*)(\$|_)$/.exec(pattern) ?? []
  if (start === undefined || end === undefined) return undefined
  const parts = middle.split(/[ _]+/).flatMap((part): AsPathMask => {
    // The boundaries on both sides are two, with a number between them at least.
    return part === '.*' ? ['?', '*'] : [Number(part)]
  })
  return [...(start === '_' ? (['*'] as const) : []), ...parts, ...(end === '_' ? (['*'] as const) : [])]
}

/** The AS numbers of which a path with any one matches, where the pattern says just that: `_(6449[6-9]|6451[01])_`. */
export function asnsAnywhere(pattern: string): readonly number[] | undefined {
  const [, alternatives] = /^_\(([\d[\]|-]+)\)_$/.exec(pattern) ?? []
  const asns = alternatives?.split('|').map(asnsOf)
  return asns?.every((some) => some !== undefined) ? asns.flat() : undefined
}

/** A number, or several whose last digits a class lists. */
function asnsOf(word: string): readonly number[] | undefined {
  const [, head, first, last, listed = ''] = /^(\d+)(?:\[(?:(\d)-(\d)|(\d+))\])?$/.exec(word) ?? []
  if (head === undefined) return undefined
  if (first !== undefined && last !== undefined) {
    const count = Math.max(0, Number(last) - Number(first) + 1)
    return Array.from({ length: count }, (_, index) => Number(`${head}${Number(first) + index}`))
  }
  return listed === '' ? [Number(head)] : [...listed].map((digit) => Number(`${head}${digit}`))
}
