import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flagshipFile } from './contests/simulation.ts'
import { load } from './machine.ts'
import { type LargeScenario, largeScenario, twoRouters, twoSites } from './scenario-text.ts'
import { type Spread, spreadOf } from './spread.ts'
import { markdownTable } from './table.ts'

const rounds = 7

/** Runs in one process, of which the last counts as warm. */
const warmingRuns = 10

interface Figure {
  readonly name: string
  /** Milliseconds; `undefined` for what is there to compare with. */
  readonly goal: number | undefined
  readonly measure: () => Duration
}

/** Milliseconds. */
interface Duration {
  readonly wall: number
  /** On a processor: what it would take if nobody else wanted the machine. */
  readonly busy: number
}

/** The figures that docs/performance.md gives of runs, measured on dist/: build it first. */
export function measureFigures(): string {
  return inFolder((folder) => [timeTable(figures(folder)), memoryTable(folder)])
}

/** Those of failures, availability and forks, likewise. */
export function measureAnalysis(): string {
  return inFolder((folder) => [timeTable(analysisFigures(folder))])
}

function inFolder(measure: (folder: string) => readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'vmsee-bench-'))
  try {
    return [...measure(folder), `load at the end: ${load()}`].join('\n\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Whole processes on all processors, and the middle one of a dozen forks. */
function analysisFigures(folder: string): readonly Figure[] {
  const sites = written(folder, 'two-sites.yaml', twoSites(1000))
  const routers = written(folder, 'two-routers.yaml', twoRouters(100_000))
  return [
    { name: 'node, doing nothing', goal: undefined, measure: () => wholeProcess(['--eval', '0']) },
    { name: 'failures --k 1, two sites', goal: 2000, measure: () => vmsee(['failures', sites]) },
    {
      name: 'failures --k 2, two sites',
      goal: 30_000,
      measure: () => vmsee(['failures', sites, '--k', '2']),
    },
    {
      name: 'availability, 1,000 years of two sites',
      goal: 20_000,
      measure: () => vmsee(['availability', sites, '--trials', '1000']),
    },
    { name: 'fork, 100,000 routes at two routers', goal: 50, measure: () => fork(routers) },
  ]
}

function fork(file: string): Duration {
  const report: Duration = JSON.parse(node(['bench/fork-process.mjs', file, '12']))
  return report
}

function figures(folder: string): readonly Figure[] {
  const same = writeLarge(folder, { prefixes: 4000, share: 'same' })
  const distinct = writeLarge(folder, { prefixes: 4000, share: 'distinct' })
  return [
    { name: 'node, doing nothing', goal: undefined, measure: () => wholeProcess(['--eval', '0']) },
    { name: 'vmsee --version', goal: 120, measure: () => vmsee(['--version']) },
    { name: 'flagship, whole process', goal: 600, measure: () => vmsee(['run', flagshipFile]) },
    { name: 'flagship, simulation, first run', goal: 50, measure: () => simulation(flagshipFile, 1) },
    { name: 'flagship, simulation, warm', goal: 50, measure: () => simulation(flagshipFile, warmingRuns) },
    { name: '4,000 same prefixes, first run', goal: 250, measure: () => simulation(same, 1) },
    { name: '4,000 same prefixes, warm', goal: 250, measure: () => simulation(same, warmingRuns) },
    { name: '4,000 distinct prefixes, first run', goal: 250, measure: () => simulation(distinct, 1) },
    { name: '4,000 distinct prefixes, warm', goal: 250, measure: () => simulation(distinct, warmingRuns) },
  ]
}

/** Every figure once a round, so that what else the machine does falls on all of them alike. */
function timeTable(measured: readonly Figure[]): string {
  const durations = measured.map((): Duration[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, { measure }] of measured.entries()) durations[index]?.push(measure())
  }
  const rows = measured.map(({ name, goal }, index) => {
    const walls = spreadOf((durations[index] ?? []).map(({ wall }) => wall))
    const busy = spreadOf((durations[index] ?? []).map((duration) => duration.busy))
    return [
      name,
      goal === undefined ? '' : `< ${goal}`,
      walls.median.toFixed(0),
      range(walls),
      busy.median.toFixed(0),
      verdict(walls, goal),
    ]
  })
  return markdownTable([[`${rounds} rounds`, 'goal, ms', 'wall, ms', 'min - max', 'busy, ms', ''], ...rows])
}

function verdict({ median }: Spread, goal: number | undefined): string {
  if (goal === undefined) return ''
  return median < goal ? 'met' : 'missed'
}

function range({ lowest, highest }: Spread): string {
  return `${lowest.toFixed(0)} - ${highest.toFixed(0)}`
}

/** What a run holds when every table is full, for growing numbers of prefixes. */
function memoryTable(folder: string): string {
  const sizes = [1000, 2000, 4000, 8000]
  const held = sizes.map((prefixes) => {
    const file = writeLarge(folder, { prefixes, share: 'same' })
    return { prefixes, octets: spreadOf([0, 1, 2].map(() => heldOctets(file))).median }
  })
  const rows = held.map(({ prefixes, octets }, index) => {
    const smaller = held[index - 1]
    const more = smaller && (octets - smaller.octets) / (prefixes - smaller.prefixes)
    return [`${prefixes}`, (octets / 2 ** 20).toFixed(2), more === undefined ? '' : more.toFixed(0)]
  })
  return markdownTable([['prefixes', 'held, MiB', 'octets for each one more'], ...rows])
}

function writeLarge(folder: string, large: LargeScenario): string {
  return written(folder, `${large.prefixes}-${large.share}.yaml`, largeScenario(large))
}

function written(folder: string, name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

function vmsee(words: readonly string[]): Duration {
  return wholeProcess(['dist/cli/main.js', ...words])
}

/** From before the process is started until it has ended; busy are all its threads. */
function wholeProcess(words: readonly string[]): Duration {
  const busy = childrenBusy()
  const start = performance.now()
  node(words)
  return { wall: performance.now() - start, busy: childrenBusy() - busy }
}

/** Milliseconds that ended children were on a processor, as Linux counts them: in hundredths of a second. */
function childrenBusy(): number {
  if (!existsSync('/proc/self/stat')) return Number.NaN
  // The second field is the program's name in brackets, which may hold anything.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
  return 10 * (Number(fields[13]) + Number(fields[14]))
}

/** The last of so many runs in one process; busy is the thread that simulates. */
function simulation(file: string, runs: number): Duration {
  const report: {
    readonly wallMilliseconds: readonly number[]
    readonly busyMilliseconds: readonly number[]
  } = JSON.parse(node(['bench/fresh-process.mjs', file, `${runs}`]))
  return {
    wall: report.wallMilliseconds.at(-1) ?? Number.NaN,
    busy: report.busyMilliseconds.at(-1) ?? Number.NaN,
  }
}

function heldOctets(file: string): number {
  const report: { readonly heldOctets: number } = JSON.parse(
    node(['--expose-gc', 'bench/fresh-process.mjs', file, '1']),
  )
  return report.heldOctets
}

function node(words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`node ${words.join(' ')} ended with ${status}: ${stderr}`)
  return stdout
}
