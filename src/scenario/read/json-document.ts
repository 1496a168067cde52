import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { readDocument, type ScenarioDocument } from './document.ts'

/** Something wrong with the text of a JSON file, counted from 1. */
export interface JsonFault {
  readonly line: number
  readonly column: number
  readonly kind: 'syntax' | 'no-value'
  readonly message: string
}

export interface JsonReading {
  readonly document: ScenarioDocument | undefined
  readonly faults: readonly JsonFault[]
}

/** What comes before the first bracket, such as the command that printed the rest, is passed over. */
export function readJson(text: string): JsonReading {
  const json = withoutHead(text)
  if (json === undefined) {
    return refused({
      line: 1,
      column: 1,
      kind: 'syntax',
      message: 'this is no JSON: no line begins with a bracket',
    })
  }
  const lines = new LineCounter()
  const yaml = parseDocument(json, { lineCounter: lines, prettyErrors: false, stringKeys: true })
  const [error] = yaml.errors
  if (error !== undefined) {
    // Whatever follows is mostly a consequence.
    const place = placeOf(lines, error.pos[0])
    return refused({ ...place, kind: 'syntax', message: words.get(error.code) ?? error.message })
  }
  const empty = emptyValues(yaml.contents ?? undefined).map(({ key, offset }) => ({
    ...placeOf(lines, offset),
    kind: 'no-value' as const,
    message: `"${key}" has no value`,
  }))
  if (empty.length > 0) return refused(...empty)
  const { document, faults } = readDocument(json)
  return {
    document,
    faults: faults.map(({ line, column, message }) => ({ line, column, kind: 'syntax', message })),
  }
}

function refused(...faults: readonly JsonFault[]): JsonReading {
  return { document: undefined, faults }
}

/** JSON is YAML in one style, so YAML's parser reads it; its words for what is wrong are about the other styles. */
const words: ReadonlyMap<string, string> = new Map([
  ['MULTILINE_IMPLICIT_KEY', 'a comma is missing after this value'],
  ['BLOCK_IN_FLOW', 'a comma is missing after this value'],
  ['BAD_INDENT', 'a bracket is left open'],
  ['DUPLICATE_KEY', 'this key is given twice'],
  ['MISSING_CHAR', 'something is missing here: a bracket, a comma, a colon or a quote'],
  [
    'UNEXPECTED_TOKEN',
    'this is not expected here: a comma or a value is missing before it, or the JSON is over',
  ],
])

function withoutHead(text: string): string | undefined {
  const start = /^[ \t]*[{[]/m.exec(text)?.index
  if (start === undefined) return undefined
  return text.slice(0, start).replace(/[^\r\n]/g, '') + text.slice(start)
}

function placeOf(lines: LineCounter, offset: number): { readonly line: number; readonly column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

interface EmptyValue {
  readonly key: string
  readonly offset: number
}

/** YAML takes `"customerASN": ,` for a null; JSON has no such thing. */
function emptyValues(node: Node | undefined): readonly EmptyValue[] {
  if (isSeq<Node>(node)) return node.items.flatMap(emptyValues)
  if (!isMap<Node, unknown>(node)) return []
  return node.items.flatMap(({ key, value }) => {
    if (isNode(value) && !isNothing(value)) return emptyValues(value)
    return [{ key: isScalar(key) ? String(key.value) : '', offset: key.range?.[0] ?? 0 }]
  })
}

function isNothing(value: Node): boolean {
  const [start, end] = value.range ?? []
  return isScalar(value) && start === end
}
