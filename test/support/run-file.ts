import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { formatTraceText } from '../../src/report/trace/trace-text.ts'
import { readScenario, type ScenarioReading } from '../../src/scenario/parse.ts'
import type { RunResult } from '../../src/scenario/result/run-result.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import type { TraceRecord } from '../../src/sim/trace.ts'

/** Where the scenarios stand that come with the program. */
export const scenarioFolder: URL = new URL('../../sim-scenarios/', import.meta.url)

/** One run of a file, with all that was traced. */
export interface FileRun {
  readonly result: RunResult
  readonly records: readonly TraceRecord[]
  /** Of the whole trace as text. */
  readonly traceSha256: string
}

/** All of them, named from `sim-scenarios/`, in the order of their names. */
export function scenarioFiles(): readonly string[] {
  return filesIn(scenarioFolder, '.yaml')
}

/** The files below a folder whose names end so, named from it. */
export function filesIn(folder: URL, ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
}

const readings = new Map<string, ScenarioReading>()

/** `file` is named from `sim-scenarios/`. Tests that share a process share what was read. */
export function readFile(file: string): ScenarioReading {
  const found = readings.get(file) ?? readScenario(readFileSync(new URL(file, scenarioFolder), 'utf8'), file)
  readings.set(file, found)
  return found
}

/** The scenario in a file that has no errors. */
export function scenarioIn(file: string): Scenario {
  const { scenario, issues } = readFile(file)
  if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join('; '))
  return scenario
}

export function runRecorded(scenario: Scenario): FileRun {
  const records: TraceRecord[] = []
  const result = runScenario(scenario, { onRecord: (record) => records.push(record) })
  const traceSha256 = createHash('sha256').update(formatTraceText(records)).digest('hex')
  return { result, records, traceSha256 }
}
