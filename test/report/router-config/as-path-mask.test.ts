import test from 'ava'
import type { AsPath } from '../../../src/bgp/as-path.ts'
import { parseAsPathPattern } from '../../../src/bgp/as-path-pattern.ts'
import { type AsPathMask, asPathMask } from '../../../src/report/router-config/as-path-mask.ts'

const patterns = [
  '.*',
  '^$',
  '^1$',
  '^1_',
  '_1$',
  '_1_',
  '^1 2$',
  '^1_2_',
  '_1_2$',
  '^1_.*_2$',
  '^1 .* 2$',
  '_1_.*_2_',
]

/** Every path of up to four of these numbers; 12 holds the digits of two others. */
const paths = [0, 1, 2, 3, 4].flatMap((length) => combinations([1, 2, 12], length))

function combinations(numbers: readonly number[], length: number): readonly (readonly number[])[] {
  if (length === 0) return [[]]
  return combinations(numbers, length - 1).flatMap((rest) => numbers.map((number) => [...rest, number]))
}

function matches(mask: AsPathMask, path: readonly number[]): boolean {
  const [part, ...others] = mask
  const [first, ...rest] = path
  if (part === undefined) return path.length === 0
  if (part === '*') return matches(others, path) || (first !== undefined && matches(mask, rest))
  return first !== undefined && (part === '?' || part === first) && matches(others, rest)
}

for (const pattern of patterns) {
  test(`the mask of ${pattern} takes the paths that it takes`, (t) => {
    const mask = asPathMask(pattern)
    const regular = parseAsPathPattern(pattern)
    if (mask === undefined) throw new Error(`${pattern} has no mask`)
    const wrong = paths.filter((asns) => {
      const path: AsPath = asns.length === 0 ? [] : [{ kind: 'AS_SEQUENCE', asns }]
      return matches(mask, asns) !== regular.matches(path)
    })
    t.deepEqual(wrong, [])
  })
}
