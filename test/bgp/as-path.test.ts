import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import {
  type AsPath,
  type AsPathSegment,
  asPathLength,
  countAsn,
  firstAsn,
  formatAsPath,
  maximumSegmentAsns,
  prependAsn,
  removePrivateAsns,
} from '../../src/bgp/as-path.ts'
import { sequence } from '../support/bgp-routes.ts'

const set = (...asns: readonly number[]): AsPathSegment => ({ kind: 'AS_SET', asns })
const full = sequence(...new Array<number>(maximumSegmentAsns).fill(7))

const readings: readonly {
  path: AsPath
  text: string
  length: number
  first: number | undefined
  sevens: number
}[] = [
  { path: [], text: '', length: 0, first: undefined, sevens: 0 },
  { path: sequence(7), text: '7', length: 1, first: 7, sevens: 1 },
  { path: sequence(65010, 7, 7), text: '65010 7 7', length: 3, first: 65010, sevens: 2 },
  { path: [set(7, 8)], text: '{7,8}', length: 1, first: undefined, sevens: 1 },
  {
    path: [...sequence(65010, 65010), set(1, 7)],
    text: '65010 65010 {1,7}',
    length: 3,
    first: 65010,
    sevens: 1,
  },
  { path: [...sequence(1), ...sequence(4200000000)], text: '1 4200000000', length: 2, first: 1, sevens: 0 },
  {
    path: [
      { kind: 'AS_CONFED_SEQUENCE', asns: [64512, 7] },
      { kind: 'AS_CONFED_SET', asns: [1, 2] },
      ...sequence(9),
    ],
    text: '(64512 7) [1,2] 9',
    length: 1,
    first: undefined,
    sevens: 1,
  },
]

for (const { path, text, length, first, sevens } of readings) {
  test(`the path "${text}" has length ${length}, begins with ${first ?? 'no AS'} and holds AS 7 ${sevens} times`, (t) => {
    t.is(formatAsPath(path), text)
    t.is(asPathLength(path), length)
    t.is(firstAsn(path), first)
    t.is(countAsn(path, 7), sevens)
  })
}

const prepends: readonly { title: string; path: AsPath; times: number; expected: AsPath }[] = [
  { title: 'to an empty path', path: [], times: 1, expected: sequence(9) },
  { title: 'to a sequence', path: sequence(1, 2), times: 1, expected: sequence(9, 1, 2) },
  { title: 'three times', path: sequence(1), times: 3, expected: sequence(9, 9, 9, 1) },
  { title: 'not at all', path: sequence(1), times: 0, expected: sequence(1) },
  { title: 'before a leading set', path: [set(1, 2)], times: 2, expected: [...sequence(9, 9), set(1, 2)] },
  { title: 'before a full segment', path: full, times: 1, expected: [...sequence(9), ...full] },
]

for (const { title, path, times, expected } of prepends) {
  test(`an AS is prepended ${title}`, (t) => {
    t.deepEqual(prependAsn(path, 9, times), expected)
  })
}

test('prepending fills the leading segment before it opens another', (t) => {
  const prepended = prependAsn(sequence(...new Array<number>(254).fill(7)), 9, 300)
  t.deepEqual(
    prepended.map(({ asns }) => asns.length),
    [44, 255, 255],
  )
  t.deepEqual(prepended[2]?.asns.slice(0, 2), [9, 7])
})

const removals: readonly { title: string; path: AsPath; expected: AsPath }[] = [
  {
    title: 'only the two private ranges',
    path: sequence(64511, 64512, 65534, 65535, 4199999999, 4200000000, 4294967294, 4294967295),
    expected: sequence(64511, 65535, 4199999999, 4294967295),
  },
  { title: 'an emptied segment', path: [...sequence(65515), set(65001)], expected: [] },
  {
    title: 'from the middle and from a set',
    path: [...sequence(1, 65001, 2), set(3, 65002)],
    expected: [...sequence(1, 2), set(3)],
  },
]

for (const { title, path, expected } of removals) {
  test(`removing private AS numbers takes out ${title}`, (t) => {
    t.deepEqual(removePrivateAsns(path, undefined), expected)
  })
}

test('removing private AS numbers may leave one that is asked for', (t) => {
  t.deepEqual(removePrivateAsns(sequence(65001, 65010, 1, 65010), 65010), sequence(65010, 1, 65010))
})

const anyPath: fc.Arbitrary<AsPath> = fc.array(
  fc.record({
    kind: fc.constantFrom('AS_SEQUENCE', 'AS_SET'),
    asns: fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 255 }),
  }),
  { maxLength: 3 },
)

test('prepending adds exactly as many to the length and the count, and no segment grows too long', (t) => {
  const law = fc.property(anyPath, fc.nat(600), (path, times) => {
    const prepended = prependAsn(path, 9, times)
    assert.equal(asPathLength(prepended), asPathLength(path) + times)
    assert.equal(countAsn(prepended, 9), countAsn(path, 9) + times)
    assert.equal(firstAsn(prepended), times > 0 ? 9 : firstAsn(path))
    assert(prepended.every(({ asns }) => asns.length <= maximumSegmentAsns))
  })
  t.notThrows(() => fc.assert(law))
})
