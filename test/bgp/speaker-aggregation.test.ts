import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import type { Profile } from '../../src/bgp/profile.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import type { AggregateConfiguration } from '../../src/bgp/speaker-configuration.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { emptyPrefixes } from '../../src/net/packed-prefixes.ts'
import { covers } from '../../src/net/prefix.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import { attributes, type Difference } from '../support/bgp-routes.ts'
import { adjRibIn, locRib, packed, SpeakerLab } from '../support/speaker-lab.ts'
import { type EndDifference, term } from '../support/speaker-plan.ts'

const [whole, low, high] = ['10.0.0.0/8', '10.1.0.0/16', '10.2.0.0/16']

interface Plan {
  readonly aggregates?: readonly (Partial<AggregateConfiguration> & { readonly of?: string })[]
  readonly profile?: Profile
  readonly out?: EndDifference
  readonly z?: number
}

// What does not matter here, or it would stand in every text.
const plain = { echoesToSender: false, ownRoutesCarryMed: false }

/** `a` and `b` outside tell `m`, who aggregates and tells `z`. */
function lab({ aggregates = [{}], profile = profiles.frr, out = {}, z = 65004 }: Plan = {}): SpeakerLab {
  const made = aggregates.map(({ of = whole, summaryOnly = false, asSet = false }) => ({
    prefix: parsePrefix(of),
    summaryOnly,
    asSet,
  }))
  return new SpeakerLab({
    routers: {
      a: { asn: 65001 },
      b: { asn: 65002 },
      m: { asn: 65003, aggregates: made, profile: { ...profile, ...plain } },
      z: { asn: z },
    },
    sessions: [{ between: ['a', 'm'] }, { between: ['b', 'm'] }, { between: ['m', 'z'], ends: { m: out } }],
  }).start()
}

function tell(
  network: SpeakerLab,
  from: 'a' | 'b',
  difference: Difference,
  ...prefixes: readonly string[]
): void {
  const asn = from === 'a' ? 65001 : 65002
  const nextHop = parseAddress(from === 'a' ? '10.254.0.1' : '10.254.1.1')
  network.inject('m', `${from}-m`, {
    ...{ kind: 'UPDATE', family: 'ipv4', withdrawn: emptyPrefixes('ipv4') },
    announced: packed('ipv4', ...prefixes),
    attributes: network.interner.intern(attributes({ asns: [asn], nextHop, ...difference })),
  })
}

function withdraw(network: SpeakerLab, from: 'a' | 'b', ...prefixes: readonly string[]): void {
  network.inject('m', `${from}-m`, {
    ...{ kind: 'UPDATE', family: 'ipv4', announced: emptyPrefixes('ipv4'), attributes: undefined },
    withdrawn: packed('ipv4', ...prefixes),
  })
}

/** What `z` was told of the aggregate. */
function told(network: SpeakerLab, prefix: string = whole): ReturnType<typeof attributes> | undefined {
  const { ids } = network.speaker('m').ribs.ipv4
  const id = ids.find(packed('ipv4', prefix).data, 0)
  const set = id < 0 ? -1 : network.peer('m', 'm-z').adjRibOut.ipv4.advertised(id)
  return set < 0 ? undefined : network.interner.byId(set)
}

test('an aggregate is there from the first route inside it to the last', (t) => {
  const network = lab()
  t.deepEqual(locRib(network, 'z'), {})
  tell(network, 'a', {}, low)
  tell(network, 'b', {}, high)
  t.deepEqual(Object.keys(locRib(network, 'z')), [whole, low, high])
  withdraw(network, 'a', low)
  t.deepEqual(Object.keys(locRib(network, 'z')), [whole, high])
  withdraw(network, 'b', high)
  t.deepEqual(locRib(network, 'z'), {})
})

test('a route at the aggregate itself, or outside it, is no part of it', (t) => {
  const network = lab()
  tell(network, 'a', {}, whole, '11.0.0.0/16')
  t.is(told(network)?.aggregator, undefined)
  t.deepEqual(told(network)?.asPath, [{ kind: 'AS_SEQUENCE', asns: [65003, 65001] }])
})

test('without an AS_SET an aggregate begins here, and says that it may hide something', (t) => {
  const network = lab()
  tell(network, 'a', { communities: [7] }, low)
  t.like(told(network), {
    asPath: [{ kind: 'AS_SEQUENCE', asns: [65003] }],
    atomicAggregate: true,
    aggregator: { asn: 65003, address: { family: 'ipv4', words: [3] } },
    communities: [],
  })
})

test('with an AS_SET it tells of every AS and of every community', (t) => {
  const network = lab({ aggregates: [{ asSet: true }] })
  tell(network, 'a', { asns: [65001, 7, 9], communities: [7] }, low)
  tell(network, 'b', { asns: [65002, 7], communities: [5] }, high)
  t.like(told(network), {
    asPath: [
      { kind: 'AS_SEQUENCE', asns: [65003] },
      { kind: 'AS_SET', asns: [7, 9, 65001, 65002] },
    ],
    atomicAggregate: false,
    communities: [5, 7],
  })
})

test('a summary alone is told, and what is inside it is known here only', (t) => {
  const network = lab({ aggregates: [{ summaryOnly: true }] })
  tell(network, 'a', {}, low, '11.0.0.0/16')
  t.deepEqual(Object.keys(adjRibIn(network, 'z', 'm-z')), [whole, '11.0.0.0/16'])
  t.deepEqual(Object.keys(locRib(network, 'm')), [whole, low, '11.0.0.0/16'])
})

test('routes of unlike MULTI_EXIT_DISC are aggregated only where the profile does it', (t) => {
  const keys = (profile: Profile): readonly string[] => {
    const network = lab({ profile, aggregates: [{ summaryOnly: true }] })
    tell(network, 'a', { multiExitDisc: 1 }, low)
    tell(network, 'b', { multiExitDisc: 2 }, high)
    return Object.keys(locRib(network, 'z'))
  }
  t.deepEqual(keys(profiles.bird), [low, high])
  t.deepEqual(keys(profiles.frr), [whole])
})

test('an aggregate has a MULTI_EXIT_DISC of 0 where the profile gives it one, and else none', (t) => {
  const med = (profile: Profile): number | undefined => {
    const network = lab({ profile })
    tell(network, 'a', { multiExitDisc: 7 }, low)
    return told(network)?.multiExitDisc
  }
  t.is(med(profiles.frr), 0)
  t.is(med(profiles.ios), undefined)
})

test('a summary that may not be any more gives way to what it hid, and takes over again', (t) => {
  const network = lab({ profile: profiles.bird, aggregates: [{ summaryOnly: true }] })
  tell(network, 'a', { multiExitDisc: 1 }, low)
  t.deepEqual(Object.keys(locRib(network, 'z')), [whole])
  tell(network, 'b', { multiExitDisc: 2 }, high)
  t.deepEqual(Object.keys(locRib(network, 'z')), [low, high])
  tell(network, 'b', { multiExitDisc: 1 }, high)
  t.deepEqual(Object.keys(locRib(network, 'z')), [whole])
})

test('an aggregate inside another stands for its own routes and is no part of the wider one', (t) => {
  const network = lab({ aggregates: [{ asSet: true }, { of: low }] })
  tell(network, 'a', {}, '10.1.1.0/24')
  t.deepEqual(Object.keys(locRib(network, 'z')), [whole, low, '10.1.1.0/24'])
  t.deepEqual(told(network)?.atomicAggregate, false)
  withdraw(network, 'a', '10.1.1.0/24')
  t.deepEqual(locRib(network, 'z'), {})
})

test('a route of one’s own at the aggregate goes before it, and leaves it behind', (t) => {
  const network = lab()
  tell(network, 'a', {}, low)
  network.originate('m', whole)
  t.is(told(network)?.aggregator, undefined)
  network.ceaseOriginating('m', whole)
  t.is(told(network)?.aggregator?.asn, 65003)
})

for (const { what, z, heard } of [
  { what: 'outside', z: 65004, heard: '65003, via 10.254.2.1' },
  { what: 'inside', z: 65003, heard: 'via 10.254.2.1, localPref 100' },
]) {
  test(`a default route is originated to a peer ${what} without being in the table`, (t) => {
    const network = lab({ aggregates: [], z, out: { defaultOriginate: true, export: [term('reject')] } })
    t.deepEqual(adjRibIn(network, 'z', 'm-z'), { '0.0.0.0/0': heard })
    t.deepEqual(locRib(network, 'm'), {})
    tell(network, 'a', {}, low)
    t.deepEqual(Object.keys(adjRibIn(network, 'z', 'm-z')), ['0.0.0.0/0'])
  })
}

test('an originated default stands in for the one of the table, which comes to others as any route', (t) => {
  for (const [defaultOriginate, heard] of [
    [true, '65003, via 10.254.2.1'],
    [false, '65003 65001, via 10.254.2.1'],
  ] as const) {
    const network = lab({ aggregates: [], out: { defaultOriginate } })
    tell(network, 'a', {}, '0.0.0.0/0')
    t.deepEqual(adjRibIn(network, 'z', 'm-z'), { '0.0.0.0/0': heard })
    withdraw(network, 'a', '0.0.0.0/0')
    t.is('0.0.0.0/0' in adjRibIn(network, 'z', 'm-z'), defaultOriginate)
  }
})

test('an originated default comes again after a reset and a refresh', (t) => {
  const network = lab({ aggregates: [], out: { defaultOriginate: true } })
  network.handle('m', { kind: 'clear', peer: 'm-z' })
  network.advance(20)
  t.deepEqual(Object.keys(adjRibIn(network, 'z', 'm-z')), ['0.0.0.0/0'])
})

const networks = ['10.1.0.0/16', '10.1.1.0/24', '10.1.2.0/24', '10.2.0.0/16', '10.0.0.0/8', '192.0.2.0/24']
const anyStep = fc.record({
  from: fc.constantFrom('a' as const, 'b' as const),
  prefixes: fc.subarray(networks, { minLength: 1 }),
  multiExitDisc: fc.constantFrom(undefined, 1, 'withdraw' as const),
})

test('after any history each aggregate is there exactly where a learned route inside it is selected', (t) => {
  const law = fc.property(fc.array(anyStep, { maxLength: 12 }), fc.boolean(), (steps, asSet) => {
    const network = lab({ aggregates: [{ asSet }, { of: low, asSet, summaryOnly: true }] })
    for (const { from, prefixes, multiExitDisc } of steps) {
      if (multiExitDisc === 'withdraw') withdraw(network, from, ...prefixes)
      else tell(network, from, { multiExitDisc }, ...prefixes)
      const selected = locRib(network, 'm')
      const learned = Object.keys(selected).filter((prefix) => !selected[prefix]?.startsWith('local'))
      for (const aggregate of [whole, low]) {
        const isMade = selected[aggregate]?.startsWith('local') ?? false
        assert.equal(isMade, learned.some(isInside(aggregate)), `${aggregate} of ${learned.join(' ')}`)
      }
      const hides = selected[low]?.startsWith('local') ?? false
      const shown = Object.keys(selected).filter((prefix) => !(hides && isInside(low)(prefix)))
      assert.deepEqual(Object.keys(adjRibIn(network, 'z', 'm-z')), shown)
    }
  })
  t.notThrows(() => fc.assert(law, { numRuns: 60 }))
})

function isInside(aggregate: string): (prefix: string) => boolean {
  const outer = parsePrefix(aggregate)
  return (prefix) => prefix !== aggregate && covers(outer, parsePrefix(prefix))
}
