import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml'
import type { FilePath, Place } from '../place.ts'
import { type Problem, problem } from '../problem.ts'

/** The values of a YAML text, and where each of them stands. */
export interface ScenarioDocument {
  readonly value: unknown
  /** Where the key at the end of the path, or its value, stands; the nearest thing above it where it does not exist. */
  readonly placeOf: (path: FilePath, at: 'key' | 'value') => Place
}

/** A fault of the text itself, which has a position but no path. */
export interface TextFault extends Problem {
  readonly line: number
  readonly column: number
}

export interface DocumentReading {
  /** `undefined` where the text gives no values that could be read on. */
  readonly document: ScenarioDocument | undefined
  readonly faults: readonly TextFault[]
}

/** More would be a way to blow a small file up to any size. */
const aliasLimit = 50
const sizeLimitMebibytes = 4

/** A scenario needs ten levels or so. A limit, so that the answer does not depend on how much stack there is. */
const deepestLevel = 100

/** Files above this many octets are refused unread: a scenario generates its prefixes. */
export const sizeLimitOctets: number = sizeLimitMebibytes * 2 ** 20

export function readDocument(text: string): DocumentReading {
  const unreadable = refusal(text)
  if (unreadable !== undefined)
    return { document: undefined, faults: [{ ...unreadable, line: 1, column: 1 }] }
  const lines = new LineCounter()
  const yaml = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    resolveKnownTags: false,
  })
  const tooDeep = nodeBelow(yaml.contents ?? undefined, deepestLevel)
  if (tooDeep !== undefined) return { document: undefined, faults: [nestingFault(tooDeep, lines)] }
  const faults = yamlFaults([...yaml.errors, ...yaml.warnings], lines, text)
  if (faults.some(({ rule }) => rule === 'schema/syntax')) return { document: undefined, faults }
  const expanded = expand(yaml)
  if (expanded.problem !== undefined) {
    return { document: undefined, faults: [...faults, { ...expanded.problem, line: 1, column: 1 }] }
  }
  return { document: documentOf(yaml, lines, expanded.value), faults }
}

/** The first node that lies more than so many levels below this one. */
function nodeBelow(node: Node | undefined, levels: number): Node | undefined {
  if (levels === 0) return node
  for (const inner of innerNodes(node)) {
    const found = nodeBelow(inner, levels - 1)
    if (found !== undefined) return found
  }
  return undefined
}

function innerNodes(node: Node | undefined): readonly Node[] {
  if (isSeq<Node>(node)) return node.items
  if (!isMap<Node, unknown>(node)) return []
  return node.items.flatMap(({ key, value }) => (isNode(value) ? [key, value] : [key]))
}

function nestingFault(node: Node, lines: LineCounter): TextFault {
  const { line, col } = lines.linePos(node.range?.[0] ?? 0)
  const message = `this is nested more than ${deepestLevel} levels deep`
  return { ...problem('nesting', [], message, 'a bracket may be left open'), line, column: col }
}

function refusal(text: string): Problem | undefined {
  if (text.length > sizeLimitOctets) return tooLarge(sizeLimitOctets)
  if (hasControlCharacters(text)) {
    return problem('binary', [], 'this is not a text file', 'a scenario is a YAML file in UTF-8')
  }
  return undefined
}

export function tooLarge(limitOctets: number): Problem {
  return problem(
    'too-large',
    [],
    `the file is larger than ${limitOctets / 2 ** 20} MiB`,
    'let the scenario generate its prefixes: { generate: { within: 10.64.0.0/10, length: 24, count: 4000 } }',
  )
}

function hasControlCharacters(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 0x7f && code <= 0x9f) return true
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return true
    if (code === 0xfffd) return true
  }
  return false
}

/** Whoever sees this many faults of syntax sees one cause; the rest is told by number. */
const faultLimit = 20

function yamlFaults(errors: readonly YAMLError[], lines: LineCounter, text: string): readonly TextFault[] {
  const told = errors.slice(0, faultLimit).map((error) => yamlFault(error, lines, text))
  const next = errors[faultLimit]
  if (next === undefined) return told
  const { line, column } = yamlFault(next, lines, text)
  const rest = problem('syntax', [], `${errors.length - faultLimit} more errors from here on`)
  return [...told, { ...rest, line, column }]
}

function yamlFault(error: YAMLError, lines: LineCounter, text: string): TextFault {
  const { line, col } = lines.linePos(error.pos[0])
  const place = { line: Math.max(line, 1), column: Math.max(col, 1) }
  const word = text.slice(error.pos[0]).match(/^[\w-]+/)?.[0] ?? ''
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return {
        ...problem('duplicate-key', [], `key "${word}" is given twice`, 'keep one of the two'),
        ...place,
      }
    case 'MULTIPLE_DOCS':
      return {
        ...problem(
          'syntax',
          [],
          'the file holds several YAML documents',
          'one file is one scenario: remove the `---`',
        ),
        ...place,
      }
    case 'TAG_RESOLVE_FAILED':
      return {
        ...problem('tag', [], 'tags have no meaning here', 'remove the word that begins with "!"'),
        ...place,
      }
    default:
      return {
        ...problem('syntax', [], `not valid YAML: ${lowerFirst(error.message)}`, syntaxHint),
        ...place,
      }
  }
}

/** The parser notices a mistake where it can read no further, which is often one line late. */
const syntaxHint =
  'look here and one line above: a bracket left open, a tab, or a colon in a text without quotes'

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1)
}

function expand(
  yaml: Document.Parsed,
):
  | { readonly value: unknown; readonly problem: undefined }
  | { readonly value: undefined; readonly problem: Problem } {
  try {
    return { value: yaml.toJS({ maxAliasCount: aliasLimit }), problem: undefined }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    const message = 'the aliases (*name) of this file stand for too much'
    return {
      value: undefined,
      problem: problem('aliases', [], message, 'write the values out, or generate them'),
    }
  }
}

function documentOf(yaml: Document.Parsed, lines: LineCounter, value: unknown): ScenarioDocument {
  const placeOf = (path: FilePath, at: 'key' | 'value'): Place => {
    const { line, col } = lines.linePos(offsetOf(yaml, path, at))
    return { line, column: col, path }
  }
  return { value, placeOf }
}

interface Stop {
  readonly depth: number
  readonly key: Node | undefined
  readonly value: Node | undefined
}

/** The nodes on the way down the path, as far as the file goes. */
function descend(yaml: Document.Parsed, path: FilePath): readonly Stop[] {
  const stops: Stop[] = [{ depth: 0, key: undefined, value: yaml.contents ?? undefined }]
  for (const [index, step] of path.entries()) {
    const next = child(resolved(yaml, stops.at(-1)?.value), step)
    if (next === undefined) break
    stops.push({ depth: index + 1, ...next })
  }
  return stops
}

function resolved(yaml: Document.Parsed, node: Node | undefined): Node | undefined {
  return isAlias(node) ? node.resolve(yaml) : node
}

function child(parent: Node | undefined, step: string | number): Omit<Stop, 'depth'> | undefined {
  if (isSeq<Node>(parent)) {
    const value = typeof step === 'number' ? parent.items[step] : undefined
    return value === undefined ? undefined : { key: undefined, value }
  }
  // One thing may stand for a list of one.
  if (step === 0) return parent === undefined ? undefined : { key: undefined, value: parent }
  if (!isMap<Node, Node>(parent)) return undefined
  const pair = parent.items.find(
    (item: Pair<Node, Node>) => isScalar(item.key) && String(item.key.value) === String(step),
  )
  return pair === undefined ? undefined : { key: pair.key, value: pair.value ?? undefined }
}

/**
 * A scalar and a collection in brackets are pointed at themselves; a block under a key begins on a line
 * of its own, so there the key says more. What does not exist is reported at what should hold it.
 */
function offsetOf(yaml: Document.Parsed, path: FilePath, at: 'key' | 'value'): number {
  const stop = descend(yaml, path).at(-1)
  const exists = stop?.depth === path.length
  const { key, value } = stop ?? { key: undefined, value: undefined }
  const isBlock = value?.range?.[0] === undefined || (isCollection(value) && value.flow !== true)
  const prefersKey = (exists && at === 'key') || isBlock || isEmptyScalar(value)
  const node = prefersKey ? (key ?? value) : value
  return node?.range?.[0] ?? 0
}

function isEmptyScalar(node: Node | undefined): boolean {
  return isScalar(node) && node.source === ''
}
