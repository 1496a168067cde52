import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { writing } from '../system-error.ts'
import type { Terminal } from '../terminal.ts'

export const availabilityDrawn = 'what is lost in a year, drawn'

/** Something to look at, beside what is told. */
export function writeDrawing(file: string, text: string, what: string, terminal: Terminal): void {
  writing(file, () => writeFileSync(file, text))
  terminal.talk(`${file}: ${what}\n`)
}

/** Makes the folders that files will be written to: where that cannot be, it is known before anything runs that takes long. */
export function makeFolders(files: readonly (string | undefined)[]): void {
  for (const file of files) {
    if (file !== undefined) writing(file, () => mkdirSync(dirname(file), { recursive: true }))
  }
}
