import { availableParallelism } from 'node:os'
import { daemonCalled, installCommand, missingPrograms } from '../../live/daemons/all-daemons.ts'
import { formatConformed, type Outcome, outcomeOf } from '../../live/daemons/conformance-table.ts'
import { type Daemon, type DaemonName, daemonNames } from '../../live/daemons/daemon.ts'
import { knownDifferences } from '../../live/daemons/known-differences.ts'
import { removeLeftovers } from '../../live/daemons/run-folder.ts'
import {
  againInUserNamespace,
  isAloneWithRoot,
  userNamespaceTrouble,
} from '../../live/daemons/user-namespace.ts'
import { countOf } from '../../report/quantity.ts'
import type { Program } from '../../report/run/run-report.ts'
import { loadScenario } from '../../scenario/load.ts'
import { type ExitCode, exitCodes, mostUrgent } from '../exit-code.ts'
import { Progress } from '../run/progress.ts'
import { scenarioFiles } from '../scenario-files.ts'
import { tellIssues } from '../tell-issues.ts'
import type { Terminal } from '../terminal.ts'
import { unknownWord } from '../unknown-word.ts'
import { UsageError } from '../usage-error.ts'
import { fileMatches, type Matches, type Played } from './conform-matches.ts'
import { randomMatches } from './random-matches.ts'

export interface ConformOptions {
  readonly on: readonly string[]
  readonly json?: true
  readonly verbose?: true
  readonly slow?: true
  /** How many scenarios are made up, in place of files. */
  readonly random?: number
  readonly seed?: number
  readonly out?: string
  /** How many labs stand at a time. */
  readonly jobs?: number
}

/** `vmsee conform`: plays scenarios on real daemons and in the engine, and tells where the two differ. */
export async function conform(
  given: readonly string[],
  options: ConformOptions,
  program: Program,
  terminal: Terminal,
): Promise<ExitCode> {
  const wanted = options.on.map(daemonIn)
  const { random, seed, out } = options
  refuseMisuse(given, options)
  const elsewhere = random === undefined && given.length === 0 ? undefined : await asOwnRoot(wanted, terminal)
  if (elsewhere !== undefined) return elsewhere
  if (random !== undefined) {
    const matches = randomMatches({ count: random, seed: seed ?? 1, out }, ableDaemons(wanted, terminal))
    return await playAll(matches, options, program, terminal)
  }
  const sources = scenarioFiles(given).map(loadScenario)
  if (sources.length === 0) terminal.talk('no scenario file found\n')
  for (const source of sources) if (source.scenario === undefined) tellIssues(source, terminal)
  if (sources.some(({ scenario }) => scenario === undefined)) return exitCodes.unusable
  const scenarios = sources.flatMap(({ scenario }) => scenario ?? [])
  return await playAll(fileMatches(scenarios, ableDaemons(wanted, terminal)), options, program, terminal)
}

function refuseMisuse(given: readonly string[], { random, seed, out }: ConformOptions): void {
  if (random !== undefined && given.length > 0) throw new UsageError('--random stands in place of files')
  if (random === undefined && (seed !== undefined || out !== undefined))
    throw new UsageError('--seed and --out belong to --random')
}

/** Without root: the same command in namespaces of our own, and its exit code; `undefined` where it can go on here. */
async function asOwnRoot(wanted: readonly Daemon[], terminal: Terminal): Promise<ExitCode | undefined> {
  if (isRoot() || wanted.every((daemon) => missingPrograms(daemon).length > 0)) return undefined
  const trouble = await userNamespaceTrouble()
  if (trouble === undefined) return exitCodeCalled(await againInUserNamespace())
  terminal.talk(
    `${terminal.talkPalette.yellow('not compared:')} network namespaces need root, or a user namespace, which this host refuses (${trouble}): use sudo\n`,
  )
  return undefined
}

/** Those of them that can play here; why the others cannot is told. */
function ableDaemons(wanted: readonly Daemon[], terminal: Terminal): readonly Daemon[] {
  const present = wanted.filter((daemon) => missingPrograms(daemon).length === 0)
  const absent = wanted.filter((daemon) => !present.includes(daemon))
  const homeless = isRoot() && isAloneWithRoot() ? present.filter(({ user }) => user !== undefined) : []
  for (const line of whyNot(absent, homeless)) {
    terminal.talk(`${terminal.talkPalette.yellow('not compared:')} ${line}\n`)
  }
  return isRoot() ? present.filter((daemon) => !homeless.includes(daemon)) : []
}

function daemonIn(name: string): Daemon {
  const known = daemonNames.find((other) => other === name)
  if (known !== undefined) return daemonCalled(known)
  throw new UsageError(unknownWord(`daemon ${name}`, name, daemonNames))
}

function whyNot(absent: readonly Daemon[], homeless: readonly Daemon[]): readonly string[] {
  const install = absent.length === 0 ? [] : [`install it with: ${installCommand(absent)}`]
  return [
    ...absent.map(
      (daemon) => `${daemon.name} is not installed (no ${missingPrograms(daemon).join(', no ')})`,
    ),
    ...install,
    ...homeless.map(
      ({ name, user }) =>
        `${name} gives up root for its user ${user}, who does not exist in a user namespace: use sudo`,
    ),
  ]
}

/** Of another process that is this program too. */
function exitCodeCalled(code: number): ExitCode {
  return Object.values(exitCodes).find((known) => known === code) ?? exitCodes.bug
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

interface Row extends Played {
  readonly outcome: Outcome
}

/** Plays several at a time, and tells of each as it ends. */
async function playAll(
  { all, count, remarks }: Matches,
  { json, verbose, slow, jobs }: ConformOptions,
  program: Program,
  terminal: Terminal,
): Promise<ExitCode> {
  if (count > 0) await removeLeftovers()
  const abort = new AbortController()
  const stopListening = terminal.onInterrupt(() => abort.abort())
  const progress = new Progress(terminal)
  const rows: Row[] = []
  const tell = ({ conformed, closer }: Played): void => {
    progress.clear()
    const row = { conformed, closer, outcome: outcomeOf(conformed, knownDifferences) }
    rows.push(row)
    const style = { palette: terminal.outPalette, allRouters: verbose === true || count <= 2 }
    if (json === true) terminal.out(`${rows.length > 1 ? ',' : ''}${JSON.stringify(rowJson(row))}\n`)
    else terminal.out(formatConformed(conformed, knownDifferences, style) + closerText(closer))
    progress.show(rows.length / count, conformed.file)
  }
  const say = (line: string): void => {
    progress.clear()
    terminal.talk(`${line}\n`)
  }
  // One document, with each result on a line of its own as soon as it is known.
  if (json === true) terminal.out(`{"version":1,"program":${JSON.stringify(program)},"results":[\n`)
  try {
    await inParallel(all, jobs ?? 2 * availableParallelism(), async ({ play }) => {
      tell(await play({ isSlow: slow === true, signal: abort.signal }, say))
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
  for (const line of remarks()) terminal.talk(`${line}\n`)
  return exitCodeOf(rows)
}

function closerText(closer: Played['closer']): string {
  return closer === undefined ? '' : `    ${closer.remark}\n${closer.text ?? ''}`
}

/** A few at a time; the first failure is thrown once all that were begun have ended. */
async function inParallel<Item>(
  items: Iterable<Item>,
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]()
  const failures: unknown[] = []
  const lane = async (): Promise<void> => {
    while (failures.length === 0) {
      try {
        const next = waiting.next()
        if (next.done === true) return
        await work(next.value)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
  if (failures.length > 0) throw failures[0]
}

function rowJson({ conformed, outcome, closer }: Row): object {
  const { file, title, daemon, stages, playedWithout, leftOut } = conformed
  return { file, title, daemon, outcome, stages, playedWithout, leftOut, closer }
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
