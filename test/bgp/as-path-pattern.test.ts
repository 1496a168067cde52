import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import type { AsPath } from '../../src/bgp/as-path.ts'
import { formatAsPath } from '../../src/bgp/as-path.ts'
import { parseAsPathPattern, readAsPathPattern } from '../../src/bgp/as-path-pattern.ts'
import { sequence } from '../support/bgp-routes.ts'

const withSet: AsPath = [...sequence(12076), { kind: 'AS_SET', asns: [65010, 8075] }]

const cases: readonly { pattern: string; matches: readonly AsPath[]; misses: readonly AsPath[] }[] = [
  { pattern: '^$', matches: [sequence()], misses: [sequence(1)] },
  {
    pattern: '_65010_',
    matches: [sequence(65010), sequence(1, 65010), sequence(65010, 1), sequence(1, 65010, 2), withSet],
    misses: [sequence(165010), sequence(650100), sequence(1)],
  },
  { pattern: '65010', matches: [sequence(165010), sequence(650100)], misses: [sequence(6501, 0)] },
  {
    pattern: '^65010_',
    matches: [sequence(65010), sequence(65010, 1)],
    misses: [sequence(1, 65010), withSet],
  },
  { pattern: '_8075$', matches: [sequence(1, 8075)], misses: [sequence(8075, 1), withSet] },
  { pattern: '^[0-9]+$', matches: [sequence(12076)], misses: [sequence(), sequence(1, 2)] },
  { pattern: '^[0-9]+_[0-9]+$', matches: [sequence(1, 2)], misses: [sequence(1), sequence(1, 2, 3)] },
  { pattern: '^65010( 65010)*$', matches: [sequence(65010, 65010, 65010)], misses: [sequence(65010, 1)] },
  { pattern: '^(1|2|33)$', matches: [sequence(2), sequence(33)], misses: [sequence(3), sequence(12)] },
  { pattern: '^1.*9$', matches: [sequence(19), sequence(1, 5, 9)], misses: [sequence(1, 9, 5)] },
  { pattern: '^1 ?2$', matches: [sequence(12), sequence(1, 2)], misses: [sequence(1)] },
  { pattern: '^[^1-3 ]$', matches: [sequence(4)], misses: [sequence(2), sequence(4, 4)] },
]

for (const { pattern, matches, misses } of cases) {
  test(`the pattern ${pattern} tells paths apart`, (t) => {
    const compiled = parseAsPathPattern(pattern)
    t.deepEqual(
      matches.filter((path) => !compiled.matches(path)),
      [],
    )
    t.deepEqual(
      misses.filter((path) => compiled.matches(path)),
      [],
    )
  })
}

const refusals: readonly { pattern: string; problem: RegExp }[] = [
  { pattern: '', problem: /empty/ },
  { pattern: '(1+)+', problem: /repeats what already repeats/ },
  { pattern: '(1|(2 3*)?)*', problem: /repeats what already repeats/ },
  { pattern: '1**', problem: /has no place for "\*" at character 3/ },
  { pattern: '+1', problem: /has no place for "\+" at character 1/ },
  { pattern: '(1', problem: /does not close a bracket/ },
  { pattern: '1)', problem: /closes a bracket that is not open/ },
  { pattern: '[1', problem: /class/ },
  { pattern: '[a-z]', problem: /class/ },
  { pattern: '\\d', problem: /has no place for/ },
  { pattern: '1{3}', problem: /has no place for "\{" at character 2/ },
  { pattern: '1'.repeat(201), problem: /longer than 200/ },
]

for (const { pattern, problem } of refusals) {
  test(`the pattern ${pattern.slice(0, 20) || 'of nothing'} is refused`, (t) => {
    t.regex(readAsPathPattern(pattern).problem ?? 'nothing wrong', problem)
    t.throws(() => parseAsPathPattern(pattern), { instanceOf: TypeError, message: problem })
  })
}

test('a pattern that makes a backtracking matcher despair is answered at once', (t) => {
  const pattern = parseAsPathPattern('(.|1|.)*(1|1)*.*.*.*.*.*2$')
  t.false(pattern.matches(sequence(...new Array<number>(2000).fill(1))))
})

const anyAtom = fc.constantFrom(
  '1',
  '2',
  '12',
  ' ',
  '.',
  '_',
  '[12]',
  '[^1]',
  '[0-2 ]',
  '(1|2)',
  '(1 2)',
  '(1_|2)',
)
const anyPiece = fc
  .tuple(anyAtom, fc.constantFrom('', '', '*', '+', '?'))
  .map(([atom, repeat]) => atom + repeat)
const anySequence = fc.array(anyPiece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''))
const anyPattern = fc
  .tuple(
    fc.constantFrom('', '^'),
    fc.array(anySequence, { minLength: 1, maxLength: 2 }),
    fc.constantFrom('', '$'),
  )
  .map(([start, sequences, end]) => `${start}${sequences.join('|')}${end}`)
const anyPath = fc.array(fc.constantFrom(1, 2, 12, 21, 3), { maxLength: 4 }).map((asns) => sequence(...asns))

test('a pattern matches what a regular expression matches', (t) => {
  const law = fc.property(anyPattern, anyPath, (pattern, path) => {
    // Everything but the boundary means the same in both.
    const twin = new RegExp(pattern.replaceAll('_', '(?:^|$|[ ,{}])'))
    assert.equal(parseAsPathPattern(pattern).matches(path), twin.test(formatAsPath(path)))
  })
  t.notThrows(() => fc.assert(law, { numRuns: 1000 }))
})
