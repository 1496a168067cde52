import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { type Edit, edited, isNode, nameOf, nodesOf, type SyntaxNode, without } from './program-text.ts'

const partsOfAddresses: readonly string[] = ['common.js', 'ipv4.js', 'ipv6.js']
const whoReadsAddresses = join(import.meta.dirname, '../../net/address-text.ts')

/** What addresses can do and nobody asks of them, such as to be drawn as HTML or found by regular expressions. */
export const withoutUnread: Plugin = {
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

const ownFolder = join(import.meta.dirname, '../../scenario')
const schemasOfZod = /zod\/v4\/classic\/schemas\.js$/

/** What zod's schemas can do and none of ours is asked for: each would bring its kinds of texts, and what these stand on. */
export const withoutUnasked: Plugin = {
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
export const withoutUncalled: Plugin = {
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

function textOf({ type, value }: SyntaxNode): string | undefined {
  if (type === 'Literal') return typeof value === 'string' ? value : undefined
  if (type !== 'TemplateElement' || typeof value !== 'object' || !value) return undefined
  return 'cooked' in value && typeof value.cooked === 'string' ? value.cooked : undefined
}
