import test from 'ava'
import { type Contender, checksumOf, countFor, mix } from '../../src/bench/contest.ts'

function contest(contenders: readonly Contender[], count = 4): Parameters<typeof checksumOf>[0] {
  return { name: 'two and two', unit: 'sums', count, contenders }
}

function summing(name: string, wrongFrom = Number.POSITIVE_INFINITY): Contender {
  return {
    name,
    run: (count) => {
      let checksum = 0
      for (let index = 0; index < count; index++) checksum = mix(checksum, index < wrongFrom ? index : 0)
      return checksum
    },
  }
}

test('contenders that do not agree are refused', (t) => {
  t.throws(() => checksumOf(contest([summing('right'), summing('wrong', 3)])), {
    message: /^two and two: right gives \d+, wrong gives \d+$/,
  })
})

test('a contender that answers nothing is refused, and so is a contest of nobody', (t) => {
  t.throws(() => checksumOf(contest([{ name: 'idle', run: () => Number.NaN }])))
  t.throws(() => checksumOf(contest([])))
})

test('a slow contender is compared on its part, the others on all of the work', (t) => {
  const slow = { ...summing('slow'), count: 2 }
  const made = contest([summing('right'), slow])
  t.is(countFor(made, slow), 2)
  t.is(checksumOf(made), summing('right').run(4))
  t.throws(() => checksumOf(contest([summing('right'), slow, summing('wrong', 3)])), {
    message: /wrong gives/,
  })
  t.throws(() => checksumOf(contest([summing('right'), { ...summing('wrong', 1), count: 2 }])), {
    message: /wrong gives/,
  })
  t.is(checksumOf(contest([slow])), summing('right').run(2))
})
