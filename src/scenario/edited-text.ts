import { isMap, isNode, isSeq, type Pair, parseDocument, visit, type YAMLMap, type YAMLSeq } from 'yaml'
import { blockPairText, flowPairText, flowText } from './flow-text.ts'
import { isNothing, mergePatch } from './merge-patch.ts'
import { isMapping } from './read/sections.ts'

type Values = Readonly<Record<string, unknown>>

/** The text of a file after a Merge Patch (RFC 7396). What is not changed stands as it was written, with its comments. */
export function patchedText(source: string, patch: Values): string {
  return checked(source, mergePatch(valuesOf(source), patch), (text) => patchedAt(text, [], patch))
}

/** The text of a file with more entries at the end of one of its lists, which is begun where there is none. */
export function withEntries(source: string, key: string, entries: readonly Values[]): string {
  const values = { ...Object(valuesOf(source)) }
  const there = Array.isArray(values[key]) ? values[key] : []
  return checked(source, { ...values, [key]: [...there, ...entries] }, (text) =>
    entries.reduce<string>((one, entry) => withEntry(one, key, entry), text),
  )
}

export function valuesOf(source: string): unknown {
  return parse(source).toJS()
}

function parse(source: string): ReturnType<typeof parseDocument> {
  return parseDocument(source, { stringKeys: true })
}

/**
 * Edits a text, and sees to it that it says what it is to say. Where it does not (what is changed may stand in other places too, by an
 * alias), the file is written anew, each of its keys on a line.
 */
function checked(source: string, values: unknown, edit: (text: string) => string): string {
  const edited = edit(source)
  const text = says(edited, values) ? edited : Object.entries(Object(values)).map(lineOf).join('\n')
  return text.endsWith('\n') ? text : `${text}\n`
}

function lineOf([key, value]: readonly [string, unknown]): string {
  return blockPairText(key, value, '')
}

function says(text: string, values: unknown): boolean {
  const document = parse(text)
  let isWhole = document.errors.length === 0
  visit(document, {
    Alias: (_, alias) => {
      isWhole &&= alias.resolve(document) !== undefined
    },
  })
  return isWhole && JSON.stringify(document.toJS()) === JSON.stringify(values)
}

function patchedAt(source: string, path: readonly string[], patch: Values): string {
  let text = source
  for (const [key, value] of Object.entries(patch)) {
    const map = parse(text).getIn(path, true)
    if (!isMap(map)) throw new Error('a patch leads from mapping to mapping')
    if (isNothing(value)) text = without(text, map, key)
    else if (isMapping(value) && isMap(map.get(key))) text = patchedAt(text, [...path, key], value)
    else text = withValue(text, map, key, mergePatch(undefined, value))
  }
  return text
}

function withEntry(source: string, key: string, entry: Values): string {
  const root = parse(source).contents
  if (!isMap(root)) throw new Error('a scenario is a mapping')
  const list = root.get(key, true)
  const last = isSeq(list) ? list.items.at(-1) : undefined
  if (!isSeq(list) || !isNode(last)) return withValue(source, root, key, [entry])
  const end = trimmedEnd(source, last.range?.[1] ?? 0)
  if (list.flow === true) return spliced(source, end, end, `, ${flowText(entry)}`)
  const at = endOfLine(source, end)
  return spliced(source, at, at, `\n${indentOf(source, list)}- ${flowText(entry)}`)
}

function withValue(source: string, map: YAMLMap, key: string, value: unknown): string {
  const indent = indentOf(source, map)
  const text = map.flow === true ? flowPairText(key, value) : blockPairText(key, value, indent)
  const pair = pairOf(map, key)
  if (pair !== undefined) return spliced(source, startOf(pair), endOf(source, pair), text)
  const last = map.items.at(-1)
  if (last === undefined) return spliced(source, ...extentOf(source, map), `{ ${flowPairText(key, value)} }`)
  const end = endOf(source, last)
  if (map.flow === true) return spliced(source, end, end, `, ${text}`)
  const at = endOfLine(source, end)
  const gap = indent === '' && text.includes('\n') ? '\n\n' : '\n'
  return spliced(source, at, at, `${gap}${indent}${text}`)
}

/** With the comments above it, which were about it. */
function without(source: string, map: YAMLMap, key: string): string {
  const pair = pairOf(map, key)
  if (pair === undefined) return source
  const [start, end] = [startOf(pair), endOf(source, pair)]
  const index = map.items.indexOf(pair)
  const [before, after] = [map.items[index - 1], map.items[index + 1]]
  if (before === undefined && after === undefined) return spliced(source, ...extentOf(source, map), '{}')
  if (before === undefined) return spliced(source, start, startOf(after), '')
  const last = endOf(source, before)
  if (map.flow === true) return spliced(source, last, end, '')
  return spliced(source, endOfLine(source, last), endOfLine(source, end), '')
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isNode(pair.key) && pair.key.toJSON() === key)
}

function startOf(pair: Pair | undefined): number {
  return isNode(pair?.key) ? (pair.key.range?.[0] ?? 0) : 0
}

function endOf(source: string, { key, value }: Pair): number {
  const last = isNode(value) ? value : key
  return trimmedEnd(source, isNode(last) ? (last.range?.[1] ?? 0) : 0)
}

function extentOf(source: string, { range }: YAMLMap): readonly [start: number, end: number] {
  return [range?.[0] ?? 0, trimmedEnd(source, range?.[1] ?? 0)]
}

/** Blocks reach to the line after them. */
function trimmedEnd(source: string, end: number): number {
  return source.slice(0, end).trimEnd().length
}

/** Behind the comment that a line may end with. */
function endOfLine(source: string, at: number): number {
  const end = source.indexOf('\n', at)
  return end === -1 ? source.length : end
}

function indentOf(source: string, { range }: YAMLMap | YAMLSeq): string {
  const start = range?.[0] ?? 0
  return ' '.repeat(start - (source.lastIndexOf('\n', start - 1) + 1))
}

function spliced(source: string, start: number, end: number, text: string): string {
  return source.slice(0, start) + text + source.slice(end)
}
