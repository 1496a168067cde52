import type { Program } from '../report/run/run-report.ts'
import type { ExitCode } from './exit-code.ts'
import { readSeed } from './option-values.ts'
import type { Terminal } from './terminal.ts'

/** What a command needs besides its arguments; `finish` takes its exit code. */
export interface Surroundings {
  readonly program: Program
  readonly terminal: Terminal
  readonly finish: (code: ExitCode) => void
}

export const seedOption: readonly [string, string, (text: string) => number] = [
  '--seed <number>',
  'in place of the seed of the file',
  readSeed,
]
