import type { BenchSection } from '../../bench/run-bench.ts'
import type { Palette } from '../palette.ts'
import { contestNames } from './bench-table.ts'
import { formatNanoseconds } from './figures.ts'

/** Decades of nanoseconds, of which the axis shows those that occur. */
interface Axis {
  readonly first: number
  readonly last: number
  readonly columns: number
}

/** What each contender takes for each operation, as a letter on an axis on which each mark is ten times the last. */
export function formatChart(section: BenchSection, columns: number, { dim }: Palette): string {
  const contests = contestNames(section)
  const measured = section.measurements.filter(({ contest }) => contests.includes(contest))
  const letters = lettersOf([...new Set(measured.map(({ contender }) => contender))])
  const decades = measured.map(({ nanoseconds }) => Math.log10(nanoseconds.median))
  const width = Math.max(...contests.map(({ length }) => length))
  const axis = {
    first: Math.floor(Math.min(...decades)),
    last: Math.ceil(Math.max(...decades)),
    columns: columns - width - 12,
  }
  const rows = contests.map((contest) => {
    const cells = Array.from(ruler(axis))
    // Ours is put down last, so that no other letter hides it.
    for (const { contender, nanoseconds } of measured.filter((one) => one.contest === contest).toReversed()) {
      cells[place(axis, nanoseconds.median)] = letters.get(contender) ?? '?'
    }
    return `${contest.padEnd(width)}  ${cells.join('')}`
  })
  const legend = [...letters].map(([name, letter]) => `${letter} ${name}`).join('   ')
  return [dim(`${'time each'.padEnd(width)}  ${scale(axis)}`), ...rows, dim(legend)].join('\n')
}

/** The first letter of the name that no other contender has. */
function lettersOf(names: readonly string[]): ReadonlyMap<string, string> {
  const letters = new Map<string, string>()
  for (const name of names) {
    const taken = [...letters.values()]
    letters.set(name, Array.from(name).find((letter) => letter !== ' ' && !taken.includes(letter)) ?? '?')
  }
  return letters
}

function place({ first, last, columns }: Axis, nanoseconds: number): number {
  return Math.round((columns * (Math.log10(nanoseconds) - first)) / Math.max(1, last - first))
}

function ruler(axis: Axis): readonly string[] {
  const cells = Array.from({ length: axis.columns + 1 }, () => ' ')
  for (let decade = axis.first; decade <= axis.last; decade++) cells[place(axis, 10 ** decade)] = '·'
  return cells
}

function scale(axis: Axis): string {
  let text = ''
  for (let decade = axis.first; decade <= axis.last; decade++) {
    text = `${text.padEnd(place(axis, 10 ** decade))}${roundNanoseconds(10 ** decade)}`
  }
  return text
}

function roundNanoseconds(nanoseconds: number): string {
  return formatNanoseconds(nanoseconds).replace(/\.0+ /, ' ')
}
