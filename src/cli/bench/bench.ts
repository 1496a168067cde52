import { existsSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { type Comparison, compareRuns, withSecondLook } from '../../bench/compare.ts'
import { type BenchPlan, type BenchSection, runBench } from '../../bench/run-bench.ts'
import { familyNames } from '../../net/address-text.ts'
import { type BenchJson, readBenchJson } from '../../report/bench/bench-json.ts'
import { formatComparison } from '../../report/bench/comparison.ts'
import { formatBench } from '../../report/bench/format-bench.ts'
import { countOf } from '../../report/quantity.ts'
import type { Program } from '../../report/run/run-report.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { Progress } from '../run/progress.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { benchCourses, type CourseOptions } from './bench-courses.ts'
import { processInstruments } from './bench-instruments.ts'

export interface BenchOptions extends CourseOptions {
  readonly rounds: number
  /** Bits of IPv4 that the first step of a look-up takes, where not as the size asks for. */
  readonly depth?: number
  /** How long a sample lasts at least, in milliseconds. */
  readonly sample: number
  readonly baseline?: string
  readonly json?: true
}

const incomparable = 'the baseline is of other tables, or of another seed: nothing can be compared'

/** How often what looks like a loss is measured again before it is called one. */
const secondLooks = 2

/** `vmsee bench`: what the route table does in a second on this machine, beside what else one could take. */
export function bench(options: BenchOptions, program: Program, terminal: Terminal): ExitCode {
  const before = options.baseline === undefined ? undefined : readBaseline(options.baseline)
  const courses = benchCourses(options, terminal)
  if (courses === undefined) return exitCodes.unusable
  const { seed, rounds, sample, depth } = options
  if (before !== undefined && before.seed !== seed) throw new UsageError(incomparable)
  const measure = (): readonly BenchSection[] =>
    measured({ courses, seed, rounds, depth, sampleMilliseconds: sample }, terminal)
  const run: BenchJson = { version: 1, program, machine: machine(), seed, rounds, sections: measure() }
  if (options.json === true) terminal.out(`${JSON.stringify(run, undefined, 2)}\n`)
  else terminal.out(formatBench(run, { palette: terminal.outPalette, columns: terminal.columns }))
  return before === undefined ? exitCodes.held : tellComparison(before, run, measure, terminal)
}

function measured(plan: BenchPlan, terminal: Terminal): readonly BenchSection[] {
  const progress = new Progress(terminal)
  const sections = runBench(plan, processInstruments(), (at, done, total, contest) => {
    const table = `${familyNames[at.family]}, ${countOf(at.prefixes, 'prefix', 'prefixes')}`
    progress.show((at.course + done / total) / plan.courses.length, `${table}  ${contest}`)
  })
  progress.clear()
  return sections
}

function readBaseline(file: string): BenchJson {
  if (!existsSync(file)) throw new UsageError(`no such file: ${file}`)
  const read = readBenchJson(readFileSync(file, 'utf8'))
  if (typeof read === 'string') throw new UsageError(`${file} is no result of vmsee bench --json: ${read}`)
  return read
}

function tellComparison(
  before: BenchJson,
  after: BenchJson,
  measure: () => readonly BenchSection[],
  terminal: Terminal,
): ExitCode {
  let rows = compareRuns(before.sections, after.sections)
  if (rows.length === 0) throw new UsageError(incomparable)
  for (let looks = 0; looks < secondLooks && hasLoss(rows); looks++) {
    rows = withSecondLook(rows, compareRuns(before.sections, measure()))
  }
  terminal.talk(formatComparison(rows, terminal.talkPalette))
  return hasLoss(rows) ? exitCodes.failed : exitCodes.held
}

function hasLoss(rows: readonly Comparison[]): boolean {
  return rows.some(({ verdict }) => verdict === 'loss')
}

function machine(): string {
  const processors = cpus()
  return `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown processor'}`
}
