import { existsSync, rmSync, writeFileSync } from 'node:fs'
import {
  InterleavedRuns,
  inOrder,
  type OrderVerdicts,
  orderDifferences,
  verdictsIn,
} from '../../analysis/interleaved-runs.ts'
import { countOf } from '../../report/quantity.ts'
import { type LoadedScenario, loadScenario } from '../../scenario/load.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { type ExitCode, exitCodes, mostUrgent } from '../exit-code.ts'
import { runPieces, threadsFor } from '../pieces/run-pieces.ts'
import { scenarioFiles } from '../scenario-files.ts'
import { writing } from '../system-error.ts'
import { tellIssues } from '../tell-issues.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

export interface InterleaveOptions {
  /** How many orders. */
  readonly interleave: number
  readonly seed?: number
  /** Where the first order with other verdicts is written to, as a scenario. */
  readonly write?: string
}

/** How many of the differences of one file are told. */
const mostTold = 5

/** `vmsee run FILE... --interleave N`: exit code 1 where a verdict depends on the order of what happens at one instant. */
export async function runInterleaved(
  given: readonly string[],
  options: InterleaveOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.write !== undefined && existsSync(options.write))
    throw new UsageError(`${options.write} exists and is left as it is: give another name`)
  const files = scenarioFiles(given)
  if (files.length === 0) terminal.talk('no scenario file found\n')
  const codes: ExitCode[] = files.length === 0 ? [exitCodes.unchecked] : []
  for (const file of files) {
    const code = await oneFile(loadScenario(file), options, terminal)
    codes.push(code)
    if (code === exitCodes.interrupted) break
  }
  return mostUrgent(codes)
}

async function oneFile(
  source: LoadedScenario,
  options: InterleaveOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { file } = source
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  const scenario = { ...source.scenario, seed: options.seed ?? source.scenario.seed }
  const usual = verdictsIn(scenario, undefined)
  if (usual.length === 0) {
    terminal.out(` ${file}  nothing is expected\n`)
    return exitCodes.unchecked
  }
  const { orders, isDone } = await ordersOf(scenario, options.interleave, terminal)
  const code = orders.size === 0 ? exitCodes.held : tellOrders(source, { usual, orders }, options, terminal)
  if (isDone) return code
  terminal.talk(`interrupted: ${orders.size} of ${countOf(options.interleave, 'order')} were run\n`)
  return exitCodes.interrupted
}

/** What was seen in the orders that were run. */
function tellOrders(
  source: LoadedScenario,
  { usual, orders }: { readonly usual: OrderVerdicts; readonly orders: ReadonlyMap<number, OrderVerdicts> },
  options: InterleaveOptions,
  terminal: Terminal,
): ExitCode {
  const { file } = source
  const differences = orderDifferences(usual, orders)
  const unlike = new Set(differences.map(({ order }) => order))
  const verdicts = countOf(usual.length, 'verdict')
  const all = countOf(orders.size, 'order')
  if (unlike.size === 0) {
    terminal.out(` ${file}  ${all}, the same ${verdicts} in each\n`)
    return exitCodes.held
  }
  terminal.out(` ${file}  ${all}, ${unlike.size} of them with other verdicts\n`)
  for (const { order, text, from, to, measured } of differences.slice(0, mostTold))
    terminal.out(`   order ${order}: ${from} becomes ${to}: ${text} (${measured})\n`)
  const rest = differences.length - mostTold
  if (rest > 0) terminal.out(`   and ${rest} more\n`)
  const [first] = differences
  if (options.write !== undefined && first !== undefined && !existsSync(options.write))
    writeOrder(options.write, source, { order: first.order, seed: options.seed }, terminal)
  return exitCodes.failed
}

async function ordersOf(
  scenario: Scenario,
  orders: number,
  terminal: Terminal,
): Promise<{ readonly orders: ReadonlyMap<number, OrderVerdicts>; readonly isDone: boolean }> {
  const outcomes = new Map<number, OrderVerdicts>()
  const work = new InterleavedRuns(scenario, orders)
  const isDone = await runPieces({
    work,
    order: { kind: 'interleave', scenario, orders },
    pieces: Array.from({ length: orders }, (_, index) => index),
    threads: threadsFor(orders, undefined),
    terminal,
    onDone: ({ piece, outcome }) => outcomes.set(piece, outcome),
  })
  return { orders: outcomes, isDone }
}

function writeOrder(
  file: string,
  source: LoadedScenario,
  { order, seed }: { readonly order: number; readonly seed: number | undefined },
  terminal: Terminal,
): void {
  writing(file, () => writeFileSync(file, inOrder(source.text, order), { flag: 'wx' }))
  if (loadScenario(file).scenario?.interleave !== order) {
    rmSync(file)
    throw new UsageError(
      `order ${order} of ${source.file} cannot be written to ${file}: add "interleave: ${order}" to the scenario`,
    )
  }
  terminal.talk(
    `${file}: order ${order}\n\n  vmsee run ${file}${seed === undefined ? '' : ` --seed ${seed}`}\n`,
  )
}
