import type { Family } from '../net/address.ts'
import { type PackedPrefixes, PrefixPacker, packPrefixes } from '../net/packed-prefixes.ts'
import type { Prefix } from '../net/prefix.ts'
import { absent } from '../net/prefix-table.ts'
import { readPrefix } from '../net/prefix-text.ts'
import { quoted } from '../net/read.ts'
import { TreeBitmap } from '../net/trie/tree-bitmap.ts'

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

/** Updates of one family in the order of the file: the value that each prefix gets, negative where it goes. */
export interface UpdateList {
  readonly prefixes: PackedPrefixes
  readonly values: Int32Array
}

export interface UpdatesText {
  readonly updates: ByFamily<UpdateList>
  readonly issues: readonly LineIssue[]
}

/** `A 10.0.0.0/8` announces, `W 10.0.0.0/8` withdraws; each announcement brings another value. */
export function readUpdatesText(texts: readonly NamedText[]): UpdatesText {
  const packers = byFamily((family) => new PrefixPacker(family))
  const values = byFamily((): number[] => [])
  const read = new Map<string, Prefix>()
  const issues: LineIssue[] = []
  for (const { file, line, content } of linesOf(texts)) {
    const [, action, name = ''] = /^([AW]) (.+)$/.exec(content) ?? []
    const { value, problem } = known(read, name)
    if (action === undefined)
      issues.push({ file, line, problem: `${quoted(content)} is neither A PREFIX nor W PREFIX` })
    else if (value === undefined) issues.push({ file, line, problem })
    else {
      packers[value.family].append(packPrefixes(value.family, [value]).data, 0)
      values[value.family].push(action === 'W' ? absent : values[value.family].length)
    }
  }
  const updates = byFamily((family) => {
    return { prefixes: packers[family].finish(), values: Int32Array.from(values[family]) }
  })
  return { updates, issues }
}

/** A day has ten updates for each prefix that it touches, and reading a text takes longer than finding it again. */
function known(read: Map<string, Prefix>, name: string): ReturnType<typeof readPrefix> {
  const before = read.get(name)
  if (before !== undefined) return { value: before, problem: undefined, suggestion: undefined }
  const reading = readPrefix(name)
  if (reading.value !== undefined) read.set(name, reading.value)
  return reading
}

function* linesOf(
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
