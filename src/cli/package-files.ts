import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Program } from '../report/run/run-report.ts'

/** The package's own folder: two above this file, in `src` and in `dist` alike. */
export const packageFolder: string = fileURLToPath(new URL('../..', import.meta.url))

/** Name and version as package.json has them. */
export function readProgram(): Program {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const version = /"version": *"([^"]+)"/.exec(text)?.[1]
  if (version === undefined) throw new Error('package.json has no version')
  return { name: 'vmsee', version, node: process.versions.node }
}
