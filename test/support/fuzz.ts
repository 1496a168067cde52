import { parseArgs } from 'node:util'
import { checkSeed } from './network-fuzz.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, runs: { type: 'string', default: '100' } },
})
const first = Number(values.seed)
const runs = Number(values.runs)

/** Each run has a seed of its own, so that a failure is reproduced by one line. */
for (let seed = first; seed < first + runs; seed++) {
  try {
    checkSeed(seed)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.log(`npm run fuzz -- --seed ${seed} --runs 1`)
    process.exit(1)
  }
}
console.log(`${runs} runs from seed ${first}: every law held`)
