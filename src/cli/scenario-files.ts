import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { didYouMean } from '../scenario/suggestion.ts'
import { isPattern, patternBase, patternExpression } from './file-pattern.ts'
import { UsageError } from './usage-error.ts'

/** What stands for standard input among the arguments. */
export const standardInput = '-'

/**
 * The scenario files that the arguments mean: files, folders (every YAML file below), patterns, which
 * not every shell expands, and `-`. Without an argument, the one scenario here.
 */
export function scenarioFiles(given: readonly string[]): readonly string[] {
  if (given.length === 0) return theOneHere()
  return [...new Set(given.map(withSlashes).flatMap(filesOf))]
}

// Paths read the same in reports and patterns everywhere.
function withSlashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path
}

function theOneHere(): readonly string[] {
  const files = readdirSync('.').filter(isYaml).sort()
  if (files.length <= 1) return files
  throw new UsageError(
    `there are ${files.length} scenario files here: name one of them, or . for all\n  ${files.join('\n  ')}`,
  )
}

function filesOf(given: string): readonly string[] {
  if (given === standardInput) return [given]
  if (existsSync(given)) return statSync(given).isDirectory() ? yamlFilesBelow(given) : [given]
  if (!isPattern(given)) throw new UsageError(missingFile(given))
  const pattern = given.replace(/^(\.\/)+/, '')
  const base = patternBase(pattern)
  if (!existsSync(base)) return []
  const expression = patternExpression(pattern)
  return yamlFilesBelow(base).filter((file) => expression.test(file))
}

/** Sorted by code unit, so that the order is the same on every machine; hidden folders and packages are left out. */
function yamlFilesBelow(folder: string): readonly string[] {
  const found: string[] = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = folder === '.' ? entry.name : `${folder.replace(/\/+$/, '')}/${entry.name}`
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && entry.name !== 'node_modules') found.push(...yamlFilesBelow(path))
    } else if (isYaml(entry.name)) {
      found.push(path)
    }
  }
  return found.sort()
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name) && !name.startsWith('.')
}

function missingFile(file: string): string {
  const folder = dirname(file)
  if (!existsSync(folder)) return `no such file: ${file}`
  const suggestion = didYouMean(basename(file), readdirSync(folder))
  return suggestion === undefined ? `no such file: ${file}` : `no such file: ${file}; ${suggestion}`
}
