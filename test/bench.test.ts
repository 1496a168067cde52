import test from 'ava'
import { contestMakers } from '../bench/contests/all.ts'
import { checksumOf } from '../src/bench/contest.ts'

for (const { topic, make } of contestMakers) {
  for (const contest of make('smoke')) {
    test(`all contenders agree: ${topic}: ${contest.name}`, (t) => {
      t.true(contest.contenders.length > (topic === 'memory reads' ? 0 : 1))
      t.not(checksumOf(contest), 0)
    })
  }
}
