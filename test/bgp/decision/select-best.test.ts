import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import type { Route } from '../../../src/bgp/decision/route.ts'
import { type Selection, selectBest } from '../../../src/bgp/decision/select-best.ts'
import { selectionSteps } from '../../../src/bgp/decision/steps.ts'
import type { Profile } from '../../../src/bgp/profile.ts'
import { profiles } from '../../../src/bgp/profiles.ts'
import { type Difference, ipv4, route } from '../../support/bgp-routes.ts'

function select(candidates: readonly Route[], profile: Profile = profiles.rfc, previous?: Route): Selection {
  const selection = selectBest(candidates, profile, { maximumPaths: 8, previous })
  assert(selection !== undefined)
  return selection
}

/** Everything that this profile's list can do. */
const everyStep: Profile = { ...profiles.frr, preferOldestExternal: true }

interface Duel {
  readonly step: string
  readonly winner: Difference
  readonly loser: Difference
  readonly comparison: string
}

const duels: readonly Duel[] = [
  { step: 'highest weight', winner: { weight: 10 }, loser: {}, comparison: '0 < 10' },
  { step: 'highest LOCAL_PREF', winner: { localPref: 200 }, loser: {}, comparison: '100 < 200' },
  {
    step: 'local origin',
    winner: { kind: 'local' },
    loser: { kind: 'internal' },
    comparison: 'learned after local',
  },
  { step: 'shortest AS_PATH', winner: { asns: [1, 2] }, loser: { asns: [1, 2, 3] }, comparison: '3 > 2' },
  {
    step: 'lowest ORIGIN',
    winner: { origin: 'EGP' },
    loser: { origin: 'INCOMPLETE' },
    comparison: 'INCOMPLETE after EGP',
  },
  { step: 'lowest MULTI_EXIT_DISC', winner: {}, loser: { multiExitDisc: 10 }, comparison: '10 > 0' },
  {
    step: 'external over internal',
    winner: {},
    loser: { kind: 'internal' },
    comparison: 'internal after external',
  },
  { step: 'lowest BGP Identifier', winner: {}, loser: { bgpIdentifier: 2 }, comparison: '0.0.0.2 > 0.0.0.1' },
  {
    step: 'shortest CLUSTER_LIST',
    winner: { clusterList: [9] },
    loser: { clusterList: [7, 8] },
    comparison: '2 > 1',
  },
  {
    step: 'lowest peer address',
    winner: { address: ipv4(10, 0, 0, 9) },
    loser: { address: ipv4(10, 0, 0, 10) },
    comparison: '10.0.0.10 > 10.0.0.9',
  },
  { step: 'first by name', winner: { name: 'a' }, loser: { name: 'b' }, comparison: 'b after a' },
]

for (const { step, winner, loser, comparison } of duels) {
  test(`${step} decides where all else is equal`, (t) => {
    const [better, worse] = [route(winner), route(loser)]
    const { best, decidedBy, defeats } = select([worse, better], everyStep)
    t.is(best, better)
    t.is(decidedBy, step)
    t.deepEqual(
      defeats.map((defeat) => ({ route: defeat.route, at: defeat.at.name, comparison: defeat.comparison })),
      [{ route: worse, at: step, comparison }],
    )
  })
}

test('ORIGINATOR_ID stands for the identifier of the peer that reflected the route', (t) => {
  const plain = route({ name: 'plain', bgpIdentifier: 5 })
  const reflected = route({ name: 'reflected', bgpIdentifier: 1, originatorId: 9, clusterList: [1] })
  const { best, defeats } = select([reflected, plain])
  t.is(best, plain)
  t.is(defeats[0]?.comparison, '0.0.0.9 > 0.0.0.5')
})

test('every step but the oldest external is in the table of duels, in order', (t) => {
  const names = selectionSteps.map(({ name }) => name).filter((name) => name !== 'oldest external')
  t.deepEqual(
    duels.map(({ step }) => step),
    names,
  )
})

for (const [index, { step, winner, loser }] of duels.entries()) {
  for (const later of duels.slice(index + 1)) {
    test(`${step} comes before ${later.step}`, (t) => {
      const better = route({ ...later.loser, ...winner })
      const worse = route({ ...later.winner, ...loser })
      t.is(select([worse, better], everyStep).best, better)
    })
  }
}

test('each loser falls at its own step', (t) => {
  const best = route({ name: 'best', asns: [1] })
  const long = route({ name: 'long', asns: [1, 2] })
  const egp = route({ name: 'egp', asns: [1], origin: 'EGP' })
  const lowPref = route({ name: 'low', localPref: 50, asns: [] })
  const { defeats, decidedBy } = select([long, best, egp, lowPref])
  t.deepEqual(
    defeats.map(({ route: loser, at, comparison }) => [loser.source.name, at.section, comparison]),
    [
      ['low', '9.1.2', '50 < 100'],
      ['long', '9.1.2.2 a', '2 > 1'],
      ['egp', '9.1.2.2 b', 'EGP after IGP'],
    ],
  )
  t.is(decidedBy, 'lowest ORIGIN')
})

test('nothing is selected from nothing, and nothing decides about a single route', (t) => {
  const only = route()
  t.is(selectBest([], profiles.rfc, { maximumPaths: 1, previous: undefined }), undefined)
  t.deepEqual(select([only]), { best: only, decidedBy: undefined, defeats: [], multipath: [only] })
})

test('two candidates of one peer are a bug', (t) => {
  t.throws(() => select([route(), route()]), { message: /of one peer/ })
})

test('weight counts only where the profile looks at it', (t) => {
  const heavy = route({ weight: 9, asns: [1, 2] })
  const short = route({ asns: [1] })
  t.is(select([heavy, short], profiles.rfc).best, short)
  t.is(select([heavy, short], profiles.ios).best, heavy)
})

test("a route of one's own comes first where the profile prefers them, and else by its identifier", (t) => {
  const own = route({ name: 'local', kind: 'local', asns: [], bgpIdentifier: 2 })
  const internal = route({ name: 'internal', kind: 'internal', asns: [], bgpIdentifier: 1 })
  t.is(select([own, internal], profiles.gobgp).decidedBy, 'local origin')
  t.is(select([own, internal], profiles.openbgpd).best, internal)
  t.is(select([own, internal], profiles.openbgpd).decidedBy, 'lowest BGP Identifier')
})

test('what reflectors say decides where the profile looks at it', (t) => {
  const far = route({ name: 'far', kind: 'internal', bgpIdentifier: 1, originatorId: 9, clusterList: [1, 2] })
  const near = route({ name: 'near', kind: 'internal', bgpIdentifier: 2, originatorId: 8, clusterList: [1] })
  t.is(select([far, near], profiles.bird).best, near)
  t.is(select([far, near], profiles.gobgp).best, far)
  t.is(select([far, near], profiles.gobgp).defeats[0]?.comparison, '0.0.0.2 > 0.0.0.1')
  const same = { kind: 'internal', bgpIdentifier: 1 } as const
  const long = route({ name: 'long', ...same, clusterList: [1, 2], address: ipv4(10, 0, 0, 1) })
  const short = route({ name: 'short', ...same, clusterList: [1], address: ipv4(10, 0, 0, 2) })
  t.is(select([long, short], profiles.bird).best, short)
  t.is(select([long, short], profiles.gobgp).decidedBy, 'lowest peer address')
})

const medCases: readonly { title: string; a: Difference; b: Difference; compares: boolean }[] = [
  { title: 'routes of one external AS', a: { asn: 1, asns: [1] }, b: { asn: 1, asns: [1] }, compares: true },
  {
    title: 'routes of two external ASes',
    a: { asn: 1, asns: [1] },
    b: { asn: 2, asns: [2] },
    compares: false,
  },
  {
    title: 'internal routes that begin with one AS',
    a: { kind: 'internal', asn: 9, asns: [1, 7] },
    b: { kind: 'internal', asn: 9, asns: [1, 8] },
    compares: true,
  },
  {
    title: 'internal routes that begin with two ASes',
    a: { kind: 'internal', asn: 9, asns: [1, 7] },
    b: { kind: 'internal', asn: 9, asns: [2, 7] },
    compares: false,
  },
  {
    title: 'internal routes of our own AS, one without a path and one that begins with a set',
    a: { kind: 'internal', asn: 9, asPath: [{ kind: 'AS_SET', asns: [1] }] },
    b: { kind: 'internal', asn: 9, asPath: [{ kind: 'AS_SET', asns: [2] }] },
    compares: true,
  },
  {
    title: 'an external and an internal route of one AS',
    a: { asn: 1, asns: [1] },
    b: { kind: 'internal', asn: 9, asns: [1] },
    compares: true,
  },
]

for (const { title, a, b, compares } of medCases) {
  test(`MULTI_EXIT_DISC ${compares ? 'compares' : 'does not compare'} ${title}`, (t) => {
    const high = route({ ...a, multiExitDisc: 5, bgpIdentifier: 1 })
    const low = route({ ...b, multiExitDisc: 4, bgpIdentifier: 2 })
    t.is(select([high, low]).decidedBy === 'lowest MULTI_EXIT_DISC', compares)
    const always = { ...profiles.rfc, comparesMed: 'always' } as const
    t.is(select([high, low], always).decidedBy, 'lowest MULTI_EXIT_DISC')
    const never = { ...profiles.rfc, comparesMed: 'never' } as const
    t.not(select([high, low], never).decidedBy, 'lowest MULTI_EXIT_DISC')
  })
}

// Pairwise, each of the three beats one other: a tournament's winner depends on the order of arrival.
test('the three-route MULTI_EXIT_DISC case has one winner in every order', (t) => {
  const first = route({ name: 'first', asn: 1, multiExitDisc: 1, bgpIdentifier: 0 })
  const second = route({ name: 'second', asn: 1, multiExitDisc: 0, bgpIdentifier: 2 })
  const third = route({ name: 'third', asn: 2, multiExitDisc: 0, bgpIdentifier: 1 })
  for (const candidates of permutations([first, second, third])) {
    const { best, defeats, decidedBy } = select(candidates)
    t.is(best, third)
    t.is(decidedBy, 'lowest BGP Identifier')
    t.deepEqual(
      defeats.map(({ route: loser, at }) => [loser, at.name]),
      [
        [first, 'lowest MULTI_EXIT_DISC'],
        [second, 'lowest BGP Identifier'],
      ],
    )
  }
})

test('the best external route stays, where the profile says so', (t) => {
  const older = route({ name: 'older', bgpIdentifier: 2 })
  const newer = route({ name: 'newer', bgpIdentifier: 1 })
  t.is(select([older, newer], profiles.frr, older).best, older)
  t.is(select([older, newer], profiles.frr, older).defeats[0]?.comparison, 'newer after best so far')
  t.is(select([older, newer], profiles.bird, older).best, newer)
  t.is(select([older, newer], profiles.frr, undefined).best, newer)
})

test('the best external route stays when its peer announces new attributes that are as good', (t) => {
  const before = route({ name: 'older', bgpIdentifier: 2 })
  const after = { ...before, attributes: route({ communities: [1] }).attributes }
  t.is(select([after, route({ name: 'newer' })], profiles.frr, before).best, after)
})

test('an internal route that was best does not stay for that', (t) => {
  const older = route({ name: 'older', kind: 'internal', bgpIdentifier: 2 })
  const newer = route({ name: 'newer', kind: 'internal', bgpIdentifier: 1 })
  t.is(select([older, newer], profiles.frr, older).best, newer)
})

interface MultipathCase {
  readonly title: string
  readonly other: Difference
  readonly beside: boolean
}

const multipathCases: readonly MultipathCase[] = [
  { title: 'another BGP Identifier', other: { bgpIdentifier: 2 }, beside: true },
  { title: 'another path of the same length', other: { asns: [65020], asn: 65020 }, beside: true },
  { title: 'a longer path', other: { asns: [65010, 65010] }, beside: false },
  { title: 'a lower LOCAL_PREF', other: { localPref: 99 }, beside: false },
  {
    title: 'the LOCAL_PREF that a missing one means',
    other: { localPref: 100, bgpIdentifier: 2 },
    beside: true,
  },
  { title: 'a lower weight', other: { weight: -1 }, beside: false },
  { title: 'a worse ORIGIN', other: { origin: 'EGP' }, beside: false },
  { title: 'a higher MULTI_EXIT_DISC', other: { multiExitDisc: 1 }, beside: false },
  {
    title: 'another MULTI_EXIT_DISC from another AS',
    other: { multiExitDisc: 1, asn: 65020, bgpIdentifier: 2 },
    beside: false,
  },
  { title: 'an internal session', other: { kind: 'internal' }, beside: false },
]

for (const { title, other, beside } of multipathCases) {
  test(`a route with ${title} is ${beside ? '' : 'not '}used beside the best`, (t) => {
    const best = route({ name: 'best' })
    const { multipath } = select([route({ name: 'other', ...other }), best], profiles.frr)
    t.deepEqual(
      multipath.map(({ source }) => source.name),
      beside ? ['best', 'other'] : ['best'],
    )
  })
}

test('the best of the equal routes are used, in the order of the tie breaks', (t) => {
  const candidates = [4, 2, 5, 1, 3].map((bgpIdentifier) =>
    route({ name: `r${bgpIdentifier}`, bgpIdentifier }),
  )
  const previous = candidates[2]
  const used = (maximumPaths: number, profile: Profile) =>
    selectBest(candidates, profile, { maximumPaths, previous })?.multipath.map(({ source }) => source.name)
  t.deepEqual(used(3, profiles.bird), ['r1', 'r2', 'r3'])
  t.deepEqual(used(3, profiles.frr), ['r5', 'r1', 'r2'])
  t.deepEqual(used(1, profiles.frr), ['r5'])
})

const anyDifference: fc.Arbitrary<Difference> = fc
  .record({
    kind: fc.constantFrom('external', 'internal', 'local'),
    asn: fc.constantFrom(1, 2),
    length: fc.integer({ min: 0, max: 2 }),
    origin: fc.constantFrom('IGP', 'EGP'),
    multiExitDisc: fc.constantFrom(undefined, 0, 1, 2),
    localPref: fc.constantFrom(undefined, 100, 200),
    weight: fc.constantFrom(0, 1),
    bgpIdentifier: fc.integer({ min: 1, max: 3 }),
    originatorId: fc.constantFrom(undefined, undefined, 2),
    clusterList: fc.constantFrom([], [1], [1, 2]),
  })
  .map(({ length, ...difference }) => ({
    ...difference,
    asns: Array.from({ length }, () => difference.asn),
  }))

const anyCandidates = fc
  .array(anyDifference, { minLength: 1, maxLength: 5 })
  .map((differences) => differences.map((difference, index) => route({ ...difference, name: `r${index}` })))

const anyProfile = fc.constantFrom(profiles.rfc, profiles.bird, {
  ...profiles.bird,
  comparesMed: 'always',
} as const)

test('the selection does not depend on the order of the candidates', (t) => {
  const law = fc.property(anyCandidates, anyProfile, (candidates, profile) => {
    const expected = outcome(select(candidates, profile))
    for (const permutation of permutations(candidates)) {
      assert.deepEqual(outcome(select(permutation, profile)), expected)
    }
  })
  t.notThrows(() => fc.assert(law, { numRuns: 60 }))
})

test('no step removes all, every loser falls once, and the best is no loser', (t) => {
  const law = fc.property(anyCandidates, anyProfile, (candidates, profile) => {
    const { best, defeats, multipath, decidedBy } = select(candidates, profile)
    const seen = new Set([best, ...defeats.map(({ route: loser }) => loser)])
    assert.equal(seen.size, candidates.length)
    assert.equal(defeats.length, candidates.length - 1)
    assert.equal(decidedBy, defeats.at(-1)?.at.name)
    assert.equal(multipath[0], best)
    const order = defeats.map(({ at }) => selectionSteps.findIndex(({ name }) => name === at.name))
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    )
  })
  t.notThrows(() => fc.assert(law))
})

/** The outcome without the order in which one step's losers are told. */
function outcome({ best, decidedBy, defeats, multipath }: Selection): unknown {
  const fallen = defeats.map(
    ({ route: loser, at, comparison }) => `${loser.source.name} ${at.name} ${comparison}`,
  )
  return {
    best: best.source.name,
    decidedBy,
    fallen: fallen.sort(),
    used: multipath.map(({ source }) => source.name),
  }
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items]
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  )
}
