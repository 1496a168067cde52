import { checkJson } from '../report/json.ts'
import { isNear, usageText } from '../report/limits.ts'
import { countOf } from '../report/quantity.ts'
import { type LoadedScenario, loadScenario } from '../scenario/load.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { scenarioFiles } from './scenario-files.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'

export interface CheckOptions {
  readonly json?: true
  readonly strict?: true
}

/** `vmsee check`: reads and judges the files, and runs nothing. */
export function check(given: readonly string[], options: CheckOptions, terminal: Terminal): ExitCode {
  const sources = scenarioFiles(given).map(loadScenario)
  if (sources.length === 0) terminal.talk('no scenario file found\n')
  if (options.json === true) terminal.out(`${JSON.stringify(checkJson(sources), undefined, 2)}\n`)
  else for (const source of sources) tellFile(source, terminal)
  const errors = levelCount(sources, 'error')
  const warnings = levelCount(sources, 'warning')
  if (options.json !== true && sources.length > 0) {
    const found = [countOf(sources.length, 'file'), countOf(errors, 'error'), countOf(warnings, 'warning')]
    const paint = errors > 0 ? terminal.outPalette.red : terminal.outPalette.green
    terminal.out(`${paint(errors > 0 ? 'not valid' : 'valid')}: ${found.join(', ')}\n`)
  }
  if (errors > 0) return exitCodes.unusable
  return sources.length === 0 || (options.strict === true && warnings > 0)
    ? exitCodes.unchecked
    : exitCodes.held
}

function tellFile(source: LoadedScenario, terminal: Terminal): void {
  tellIssues(source, terminal)
  for (const usage of source.scenario?.usage.filter(isNear) ?? []) {
    terminal.talk(`${source.file}  ${usageText(usage)}\n`)
  }
}

function levelCount(sources: readonly LoadedScenario[], level: 'error' | 'warning'): number {
  return sources.flatMap(({ issues }) => issues).filter((issue) => issue.level === level).length
}
