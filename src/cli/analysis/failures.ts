import type { ElementKind } from '../../analysis/failure-element.ts'
import { FailureRuns, type SweepOutline, type SweepPlan, sweepOf } from '../../analysis/failure-sweep.ts'
import type { PartHead } from '../../analysis/part.ts'
import { undivided } from '../../analysis/work.ts'
import { failuresForm } from '../../report/analysis/part-text.ts'
import type { Program } from '../../report/run/run-report.ts'
import { loadScenario } from '../../scenario/load.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { doPart, type PartOptions, partWords } from '../pieces/do-part.ts'
import { tellIssues } from '../tell-issues.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { refuseTaken, refuseUnheard, type SweepOptions, sweepWords, tellSweep } from './tell-sweep.ts'

export interface FailuresOptions extends SweepOptions, PartOptions {
  readonly k: SweepPlan['k']
  readonly of?: readonly ElementKind[]
  readonly seed?: number
}

/** What fails where nobody says otherwise. */
const usualKinds: readonly ElementKind[] = ['links', 'nodes']

/** `vmsee failures FILE --k 2 --assert "outage <= 1s"`: exit code 1 where a case is worse than asserted. */
export async function failures(
  file: string,
  options: FailuresOptions,
  program: Program,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.shard !== undefined) refuseUnheard(options)
  refuseTaken(options)
  const source = loadScenario(file)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  if (source.scenario.flows.size === 0) throw new UsageError(`${file} has no flows: nothing could be lost`)
  const scenario = { ...source.scenario, seed: options.seed ?? source.scenario.seed }
  const plan = { k: options.k, kinds: options.of ?? usualKinds }
  const work = new FailureRuns(scenario, plan)
  const { outline, pieces } = work
  if (pieces === 0) throw new UsageError(`${file} has nothing of ${plan.kinds.join(', ')} that may fail`)
  const head: PartHead<SweepOutline> = {
    ...{ command: 'failures', program: `${program.name} ${program.version}`, file, pieces, outline },
    ...{ sha256: scenario.sha256, seed: scenario.seed, shard: options.shard ?? undivided },
  }
  const order = { kind: 'failures', scenario, plan } as const
  const words = ['vmsee', 'failures', file, ...wordsOf(options)]
  const outcomes = await doPart(
    { work, order, head, words, form: failuresForm, unit: 'run' },
    options,
    terminal,
  )
  if (outcomes === undefined) return exitCodes.interrupted
  if (options.shard !== undefined) return exitCodes.held
  return tellSweep(sweepOf(outline, outcomes), { file, source: () => source.text }, options, terminal)
}

/** The options, as they are typed. */
function wordsOf({ k, of, seed, ...options }: FailuresOptions): readonly string[] {
  return [
    ...['--k', `${k}`],
    ...(of === undefined ? [] : ['--of', of.join(',')]),
    ...(seed === undefined ? [] : ['--seed', `${seed}`]),
    ...partWords(options),
    ...sweepWords(options),
  ]
}
