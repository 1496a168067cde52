import { summaryOf } from '../../analysis/availability/summary.ts'
import { sweepOf } from '../../analysis/failure-sweep.ts'
import { allOutcomes, mergeProblems, type NamedPart } from '../../analysis/part.ts'
import { availabilityJson } from '../../report/analysis/availability-json.ts'
import { availabilityForm } from '../../report/analysis/availability-part.ts'
import { availabilityPicture } from '../../report/analysis/availability-picture.ts'
import { availabilityText } from '../../report/analysis/availability-text.ts'
import { commandOf, failuresForm, type PartForm } from '../../report/analysis/part-text.ts'
import { loadScenario } from '../../scenario/load.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { loadPart, textOf } from '../pieces/part-file.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { refuseTaken, type SweepOptions, tellSweep } from './tell-sweep.ts'
import { availabilityDrawn, writeDrawing } from './write-drawing.ts'

/** `vmsee merge PART...`: what the command would have said of the whole, whose parts these are. */
export function merge(paths: readonly string[], options: SweepOptions, terminal: Terminal): ExitCode {
  refuseTaken(options)
  const [first = ''] = paths
  const command = commandOf(textOf(first))
  if (command === undefined) throw new UsageError(`${first} is no part, as --shard and --resume write them`)
  if (command === 'availability') return mergeAvailability(paths, options, terminal)
  const { head, outcomes } = mergedParts(paths, failuresForm)
  const swept = { file: head.file, source: () => sourceOf(head) }
  return tellSweep(sweepOf(head.outline, outcomes), swept, options, terminal)
}

function mergeAvailability(paths: readonly string[], options: SweepOptions, terminal: Terminal): ExitCode {
  const unheard = aboutSweeps.find((name) => options[name] !== undefined)
  if (unheard !== undefined) throw new UsageError(`--${unheard} is for parts of vmsee failures`)
  const { head, outcomes } = mergedParts(paths, availabilityForm)
  const { file, seed, outline } = head
  const summary = summaryOf(outline, outcomes)
  terminal.out(
    options.json === true ? availabilityJson(file, seed, summary) : availabilityText(summary, seed),
  )
  if (options.svg !== undefined)
    writeDrawing(options.svg, availabilityPicture(summary), availabilityDrawn, terminal)
  return exitCodes.held
}

const aboutSweeps = ['assert', 'all', 'write', 'html'] as const

function mergedParts<Outline, Outcome>(
  paths: readonly string[],
  form: PartForm<Outline, Outcome>,
): NamedPart<Outline, Outcome>['part'] {
  const parts = paths.map((name) => ({ name, part: loadPart(name, form) }))
  const problems = mergeProblems(parts)
  const [first] = parts
  if (first === undefined) throw new Error('no parts to merge')
  if (problems.length > 0) throw new UsageError(`these are not one whole: ${problems.join('; ')}`)
  return { head: first.part.head, outcomes: allOutcomes(parts.map(({ part }) => part)) }
}

function sourceOf({ file, sha256 }: { readonly file: string; readonly sha256: string }): string {
  const { text, scenario } = loadScenario(file)
  if (scenario?.sha256 === sha256) return text
  throw new UsageError(`--write needs ${file} as it was when the parts were made`)
}
