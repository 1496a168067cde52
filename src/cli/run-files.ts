import type { ScenarioEntry } from '../report/run/run-report.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import type { RunResult } from '../scenario/result/run-result.ts'
import { type RunOptions, runScenario, stepScenario } from '../scenario/run-scenario.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Micros } from '../sim/time.ts'
import type { DatagramRecord, SegmentRecord, TraceRecord } from '../sim/trace.ts'
import { UsageError } from './usage-error.ts'

/** What a command asks of a run besides the file. */
export interface RunRequest {
  readonly seed: number | undefined
  readonly untilSeconds: number | undefined
  /** The instant for which `RunResult.routers` is asked; the end where it is `undefined`. */
  readonly atSeconds: number | undefined
  readonly onRecord: ((record: TraceRecord) => void) | undefined
  readonly onSegment?: (segment: SegmentRecord) => void
  readonly onDatagram?: (datagram: DatagramRecord) => void
}

/**
 * Runs a scenario that was read, unless it is not valid, and takes the time. Between its instants `lookUp` may
 * let the rest of the program have its turn, or throw to end the run.
 */
export async function runLoaded(
  { file, issues, scenario }: LoadedScenario,
  request: RunRequest,
  lookUp: (at: Micros) => Promise<void> | undefined,
): Promise<ScenarioEntry> {
  if (scenario === undefined) return { kind: 'invalid', file, issues }
  const started = performance.now()
  const steps = stepScenario(scenario, optionsOf(request))
  for (;;) {
    const step = steps.next()
    if (step.done === true) {
      return { kind: 'ran', result: step.value, wallMilliseconds: performance.now() - started }
    }
    const turn = lookUp(step.value)
    if (turn !== undefined) await turn
  }
}

export function runToResult(scenario: Scenario, request: RunRequest): RunResult {
  return runScenario(scenario, optionsOf(request))
}

/** What `--at` and `--seed` ask of a command that shows one moment. */
export interface Moment {
  readonly at?: number
  readonly seed?: number
}

/** Runs to the end, with the routers as they were at the moment asked for, which must not lie behind it. */
export function runToInstant(
  scenario: Scenario,
  { at, seed, onRecord }: Moment & Pick<RunRequest, 'onRecord'>,
): RunResult {
  const result = runToResult(scenario, { seed, untilSeconds: undefined, atSeconds: at, onRecord })
  if (at === undefined || at <= result.simulatedSeconds) return result
  throw new UsageError(`the run ends at ${result.simulatedSeconds} s, before --at`)
}

function optionsOf({
  seed,
  untilSeconds,
  atSeconds,
  onRecord,
  onSegment,
  onDatagram,
}: RunRequest): RunOptions {
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(untilSeconds === undefined ? {} : { untilSeconds }),
    ...(atSeconds === undefined ? {} : { atSeconds }),
    ...(onRecord === undefined ? {} : { onRecord }),
    ...(onSegment === undefined ? {} : { onSegment }),
    ...(onDatagram === undefined ? {} : { onDatagram }),
  }
}
