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
