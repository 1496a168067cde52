import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ScenarioIssue } from './issue.ts'
import { readScenario, type ScenarioReading } from './parse.ts'
import { type Problem, problem } from './problem.ts'
import { sizeLimitOctets, tooLarge } from './read/document.ts'
import { isMrt, mrtList } from './read/mrt-list.ts'
import type { PrefixFileContent } from './read/prefix-files.ts'

/** A file as it was read, for messages that show its lines. */
export interface LoadedScenario extends ScenarioReading {
  readonly file: string
  /** Empty where the file could not be read. */
  readonly text: string
  /** The lists that the scenario loads, or why it cannot, by the names that it has for their files. */
  readonly prefixFiles: ReadonlyMap<string, PrefixFileContent>
}

/** Reads the scenario in a file, or on standard input where the name is `-`. What is too large is not read to its end. */
export function loadScenario(file: string): LoadedScenario {
  const content = readCapped(file, sizeLimitOctets)
  if (content.problem !== undefined) return refused(file, content.problem)
  const text = decoded(content.octets)
  if (text === undefined) return refused(file, notUtf8)
  const prefixFiles = new Map<string, PrefixFileContent>()
  const reading = readScenario(text, file, (name) => {
    const loaded = prefixFile(dirname(file), name)
    prefixFiles.set(name, loaded)
    return loaded
  })
  return { file, text, prefixFiles, ...reading }
}

/** A full table as a list of text has some 20 MiB, and as MRT of many peers far more: that is for `vmsee import`. */
const prefixFileMebibytes = 64

function prefixFile(folder: string, name: string): PrefixFileContent {
  if (isAbsolute(name)) return notRead('the name of a file is relative to the scenario')
  const limit = prefixFileMebibytes * 2 ** 20
  const content = readCapped(join(folder, name), limit)
  if (content.problem !== undefined) return notRead(content.problem.message)
  const { octets, problems } = unpacked(name, content.octets, limit)
  return octets !== undefined && isMrt(octets) ? mrtList(name, octets) : { octets, problems }
}

function unpacked(name: string, octets: Uint8Array, limit: number): PrefixFileContent {
  if (octets[0] !== 0x1f || octets[1] !== 0x8b) return { octets, problems: [] }
  try {
    return { octets: gunzipSync(octets, { maxOutputLength: limit }), problems: [] }
  } catch (error) {
    return notRead(`${name} cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function notRead(problem: string): PrefixFileContent {
  return { octets: undefined, problems: [problem] }
}

const notUtf8: Problem = problem(
  'binary',
  [],
  'this is not a text file in UTF-8',
  'a scenario is a YAML file',
)

function refused(file: string, found: Problem): LoadedScenario {
  const { path, rule, level, message, hint, source, assumption } = found
  const issue: ScenarioIssue = { path, line: 1, column: 1, rule, level, message, hint, source, assumption }
  return { file, text: '', prefixFiles: new Map(), scenario: undefined, issues: [issue] }
}

type Content =
  | { readonly octets: Uint8Array; readonly problem: undefined }
  | { readonly octets: undefined; readonly problem: Problem }

function readCapped(file: string, limit: number): Content {
  const standardInput = 0
  let descriptor: number | undefined
  try {
    descriptor = file === '-' ? standardInput : openSync(file, 'r')
    const { size } = fstatSync(descriptor)
    if (size > limit) return { octets: undefined, problem: tooLarge(limit) }
    const octets = readUpTo(descriptor, limit + 1)
    if (octets.length > limit) return { octets: undefined, problem: tooLarge(limit) }
    return { octets, problem: undefined }
  } catch (error) {
    return { octets: undefined, problem: unreadable(file, error) }
  } finally {
    if (descriptor !== undefined && descriptor !== standardInput) closeSync(descriptor)
  }
}

/** A pipe has no size to be asked for, so the limit is kept while reading. */
function readUpTo(descriptor: number, limit: number): Uint8Array {
  const chunks: Uint8Array[] = []
  let total = 0
  while (total < limit) {
    const chunk = new Uint8Array(Math.min(65_536, limit - total))
    const count = readSync(descriptor, chunk)
    if (count === 0) break
    chunks.push(chunk.subarray(0, count))
    total += count
  }
  return Buffer.concat(chunks)
}

function unreadable(file: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return problem('unreadable', [], `there is no file ${file}`)
  if (code === 'EISDIR') return problem('unreadable', [], `${file} is a folder`, 'name the files in it')
  const why = error instanceof Error ? error.message : String(error)
  return problem('unreadable', [], `${file} cannot be read: ${why}`)
}

function decoded(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets)
  } catch {
    return undefined
  }
}
