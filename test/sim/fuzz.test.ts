import test from 'ava'
import { checkSeed } from '../support/network-fuzz.ts'

// More of them: npm run fuzz -- network --seed 1 --runs 1000.
for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`whatever happens to network ${seed}, once it is healed every law holds`, (t) => {
    t.notThrows(() => checkSeed(seed))
  })
}
