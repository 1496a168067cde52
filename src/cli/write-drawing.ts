import { writeFileSync } from 'node:fs'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export const availabilityDrawn = 'what is lost in a year, drawn'

/** Something to look at, beside what is told. */
export function writeDrawing(file: string, text: string, what: string, terminal: Terminal): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  terminal.talk(`${file}: ${what}\n`)
}
