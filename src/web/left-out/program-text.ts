/** A part of a program's text, by offsets. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What a parser makes of a part of a program: its kind, where it stands, and its parts under names of their own. */
export interface SyntaxNode extends Span {
  readonly type: string
  readonly [part: string]: unknown
}

export interface Edit extends Span {
  readonly text: string
}

/** The text after all edits, of which the outer one counts where one lies in another. */
export function edited(code: string, edits: readonly Edit[]): string {
  let text = ''
  let done = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < done) continue
    text += code.slice(done, edit.start) + edit.text
    done = edit.end
  }
  return text + code.slice(done)
}

/** Takes a member of a list away, with the comma after it. */
export function without({ start, end }: Span, code: string): Edit {
  return { start, end: code.indexOf(',', end) === end ? end + 1 : end, text: '' }
}

/** The node and all its parts, but for those that are left out. */
export function nodesOf(root: unknown, leftOut: ReadonlySet<unknown> = new Set()): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  const visit = (part: unknown): void => {
    if (leftOut.has(part)) return
    if (Array.isArray(part)) for (const inner of part) visit(inner)
    if (!isNode(part)) return
    found.push(part)
    for (const inner of Object.values(part)) visit(inner)
  }
  visit(root)
  return found
}

export function isNode(part: unknown): part is SyntaxNode {
  return typeof part === 'object' && !!part && 'type' in part && typeof part.type === 'string'
}

/** Private names go under their sign, so that they are not taken for others. */
export function nameOf(node: unknown): string | undefined {
  if (!isNode(node) || typeof node.name !== 'string') return undefined
  if (node.type === 'PrivateIdentifier') return `#${node.name}`
  return node.type === 'Identifier' ? node.name : undefined
}
