import type { Plugin } from 'vite'
import { type Edit, edited, isNode, nameOf, nodesOf } from './program-text.ts'

/** What zod asks, and the answer that is known beforehand. */
const foregone: readonly (readonly [RegExp, string])[] = [
  // Programs that it would write for objects and have evaluated, to be quicker with thousands of them.
  [/core\.\$ZodObjectJIT/g, 'core.$ZodObject'],
  // Nothing in a schema is waited for, nor turned back into what it was read from.
  [/\w+ instanceof Promise/g, 'false'],
  [/proms\.length/g, '0'],
  [/\w+\.direction === "backward"/g, 'false'],
  // Schemas are not made into patterns, nor told apart by the value of a key.
  [/util\.defineLazyInternal\(inst, "(?:pattern|propValues)", /g, 'void ('],
]

/** Branches for what never is so. */
export const withoutImpossible: Plugin = {
  name: 'without-impossible',
  enforce: 'pre',
  transform(code, id) {
    if (!/zod\/v4\/(?:classic|core)\/schemas\.js$/.test(id)) return undefined
    return foregone.reduce((text, [found, known]) => text.replaceAll(found, known), code)
  },
}

const kindsOfAddresses: ReadonlySet<string> = new Set(['TYPES', 'SCOPES', 'SPECIAL_PURPOSE'])

/** What addresses are for, by the registries; nobody asks for that, and each start would read all of them. */
export const withoutKinds: Plugin = {
  name: 'without-kinds',
  enforce: 'pre',
  transform(code, id) {
    if (!/ip-address\/dist\/v[46]\/constants\.js$/.test(id)) return undefined
    const edits = nodesOf(this.parse(code)).flatMap(({ left, right }): readonly Edit[] => {
      if (!isNode(left) || !isNode(right) || !kindsOfAddresses.has(nameOf(left.property) ?? '')) return []
      if (right.type === 'ObjectExpression') return [{ start: right.start, end: right.end, text: '{}' }]
      return right.type === 'ArrayExpression' ? [{ start: right.start, end: right.end, text: '[]' }] : []
    })
    return edited(code, edits)
  },
}
