import { Draws, shuffledOrder } from '../../bench/draws.ts'
import { generatedTable } from '../../bench/generated-table.ts'
import { inOrder } from '../../bench/prefix-order.ts'
import type { BenchPlan } from '../../bench/run-bench.ts'
import { readUpdatesText } from '../../bench/updates-text.ts'
import { type Family, families } from '../../net/address.ts'
import type { PackedPrefixes } from '../../net/packed-prefixes.ts'
import { type LineIssue, type NamedText, readTableText } from '../../net/table-text.ts'
import { countOf } from '../../report/quantity.ts'
import { fileOctets } from '../file-octets.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

export interface CourseOptions {
  readonly prefixes?: readonly number[]
  readonly family?: Family
  readonly seed: number
  readonly table?: readonly string[]
  readonly updates?: readonly string[]
}

type Course = BenchPlan['courses'][number]

const defaultSizes = [20_000]
const mostIssuesTold = 10

/** The tables that the options ask for; `undefined` where a file has bad lines, which have been told of then. */
export function benchCourses(options: CourseOptions, terminal: Terminal): readonly Course[] | undefined {
  if (options.table !== undefined) return fileCourses(options.table, options, terminal)
  if (options.updates !== undefined)
    throw new UsageError('--updates needs the --table that they are played on')
  const { prefixes: sizes = defaultSizes, seed } = options
  return wantedFamilies(options).flatMap((family) =>
    sizes.map((size) => ({ prefixes: generatedTable(family, size, seed), updates: undefined })),
  )
}

function wantedFamilies({ family }: CourseOptions): readonly Family[] {
  return families.filter((one) => family === undefined || one === family)
}

function fileCourses(
  files: readonly string[],
  options: CourseOptions,
  terminal: Terminal,
): readonly Course[] | undefined {
  const { tables, repeated, issues } = readTableText(files.map(readText))
  const day = readUpdatesText((options.updates ?? []).map(readText))
  if (tellLineIssues([...issues, ...day.issues], terminal)) return undefined
  if (repeated > 0) terminal.talk(`${countOf(repeated, 'line')} with a prefix that an earlier line has\n`)
  const courses = wantedFamilies(options).flatMap((family) => {
    const updates = day.updates[family]
    return tablesOf(tables[family], options).map((prefixes) => {
      return { prefixes, updates: updates.prefixes.count === 0 ? undefined : updates }
    })
  })
  if (courses.length === 0) throw new UsageError(`no prefix to measure with in ${files.join(', ')}`)
  return courses
}

/** The whole table, or as many of its prefixes as were asked for. */
function tablesOf(
  table: PackedPrefixes,
  { prefixes: sizes, seed }: CourseOptions,
): readonly PackedPrefixes[] {
  if (table.count === 0) return []
  const order = shuffledOrder(table.count, new Draws(seed, `order ${table.family}`))
  return (sizes ?? [table.count]).map((size) =>
    inOrder(table, order.subarray(0, Math.min(size, table.count))),
  )
}

function readText(file: string): NamedText {
  return { file, text: new TextDecoder().decode(fileOctets(file)) }
}

/** Says what is wrong, and whether anything is. */
function tellLineIssues(issues: readonly LineIssue[], terminal: Terminal): boolean {
  for (const { file, line, problem } of issues.slice(0, mostIssuesTold)) {
    terminal.talk(`${terminal.talkPalette.bold(`${file}:${line}`)}  ${problem}\n`)
  }
  const left = issues.length - mostIssuesTold
  if (left > 0) terminal.talk(`and ${countOf(left, 'other line')} like these\n`)
  return issues.length > 0
}
