import { existsSync, rmSync, writeFileSync } from 'node:fs'
import type { FailureCase, Sweep } from '../../analysis/failure-sweep.ts'
import { reproduction } from '../../analysis/reproduction.ts'
import { byHarm, nameOf, verdictOf, worstOutageOf } from '../../report/analysis/failure-words.ts'
import { failuresHtml } from '../../report/analysis/failures-html.ts'
import { failuresJson } from '../../report/analysis/failures-json.ts'
import { failuresPicture } from '../../report/analysis/failures-picture.ts'
import { failuresText } from '../../report/analysis/failures-text.ts'
import { formatSpan } from '../../report/quantity.ts'
import { loadScenario } from '../../scenario/load.ts'
import { formatDuration, type Micros, microsToSeconds } from '../../sim/time.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { makeFolders, writing } from '../system-error.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { writeDrawing } from './write-drawing.ts'

/** How a whole sweep is told, wherever its outcomes come from. */
export interface SweepOptions {
  /** The longest outage that may be, microseconds. */
  readonly assert?: Micros
  readonly all?: true
  /** Where the worst case is written to, as a scenario. */
  readonly write?: string
  /** Where the whole is written to as a page. */
  readonly html?: string
  /** Where the worst of it is drawn to. */
  readonly svg?: string
  readonly json?: true
}

/** The scenario file that was swept. */
interface Swept {
  readonly file: string
  /** Its text. */
  readonly source: () => string
}

/** A part alone tells nothing of the whole. */
export function refuseUnheard(options: SweepOptions): void {
  const unheard = (['assert', 'all', 'write', 'html', 'svg', 'json'] as const).find(
    (name) => options[name] !== undefined,
  )
  if (unheard !== undefined)
    throw new UsageError(`--${unheard} is about the whole: give it to vmsee merge, not beside --shard`)
}

/** Before anything is run that takes long. */
export function refuseTaken({ write, html, svg }: SweepOptions): void {
  if (write !== undefined && existsSync(write))
    throw new UsageError(`${write} exists and is left as it is: give another name`)
  makeFolders([write, html, svg])
}

/** The options, as they are typed. */
export function sweepWords({ assert, all, write, html, svg, json }: SweepOptions): readonly string[] {
  return [
    ...(assert === undefined ? [] : ['--assert', `outage <= ${formatDuration(assert)}`]),
    ...(all === undefined ? [] : ['--all']),
    ...(write === undefined ? [] : ['--write', write]),
    ...(html === undefined ? [] : ['--html', html]),
    ...drawingWords({ svg, json }),
  ]
}

/** Those that go with everything that is divided into parts. */
export function drawingWords({
  svg,
  json,
}: {
  readonly svg: string | undefined
  readonly json: true | undefined
}): readonly string[] {
  return [...(svg === undefined ? [] : ['--svg', svg]), ...(json === undefined ? [] : ['--json'])]
}

export function tellSweep(sweep: Sweep, swept: Swept, options: SweepOptions, terminal: Terminal): ExitCode {
  const text =
    options.json === true
      ? failuresJson(swept.file, sweep)
      : failuresText(sweep, { all: options.all === true })
  terminal.out(text)
  if (options.html !== undefined)
    writeDrawing(options.html, failuresHtml(swept.file, sweep), 'the whole as a page', terminal)
  if (options.svg !== undefined)
    writeDrawing(options.svg, failuresPicture(swept.file, sweep), 'the worst of it, drawn', terminal)
  if (options.write !== undefined) writeWorst(options.write, swept, sweep, terminal)
  return judged(sweep, options.assert, terminal)
}

function writeWorst(file: string, swept: Swept, { cases }: Sweep, terminal: Terminal): void {
  const [worst] = [...cases].sort(byHarm)
  if (worst === undefined) throw new Error('a sweep without a case')
  writing(file, () => writeFileSync(file, reproduction(swept.source(), worst), { flag: 'wx' }))
  const { scenario, issues } = loadScenario(file)
  if (scenario === undefined) {
    rmSync(file)
    throw new UsageError(
      `the worst case of ${swept.file} cannot be written to ${file}: ${issues[0]?.message}`,
    )
  }
  terminal.talk(`${file}: ${nameOf(worst)}\n\n  vmsee run ${file} --story\n`)
}

function judged({ cases }: Sweep, longest: Micros | undefined, terminal: Terminal): ExitCode {
  if (longest === undefined) return exitCodes.held
  const worse = cases
    .filter((one) => verdictOf(one) === 'lost' || worstOutageOf(one) > longest)
    .toSorted(byHarm)
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
