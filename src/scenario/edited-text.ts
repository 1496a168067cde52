import { isMap, isNode, isSeq, type Pair, parseDocument, visit, type YAMLMap, type YAMLSeq } from 'yaml'
import { blockPairText, flowPairText, flowText } from './flow-text.ts'
import { isNothing, mergePatch } from './merge-patch.ts'
import { isMapping } from './read/sections.ts'

type Values = Readonly<Record<string, unknown>>

/** A text with what a parser makes of it, so that what is done to it next need not parse it again. */
export interface ParsedText {
  readonly text: string
  readonly document: ReturnType<typeof parseDocument>
}

export function parsed(text: string): ParsedText {
  return { text, document: parseDocument(text, { stringKeys: true }) }
}

/** The text of a file after a Merge Patch (RFC 7396). What is not changed stands as it was written, with its comments. */
export function patchedText(source: string, patch: Values): string {
  return patched(parsed(source), patch).text
}

export function patched(source: ParsedText, patch: Values): ParsedText {
  return checked(patchedAt(source, [], patch), mergePatch(source.document.toJS(), patch))
}

/** The text of a file with more entries at the end of one of its lists, which is begun where there is none. */
export function withEntries(source: string, key: string, entries: readonly Values[]): string {
  return extended(parsed(source), key, entries).text
}

export function extended(source: ParsedText, key: string, entries: readonly Values[]): ParsedText {
  const values = { ...Object(source.document.toJS()) }
  const there = Array.isArray(values[key]) ? values[key] : []
  const edited = entries.reduce((one, entry) => withEntry(one, key, entry), source)
  return checked(edited, { ...values, [key]: [...there, ...entries] })
}

/**
 * Sees to it that a text says what it is to say. Where it does not (what is changed may stand in other places too, by an
 * alias), the file is written anew, each of its keys on a line.
 */
function checked(edited: ParsedText, values: unknown): ParsedText {
  if (says(edited, values)) return edited.text.endsWith('\n') ? edited : parsed(`${edited.text}\n`)
  return parsed(`${Object.entries(Object(values)).map(lineOf).join('\n')}\n`)
}

function lineOf([key, value]: readonly [string, unknown]): string {
  return blockPairText(key, value, '')
}

function says({ document }: ParsedText, values: unknown): boolean {
  let isWhole = document.errors.length === 0
  visit(document, {
    Alias: (_, alias) => {
      isWhole &&= alias.resolve(document) !== undefined
    },
  })
  return isWhole && JSON.stringify(document.toJS()) === JSON.stringify(values)
}

function patchedAt(source: ParsedText, path: readonly string[], patch: Values): ParsedText {
  let one = source
  for (const [key, value] of Object.entries(patch)) {
    const map = one.document.getIn(path, true)
    if (!isMap(map)) throw new Error('a patch leads from mapping to mapping')
    if (isNothing(value)) one = edited(one, without(one.text, map, key))
    else if (isMapping(value) && isMap(map.get(key))) one = patchedAt(one, [...path, key], value)
    else one = edited(one, withValue(one.text, map, key, mergePatch(undefined, value)))
  }
  return one
}

function edited(source: ParsedText, text: string): ParsedText {
  return text === source.text ? source : parsed(text)
}

function withEntry({ text, document }: ParsedText, key: string, entry: Values): ParsedText {
  return parsed(withEntryIn(text, document.contents, key, entry))
}

function withEntryIn(source: string, root: unknown, key: string, entry: Values): string {
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
