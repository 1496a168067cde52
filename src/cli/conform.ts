import { availableParallelism } from 'node:os'
import { daemonCalled, installCommand, missingPrograms } from '../live/daemons/all-daemons.ts'
import { type ConformedScenario, conformScenario } from '../live/daemons/conform-scenario.ts'
import { formatConformed, type Outcome, outcomeOf } from '../live/daemons/conformance-table.ts'
import { type Daemon, type DaemonName, daemonNames } from '../live/daemons/daemon.ts'
import { knownDifferences } from '../live/daemons/known-differences.ts'
import { removeLeftovers } from '../live/daemons/run-folder.ts'
import { countOf } from '../report/quantity.ts'
import type { Program } from '../report/run-report.ts'
import { loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { didYouMeanOrList } from '../scenario/suggestion.ts'
import { type ExitCode, exitCodes, mostUrgent } from './exit-code.ts'
import { Progress } from './progress.ts'
import { scenarioFiles } from './scenario-files.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface ConformOptions {
  readonly on: readonly string[]
  readonly json?: true
  readonly verbose?: true
  readonly slow?: true
  /** How many labs stand at a time. */
  readonly jobs?: number
}

/** One scenario on one daemon, before it is played. */
interface Match {
  readonly scenario: Scenario
  readonly daemon: Daemon
}

/** `vmsee conform`: plays scenarios on real daemons and in the engine, and tells where the two differ. */
export async function conform(
  given: readonly string[],
  options: ConformOptions,
  program: Program,
  terminal: Terminal,
): Promise<ExitCode> {
  const wanted = options.on.map(daemonIn)
  const sources = scenarioFiles(given).map(loadScenario)
  if (sources.length === 0) terminal.talk('no scenario file found\n')
  for (const source of sources) if (source.scenario === undefined) tellIssues(source, terminal)
  if (sources.some(({ scenario }) => scenario === undefined)) return exitCodes.unusable
  const present = wanted.filter((daemon) => missingPrograms(daemon).length === 0)
  const absent = wanted.filter((daemon) => !present.includes(daemon))
  const inability = whyNot(present, absent)
  for (const line of inability) terminal.talk(`${terminal.talkPalette.yellow('not compared:')} ${line}\n`)
  const matches = sources.flatMap(({ scenario }) =>
    scenario === undefined || !isRoot() ? [] : present.map((daemon) => ({ scenario, daemon })),
  )
  return await playAll(matches, options, program, terminal)
}

function daemonIn(name: string): Daemon {
  const known = daemonNames.find((other) => other === name)
  if (known !== undefined) return daemonCalled(known)
  throw new UsageError(`no daemon ${name}; ${didYouMeanOrList(name, daemonNames)}`)
}

function whyNot(present: readonly Daemon[], absent: readonly Daemon[]): readonly string[] {
  const install = absent.length === 0 ? [] : [`install it with: ${installCommand(absent)}`]
  return [
    ...absent.map(
      (daemon) => `${daemon.name} is not installed (no ${missingPrograms(daemon).join(', no ')})`,
    ),
    ...install,
    ...(present.length > 0 && !isRoot() ? ['network namespaces are made by root alone: use sudo'] : []),
  ]
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

interface Row {
  readonly conformed: ConformedScenario
  readonly outcome: Outcome
}

async function playAll(
  matches: readonly Match[],
  { json, verbose, slow, jobs }: ConformOptions,
  program: Program,
  terminal: Terminal,
): Promise<ExitCode> {
  if (matches.length > 0) await removeLeftovers()
  const abort = new AbortController()
  const stopListening = terminal.onInterrupt(() => abort.abort())
  const progress = new Progress(terminal)
  const rows: Row[] = []
  const tell = (conformed: ConformedScenario): void => {
    progress.clear()
    const outcome = outcomeOf(conformed, knownDifferences)
    rows.push({ conformed, outcome })
    const style = { palette: terminal.outPalette, allRouters: verbose === true || matches.length <= 2 }
    if (json === true)
      terminal.out(`${rows.length > 1 ? ',' : ''}${JSON.stringify(rowJson(conformed, outcome))}\n`)
    else terminal.out(formatConformed(conformed, knownDifferences, style))
    progress.show(rows.length / matches.length, conformed.file)
  }
  // One document, with each result on a line of its own as soon as it is known.
  if (json === true) terminal.out(`{"version":1,"program":${JSON.stringify(program)},"results":[\n`)
  try {
    await inParallel(matches, jobs ?? 2 * availableParallelism(), async ({ scenario, daemon }) => {
      tell(await conformScenario(scenario, daemon, { isSlow: slow === true, signal: abort.signal }))
    })
  } catch (error) {
    if (!abort.signal.aborted) throw error
    if (json === true) terminal.out('],"interrupted":true}\n')
    return exitCodes.interrupted
  } finally {
    progress.clear()
    stopListening()
  }
  terminal.out(json === true ? ']}\n' : summary(rows))
  return exitCodeOf(rows)
}

/** A few at a time; the first failure is thrown once all that were begun have ended. */
async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items]
  const failures: unknown[] = []
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await work(item)
      } catch (error) {
        failures.push(error)
        waiting.length = 0
      }
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
  if (failures.length > 0) throw failures[0]
}

function rowJson({ file, title, daemon, stages, leftOut }: ConformedScenario, outcome: Outcome): object {
  return { file, title, daemon, outcome, stages, leftOut }
}

function summary(rows: readonly Row[]): string {
  const count = (outcome: Outcome): number => rows.filter((row) => row.outcome === outcome).length
  const parts = (['agrees', 'explained', 'differs', 'not compared'] as const).map(
    (outcome) => `${count(outcome)} ${outcome}`,
  )
  const daemons: readonly DaemonName[] = [...new Set(rows.map(({ conformed }) => conformed.daemon))]
  return `${countOf(rows.length, 'comparison')} on ${daemons.join(', ') || 'no daemon'}: ${parts.join(', ')}\n`
}

function exitCodeOf(rows: readonly Row[]): ExitCode {
  if (rows.every(({ outcome }) => outcome === 'not compared')) return exitCodes.unchecked
  const codes = rows.map(({ outcome }) => (outcome === 'differs' ? exitCodes.failed : exitCodes.held))
  return mostUrgent(codes)
}
