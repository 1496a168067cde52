import { formatIssues } from '../report/issues.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import type { Terminal } from './terminal.ts'

/** Everything that is wrong with a file, to the person at the terminal. */
export function tellIssues({ file, text, issues }: LoadedScenario, terminal: Terminal): void {
  if (issues.length > 0) terminal.talk(formatIssues(file, text, issues, terminal.talkPalette))
}
