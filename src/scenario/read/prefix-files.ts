import { families } from '../../net/address.ts'
import { unpackPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { readTableText } from '../../net/table-text.ts'
import type { FilePath } from '../place.ts'
import { type Problem, problem } from '../problem.ts'
import { LoadedPrefixes } from '../schema/loaded-prefixes.ts'
import { largestCount } from '../schema/prefixes.ts'
import { isMapping } from './sections.ts'

/** Reads a file that a scenario names, which is a list of a prefix a line, or says in words why not. */
export type ReadPrefixFile = (name: string) => PrefixFileContent

export interface PrefixFileContent {
  /** Absent where there is a problem. */
  readonly octets: Uint8Array | undefined
  readonly problems: readonly string[]
}

/** For a text that comes from no file. */
export const noPrefixFiles: ReadPrefixFile = () => ({
  octets: undefined,
  problems: ['a scenario that is read from its text alone loads no files'],
})

export interface WithPrefixFiles {
  /** The document with what the files hold in place of their names. */
  readonly values: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
  /** Each file once. */
  readonly files: readonly { readonly name: string; readonly octets: Uint8Array }[]
}

/** Loads every `{ file: ... }` of the document's lists of prefixes. */
export function withPrefixFiles(
  values: Readonly<Record<string, unknown>>,
  readFile: ReadPrefixFile,
): WithPrefixFiles {
  const loaded = new Map<string, LoadedPrefixes>()
  const files: { name: string; octets: Uint8Array }[] = []
  const problems: Problem[] = []
  let result = values
  for (const { path, name } of fileEntries(values)) {
    let prefixes = loaded.get(name)
    if (prefixes === undefined) {
      const content = readFile(name)
      const found =
        content.octets === undefined ? refused(content.problems) : readPrefixes(name, content.octets)
      if (content.octets !== undefined) files.push({ name, octets: content.octets })
      problems.push(...found.problems.map((message) => problem('prefix-file', path, message)))
      prefixes = new LoadedPrefixes(found.prefixes)
      loaded.set(name, prefixes)
    }
    const replaced = replace(result, path, prefixes)
    if (!isMapping(replaced)) throw new Error('a document lost its form')
    result = replaced
  }
  return { values: result, problems, files }
}

interface FileEntry {
  readonly path: FilePath
  readonly name: string
}

function fileEntries(values: Readonly<Record<string, unknown>>): readonly FileEntry[] {
  const { sites, routers, timeline } = values
  return [
    ...named(sites).flatMap(([name, site]) => inList(['sites', name, 'prefixes'], at(site, 'prefixes'))),
    ...named(routers).flatMap(([name, router]) =>
      inList(['routers', name, 'advertise'], at(router, 'advertise')),
    ),
    ...listed(timeline).flatMap(([index, entry]) =>
      ['announce', 'withdraw'].flatMap((action) =>
        inList(['timeline', index, action, 'prefixes'], at(at(entry, action), 'prefixes')),
      ),
    ),
  ]
}

function inList(path: FilePath, list: unknown): readonly FileEntry[] {
  return listed(list).flatMap(([index, entry]) => {
    const name = at(entry, 'file')
    return typeof name === 'string' ? [{ path: [...path, index, 'file'], name }] : []
  })
}

function named(section: unknown): readonly (readonly [string, unknown])[] {
  return isMapping(section) ? Object.entries(section) : []
}

function listed(list: unknown): readonly (readonly [number, unknown])[] {
  return Array.isArray(list) ? [...list.entries()] : []
}

function at(value: unknown, key: string): unknown {
  return isMapping(value) ? value[key] : undefined
}

/** The same values, but for what stands at the path. */
function replace(value: unknown, path: FilePath, replacement: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return replacement
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === step ? replace(item, rest, replacement) : item))
  }
  if (!isMapping(value)) throw new Error(`nothing stands at ${path.join('.')}`)
  return { ...value, [step]: replace(value[step], rest, replacement) }
}

interface Found {
  readonly prefixes: readonly Prefix[]
  readonly problems: readonly string[]
}

function refused(problems: readonly string[]): Found {
  return { prefixes: [], problems: shortened(problems) }
}

function readPrefixes(name: string, octets: Uint8Array): Found {
  const found = readList(name, octets)
  if (found.problems.length > 0) return refused(found.problems)
  if (found.prefixes.length === 0) return refused([`${name} holds no prefix`])
  if (found.prefixes.length <= largestCount) return found
  return refused([
    `${name} holds ${found.prefixes.length} prefixes, and ${largestCount} are the most that a list takes`,
  ])
}

function readList(name: string, octets: Uint8Array): Found {
  const text = new TextDecoder().decode(octets)
  const { tables, issues } = readTableText([{ file: name, text }])
  return {
    prefixes: families.flatMap((family) => unpackPrefixes(tables[family])),
    problems: issues.map(({ file, line, problem: words }) => `${file}:${line}: ${words}`),
  }
}

/** Whoever sees this many bad lines sees one cause; the rest is told by number. */
const mostTold = 10

function shortened(problems: readonly string[]): readonly string[] {
  const left = problems.length - mostTold
  return left <= 0 ? problems : [...problems.slice(0, mostTold), `and ${left} more like these`]
}
