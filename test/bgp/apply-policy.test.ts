import test from 'ava'
import { compilePolicy } from '../../src/bgp/apply-policy.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { PathAttributes } from '../../src/bgp/path-attributes.ts'
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
    title: 'every community is taken off, of every sort, before others are added',
    parts: { removeAllCommunities: true, addCommunities: [9] },
    before: { communities: [1, 2], extendedCommunities: [[2, 2]], largeCommunities: [[3, 3, 3]] },
    after: { communities: [9], extendedCommunities: [], largeCommunities: [] },
  },
  {
    title: 'private AS numbers are taken out, and the own AS is prepended then',
    parts: { removePrivateAsns: true, prepend: 1 },
    before: { asns: [64512, 1, 65534, 4200000000] },
    after: { asns: [65010, 1] },
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
