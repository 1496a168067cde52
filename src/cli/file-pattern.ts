/** Whether an argument is a pattern for files and not the name of one. */
export function isPattern(text: string): boolean {
  return /[*?[{]/.test(text)
}

/** The folder that holds whatever the pattern can match: what stands before its first special character. */
export function patternBase(pattern: string): string {
  const parts = pattern.split('/')
  const fixed = parts.slice(0, parts.findIndex(isPattern))
  return fixed.length === 0 ? '.' : fixed.join('/') || '/'
}

/** `*` and `?` stay within a name, `**` crosses folders, `{a,b}` and `[ab]` are alternatives. */
export function patternExpression(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|\[[^\]/]+\]|[.+^$()|\\{}[\]]/g, (token) => {
    if (token === '**/') return '(?:.*/)?'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.startsWith('{') && token.length > 1) return alternatives(token.slice(1, -1))
    if (token.startsWith('[') && token.length > 1) return token.replace('[!', '[^')
    return `\\${token}`
  })
  return new RegExp(`^${source}$`)
}

function alternatives(text: string): string {
  return `(?:${text
    .split(',')
    .map((part) => patternExpression(part).source.slice(1, -1))
    .join('|')})`
}
