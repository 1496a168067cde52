import { resiliencies } from '../expressroute/resiliency.ts'
import { countOf } from '../report/quantity.ts'
import { resiliencyText } from '../report/resiliency.ts'
import { checkJson } from '../report/run/json.ts'
import { isNear, roomLeft, usageText } from '../report/run/limits.ts'
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
  const { file, scenario } = source
  if (scenario === undefined) return
  const room = roomLeft(scenario.usage)
  const lines = [
    ...scenario.usage.filter(isNear).map(usageText),
    ...(room === undefined ? [] : [`room left: ${room}`]),
    ...resiliencies(scenario.design).map(resiliencyText),
  ]
  const { dim } = terminal.talkPalette
  if (source.issues.length > 0 && lines.length > 0) terminal.talk('\n')
  for (const line of lines) terminal.talk(`${dim(file)}  ${line}\n`)
}

function levelCount(sources: readonly LoadedScenario[], level: 'error' | 'warning'): number {
  return sources.flatMap(({ issues }) => issues).filter((issue) => issue.level === level).length
}
