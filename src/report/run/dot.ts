import type { Palette } from '../palette.ts'
import type { ScenarioEntry } from './run-report.ts'

/** One character for each expectation: `·` held, `x` failed, `?` inconclusive; `!` for a file that is not valid. */
export function formatDots(entry: ScenarioEntry, palette: Palette): string {
  if (entry.kind === 'invalid') return palette.red('!')
  const dots = { pass: palette.green('·'), fail: palette.red('x'), inconclusive: palette.yellow('?') }
  return entry.result.expectations.map(({ verdict }) => dots[verdict]).join('')
}
