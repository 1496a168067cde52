import { runJson } from '../report/run/json.ts'
import type { ScenarioJson } from '../report/run/json-contract.ts'
import { runJsonSchema } from '../report/run/result-schema.ts'
import { isEmpty, type RunDifference, runDifference } from '../report/run/run-difference.ts'
import { differenceText } from '../report/run/run-difference-text.ts'
import type { Program } from '../report/run/run-report.ts'
import { loadScenario } from '../scenario/load.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { runToResult } from './run-files.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface DiffOptions {
  readonly seed?: number
  readonly json?: true
}

/** `vmsee diff A B`: what two runs do not have in common. Exit codes are those of diff: 0 nothing, 1 something, 2 trouble. */
export function diff(
  a: string,
  b: string,
  options: DiffOptions,
  program: Program,
  terminal: Terminal,
): ExitCode {
  const [first, second] = [a, b].map((file) => runsOf(file, options, program, terminal))
  if (first === undefined || second === undefined) return exitCodes.unusable
  const pairs = pairsOf({ file: a, runs: first }, { file: b, runs: second })
  const compared = pairs.map(([one, other]) => ({ one, other, difference: runDifference(one, other) }))
  if (options.json === true) {
    terminal.out(`${JSON.stringify({ version: 1, a, b, scenarios: compared.map(pairJson) }, undefined, 2)}\n`)
  } else {
    const unlike = compared.filter(({ difference }) => !isEmpty(difference))
    terminal.out(
      unlike
        .map(({ one, difference }) => {
          const title = compared.length > 1 ? `${one.file}\n` : ''
          return title + differenceText(difference)
        })
        .join('\n'),
    )
  }
  if (compared.some(({ difference }) => !difference.comparesRoutes))
    terminal.talk('routes are not compared: a run without --routes has none\n')
  return compared.every(({ difference }) => isEmpty(difference)) ? exitCodes.held : exitCodes.failed
}

interface Side {
  readonly file: string
  readonly runs: readonly ScenarioJson[]
}

/** Two single runs are compared whatever their files are called; of several each with the one of the same file. */
function pairsOf(a: Side, b: Side): readonly (readonly [ScenarioJson, ScenarioJson])[] {
  const [first, second] = [a.runs[0], b.runs[0]]
  if (a.runs.length === 1 && b.runs.length === 1 && first !== undefined && second !== undefined)
    return [[first, second]]
  const alone = [...lonely(a, b), ...lonely(b, a)]
  if (alone.length > 0) throw new UsageError(`not in both: ${alone.join(', ')}`)
  return a.runs.flatMap((run) => {
    const other = b.runs.find(({ file }) => file === run.file)
    return other === undefined ? [] : [[run, other] as const]
  })
}

function lonely({ file, runs }: Side, other: Side): readonly string[] {
  const unknown = runs.filter((run) => !other.runs.some((one) => one.file === run.file))
  return unknown.map((run) => `${run.file} of ${file}`)
}

/** The runs that a file holds, or the one of a scenario, which is run now; `undefined` where it is not valid. */
function runsOf(
  file: string,
  { seed }: DiffOptions,
  program: Program,
  terminal: Terminal,
): readonly ScenarioJson[] | undefined {
  const source = loadScenario(file)
  const json = parsed(source.text)
  if (json !== undefined && !('circuits' in json)) return earlierRuns(file, json)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return undefined
  }
  const request = { untilSeconds: undefined, atSeconds: undefined, onRecord: undefined }
  const result = runToResult(source.scenario, { seed, ...request })
  return ranIn(runJson(program, [{ kind: 'ran', result, wallMilliseconds: 0 }], { routes: true }).scenarios)
}

function earlierRuns(file: string, json: object): readonly ScenarioJson[] {
  const read = runJsonSchema.safeParse(json)
  if (!read.success)
    throw new UsageError(
      `${file} is neither a scenario nor what vmsee run --json of this version prints: ${read.error.issues[0]?.message}`,
    )
  const runs = ranIn(read.data.scenarios)
  if (runs.length < read.data.scenarios.length || runs.length === 0)
    throw new UsageError(`${file} has scenarios that did not run`)
  return runs
}

function ranIn(
  scenarios: readonly (ScenarioJson | { readonly verdict: 'invalid' })[],
): readonly ScenarioJson[] {
  return scenarios.flatMap((one) => (one.verdict === 'invalid' ? [] : [one]))
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value ? value : undefined
  } catch {
    return undefined
  }
}

function pairJson({
  one,
  other,
  difference,
}: {
  one: ScenarioJson
  other: ScenarioJson
  difference: RunDifference
}): object {
  return { a: one.file, b: other.file, same: isEmpty(difference), ...difference }
}
