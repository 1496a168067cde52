import type { Family } from '../net/address.ts'
import { type PackedPrefixes, PrefixPacker, packPrefixes } from '../net/packed-prefixes.ts'
import type { Prefix } from '../net/prefix.ts'
import { absent } from '../net/prefix-table.ts'
import { readPrefix } from '../net/prefix-text.ts'
import { quoted } from '../net/read.ts'
import { type LineIssue, linesOf, type NamedText } from '../net/table-text.ts'

type ByFamily<Value> = Readonly<Record<Family, Value>>

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

function byFamily<Value>(make: (family: Family) => Value): ByFamily<Value> {
  return { ipv4: make('ipv4'), ipv6: make('ipv6') }
}
