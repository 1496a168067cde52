import { resolve } from 'node:path'
import { countOf, formatSpan } from '../../report/quantity.ts'
import type { Interruption, Program, ScenarioEntry } from '../../report/run/run-report.ts'
import { loadScenario } from '../../scenario/load.ts'
import { formatDuration, type Micros, microsToSeconds, secondsToMicros } from '../../sim/time.ts'
import { type ExitCode, exitCodeOf, exitCodes, mostUrgent } from '../exit-code.ts'
import { runLoaded } from '../run-files.ts'
import { scenarioFiles } from '../scenario-files.ts'
import { tellIssues } from '../tell-issues.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { Progress } from './progress.ts'
import type { ReporterChoice } from './reporter-choice.ts'
import { defaultReporter, type Reporter, startReporters } from './reporters.ts'

export interface RunOptions {
  readonly reporter?: readonly ReporterChoice[]
  readonly json?: true
  readonly seed?: number
  readonly until?: number
  readonly at?: number
  readonly timeout?: number
  readonly routes?: true
  readonly watch?: true
  readonly quiet?: true
  readonly verbose?: true
  readonly story?: true
  readonly strict?: true
  readonly passWithNoExpectations?: true
  /** How many other orders of what happens at one instant are tried. */
  readonly interleave?: number
  /** Where an order with other verdicts is written to. */
  readonly write?: string
}

/** `vmsee run`: runs each scenario, reports it, and judges all. Times in the options are seconds. */
export async function run(
  given: readonly string[],
  options: RunOptions,
  program: Program,
  terminal: Terminal,
): Promise<ExitCode> {
  const { interleave, write } = options
  if (interleave !== undefined) {
    refuseBesideInterleave(options)
    const { runInterleaved } = await import('./interleave.ts')
    return await runInterleaved(given, { ...options, interleave }, terminal)
  }
  if (write !== undefined)
    throw new UsageError('--write is for an order with other verdicts: add --interleave')
  if (options.watch !== true) return await runOnce(given, options, program, terminal)
  const { watchFiles } = await import('./watch.ts')
  return await watchFiles(given, terminal, async () => {
    try {
      await runOnce(given, options, program, terminal)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      terminal.talk(`${error.message}\n`)
    }
  })
}

/** It tells of verdicts and of nothing else. */
function refuseBesideInterleave(options: RunOptions): void {
  const heard = ['interleave', 'seed', 'write']
  const [unheard] = Object.keys(options).filter((name) => !heard.includes(name))
  if (unheard === undefined) return
  const word = unheard.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new UsageError(`--${word} does not go with --interleave, which tells only where verdicts differ`)
}

async function runOnce(
  given: readonly string[],
  options: RunOptions,
  program: Program,
  terminal: Terminal,
): Promise<ExitCode> {
  const chosen = choices(options, terminal)
  refuseUnheard(options, chosen)
  const files = scenarioFiles(given)
  if (files.length === 0) terminal.talk('no scenario file found\n')
  const reporters = startReporters(
    chosen,
    settings(given.length === 0 ? files : given, options, program),
    terminal,
  )
  const { entries, interruption } = await runAll(files, options, reporters, terminal)
  for (const reporter of reporters) await reporter.end(entries, interruption)
  const code = exitCodeOf(entries, {
    strict: options.strict === true,
    passWithNoExpectations: options.passWithNoExpectations === true,
  })
  return interruption === undefined ? code : mostUrgent([code, interruptionCodes[interruption.by]])
}

function choices({ reporter, json }: RunOptions, terminal: Terminal): readonly ReporterChoice[] {
  const chosen = reporter ?? []
  refuseSharedFile(chosen)
  const talkers = chosen.filter(({ name, file }) => file === undefined && (name === 'list' || name === 'dot'))
  if (talkers.length > 1)
    throw new UsageError('list and dot cannot share the terminal: give one of them a file')
  if (json === true) return [...chosen, { name: 'json', file: undefined }]
  return chosen.length === 0 ? [defaultReporter(terminal)] : chosen
}

/** Two reporters would write over each other's text. */
function refuseSharedFile(chosen: readonly ReporterChoice[]): void {
  const files = chosen.flatMap(({ file }) => (file === undefined ? [] : [resolve(file)]))
  const shared = files.find((file, index) => files.indexOf(file) !== index)
  if (shared !== undefined)
    throw new UsageError(`two reporters cannot share the file ${shared}: give each its own`)
}

/** The routers are in the JSON alone, and only where they are asked for. */
function refuseUnheard({ routes, at }: RunOptions, chosen: readonly ReporterChoice[]): void {
  if (at !== undefined && routes !== true)
    throw new UsageError('--at says when the routers are looked at, and --routes that they are: add --routes')
  if (routes === true && !chosen.some(({ name }) => name === 'json'))
    throw new UsageError('--routes puts the routers into the JSON: add --json, or --reporter json:FILE')
}

function settings(
  files: readonly string[],
  options: RunOptions,
  program: Program,
): Parameters<typeof startReporters>[1] {
  const until = options.until === undefined ? [] : ['--until', formatDuration(secondsToMicros(options.until))]
  return {
    program,
    rerun: { files, flags: until },
    routes: options.routes === true,
    list: {
      story: options.story === true,
      detail: options.quiet === true ? 'quiet' : options.verbose === true ? 'verbose' : 'normal',
    },
  }
}

interface Outcome {
  readonly entries: readonly ScenarioEntry[]
  readonly interruption: Interruption | undefined
}

const interruptionCodes: Readonly<Record<Interruption['by'], ExitCode>> = {
  timeout: exitCodes.timeout,
  signal: exitCodes.interrupted,
}

async function runAll(
  files: readonly string[],
  options: RunOptions,
  reporters: readonly Reporter[],
  terminal: Terminal,
): Promise<Outcome> {
  const entries: ScenarioEntry[] = []
  const progress = new Progress(terminal)
  const lookout = new Lookout(options.timeout)
  const stopListening = terminal.onInterrupt(() => lookout.interrupt())
  try {
    for (const file of files) {
      const done = entries.length
      const show = (at: Micros): void => {
        const simulated = `${formatSpan(microsToSeconds(at))} simulated`
        progress.show(done / files.length, `${done}/${files.length}  ${file}  ${simulated}`)
      }
      const entry = await runFile(file, options, lookout, show, terminal)
      progress.clear()
      entries.push(entry)
      for (const reporter of reporters) reporter.entry(entry)
    }
    return { entries, interruption: undefined }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    progress.clear()
    const why = error.by === 'timeout' ? '--timeout reached' : 'interrupted'
    const unfinished = files.slice(entries.length)
    terminal.talk(`${why}: ${unfinished.length} of ${countOf(files.length, 'scenario')} did not finish\n`)
    return { entries, interruption: { by: error.by, unfinished } }
  } finally {
    stopListening()
  }
}

async function runFile(
  file: string,
  options: RunOptions,
  lookout: Lookout,
  show: (at: Micros) => void,
  terminal: Terminal,
): Promise<ScenarioEntry> {
  const source = loadScenario(file)
  const { seed, until: untilSeconds, at: atSeconds } = options
  const request = { seed, untilSeconds, atSeconds, onRecord: undefined }
  const entry = await runLoaded(source, request, (at) => lookout.lookUp(() => show(at)))
  if (entry.kind === 'invalid') tellIssues(source, terminal)
  else if (atSeconds !== undefined && atSeconds > entry.result.simulatedSeconds)
    throw new UsageError(`${file}: the run ends at ${entry.result.simulatedSeconds} s, before --at`)
  return entry
}

/** A run that was ended from outside. */
class Stopped extends Error {
  readonly by: Interruption['by']

  constructor(by: Interruption['by']) {
    super('the run was stopped')
    this.by = by
  }
}

const betweenTurns = 50

/** Looks up from a run now and then: at the clock, and for Ctrl-C, which is heard in a turn of the event loop alone. */
class Lookout {
  readonly #deadline: number
  #lastTurn = performance.now()
  #interrupted = false

  constructor(timeoutSeconds: number | undefined) {
    this.#deadline = performance.now() + 1000 * (timeoutSeconds ?? Number.POSITIVE_INFINITY)
  }

  interrupt(): void {
    this.#interrupted = true
  }

  /** Answers a turn of the event loop where one is due; throws `Stopped` where the run must end. */
  lookUp(show: () => void): Promise<void> | undefined {
    this.#stopIfInterrupted()
    const now = performance.now()
    if (now > this.#deadline) throw new Stopped('timeout')
    if (now - this.#lastTurn < betweenTurns) return undefined
    this.#lastTurn = now
    show()
    return this.#turn()
  }

  async #turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    this.#stopIfInterrupted()
  }

  #stopIfInterrupted(): void {
    if (this.#interrupted) throw new Stopped('signal')
  }
}
