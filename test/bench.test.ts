import test from 'ava'
import { contestMakers } from '../bench/contests/all.ts'
import { checksumOf } from '../src/bench/contest.ts'

for (const contest of contestMakers.flatMap((make) => make('smoke'))) {
  test(`all contenders agree: ${contest.name}`, (t) => {
    t.true(contest.contenders.length > 1)
    t.not(checksumOf(contest), 0)
  })
}

test('contenders that do not agree are not timed', (t) => {
  const contenders = [
    { name: 'right', run: () => 4 },
    { name: 'wrong', run: () => 5 },
  ]
  t.throws(() => checksumOf({ name: 'two and two', unit: 'sums', count: 1, contenders }), {
    message: 'two and two: right gives 4, wrong gives 5',
  })
})

test('a contender that answers nothing is not timed', (t) => {
  const contenders = [{ name: 'idle', run: () => Number.NaN }]
  t.throws(() => checksumOf({ name: 'nothing', unit: 'sums', count: 1, contenders }))
})
