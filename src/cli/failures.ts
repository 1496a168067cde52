import { existsSync, rmSync, writeFileSync } from 'node:fs'
import type { ElementKind } from '../analysis/failure-element.ts'
import { type FailureCase, type Sweep, sweepFailures, UnsettledError } from '../analysis/failure-sweep.ts'
import { reproduction } from '../analysis/reproduction.ts'
import { failuresJson } from '../report/failures-json.ts'
import { byHarm, failuresText, nameOf, verdictOf, worstOutageOf } from '../report/failures-text.ts'
import { formatSpan } from '../report/quantity.ts'
import { loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Micros, microsToSeconds } from '../sim/time.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { Progress } from './progress.ts'
import { tellIssues } from './tell-issues.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface FailuresOptions {
  readonly k: 1 | 2 | 3
  readonly of?: readonly ElementKind[]
  /** The longest outage that may be, microseconds. */
  readonly assert?: Micros
  readonly seed?: number
  readonly all?: true
  /** Where the worst case is written to, as a scenario. */
  readonly write?: string
  readonly json?: true
}

/** What fails where nobody says otherwise. */
const usualKinds: readonly ElementKind[] = ['links', 'nodes']

/** `vmsee failures FILE --k 2 --assert "outage <= 1s"`: exit code 1 where a case is worse than asserted. */
export function failures(file: string, options: FailuresOptions, terminal: Terminal): ExitCode {
  const source = loadScenario(file)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  const { scenario } = source
  if (scenario.flows.size === 0) throw new UsageError(`${file} has no flows: nothing could be lost`)
  const sweep = swept({ ...scenario, seed: options.seed ?? scenario.seed }, options, terminal)
  if (sweep.elements.length === 0) throw new UsageError(`${file} has nothing of that kind that may fail`)
  terminal.out(
    options.json === true ? failuresJson(file, sweep) : failuresText(sweep, { all: options.all === true }),
  )
  if (options.write !== undefined) writeWorst(options.write, scenario, sweep, terminal)
  return judged(sweep, options.assert, terminal)
}

function swept(
  scenario: Scenario,
  { k, of: kinds = usualKinds }: FailuresOptions,
  terminal: Terminal,
): Sweep {
  const progress = new Progress(terminal)
  try {
    const steps = sweepFailures(scenario, { k, kinds })
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
      progress.show(step.value.done / step.value.of, `${step.value.done} of ${step.value.of} cases`)
    }
  } catch (error) {
    if (error instanceof UnsettledError) throw new UsageError(error.message)
    throw error
  } finally {
    progress.clear()
  }
}

function writeWorst(
  file: string,
  { source, file: read }: Scenario,
  { cases }: Sweep,
  terminal: Terminal,
): void {
  if (existsSync(file)) throw new UsageError(`${file} exists and is left as it is: give another name`)
  const [worst] = [...cases].sort(byHarm)
  if (worst === undefined) throw new Error('a sweep without a case')
  writeFileSync(file, reproduction(source, worst), { flag: 'wx' })
  const { scenario, issues } = loadScenario(file)
  if (scenario === undefined) {
    rmSync(file)
    throw new UsageError(`the worst case of ${read} cannot be written to ${file}: ${issues[0]?.message}`)
  }
  terminal.talk(`${file}: ${nameOf(worst)}\n\n  vmsee run ${file} --story\n`)
}

function judged({ cases }: Sweep, longest: Micros | undefined, terminal: Terminal): ExitCode {
  if (longest === undefined) return exitCodes.held
  const worse = cases.filter((one) => verdictOf(one) === 'lost' || worstOutageOf(one) > longest)
  for (const one of worse.slice(0, mostTold))
    terminal.talk(`asserted otherwise: ${nameOf(one)}: ${harmOf(one)}\n`)
  const rest = worse.length - mostTold
  if (rest > 0) terminal.talk(`and ${rest} more\n`)
  return worse.length === 0 ? exitCodes.held : exitCodes.failed
}

const mostTold = 5

function harmOf(one: FailureCase): string {
  if (verdictOf(one) === 'lost') return 'traffic is lost for good'
  return `out for ${formatSpan(microsToSeconds(worstOutageOf(one)))}`
}
