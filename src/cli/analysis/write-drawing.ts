import { writeFileSync } from 'node:fs'
import { writing } from '../system-error.ts'
import type { Terminal } from '../terminal.ts'

export const availabilityDrawn = 'what is lost in a year, drawn'

/** Something to look at, beside what is told. */
export function writeDrawing(file: string, text: string, what: string, terminal: Terminal): void {
  writing(file, () => writeFileSync(file, text))
  terminal.talk(`${file}: ${what}\n`)
}
