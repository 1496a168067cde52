import type { Family } from './address.ts'
import { type PackedPrefixes, PrefixPacker, packPrefixes } from './packed-prefixes.ts'
import { absent } from './prefix-table.ts'
import { readPrefix } from './prefix-text.ts'
import { TreeBitmap } from './trie/tree-bitmap.ts'

/** What a file holds. */
export interface NamedText {
  readonly file: string
  readonly text: string
}

/** What is wrong with a line of a file. */
export interface LineIssue {
  readonly file: string
  readonly line: number
  readonly problem: string
}

type ByFamily<Value> = Readonly<Record<Family, Value>>

export interface TableText {
  readonly tables: ByFamily<PackedPrefixes>
  /** Lines with a prefix that an earlier line had. */
  readonly repeated: number
  readonly issues: readonly LineIssue[]
}

/** Tables of a prefix a line, of both families in any order; empty lines and those that begin with # say nothing. */
export function readTableText(texts: readonly NamedText[]): TableText {
  const known = byFamily((family) => new TreeBitmap(family))
  const packers = byFamily((family) => new PrefixPacker(family))
  const issues: LineIssue[] = []
  let repeated = 0
  for (const { file, line, content } of linesOf(texts)) {
    const { value, problem } = readPrefix(content)
    if (value === undefined) {
      issues.push({ file, line, problem })
      continue
    }
    const { data } = packPrefixes(value.family, [value])
    if (known[value.family].set(data, 0, 0) === absent) packers[value.family].append(data, 0)
    else repeated++
  }
  return { tables: byFamily((family) => packers[family].finish()), repeated, issues }
}

/** The lines that say something, with their numbers. */
export function* linesOf(
  texts: readonly NamedText[],
): Iterable<Omit<LineIssue, 'problem'> & { readonly content: string }> {
  for (const { file, text } of texts) {
    for (let line = 1, start = 0; start < text.length; line++) {
      const end = text.indexOf('\n', start)
      const next = end < 0 ? text.length : end
      const content = text.slice(start, next).replace(/\r$/, '')
      start = next + 1
      if (content !== '' && !content.startsWith('#')) yield { file, line, content }
    }
  }
}

function byFamily<Value>(make: (family: Family) => Value): ByFamily<Value> {
  return { ipv4: make('ipv4'), ipv6: make('ipv6') }
}
