import { parseArgs } from 'node:util'
import { checkSeed } from './network-fuzz.ts'
import { fuzzWire } from './wire-fuzz.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '100' },
    cases: { type: 'string', default: '10000000' },
    from: { type: 'string', default: '0' },
  },
})
const first = Number(values.seed)

/** Each run has a seed of its own, so that a failure is reproduced by one line. */
function fuzzNetworks(runs: number): void {
  for (let seed = first; seed < first + runs; seed++) {
    attempt(() => checkSeed(seed), `npm run fuzz -- network --seed ${seed} --runs 1`)
  }
  console.log(`${runs} runs from seed ${first}: every law held`)
}

const portion = 250_000

/** Mutated messages against the decoder, in portions, so that something is seen of it. */
function fuzzMessages(from: number, cases: number): void {
  const started = performance.now()
  const totals = new Map<string, number>()
  for (let at = from; at < from + cases; at += portion) {
    const count = Math.min(portion, from + cases - at)
    const again = `npm run fuzz -- wire --seed ${first} --from ${at} --cases ${count}`
    const outcomes = attempt(() => fuzzWire(first, at, count), again)
    for (const [outcome, times] of Object.entries(outcomes)) {
      totals.set(outcome, (totals.get(outcome) ?? 0) + times)
    }
    const seconds = (performance.now() - started) / 1000
    const rate = Math.round((at + count - from) / seconds)
    console.log(`${at + count - from} cases in ${seconds.toFixed(0)} s, ${rate} a second`)
  }
  for (const [outcome, times] of [...totals].toSorted(([, a], [, b]) => b - a)) {
    console.log(`${String(times).padStart(10)}  ${outcome}`)
  }
}

function attempt<Result>(what: () => Result, again: string): Result {
  try {
    return what()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.log(again)
    process.exit(1)
  }
}

const [what] = positionals
if (what !== undefined && what !== 'wire' && what !== 'network') {
  console.error(`nothing called ${what} to fuzz: network or wire, or both without a word`)
  process.exit(2)
}
if (what !== 'wire') fuzzNetworks(Number(values.runs))
if (what !== 'network') fuzzMessages(Number(values.from), Number(values.cases))
