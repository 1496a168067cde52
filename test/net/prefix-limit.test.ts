import test from 'ava'
import { type LimitLevel, limitLevel } from '../../src/net/prefix-limit.ts'

const cases: readonly { count: number; maximum: number; percent: number; level: LimitLevel }[] = [
  { count: 0, maximum: 4000, percent: 75, level: 'below' },
  { count: 3000, maximum: 4000, percent: 75, level: 'below' },
  { count: 3001, maximum: 4000, percent: 75, level: 'warning' },
  { count: 4000, maximum: 4000, percent: 75, level: 'warning' },
  { count: 4001, maximum: 4000, percent: 75, level: 'exceeded' },
  { count: 4, maximum: 6, percent: 75, level: 'below' },
  { count: 5, maximum: 6, percent: 75, level: 'warning' },
  { count: 10, maximum: 10, percent: 100, level: 'below' },
  { count: 11, maximum: 10, percent: 100, level: 'exceeded' },
  { count: 0, maximum: 0, percent: 75, level: 'below' },
  { count: 1, maximum: 0, percent: 75, level: 'exceeded' },
]

for (const { count, maximum, percent, level } of cases) {
  test(`${count} prefixes of at most ${maximum}, with a warning at ${percent} %, are ${level}`, (t) => {
    t.is(limitLevel(count, maximum, percent), level)
  })
}

for (const [count, maximum, percent] of [
  [5, Number.NaN, 75],
  [-1, 4000, 75],
  [5, 4000, Number.NaN],
] as const) {
  test(`${count} of ${maximum} with a warning at ${percent} % is no limit`, (t) => {
    t.throws(() => limitLevel(count, maximum, percent), { instanceOf: RangeError })
  })
}
