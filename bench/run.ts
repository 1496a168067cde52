import { type Contest, checksumOf } from '../src/bench/contest.ts'
import type { MemoryMeasurement } from '../src/bench/memory.ts'
import { contestMakers } from './contests/all.ts'
import { measureAnalysis, measureFigures } from './figures.ts'
import { load, machine } from './machine.ts'
import { measureSteps } from './steps.ts'
import { timeContest } from './stopwatch.ts'
import { markdownTable } from './table.ts'

/*
 * npm run bench                   every contest
 * npm run bench -- packing        those whose topic contains the word: packages, "ipv4, 20000", RIS, decision
 * npm run bench -- figures        the figures of docs/performance.md, measured on dist/
 * npm run bench -- analysis       those of failures, availability and forks, likewise
 * npm run bench -- steps          those of the page's steps
 */

const rounds = 3

const [word = ''] = process.argv.slice(2)

console.log(`${machine().join('\n')}\n`)
if (word === 'figures') console.log(measureFigures())
else if (word === 'analysis') console.log(measureAnalysis())
else if (word === 'steps') console.log(measureSteps())
else runContests(word)

function runContests(wanted: string): void {
  for (const { topic, make, weigh } of contestMakers.filter((maker) => maker.topic.includes(wanted))) {
    const contests = make('full')
    console.log(contests.length === 0 ? `${topic}: absent, its files are not here\n` : `# ${topic}\n`)
    for (const contest of contests) tell(contest)
    const held = weigh?.('full') ?? []
    if (held.length > 0) tellMemory(held)
  }
}

function tell(contest: Contest): void {
  const { name, unit, count } = contest
  console.log(`${name}: ${count} ${unit} a run, checksum ${checksumOf(contest)}, load ${load()}`)
  const timings = timeContest(contest, rounds)
  const fastest = Math.max(...timings.map(({ perSecond }) => perSecond.median))
  const rows = timings.map(({ contender, perSecond }) => [
    contender,
    rate(perSecond.median),
    `${rate(perSecond.lowest)} - ${rate(perSecond.highest)}`,
    (fastest / perSecond.median).toFixed(2),
  ])
  console.log(
    `${markdownTable([['contender', `${unit}/s, median`, 'min - max', 'times the fastest'], ...rows])}\n`,
  )
}

function tellMemory(held: readonly MemoryMeasurement[]): void {
  const rows = held.map(({ contender, octetsPerPrefix, octetsPerPrefixAfterChurn }) => [
    contender,
    octetsPerPrefix.toFixed(1),
    octetsPerPrefixAfterChurn.toFixed(1),
  ])
  console.log(`${markdownTable([['contender', 'octets a prefix', 'after churn'], ...rows])}\n`)
}

function rate(perSecond: number): string {
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(2)} M`
  return perSecond >= 1e4 ? `${(perSecond / 1e3).toFixed(1)} k` : perSecond.toFixed(1)
}
