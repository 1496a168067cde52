import type { MemoryMeasurement } from '../../bench/memory.ts'
import { referenceName } from '../../bench/references.ts'
import type { BenchSection } from '../../bench/run-bench.ts'
import { familyNames } from '../../net/address-text.ts'
import type { Palette } from '../palette.ts'
import { countOf } from '../quantity.ts'
import { alignedRows } from './aligned-rows.ts'
import { formatNanoseconds, formatRate, formatRates, significant } from './figures.ts'

/** What was measured on one table: a row for each contest, ours in detail, the others' rates beside it. */
export function formatSection(section: BenchSection, { bold, dim }: Palette): string {
  const [ours] = section.measurements.filter(({ kind }) => kind === 'ours')
  if (ours === undefined) throw new Error('nothing of ours was measured')
  const others = otherNames(section)
  const heads = ['operations a second', ours.contender, 'p10 - p90', 'each', 'in reads', ...others]
  const rows = contestNames(section).flatMap((contest) => contestRows(section, contest, others))
  const [head = '', ...lines] = alignedRows([heads, ...rows, ...memoryRows(section, others)])
  const title = `${familyNames[section.family]}, ${countOf(section.prefixes, 'prefix', 'prefixes')}, R = ${section.depth}`
  return [bold(title), dim(head), ...lines, ...referenceLines(section).map(dim)].join('\n')
}

/** The contests that a table of ours took part in. */
export function contestNames({ measurements }: BenchSection): readonly string[] {
  return [...new Set(measurements.filter(({ kind }) => kind === 'ours').map(({ contest }) => contest))]
}

/** Who else took part in these contests. */
function otherNames(section: BenchSection): readonly string[] {
  const contests = contestNames(section)
  const others = section.measurements.filter(
    ({ kind, contest }) => kind !== 'ours' && contests.includes(contest),
  )
  return [...new Set(others.map(({ contender }) => contender))]
}

/** The first of ours in the row that has the others; what else is ours below it. */
function contestRows(
  { measurements }: BenchSection,
  contest: string,
  others: readonly string[],
): readonly (readonly string[])[] {
  const reference = measurements.find((measurement) => measurement.contest === referenceName)
  const ofContest = measurements.filter((measurement) => measurement.contest === contest)
  const rates = others.map((name) => {
    const other = ofContest.find(({ contender }) => contender === name)
    return other === undefined ? '' : formatRate(other.nanoseconds.median)
  })
  return ofContest
    .filter(({ kind }) => kind === 'ours')
    .map(({ contender, nanoseconds: { p10, median, p90 } }, index) => {
      const reads = reference === undefined ? '' : significant(median / reference.nanoseconds.median)
      const cells = [formatRate(median), formatRates(p90, p10), formatNanoseconds(median), reads]
      return index === 0 ? [contest, ...cells, ...rates] : [`  ${contender}`, ...cells]
    })
}

/** The first of ours beside the others, what else is ours below it, and what churn leaves behind. */
function memoryRows({ memory }: BenchSection, others: readonly string[]): readonly string[][] {
  const cells = (octets: (of: MemoryMeasurement) => number): readonly string[] =>
    others.map((name) =>
      memory
        .filter(({ contender }) => contender === name)
        .map(octets)
        .map(oneDecimal)
        .join(''),
    )
  const built = ({ octetsPerPrefix }: MemoryMeasurement): number => octetsPerPrefix
  const changed = ({ octetsPerPrefixAfterChurn }: MemoryMeasurement): number => octetsPerPrefixAfterChurn
  const [first, ...more] = memory.filter(({ kind }) => kind === 'ours')
  if (first === undefined) return []
  return [
    ['octets a prefix', oneDecimal(built(first)), '', '', '', ...cells(built)],
    ['  after churn', oneDecimal(changed(first)), '', '', '', ...cells(changed)],
    ...more.map((other) => [`  ${other.contender}`, oneDecimal(built(other))]),
  ]
}

function oneDecimal(value: number): string {
  return value.toFixed(1)
}

function referenceLines({ measurements }: BenchSection): readonly string[] {
  const references = measurements.filter(({ unit }) => unit === 'reads')
  return references.map(
    ({ contest, nanoseconds }) =>
      `${contest} from 64 MiB: ${formatRate(nanoseconds.median)} a second, ${formatNanoseconds(nanoseconds.median)} each`,
  )
}
