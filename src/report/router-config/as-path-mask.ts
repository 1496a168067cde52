/** An AS_PATH pattern by whole AS numbers: `*` stands for any number of them. */
export type AsPathMask = readonly (number | '*')[]

/**
 * What a router-style regular expression says of whole AS numbers, for the forms that people write: AS numbers and `.*`
 * between boundaries. `undefined` for the rest, which looks inside a number.
 */
export function asPathMask(pattern: string): AsPathMask | undefined {
  if (pattern === '.*') return ['*']
  if (pattern === '^$') return []
  const [, start, middle = '', end] = /^(\^|_)(\d+(?:(?:[ _]|_\.\*_| \.\* )\d+)*)(\$|_)$/.exec(pattern) ?? []
  if (start === undefined || end === undefined) return undefined
  const parts = middle
    .replaceAll('.*', '*')
    .split(/[ _]+/)
    .map((part) => (part === '*' ? part : Number(part)))
  return [...(start === '_' ? (['*'] as const) : []), ...parts, ...(end === '_' ? (['*'] as const) : [])]
}
