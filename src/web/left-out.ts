import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** A part of a program's text, by offsets. */
interface Span {
  readonly start: number
  readonly end: number
}

/** What a parser makes of a part of a program: its kind, where it stands, and its parts under names of their own. */
interface SyntaxNode extends Span {
  readonly type: string
  readonly [part: string]: unknown
}

/** What the page is built without, since it never needs it. Nothing here changes what the page does. */
export function leftOut(): Plugin[] {
  return [
    withoutIdle,
    withoutExplanations,
    withoutColours,
    withoutUnheard,
    withoutKinds,
    withoutUnread,
    withoutUnasked,
    withoutPrograms,
    withoutUncalled,
  ]
}

const idle: readonly { readonly files: RegExp; readonly instead: string }[] = [
  // JSON Schema, and colours for code.
  {
    files:
      /zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$|@babel\/helper-validator-identifier\/|js-tokens\//,
    instead: '() => () => {}',
  },
  // Tags, which a scenario file must not have, what YAML 1.1 took for a value, and a walk over tokens.
  { files: /yaml\/browser\/dist\/(?:schema\/yaml-1\.1\/(?!merge)|parse\/cst-visit)/, instead: '{}' },
  // Values that hold themselves, which no file of YAML can, masks of IPv6, which nobody writes, and patterns for them.
  { files: /zod\/v4\/core\/memoizer\.js$/, instead: '() => undefined' },
  {
    files: /netmask\/dist\/netmask6\.js$|ip-address\/dist\/v6\/regular-expressions\.js$/,
    instead: 'undefined',
  },
  // YAML out of values, since files are edited as the texts that they are; and values changed by those who ask for them.
  {
    files: /yaml\/browser\/dist\/(?:stringify\/|doc\/(?:createNode|anchors|applyReviver)\.js$)/,
    instead: "() => ''",
  },
  // The hash that names a file in a report, of which the page writes none.
  { files: /@noble\/hashes\/esm\/(?:sha2|utils)\.js$/, instead: "() => ''" },
]

/** In place of such a module: the same names, behind which nothing is done. */
const withoutIdle: Plugin = {
  name: 'without-idle',
  enforce: 'pre',
  load: (id) => {
    const found = idle.find(({ files }) => files.test(id))
    if (found === undefined) return undefined
    const names = exportsOf(readFileSync(id, 'utf8'))
    return names.map((name) => `export const ${name} = ${found.instead}`).join('\n')
  },
}

function exportsOf(code: string): readonly string[] {
  const declared = code.matchAll(/^export (?:const|function|class) (\w+)/gm)
  const lists = code.matchAll(/^export \{[^}]+\}/gm)
  const listed = [...lists].flatMap(([list]) => [...list.matchAll(/(\w+)\s*[,}]/g)])
  return [...new Set([...declared, ...listed].flatMap(([, name]) => name ?? []))]
}

const explained = /\/src\/(?:scenario\/schema(?:-rules\.ts$|\/)|expressroute\/rules\/)/
const explanations: ReadonlySet<string> = new Set(['description', 'story', 'source', 'title', 'remedy'])

/** Texts for an editor that completes keys and for `vmsee explain`, of which the page has neither. */
const withoutExplanations: Plugin = {
  name: 'without-explanations',
  enforce: 'pre',
  transform(code, id) {
    if (!explained.test(id)) return undefined
    const edits = nodesOf(this.parse(code, { lang: 'ts' })).flatMap((node) => withoutExplanation(node))
    return edited(code, edits)
  },
}

interface Edit extends Span {
  readonly text: string
}

function withoutExplanation(node: SyntaxNode): readonly Edit[] {
  const { callee, key, value } = node
  // `schema.meta({ description })` is the schema.
  if (isNode(callee) && isNode(callee.object) && nameOf(callee.property) === 'meta')
    return [{ start: callee.object.end, end: node.end, text: '' }]
  return node.type === 'Property' && explanations.has(nameOf(key) ?? '') && isNode(value) && isText(value)
    ? [{ start: value.start, end: value.end, text: "''" }]
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

const colouring: ReadonlySet<string> = new Set(['highlight', 'index', 'tokenize'])

/** What would colour a program's text, where frames show files in YAML, and a way to call for them that is no longer used. */
const withoutColours: Plugin = {
  name: 'without-colours',
  enforce: 'pre',
  transform(code, id) {
    if (!/@babel\/code-frame\/lib\/index\.js$/.test(id)) return undefined
    const parts = nodesOf(this.parse(code)).flatMap(({ type, id: name, left, right, body }) => {
      if (!colouring.has(nameOf(name) ?? nameOf(left) ?? '')) return []
      return type === 'FunctionDeclaration' ? [body] : type === 'AssignmentExpression' ? [right] : []
    })
    return edited(
      code,
      parts.filter(isNode).map(({ start, end }) => ({ start, end, text: '{}' })),
    )
  },
}

const unheard: ReadonlySet<string> = new Set([
  'eventNames',
  'listeners',
  'once',
  'removeListener',
  'removeAllListeners',
])

/** What an emitter can do besides: the page listens to a run from its beginning to its end. */
const withoutUnheard: Plugin = {
  name: 'without-unheard',
  enforce: 'pre',
  transform(code, id) {
    if (!/eventemitter3\/index\.js$/.test(id)) return undefined
    const edits = nodesOf(this.parse(code)).flatMap(({ left, right }): readonly Edit[] => {
      if (!isNode(left) || !isNode(right) || right.type !== 'FunctionExpression') return []
      return unheard.has(nameOf(left.property) ?? '')
        ? [{ start: right.start, end: right.end, text: '0' }]
        : []
    })
    return edited(code, edits)
  },
}

const kindsOfAddresses: ReadonlySet<string> = new Set(['TYPES', 'SCOPES', 'SPECIAL_PURPOSE'])

/** What addresses are for, by the registries; nobody asks for that, and each start would read all of them. */
const withoutKinds: Plugin = {
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

const partsOfAddresses: readonly string[] = ['common.js', 'ipv4.js', 'ipv6.js']
const whoReadsAddresses = join(import.meta.dirname, '../net/address-text.ts')

/** What addresses can do and nobody asks of them, such as to be drawn as HTML or found by regular expressions. */
const withoutUnread: Plugin = {
  name: 'without-unread',
  enforce: 'pre',
  transform(code, id) {
    const [, folder = '', own = ''] = /^(.*\/ip-address\/dist\/)(\w+\.js)$/.exec(id) ?? []
    if (!partsOfAddresses.includes(own)) return undefined
    const program = this.parse(code)
    const others = partsOfAddresses.filter((part) => part !== own)
    const whole = [program, ...others.map((part) => this.parse(readFileSync(folder + part, 'utf8')))]
    const asked = [...readFileSync(whoReadsAddresses, 'utf8').matchAll(/\.(\w+)/g)]
    const named = [...calledByTheLanguage, ...asked.flatMap(([, name]) => name ?? [])]
    const left = unneeded(whole, nodesOf(whole).filter(isMethod), named, memberNamed)
    const ours = new Set(nodesOf(program))
    return edited(code, [
      ...left.filter((method) => ours.has(method)).map(({ start, end }) => ({ start, end, text: '' })),
      ...[...ours].flatMap(withoutHtml),
    ])
  },
}

/** `new AddressError(message, html)`: the message is all that is read of it. */
function withoutHtml({ type, callee, arguments: given }: SyntaxNode): readonly Edit[] {
  const isError = type === 'NewExpression' && isNode(callee) && nameOf(callee.property) === 'AddressError'
  const [, html]: readonly unknown[] = isError && Array.isArray(given) ? given : []
  return isNode(html) ? [{ start: html.start, end: html.end, text: '0' }] : []
}

const ownFolder = join(import.meta.dirname, '../scenario')
const schemasOfZod = /zod\/v4\/classic\/schemas\.js$/

/** What zod's schemas can do and none of ours is asked for: each would bring its kinds of texts, and what these stand on. */
const withoutUnasked: Plugin = {
  name: 'without-unasked',
  enforce: 'pre',
  transform(code, id) {
    if (!schemasOfZod.test(id)) return undefined
    const program = this.parse(code)
    const methods = nodesOf(program).flatMap(schemaMethods)
    const ours = whoKnowsZod().flatMap(calledIn)
    return edited(
      code,
      unneeded(program, methods, ours, memberNamed).map((method) => without(method, code)),
    )
  },
}

/** Programs that zod would write for objects and have evaluated, to be quicker with thousands of them; without these it reads them all the same. */
const withoutPrograms: Plugin = {
  name: 'without-programs',
  enforce: 'pre',
  transform(code, id) {
    if (!schemasOfZod.test(id)) return undefined
    return code.replaceAll('$ZodObjectJIT', '$ZodObject')
  },
}

function whoKnowsZod(): readonly string[] {
  return readdirSync(ownFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ownFolder, name), 'utf8'))
    .filter((text) => text.includes("from 'zod'"))
}

function calledIn(text: string): readonly string[] {
  return [...text.matchAll(/\.(\w+)\(/g)].flatMap(([, name]) => name ?? [])
}

/** `$constructor(name, make, { methods })`, or with the methods as the second argument of `derived`. */
function schemaMethods({ callee, arguments: given }: SyntaxNode): readonly SyntaxNode[] {
  if (!isNode(callee) || nameOf(callee.property) !== '$constructor' || !Array.isArray(given)) return []
  const last: unknown = given.at(2)
  if (!isNode(last)) return []
  const tables = Array.isArray(last.arguments) ? last.arguments : [last]
  return tables.filter(isNode).flatMap(({ properties }) => (Array.isArray(properties) ? properties : []))
}

/** Called by the language itself, by none of our names. */
const calledByTheLanguage: ReadonlySet<string> = new Set([
  'constructor',
  'toString',
  'valueOf',
  'toJSON',
  'then',
  'next',
  'return',
])

/**
 * Methods of classes that nothing which is needed names. Packages bring whole classes along, and a bundler keeps every method
 * of a class that is used, with everything that this method calls.
 */
const withoutUncalled: Plugin = {
  name: 'without-uncalled',
  renderChunk(code) {
    const program = this.parse(code)
    const methods = nodesOf(program).filter(isMethod)
    const named = (node: SyntaxNode): string | undefined => nameOf(node) ?? textOf(node)
    return edited(
      code,
      unneeded(program, methods, calledByTheLanguage, named).map(({ start, end }) => ({
        start,
        end,
        text: '',
      })),
    )
  },
}

/** The methods that nothing names, but for methods that are not needed either. */
function unneeded(
  program: unknown,
  methods: readonly SyntaxNode[],
  asked: Iterable<string>,
  namedBy: (node: SyntaxNode) => string | undefined,
): readonly SyntaxNode[] {
  const isUnneeded = new Set<unknown>(methods)
  const named = new Set(asked)
  let needed: readonly unknown[] = [program]
  while (needed.length > 0) {
    for (const node of needed.flatMap((part) => nodesOf(part, isUnneeded))) named.add(namedBy(node) ?? '')
    const called = methods.filter((method) => isUnneeded.has(method) && named.has(nameOf(method.key) ?? '?'))
    for (const method of called) isUnneeded.delete(method)
    needed = called
  }
  return methods.filter((method) => isUnneeded.has(method))
}

function memberNamed({ type, property }: SyntaxNode): string | undefined {
  return type === 'MemberExpression' ? nameOf(property) : undefined
}

function isMethod({ type, key, computed }: SyntaxNode): boolean {
  return type === 'MethodDefinition' && computed === false && nameOf(key) !== undefined
}

/** Private names go under their sign, so that they are not taken for others. */
function nameOf(node: unknown): string | undefined {
  if (!isNode(node) || typeof node.name !== 'string') return undefined
  if (node.type === 'PrivateIdentifier') return `#${node.name}`
  return node.type === 'Identifier' ? node.name : undefined
}

function textOf({ type, value }: SyntaxNode): string | undefined {
  if (type === 'Literal') return typeof value === 'string' ? value : undefined
  if (type !== 'TemplateElement' || typeof value !== 'object' || !value) return undefined
  return 'cooked' in value && typeof value.cooked === 'string' ? value.cooked : undefined
}

/** The node and all its parts, but for those that are left out. */
function nodesOf(root: unknown, leftOut: ReadonlySet<unknown> = new Set()): readonly SyntaxNode[] {
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

function isNode(part: unknown): part is SyntaxNode {
  return typeof part === 'object' && !!part && 'type' in part && typeof part.type === 'string'
}

/** With the comma after it. */
function without({ start, end }: Span, code: string): Edit {
  return { start, end: code.indexOf(',', end) === end ? end + 1 : end, text: '' }
}

function edited(code: string, edits: readonly Edit[]): string {
  let text = ''
  let done = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < done) continue
    text += code.slice(done, edit.start) + edit.text
    done = edit.end
  }
  return text + code.slice(done)
}
