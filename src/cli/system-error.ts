import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from './usage-error.ts'

/** Why the system refused, for people: without the code of the error and the call that it names. */
export function refusalOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message.replace(/^E[A-Z0-9]+: /, '').replace(/, \w+( '.*)?$/, '')
}

/** A place that cannot be written to is the caller's to mend, not a bug. */
export function writing(file: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${refusalOf(error)}`)
  }
}

/** Makes the folders that files will be written to: where that cannot be, it is known before anything runs that takes long. */
export function makeFolders(files: readonly (string | undefined)[]): void {
  for (const file of files) {
    if (file !== undefined) writing(file, () => mkdirSync(dirname(file), { recursive: true }))
  }
}
