import { posix } from 'node:path'
import { readSource } from './source-text.ts'

/** Files by path from the root of the project. The checks see nothing but this, so a test can plant a tree. */
export type Tree = ReadonlyMap<string, string>

export interface Import {
  readonly line: number
  /** As written. */
  readonly specifier: string
  /** The file's path from the root, or `undefined` for a package. */
  readonly file: string | undefined
  /** `*` stands for all that the file exports. */
  readonly names: readonly string[]
}

export interface Module {
  readonly path: string
  readonly imports: readonly Import[]
  readonly exports: readonly Export[]
}

interface Export {
  readonly name: string
  readonly line: number
  /** A type that the file uses itself, in what it takes or answers. */
  readonly isHandedOut: boolean
}

const importStatement = /^(?:import|export)\b([^'"`;]*?)\bfrom\s+'([^']+)'|^import\s+'([^']+)'/gm
const dynamicImport = /\bimport\(\s*'([^']+)'\s*\)/g
const exportedName = /^export (?:abstract )?(?:async )?(const|function\*?|class|interface|type) (\w+)/gm

export function readModules(tree: Tree): ReadonlyMap<string, Module> {
  return new Map(
    [...tree].filter(([path]) => /\.tsx?$/.test(path)).map(([path, text]) => [path, readModule(path, text)]),
  )
}

function readModule(path: string, text: string): Module {
  const { uncommented } = readSource(text)
  const statements = [...uncommented.matchAll(importStatement)].map((match) => {
    const [, clause = '', from, bare] = match
    return importAt(path, uncommented, match.index, from ?? bare ?? '', namesIn(clause))
  })
  const dynamic = [...uncommented.matchAll(dynamicImport)].map((match) =>
    importAt(path, uncommented, match.index, match[1] ?? '', ['*']),
  )
  const declared = [...uncommented.matchAll(exportedName)].map(({ index, 1: sort, 2: name = '' }) => {
    const isType = sort === 'interface' || sort === 'type'
    const isHandedOut = isType && uncommented.split(new RegExp(`\\b${name}\\b`)).length > 2
    return { name, line: lineOf(uncommented, index), isHandedOut }
  })
  return { path, imports: [...statements, ...dynamic], exports: declared }
}

function importAt(
  path: string,
  text: string,
  index: number,
  specifier: string,
  names: readonly string[],
): Import {
  // What follows a question mark tells the bundler how the file is wanted.
  const [named = ''] = specifier.split('?')
  const file = specifier.startsWith('.') ? posix.join(posix.dirname(path), named) : undefined
  return { line: lineOf(text, index), specifier, file, names }
}

/** `type X, { a, type b as c }` and `* as z`, by the names that the other file gave them. */
function namesIn(clause: string): readonly string[] {
  if (clause.includes('*')) return ['*']
  const listed = /\{([^}]*)\}/.exec(clause)?.[1] ?? ''
  return listed
    .split(',')
    .map(
      (part) =>
        part
          .replace(/\btype\s+/, '')
          .trim()
          .split(/\s+as\s+/)[0] ?? '',
    )
    .filter((name) => name !== '')
}

export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

/** Every file that the given ones lead to, themselves included. */
export function reachableFrom(
  modules: ReadonlyMap<string, Module>,
  roots: readonly string[],
): ReadonlySet<string> {
  const reached = new Set<string>()
  const visit = (path: string): void => {
    if (reached.has(path)) return
    reached.add(path)
    for (const { file } of modules.get(path)?.imports ?? []) if (file !== undefined) visit(file)
  }
  for (const root of roots) visit(root)
  return reached
}
