import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { compilePolicy } from '../../src/bgp/apply-policy.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { AnyCommunity, PathAttributes } from '../../src/bgp/path-attributes.ts'
import {
  everyRoute,
  type Policy,
  type PolicyChange,
  type PolicyMatch,
  type PolicyTerm,
  type PrefixRange,
  unchanged,
} from '../../src/bgp/policy.ts'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { networkOf, type Prefix } from '../../src/net/prefix.ts'
import { attributes, type Difference, ipv4 } from '../support/bgp-routes.ts'
import { slowPolicy } from '../support/slow-policy.ts'

const localAsn = 65010

function network(a: number, b: number, c: number, length: number): Prefix {
  return networkOf(ipv4(a, b, c, 0), length)
}

function range(prefix: Prefix, minimumLength = prefix.length, maximumLength = minimumLength): PrefixRange {
  return { prefix, minimumLength, maximumLength }
}

function match(parts: Partial<PolicyMatch>): PolicyMatch {
  return { ...everyRoute, ...parts }
}

function change(parts: Partial<PolicyChange>): PolicyChange {
  return { ...unchanged, ...parts }
}

const reject = (parts: Partial<PolicyMatch> = {}): PolicyTerm => ({ match: match(parts), set: undefined })
const accept = (parts: Partial<PolicyMatch> = {}): PolicyTerm => ({ match: match(parts), set: change({}) })
const set = (changes: Partial<PolicyChange>, parts: Partial<PolicyMatch> = {}): PolicyTerm => ({
  match: match(parts),
  set: change(changes),
})

interface Given {
  readonly prefix?: Prefix
  readonly from?: string
  readonly route?: Difference
}

/** What the policy makes of an ordinary route with this difference. */
function apply(policy: Policy, given: Given = {}): PathAttributes | undefined {
  const interner = new AttributeInterner()
  const compiled = compilePolicy(policy, localAsn, interner)
  const prefix = given.prefix ?? network(10, 1, 0, 16)
  const { data } = packPrefixes(prefix.family, [prefix])
  return compiled.apply(
    interner.intern(attributes(given.route)),
    given.from ?? 'msee1',
    prefix.family,
    data,
    0,
  )
}

const outcomes: readonly { title: string; policy: Policy; given?: Given; localPref: number | 'rejected' }[] =
  [
    { title: 'no term at all accepts', policy: [], localPref: 100 },
    { title: 'no term that matches accepts', policy: [reject({ from: 'msee2' })], localPref: 100 },
    { title: 'a term without a match rejects everything', policy: [reject()], localPref: 'rejected' },
    { title: 'the first matching term decides', policy: [set({ localPref: 150 }), reject()], localPref: 150 },
    { title: 'an accepting term ends the policy', policy: [accept(), reject()], localPref: 100 },
    {
      title: 'a term that does not match is passed over',
      policy: [reject({ from: 'msee2' }), set({ localPref: 150 }, { from: 'msee1' })],
      localPref: 150,
    },
    {
      title: 'an own route is from local',
      policy: [set({ localPref: 150 }, { from: 'local' })],
      given: { from: 'local' },
      localPref: 150,
    },
    {
      title: 'one community of several is enough',
      policy: [set({ localPref: 150 }, { communities: [7, 8] })],
      given: { route: { communities: [1, 8] } },
      localPref: 150,
    },
    {
      title: 'a large community is found among those of its sort',
      policy: [set({ localPref: 150 }, { communities: [[1, 2, 3]] })],
      given: { route: { largeCommunities: [[1, 2, 3]] } },
      localPref: 150,
    },
    {
      title: 'an extended community is no large one of the same words',
      policy: [set({ localPref: 150 }, { communities: [[1, 2]] })],
      given: { route: { communities: [1, 2], largeCommunities: [[1, 2, 3]] } },
      localPref: 100,
    },
    {
      title: 'another community is not',
      policy: [set({ localPref: 150 }, { communities: [7, 8] })],
      given: { route: { communities: [9] } },
      localPref: 100,
    },
    {
      title: 'the AS_PATH is matched as text',
      policy: [set({ localPref: 150 }, { asPath: '_12076_' })],
      given: { route: { asns: [65020, 12076] } },
      localPref: 150,
    },
    {
      title: 'every part of a match must hold',
      policy: [set({ localPref: 150 }, { asPath: '_12076_', from: 'msee2' })],
      given: { route: { asns: [12076] } },
      localPref: 100,
    },
    {
      title: 'a term with a prefix list that misses leaves the next one to decide',
      policy: [reject({ prefixes: [range(network(10, 2, 0, 16))] }), set({ localPref: 150 })],
      localPref: 150,
    },
    {
      title: 'an empty prefix list matches nothing',
      policy: [reject({ prefixes: [] })],
      localPref: 100,
    },
  ]

for (const { title, policy, given, localPref } of outcomes) {
  test(`in a policy, ${title}`, (t) => {
    const result = apply(policy, { ...given, route: { localPref: 100, ...given?.route } })
    t.is(result?.localPref ?? 'rejected', localPref)
  })
}

const ranges: readonly { title: string; entry: PrefixRange; prefix: Prefix; holds: boolean }[] = [
  {
    title: 'the prefix itself',
    entry: range(network(10, 1, 0, 16)),
    prefix: network(10, 1, 0, 16),
    holds: true,
  },
  { title: 'a longer one', entry: range(network(10, 1, 0, 16)), prefix: network(10, 1, 0, 17), holds: false },
  {
    title: 'le 24 at 24',
    entry: range(network(10, 1, 0, 16), 16, 24),
    prefix: network(10, 1, 9, 24),
    holds: true,
  },
  {
    title: 'le 24 at 25',
    entry: range(network(10, 1, 0, 16), 16, 24),
    prefix: network(10, 1, 9, 25),
    holds: false,
  },
  {
    title: 'ge 24 at 23',
    entry: range(network(10, 1, 0, 16), 24, 32),
    prefix: network(10, 1, 2, 23),
    holds: false,
  },
  {
    title: 'ge 24 at 24',
    entry: range(network(10, 1, 0, 16), 24, 32),
    prefix: network(10, 1, 9, 24),
    holds: true,
  },
  {
    title: 'ge 24 at 32',
    entry: range(network(10, 1, 0, 16), 24, 32),
    prefix: network(10, 1, 9, 32),
    holds: true,
  },
  {
    title: 'another network',
    entry: range(network(10, 1, 0, 16), 16, 32),
    prefix: network(10, 2, 0, 24),
    holds: false,
  },
  {
    title: 'a covering one',
    entry: range(network(10, 0, 0, 16), 8, 32),
    prefix: network(10, 0, 0, 8),
    holds: false,
  },
  {
    title: 'everything',
    entry: range(network(0, 0, 0, 0), 0, 32),
    prefix: network(192, 168, 1, 24),
    holds: true,
  },
  { title: 'the default', entry: range(network(0, 0, 0, 0)), prefix: network(0, 0, 0, 0), holds: true },
  {
    title: 'IPv6 past the first word',
    entry: range({ family: 'ipv6', words: [0x20010db8, 0x00010000, 0, 0], length: 48 }, 48, 64),
    prefix: { family: 'ipv6', words: [0x20010db8, 0x00010002, 0, 0], length: 64 },
    holds: true,
  },
  {
    title: 'IPv6 that differs in the second word',
    entry: range({ family: 'ipv6', words: [0x20010db8, 0x00010000, 0, 0], length: 48 }, 48, 64),
    prefix: { family: 'ipv6', words: [0x20010db8, 0x00020000, 0, 0], length: 64 },
    holds: false,
  },
  {
    title: 'another family',
    entry: range(network(0, 0, 0, 0), 0, 128),
    prefix: { family: 'ipv6', words: [0, 0, 0, 0], length: 0 },
    holds: false,
  },
]

for (const { title, entry, prefix, holds } of ranges) {
  test(`a prefix list entry ${holds ? 'holds' : 'does not hold'} ${title}`, (t) => {
    t.is(apply([reject({ prefixes: [entry] })], { prefix }) === undefined, holds)
  })
}

const changes: readonly {
  title: string
  parts: Partial<PolicyChange>
  before?: Difference
  after: Difference
}[] = [
  { title: 'LOCAL_PREF is set', parts: { localPref: 0 }, after: { localPref: 0 } },
  {
    title: 'MULTI_EXIT_DISC is set',
    parts: { multiExitDisc: 0 },
    before: { multiExitDisc: 9 },
    after: { multiExitDisc: 0 },
  },
  {
    title: 'MULTI_EXIT_DISC is taken off',
    parts: { multiExitDisc: 'none' },
    before: { multiExitDisc: 9 },
    after: { multiExitDisc: undefined },
  },
  { title: 'ORIGIN is set', parts: { origin: 'INCOMPLETE' }, after: { origin: 'INCOMPLETE' } },
  {
    title: 'communities of every sort are added and removed',
    parts: { addCommunities: [9, [8, 1], [7, 1, 1]], removeCommunities: [1, [2, 2], [3, 3, 3]] },
    before: { communities: [1, 2], extendedCommunities: [[2, 2]], largeCommunities: [[3, 3, 3]] },
    after: { communities: [2, 9], extendedCommunities: [[8, 1]], largeCommunities: [[7, 1, 1]] },
  },
  {
    title: 'the own AS is prepended',
    parts: { prepend: 2 },
    before: { asns: [1] },
    after: { asns: [65010, 65010, 1] },
  },
  {
    title: 'prepending starts a path',
    parts: { prepend: 1 },
    before: { asns: [] },
    after: { asns: [65010] },
  },
  {
    title: 'communities are added',
    parts: { addCommunities: [1, 9] },
    before: { communities: [5, 9] },
    after: { communities: [1, 5, 9] },
  },
  {
    title: 'communities are removed',
    parts: { removeCommunities: [5, 6] },
    before: { communities: [5, 9] },
    after: { communities: [9] },
  },
  {
    title: 'communities are replaced',
    parts: { removeCommunities: [5, 6], addCommunities: [6] },
    before: { communities: [5, 6] },
    after: { communities: [6] },
  },
  { title: 'NEXT_HOP is set', parts: { nextHop: ipv4(10, 9, 9, 9) }, after: { nextHop: ipv4(10, 9, 9, 9) } },
]

for (const { title, parts, before, after } of changes) {
  test(`by a policy ${title} and nothing else`, (t) => {
    const result = apply([set(parts)], before === undefined ? {} : { route: before })
    t.like(result, attributes({ ...before, ...after }))
  })
}

test('a policy says whether it does anything, and whether it lets nothing through', (t) => {
  const prefixes = [range(network(10, 1, 0, 16))]
  const says = (policy: Policy) => {
    const { isNoOp, rejectsAll } = compilePolicy(policy, localAsn, new AttributeInterner())
    return { isNoOp, rejectsAll }
  }
  for (const policy of [[], [accept({ prefixes })]])
    t.deepEqual(says(policy), { isNoOp: true, rejectsAll: false })
  for (const policy of [[reject({})], [reject({}), accept({})]])
    t.deepEqual(says(policy), { isNoOp: false, rejectsAll: true })
  for (const policy of [[set({ localPref: 1 })], [reject({ prefixes })], [accept({ prefixes }), reject({})]])
    t.deepEqual(says(policy), { isNoOp: false, rejectsAll: false })
})

test('terms and policies that share an interner do not share what they make of a route', (t) => {
  const interner = new AttributeInterner()
  const [low, high] = [network(10, 1, 0, 16), network(10, 2, 0, 16)]
  const { data } = packPrefixes('ipv4', [low, high])
  const policy = [set({ prepend: 1 }, { prefixes: [range(low)] }), set({ prepend: 2 })]
  const before = interner.intern(attributes({ asns: [] }))
  const paths = [65010, 65020].flatMap((asn) => {
    const compiled = compilePolicy(policy, asn, interner)
    return [0, 2].map((offset) => compiled.apply(before, 'msee1', 'ipv4', data, offset)?.asPath[0]?.asns)
  })
  t.deepEqual(paths, [[65010], [65010, 65010], [65020], [65020, 65020]])
})

test('an AS_PATH pattern that no reader would have let through is a bug', (t) => {
  t.throws(() => compilePolicy([reject({ asPath: '(' })], localAsn, new AttributeInterner()), {
    message: /bracket/,
  })
})

const anyPrefix = fc
  .tuple(fc.constantFrom(0, 1, 128, 255), fc.constantFrom(0, 128), fc.integer({ min: 0, max: 24 }))
  .map(([b, c, length]) => network(10, b, c, length))

const anyRange = fc
  .tuple(anyPrefix, fc.nat(4), fc.nat(4))
  .map(([prefix, above, more]) => range(prefix, prefix.length + above, prefix.length + above + more))

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

/** Two of each sort. */
const anyCommunity: fc.Arbitrary<AnyCommunity> = fc.constantFrom<AnyCommunity>(
  ...[1, 2],
  ...[[1, 2] as const, [2, 1] as const],
  ...[[1, 2, 3] as const, [1, 2, 4] as const],
)

const someCommunities = fc.array(anyCommunity, { maxLength: 2 })

const anyTerm: fc.Arbitrary<PolicyTerm> = fc.record({
  match: fc.record({
    prefixes: maybe(fc.array(anyRange, { maxLength: 3 })),
    asPath: maybe(fc.constantFrom('_1_', '^2', '^$')),
    communities: maybe(someCommunities),
    from: maybe(fc.constantFrom('a', 'b')),
  }),
  set: maybe(
    fc.record({
      origin: maybe(fc.constantFrom('IGP' as const, 'INCOMPLETE' as const)),
      localPref: maybe(fc.constantFrom(100, 200)),
      multiExitDisc: maybe(fc.constantFrom(0, 5, 'none' as const)),
      prepend: maybe(fc.nat(2)),
      addCommunities: maybe(someCommunities),
      removeCommunities: maybe(someCommunities),
      nextHop: maybe(fc.constant(ipv4(9, 9, 9, 9))),
    }),
  ),
})

interface RouteFacts {
  readonly route: Difference
  readonly from: string
  readonly prefix: Prefix
}

const anyRoute: fc.Arbitrary<RouteFacts> = fc.record({
  route: fc.record({
    asns: fc.array(fc.constantFrom(1, 2), { maxLength: 1 }),
    communities: fc.subarray([1, 2]),
    extendedCommunities: fc.subarray([[1, 2] as const, [2, 1] as const]),
    largeCommunities: fc.subarray([[1, 2, 3] as const, [1, 2, 4] as const]),
    multiExitDisc: maybe(fc.constant(7)),
  }),
  from: fc.constantFrom('a', 'b', 'local'),
  prefix: anyPrefix,
})

test('a compiled policy does what reading it term by term does', (t) => {
  const law = fc.property(
    fc.array(anyTerm, { maxLength: 5 }),
    fc.array(anyRoute, { minLength: 1, maxLength: 12 }),
    (policy, routes) => {
      const interner = new AttributeInterner()
      const compiled = compilePolicy(policy, localAsn, interner)
      const { data } = packPrefixes(
        'ipv4',
        routes.map(({ prefix }) => prefix),
      )
      for (const [index, { route, from, prefix }] of routes.entries()) {
        const before = interner.intern(attributes(route))
        const slow = slowPolicy(policy, localAsn, { attributes: before, from, prefix })
        const expected = slow === undefined ? undefined : interner.intern(slow)
        assert.equal(compiled.apply(before, from, 'ipv4', data, index * 2), expected)
      }
    },
  )
  t.notThrows(() => fc.assert(law, { numRuns: 300 }))
})
