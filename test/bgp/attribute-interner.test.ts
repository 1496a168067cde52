import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { hashAttributes } from '../../src/bgp/attribute-equality.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { PathAttributes } from '../../src/bgp/path-attributes.ts'
import { attributes, type Difference, ipv4, sequence } from '../support/bgp-routes.ts'

test('equal sets are one object with one id', (t) => {
  const interner = new AttributeInterner()
  const first = interner.intern(attributes({ asns: [1, 2] }))
  const second = interner.intern(attributes({ asns: [3] }))
  t.is(interner.intern(attributes({ asns: [1, 2] })), first)
  t.deepEqual([first.id, second.id, interner.size], [0, 1, 2])
  t.is(interner.byId(1), second)
  t.is(first.asPathLength, 2)
})

test('extended and large communities are kept ascending and once, unknown attributes ascending by type', (t) => {
  const interner = new AttributeInterner()
  const [late, early] = [
    { type: 200, flags: 0xc0, value: [1] },
    { type: 99, flags: 0xe0, value: [] },
  ]
  const interned = interner.intern(
    attributes({
      extendedCommunities: [
        [2, 1],
        [1, 9],
        [2, 1],
      ],
      largeCommunities: [
        [1, 2, 4],
        [1, 2, 3],
        [1, 2, 4],
      ],
      unrecognized: [late, early],
    }),
  )
  t.deepEqual(interned.extendedCommunities, [
    [1, 9],
    [2, 1],
  ])
  t.deepEqual(interned.largeCommunities, [
    [1, 2, 3],
    [1, 2, 4],
  ])
  t.deepEqual(interned.unrecognized, [early, late])
})

test('communities are kept ascending and once', (t) => {
  const interner = new AttributeInterner()
  const interned = interner.intern(attributes({ communities: [5, 1, 0xffffff01, 5] }))
  t.deepEqual(interned.communities, [1, 5, 0xffffff01])
  t.is(interner.intern(attributes({ communities: [1, 5, 0xffffff01] })), interned)
})

const neighbours: readonly [string, Difference, Difference][] = [
  ['ORIGIN', { origin: 'IGP' }, { origin: 'EGP' }],
  ['segments', { asPath: sequence(1, 2) }, { asPath: [...sequence(1), ...sequence(2)] }],
  ['sequence and set', { asPath: sequence(1) }, { asPath: [{ kind: 'AS_SET', asns: [1] }] }],
  ['NEXT_HOP', {}, { nextHop: ipv4(10, 0, 0, 2) }],
  [
    'the family of NEXT_HOP',
    { nextHop: ipv4(0, 0, 0, 0) },
    { nextHop: { family: 'ipv6', words: [0, 0, 0, 0] } },
  ],
  ['a missing MULTI_EXIT_DISC', {}, { multiExitDisc: 0 }],
  ['a missing LOCAL_PREF', {}, { localPref: 0 }],
  ['MULTI_EXIT_DISC and LOCAL_PREF', { multiExitDisc: 5 }, { localPref: 5 }],
  ['ATOMIC_AGGREGATE', {}, { atomicAggregate: true }],
  ['AGGREGATOR', {}, { aggregator: { asn: 1, address: ipv4(1, 1, 1, 1) } }],
  ['communities', { communities: [1] }, { communities: [1, 2] }],
  ['sequence and confederation sequence', {}, { asPath: [{ kind: 'AS_CONFED_SEQUENCE', asns: [65010] }] }],
  ['the link-local next hop', {}, { linkLocalNextHop: { family: 'ipv6', words: [0xfe800000, 0, 0, 1] } }],
  ['ORIGINATOR_ID', {}, { originatorId: 1 }],
  ['ORIGINATOR_ID and CLUSTER_LIST', { originatorId: 1 }, { clusterList: [1] }],
  ['the order of the CLUSTER_LIST', { clusterList: [1, 2] }, { clusterList: [2, 1] }],
  ['the sort of community', { extendedCommunities: [[1, 2]] }, { largeCommunities: [[1, 2, 0]] }],
  ['large communities', { largeCommunities: [[1, 2, 3]] }, { largeCommunities: [[1, 23, 3]] }],
  ['OTC', {}, { onlyToCustomer: 1 }],
  ['what nobody knows', {}, { unrecognized: [{ type: 99, flags: 0xc0, value: [] }] }],
  [
    'the value of what nobody knows',
    { unrecognized: [{ type: 99, flags: 0xc0, value: [1, 2] }] },
    { unrecognized: [{ type: 99, flags: 0xc0, value: [12] }] },
  ],
]

for (const [title, one, other] of neighbours) {
  test(`sets that differ in ${title} are two`, (t) => {
    const interner = new AttributeInterner()
    t.not(interner.intern(attributes(one)), interner.intern(attributes(other)))
  })
}

test('a set of another interner is not taken for one of its own', (t) => {
  const [ours, theirs] = [new AttributeInterner(), new AttributeInterner()]
  const own = ours.intern(attributes({ asns: [1] }))
  const foreign = theirs.intern(attributes({ asns: [2] }))
  t.is(own.id, foreign.id)
  t.not(ours.intern(foreign), own)
  t.is(ours.size, 2)
})

test('a hundred thousand sets, some of which share a hash, stay apart', (t) => {
  const interner = new AttributeInterner()
  const sets = Array.from({ length: 100_000 }, (_, index) => attributes({ multiExitDisc: index }))
  const hashes = new Set(sets.map(hashAttributes))
  t.true(hashes.size < sets.length)
  for (const set of sets) interner.intern(set)
  t.is(interner.size, sets.length)
  t.true(sets.every((set, index) => interner.intern(set).id === index))
})

test('a derived set is computed once for each base and key', (t) => {
  const interner = new AttributeInterner()
  const base = interner.intern(attributes())
  let computed = 0
  const derive = (key: string, localPref: number) =>
    interner.derive(base, key, () => {
      computed++
      return { ...base, localPref }
    })
  t.is(derive('a', 200), derive('a', 300))
  t.is(derive('b', 300).localPref, 300)
  t.is(computed, 2)
})

test('an id that was never given is a bug', (t) => {
  t.throws(() => new AttributeInterner().byId(0), { message: /no attribute set/ })
})

const anySet: fc.Arbitrary<PathAttributes> = fc
  .record({
    origin: fc.constantFrom('IGP', 'EGP', 'INCOMPLETE'),
    asns: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
    multiExitDisc: fc.constantFrom(undefined, 0),
    communities: fc.uniqueArray(fc.integer({ min: 1, max: 3 })).map((communities) => communities.sort()),
    clusterList: fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 2 }),
    originatorId: fc.constantFrom(undefined, 0),
    unrecognized: fc.constantFrom([], [{ type: 99, flags: 0xc0, value: [1] }]),
  })
  .map((difference) => attributes(difference))

test('two sets are one object exactly where they are equal', (t) => {
  const law = fc.property(anySet, anySet, (a, b) => {
    const interner = new AttributeInterner()
    const same = interner.intern(a) === interner.intern(b)
    assert.equal(same, isDeepEqual(a, b))
    const { id, asPathLength, ...kept } = interner.intern(a)
    assert.deepEqual(kept, a)
  })
  t.notThrows(() => fc.assert(law))
})

function isDeepEqual(a: PathAttributes, b: PathAttributes): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
