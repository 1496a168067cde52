import type { FilePath } from '../place.ts'
import type { AzureNode } from './azure-node.ts'

/** A part of a scenario that is being written: an entry of a section, or what stands inside one. */
export interface Block {
  readonly lines: readonly string[]
  /** Otherwise it stands there as a comment, since something in it is missing. */
  readonly isWritten: boolean
}

/** Where a value of the scenario comes from, so that what is wrong with it is said in Azure's file. */
export interface Placed {
  readonly path: FilePath
  readonly node: AzureNode
}

/** `circuits:` and its entries; those that are not written follow as comments, and so does the key where none is. */
export function section(key: string, blocks: readonly Block[]): readonly string[] {
  return blocks.length === 0 ? [] : ['', ...entries(key, blocks)]
}

/** The same inside an entry, without the empty line before it. */
export function entries(key: string, blocks: readonly Block[]): readonly string[] {
  if (blocks.length === 0) return []
  const written = blocks.filter(({ isWritten }) => isWritten)
  const others = blocks.filter(({ isWritten }) => !isWritten)
  const head = written.length > 0 ? [`${key}:`] : commented([`${key}:`])
  const lines = [...head, ...written.flatMap(({ lines: own }) => own)]
  return [...lines, ...commented(others.flatMap(({ lines: own }) => own))]
}

export function commented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `# ${line}`)
}

export function indented(lines: readonly string[], columns: number): readonly string[] {
  return lines.map((line) => `${' '.repeat(columns)}${line}`)
}

/** What the reader has to fill in. */
export function ask(what: string): string {
  return `# ASK: ${oneLine(what)}`
}

export function remark(text: string): string {
  return `# ${oneLine(text)}`
}

/** What would end a line, or no scenario may hold. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\ufffd\ufeff]/gu

/** Nothing that Azure's files hold can end a comment. */
function oneLine(text: string): string {
  return text.replace(unprintable, ' ')
}

/** A text as YAML has it: plain where nothing else could be meant. */
export function scalar(text: string): string {
  return /^[A-Za-z][\w ()-]*$|^\d+\.[\d.]+\/\d+$/.test(text) && !/^(true|false|null)$/i.test(text)
    ? text
    : quoted(text)
}

export function quoted(text: string): string {
  return JSON.stringify(oneLine(text))
}

const longestName = 50

/** A name that a scenario can have, near the one in Azure and unlike those that are taken. */
export function scenarioName(name: string, taken: ReadonlySet<string>): string {
  const plain = name.replace(/[^A-Za-z0-9_-]/g, '-')
  const base = (/^[A-Za-z]/.test(plain) ? plain : `azure-${plain}`).slice(0, longestName)
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? base : `${base}-${number}`
    if (!taken.has(candidate)) return candidate
  }
}
