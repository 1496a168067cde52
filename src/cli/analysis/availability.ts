import { AvailabilityTrials } from '../../analysis/availability/availability.ts'
import { summaryOf } from '../../analysis/availability/summary.ts'
import { undivided } from '../../analysis/work.ts'
import { availabilityJson } from '../../report/analysis/availability-json.ts'
import { availabilityForm } from '../../report/analysis/availability-part.ts'
import { availabilityPicture } from '../../report/analysis/availability-picture.ts'
import { availabilityText } from '../../report/analysis/availability-text.ts'
import type { Program } from '../../report/run/run-report.ts'
import { loadScenario } from '../../scenario/load.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { doPart, type PartOptions, partWords } from '../pieces/do-part.ts'
import { makeFolders } from '../system-error.ts'
import { tellIssues } from '../tell-issues.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { drawingWords } from './tell-sweep.ts'
import { availabilityDrawn, writeDrawing } from './write-drawing.ts'

export interface AvailabilityOptions extends PartOptions {
  readonly trials: number
  readonly seed?: number
  readonly json?: true
  /** Where it is drawn to. */
  readonly svg?: string
}

/** `vmsee availability FILE --trials 1000`: what flows lose in a year in which things fail by chance. */
export async function availability(
  file: string,
  options: AvailabilityOptions,
  program: Program,
  terminal: Terminal,
): Promise<ExitCode> {
  const { trials, seed: given, shard, json, svg } = options
  refuseUnheard(options)
  makeFolders([svg])
  const source = loadScenario(file)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  if (source.scenario.flows.size === 0) throw new UsageError(`${file} has no flows: nothing could be lost`)
  const scenario = { ...source.scenario, seed: given ?? source.scenario.seed }
  const { seed, sha256 } = scenario
  const work = new AvailabilityTrials(scenario, trials)
  const { outline, strangers } = work
  if (strangers.length > 0)
    throw new UsageError(
      `${file}: availability is of what fails as a whole, which ${strangers[0]} does not; vmsee failures lists what does`,
    )
  if (shard !== undefined && shard.of > trials)
    throw new UsageError(`${trials} trials cannot be divided into ${shard.of} parts`)
  const outcomes = await doPart(
    {
      work,
      order: { kind: 'availability', scenario, trials },
      head: {
        ...{ command: 'availability', program: `${program.name} ${program.version}`, file, sha256, seed },
        ...{ shard: shard ?? undivided, pieces: trials, outline },
      },
      form: availabilityForm,
      unit: 'year',
      words: [
        ...['vmsee', 'availability', file, '--trials', `${trials}`],
        ...(given === undefined ? [] : ['--seed', `${given}`]),
        ...partWords(options),
        ...drawingWords({ svg, json }),
      ],
    },
    options,
    terminal,
  )
  if (outcomes === undefined) return exitCodes.interrupted
  if (shard !== undefined) return exitCodes.held
  const summary = summaryOf(outline, outcomes)
  terminal.out(json === true ? availabilityJson(file, seed, summary) : availabilityText(summary, seed))
  if (svg !== undefined) writeDrawing(svg, availabilityPicture(summary), availabilityDrawn, terminal)
  return exitCodes.held
}

/** A part alone tells nothing of the whole. */
function refuseUnheard({ shard, ...options }: AvailabilityOptions): void {
  const unheard = (['json', 'svg'] as const).find((name) => options[name] !== undefined)
  if (shard !== undefined && unheard !== undefined)
    throw new UsageError(`--${unheard} is about the whole: give it to vmsee merge, not beside --shard`)
}
