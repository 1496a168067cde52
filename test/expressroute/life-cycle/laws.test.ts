import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { profiles } from '../../../src/bgp/profiles.ts'
import type { Design, PeeringKind } from '../../../src/expressroute/design.ts'
import { expandDesign } from '../../../src/expressroute/expand-design.ts'
import type { ExpandedLink } from '../../../src/expressroute/expansion.ts'
import { carryOut, estateBefore } from '../../../src/expressroute/life-cycle/carry-out.ts'
import { complete, type Estate, isProvisioned } from '../../../src/expressroute/life-cycle/estate.ts'
import { inverse, isPaired, type Move, thingOf } from '../../../src/expressroute/life-cycle/move.ts'
import { describeMove } from '../../../src/expressroute/life-cycle/move-text.ts'
import { stoppedEnds } from '../../../src/expressroute/life-cycle/standing.ts'
import { purchaseRules } from '../../../src/expressroute/rules/d.ts'
import { noSurroundings } from '../../../src/expressroute/rules/rule.ts'
import {
  circuit,
  design,
  globalReach,
  prefix,
  privatePeering,
  router,
  virtualNetwork,
  written,
} from '../../support/expressroute-design.ts'

const names = ['er-a', 'er-b'] as const
const kinds: readonly PeeringKind[] = ['private', 'microsoft']

/** Two circuits, one near the limit of its links, and networks with connections to both. */
const whole: Design = design({
  circuits: new Map(names.map((name, index) => [name, bought(index)])),
  routers: new Map([
    ['ce1', router([...names].map((name) => ({ circuit: name })))],
    ['ce2', router([...names].map((name) => ({ circuit: name, path: 'secondary', peering: 'microsoft' })))],
  ]),
  globalReach: [globalReach('er-a', 'er-b')],
  virtualNetworks: new Map(
    Array.from({ length: 11 }, (_, index) => [
      `vnet-${index}`,
      virtualNetwork({
        addressSpace: [prefix(`10.${index + 100}.0.0/16`)],
        connections: names.map((name) => ({ circuit: name, authorization: index === 0 ? 'key' : undefined })),
      }),
    ]),
  ),
})

function bought(index: number): ReturnType<typeof circuit> {
  const publicSide = {
    advertisedPublicPrefixes: [prefix('198.51.100.0/24')],
    customerAsn: undefined,
    routeFilter: undefined,
    setUpBeforeFilters: false,
    office365Authorized: false,
  }
  const ipv4 = { primary: written('203.0.113.0/30'), secondary: written('203.0.113.4/30') }
  const peerings = new Map([
    ['private', privatePeering()] as const,
    ['microsoft', privatePeering({ vlanId: 200, ipv4, publicSide })] as const,
  ])
  const peeringLocation = index === 0 ? 'Amsterdam' : 'Dublin'
  return circuit({ peerings, peeringLocation, authorizations: ['key'] })
}

const named = fc.constantFrom(...names)
const moves: fc.Arbitrary<Move> = fc.oneof(
  record('create', 'delete'),
  fc.record({
    kind: fc.constantFrom('provision', 'deprovision'),
    circuit: named,
    step: fc.constantFrom('begins', 'ends'),
  }),
  fc.record({
    kind: fc.constantFrom('configure', 'remove', 'enable', 'disable', 'approve'),
    circuit: named,
    peering: fc.constantFrom(...kinds),
  }),
  fc.record({
    kind: fc.constantFrom('link', 'unlink'),
    circuit: named,
    virtualNetwork: fc.constantFrom(...whole.virtualNetworks.keys()),
  }),
  fc.record({
    kind: fc.constantFrom('authorize', 'revoke'),
    circuit: named,
    authorization: fc.constantFrom('key', 'other'),
  }),
  fc.record({
    kind: fc.constant('attach'),
    circuit: named,
    communities: fc.constant([12076 * 65536 + 5010]),
  }),
  record('detach'),
  fc.record({ kind: fc.constantFrom('join', 'part'), circuits: fc.constant(['er-a', 'er-b']) }),
  fc.record({
    kind: fc.constant('weigh'),
    circuit: named,
    virtualNetwork: fc.constantFrom(...whole.virtualNetworks.keys()),
    weight: fc.constantFrom(0, 100),
  }),
  fc.record({
    kind: fc.constant('resize'),
    virtualNetwork: fc.constantFrom(...whole.virtualNetworks.keys()),
    gatewaySku: fc.constantFrom('Standard', 'ErGw1AZ', 'ErGw2AZ', 'ErGw3AZ'),
  }),
  fc.record({
    kind: fc.constant('summarize'),
    virtualNetwork: fc.constantFrom(...whole.virtualNetworks.keys()),
    summaries: fc.subarray([prefix('10.0.0.0/8'), prefix('172.16.0.0/12')]),
  }),
  fc.record({
    kind: fc.constant('update'),
    circuit: named,
    tier: fc.constantFrom('Local', 'Standard', 'Premium', undefined),
    family: fc.constantFrom('MeteredData', 'UnlimitedData', undefined),
    bandwidthMbps: fc.constantFrom(50, 1_000, 10_000, undefined),
  }),
)

function record<Kind extends 'create' | 'delete' | 'detach'>(...own: readonly Kind[]) {
  return fc.record({ kind: fc.constantFrom(...own), circuit: named })
}

/** After each move that was carried out; a refused one leaves everything as it was. */
function* estates(history: readonly Move[]): Generator<Estate> {
  let estate = estateBefore(whole, history)
  yield estate
  for (const move of history) {
    const outcome = carryOut(estate, whole, move)
    if (outcome.kind !== 'done') continue
    estate = outcome.estate
    yield estate
  }
}

const histories = fc.array(moves, { maxLength: 40 })

test('after any moves no rule of purchases is broken that was not before, and nothing hangs on what is gone', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(histories, (history) => {
        const [first, ...others] = estates(history)
        assert(first !== undefined)
        const before = breaches(first)
        for (const { design: now, states } of others) {
          for (const breach of breaches({ design: now, states })) assert(before.includes(breach), breach)
          assert.deepEqual([...states.keys()].sort(), [...now.circuits.keys()].sort())
          const linked = [...now.virtualNetworks.values()].flatMap(({ connections }) => connections)
          assert(linked.every((connection) => now.circuits.has(connection.circuit)))
          const joined = now.globalReach.flatMap(({ circuits }) => circuits)
          assert(joined.every((name) => now.circuits.has(name)))
        }
      }),
    ),
  )
})

test('a session stands only on a circuit that is provisioned, or between two that are joined', (t) => {
  const { sessions } = expandDesign(whole, { profile: profiles.msee, tiersToCome: new Map() })
  t.notThrows(() =>
    fc.assert(
      fc.property(histories, (history) => {
        for (const estate of estates(history)) {
          const stopped = new Set(stoppedEnds(estate, sessions).map(({ session }) => session))
          for (const { name, link } of sessions)
            if (lacksWhatItNeeds(link, estate)) assert(stopped.has(name), name)
        }
      }),
    ),
  )
})

/** A circuit that is provisioned, or two that are joined. */
function lacksWhatItNeeds(link: ExpandedLink, estate: Estate): boolean {
  if (link.kind === 'global-reach') return estate.design.globalReach.length === 0
  return 'circuit' in link && !isProvisioned(estate, link.circuit)
}

test('a move and its inverse are about the same thing, and each move has words of its own', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(moves, moves, (one, other) => {
        if (isPaired(one)) assert.equal(thingOf(inverse(one)), thingOf(one))
        if (isPaired(one)) assert.equal(JSON.stringify(inverse(inverse(one))), JSON.stringify(one))
        assert.equal(describeMove(one) === describeMove(other), JSON.stringify(one) === JSON.stringify(other))
      }),
    ),
  )
})

test('where nothing is moved, everything is there', (t) => {
  t.deepEqual(estateBefore(whole, []), complete(whole))
})

function breaches({ design: now }: Estate): readonly string[] {
  return purchaseRules.flatMap(({ id, level, eras, check }) =>
    level !== 'error' || !eras.includes(now.era)
      ? []
      : (check?.(now, [], noSurroundings) ?? []).map(({ path }) => `${id} ${path.join('.')}`),
  )
}
