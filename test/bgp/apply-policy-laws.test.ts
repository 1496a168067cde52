import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { compilePolicy } from '../../src/bgp/apply-policy.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { AnyCommunity } from '../../src/bgp/path-attributes.ts'
import type { PolicyTerm, PrefixRange } from '../../src/bgp/policy.ts'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { networkOf, type Prefix } from '../../src/net/prefix.ts'
import { attributes, type Difference, ipv4 } from '../support/bgp-routes.ts'
import { slowPolicy } from '../support/slow-policy.ts'

const localAsn = 65010

function network(a: number, b: number, c: number, length: number): Prefix {
  return networkOf(ipv4(a, b, c, 0), length)
}

function range(prefix: Prefix, minimumLength: number, maximumLength: number): PrefixRange {
  return { prefix, minimumLength, maximumLength }
}

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
      removeAllCommunities: maybe(fc.constant(true as const)),
      removePrivateAsns: maybe(fc.constant(true as const)),
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
    asns: fc.array(fc.constantFrom(1, 2, 64512), { maxLength: 2 }),
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
