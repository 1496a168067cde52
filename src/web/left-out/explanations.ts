import type { Plugin } from 'vite'
import { type Edit, edited, isNode, nameOf, nodesOf, type SyntaxNode, without } from './program-text.ts'

const explained = /\/src\/(?:scenario\/schema(?:-rules\.ts$|\/)|expressroute\/rules\/)/
const explanations: ReadonlySet<string> = new Set(['description', 'story', 'source', 'title', 'remedy'])

/** Texts for an editor that completes keys and for `vmsee explain`, of which the page has neither. */
export const withoutExplanations: Plugin = {
  name: 'without-explanations',
  enforce: 'pre',
  transform(code, id) {
    if (!explained.test(id)) return undefined
    const edits = nodesOf(this.parse(code, { lang: 'ts' })).flatMap((node) => withoutExplanation(node, code))
    return edited(code, edits)
  },
}

function withoutExplanation(node: SyntaxNode, code: string): readonly Edit[] {
  const { callee, key, value } = node
  // `schema.meta({ description })` is the schema.
  if (isNode(callee) && isNode(callee.object) && nameOf(callee.property) === 'meta')
    return [{ start: callee.object.end, end: node.end, text: '' }]
  return node.type === 'Property' && explanations.has(nameOf(key) ?? '') && isNode(value) && isText(value)
    ? [without(node, code)]
    : []
}

function isText({ type, value, left, right, callee }: SyntaxNode): boolean {
  switch (type) {
    case 'Literal':
      return typeof value === 'string'
    case 'TemplateLiteral':
      return true
    case 'BinaryExpression':
      return isNode(left) && isNode(right) && isText(left) && isText(right)
    case 'CallExpression':
      return nameOf(callee) === 'cite'
    default:
      return false
  }
}
