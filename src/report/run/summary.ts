import type { Palette } from '../palette.ts'
import { formatCount, formatSpan } from '../quantity.ts'
import { shellWords } from '../shell-words.ts'
import { fileOf, type OverallVerdict, ranScenarios, type ScenarioEntry, verdictOf } from './run-report.ts'

/** How to run the same again: the files as typed, and the flags besides the seed. */
export interface Rerun {
  readonly files: readonly string[]
  readonly flags: readonly string[]
}

/** The block that ends the `list` and `dot` reporters. */
export function formatSummary(entries: readonly ScenarioEntry[], rerun: Rerun, palette: Palette): string {
  const runs = ranScenarios(entries).map(({ result }) => result)
  const expectations = runs.flatMap((result) => result.expectations.map(({ verdict }) => verdict))
  const simulated = sum(runs.map(({ simulatedSeconds }) => simulatedSeconds))
  const wall = sum(ranScenarios(entries).map(({ wallMilliseconds }) => wallMilliseconds))
  const messages = sum(runs.flatMap((result) => Object.values(result.messages)))
  const seeds = new Set(runs.map(({ seed }) => seed))
  const scenarios = tallied('Scenarios', entries.map(verdictOf), palette)
  if (runs.length === 0) return ` ${labelled(scenarios, 11, palette)}\n`
  const left = [
    scenarios,
    cell('Simulated', `${formatSpan(simulated)} in ${formatSpan(wall / 1000)}`),
    cell('Messages', formatCount(messages)),
  ]
  const right = [
    tallied('Expectations', expectations, palette),
    cell('Seed', seeds.size > 1 ? 'of each file' : [...seeds].join('')),
  ]
  const width = Math.max(...left.map(({ text }) => text.length))
  const rows = left.map((one, row) => {
    const beside = right[row]
    const line = labelled(one, 11, palette)
    if (beside === undefined) return line
    return `${line}${' '.repeat(width - one.text.length + 4)}${labelled(beside, 14, palette)}`
  })
  return [...rows, labelled(cell('Rerun', rerunCommand(entries, rerun)), 11, palette)]
    .map((row) => ` ${row}\n`)
    .join('')
}

function labelled({ label, painted }: Cell, width: number, { dim }: Palette): string {
  return `${dim(label.padEnd(width))}${painted}`
}

interface Cell {
  readonly label: string
  readonly text: string
  readonly painted: string
}

function cell(label: string, text: string): Cell {
  return { label, text, painted: text }
}

const verdictWords: readonly (readonly [OverallVerdict, string, 'red' | 'yellow' | 'green'])[] = [
  ['invalid', 'invalid', 'red'],
  ['fail', 'failed', 'red'],
  ['inconclusive', 'inconclusive', 'yellow'],
  ['pass', 'passed', 'green'],
]

// `1 failed, 4 passed (5)`: what needs a look comes first.
function tallied(label: string, verdicts: readonly OverallVerdict[], palette: Palette): Cell {
  const counts = verdictWords
    .map(([verdict, word, colour]) => ({
      count: verdicts.filter((one) => one === verdict).length,
      word,
      colour,
    }))
    .filter(({ count }) => count > 0)
  if (counts.length === 0) return cell(label, 'none')
  const texts = counts.map(({ count, word }) => `${formatCount(count)} ${word}`)
  const painted = counts.map(({ colour }, index) => palette[colour](texts[index] ?? ''))
  const total = ` (${formatCount(verdicts.length)})`
  return { label, text: texts.join(', ') + total, painted: painted.join(', ') + total }
}

const namedAtMost = 4

/** The command that shows the same again: of what failed, where something did and it is not too much to type. */
function rerunCommand(entries: readonly ScenarioEntry[], { files, flags }: Rerun): string {
  const troubled = entries.filter((entry) => verdictOf(entry) !== 'pass')
  const named = troubled.length > 0 && troubled.length <= namedAtMost ? troubled : undefined
  const seeds = new Set(ranScenarios(named ?? entries).map(({ result }) => result.seed))
  const seed = seeds.size === 1 ? ['--seed', [...seeds].join('')] : []
  return shellWords(['vmsee', 'run', ...(named?.map(fileOf) ?? files), ...seed, ...flags])
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
