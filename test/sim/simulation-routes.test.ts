import test from 'ava'
import { profiles } from '../../src/bgp/profiles.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import type { Operation } from '../../src/sim/operation.ts'
import { route } from '../support/bgp-routes.ts'
import { cut, packedByFamily, pair, SimulationLab, type SimulationSketch } from '../support/simulation-lab.ts'
import { term } from '../support/speaker-plan.ts'

function change(kind: 'announce' | 'withdraw', at: string, ...prefixes: readonly string[]): Operation {
  const [packed] = packedByFamily(prefixes)
  if (packed === undefined) throw new Error('no prefixes')
  return { kind, at, prefixes: packed }
}

/** A site behind `a` and `b`, which both peer with `z`. */
function dualHomed(difference: Partial<SimulationSketch> = {}, convergenceMicros = 0): SimulationLab {
  return new SimulationLab({
    routers: { a: { asn: 65001 }, b: { asn: 65001 }, z: { asn: 65002, announces: ['10.200.0.0/16'] } },
    sessions: [{ between: ['a', 'z'] }, { between: ['b', 'z'] }],
    networks: { site: { prefixes: ['10.1.0.0/16'], behind: ['a', 'b'], convergenceMicros } },
    ...difference,
  })
}

test('a router announces and withdraws a network of its own, one link delay later at its neighbour', (t) => {
  const lab = pair()
    .at(100, change('announce', 'a', '10.3.0.0/16', '10.4.0.0/16'))
    .at(200, change('withdraw', 'a', '10.3.0.0/16', '10.1.0.0/16'))
  lab.start().run(100.001)
  t.deepEqual(lab.forwarding('b').slice(-2), ['10.3.0.0/16 via a', '10.4.0.0/16 via a'])
  t.deepEqual(lab.forwarding('a').slice(-2), ['10.3.0.0/16 deliver', '10.4.0.0/16 deliver'])
  lab.run(200.001)
  t.deepEqual(lab.forwarding('b'), ['10.2.0.0/16 deliver', '10.4.0.0/16 via a'])
  t.deepEqual(lab.forwarding('a'), ['10.2.0.0/16 via b', '10.4.0.0/16 deliver'])
})

test('a site announces and withdraws at every router before it, and its hosts follow', (t) => {
  const lab = dualHomed().at(100, change('withdraw', 'site', '10.1.0.0/16'))
  lab.start().run(50)
  t.deepEqual(lab.forwarding('site'), ['10.1.0.0/16 deliver', '10.200.0.0/16 via a via b'])
  t.deepEqual(lab.forwarding('z')[0], '10.1.0.0/16 via a')
  lab.run(101)
  t.deepEqual(lab.forwarding('site'), ['10.200.0.0/16 via a via b'])
  t.deepEqual(lab.forwarding('z'), ['10.200.0.0/16 deliver'])
  lab.at(200, change('announce', 'site', '10.1.0.0/16')).run(201)
  t.deepEqual(lab.forwarding('site'), ['10.1.0.0/16 deliver', '10.200.0.0/16 via a via b'])
  t.deepEqual(lab.forwarding('z')[0], '10.1.0.0/16 via a')
})

test('hosts use a router that stands by only for what no other one has', (t) => {
  const lab = dualHomed({
    networks: { site: { prefixes: ['10.1.0.0/16'], behind: ['a', 'b'], standby: ['b'] } },
  }).fault(cut('a-z'), 100, 200)
  const towardsZ = (): string | undefined => lab.forwarding('site')[1]
  lab.start().run(50)
  t.is(towardsZ(), '10.200.0.0/16 via a')
  lab.run(150)
  t.is(towardsZ(), '10.200.0.0/16 via b')
  lab.run(300)
  t.is(towardsZ(), '10.200.0.0/16 via a')
  lab.at(400, change('announce', 'b', '10.200.7.0/24')).run(401)
  t.is(lab.forwarding('site').at(-1), '10.200.7.0/24 via b')
})

test('of two routers that stand by, the first that has a prefix is used', (t) => {
  const lab = dualHomed({
    networks: { site: { prefixes: ['10.1.0.0/16'], behind: ['a', 'b'], standby: ['b', 'a'] } },
  }).fault(cut('b-z'), 100, 200)
  lab.start().run(50)
  t.is(lab.forwarding('site')[1], '10.200.0.0/16 via b')
  lab.run(150)
  t.is(lab.forwarding('site')[1], '10.200.0.0/16 via a')
})

test('a prefix that a router and a site behind it both announce goes on being announced for the other', (t) => {
  const lab = dualHomed()
    .at(100, change('announce', 'a', '10.1.0.0/16'))
    .at(200, change('withdraw', 'a', '10.1.0.0/16'))
    .at(300, change('withdraw', 'site', '10.1.0.0/16'))
  const atA = (): string | undefined => lab.forwarding('a').find((line) => line.startsWith('10.1.0.0/16'))
  lab.start().run(100)
  t.is(atA(), '10.1.0.0/16 deliver')
  lab.run(201)
  t.is(atA(), '10.1.0.0/16 via site')
  t.is(lab.forwarding('z')[0], '10.1.0.0/16 via a')
  lab.run(301)
  t.is(atA(), undefined)
  t.deepEqual(lab.forwarding('z'), ['10.200.0.0/16 deliver'])
})

for (const [name, profile] of [
  ['weight prefers its own', profiles.bird],
  ['nothing prefers its own but the AS_PATH', profiles.msee],
] as const) {
  test(`a withdrawn network of one's own falls back to what BGP selected, where ${name}`, (t) => {
    const lab = new SimulationLab({
      routers: {
        a: { asn: 65001, profile, announces: ['10.9.0.0/16'] },
        b: { asn: 65002, profile, announces: ['10.9.0.0/16'] },
      },
      sessions: [{ between: ['a', 'b'] }],
    }).start()
    lab.run(10)
    t.deepEqual(lab.forwarding('a'), ['10.9.0.0/16 deliver'])
    lab.at(100, change('withdraw', 'a', '10.9.0.0/16')).run(100)
    t.deepEqual(lab.forwarding('a'), ['10.9.0.0/16 via b'])
    lab.at(200, change('announce', 'a', '10.9.0.0/16')).run(201)
    t.deepEqual(lab.forwarding('a'), ['10.9.0.0/16 deliver'])
  })
}

test("what BGP selected all along takes a withdrawn network's place", (t) => {
  // LOCAL_PREF 200 beats the own route where weight does not count, though packets are delivered all the same.
  const prefer = [term({ localPref: 200 })]
  const profile = { ...profiles.bird, weight: false }
  const lab = new SimulationLab({
    routers: {
      a: { asn: 65001, profile, announces: ['10.9.0.0/16'] },
      b: { asn: 65002, profile, announces: ['10.9.0.0/16'] },
    },
    sessions: [{ between: ['a', 'b'], ends: { a: { import: prefer } } }],
  }).start()
  lab.run(10)
  t.deepEqual(lab.forwarding('a'), ['10.9.0.0/16 deliver'])
  const before = lab.of('best-route').length
  lab.at(100, change('withdraw', 'a', '10.9.0.0/16')).run(101)
  t.deepEqual(lab.forwarding('a'), ['10.9.0.0/16 via b'])
  t.is(lab.of('best-route').length, before)
})

test('withdrawing what BGP alone knows changes nothing', (t) => {
  const lab = pair()
    .at(100, change('withdraw', 'a', '10.2.0.0/16'))
    .start()
    .run(99)
  const before = lab.of('fib').length
  lab.run(101)
  t.deepEqual(lab.forwarding('a'), ['10.1.0.0/16 deliver', '10.2.0.0/16 via b'])
  t.is(lab.of('fib').length, before, 'not even for a moment')
})

test('a router that restarts announces what is configured by then, not what the plan says', (t) => {
  const lab = dualHomed()
    .at(100, { kind: 'crash', node: 'a' })
    .at(110, change('withdraw', 'site', '10.1.0.0/16'), change('announce', 'site', '10.5.0.0/16'))
    .at(115, change('announce', 'a', '10.6.0.0/16'))
    .at(120, { kind: 'restart', node: 'a' })
  lab.start().run(1000)
  t.true(lab.simulation.isConverged())
  t.deepEqual(lab.forwarding('a'), ['10.5.0.0/16 via site', '10.6.0.0/16 deliver', '10.200.0.0/16 via z'])
})

test('a router that boots beside a dead port knows that nothing is reached over it', (t) => {
  const lab = pair()
    .at(50, { kind: 'add-fault', rule: cut('a-b') })
    .at(60, { kind: 'crash', node: 'a' })
    .at(70, { kind: 'restart', node: 'a' })
  lab.start().run(71)
  const { ribs } = lab.simulation.router('a').speaker
  const overThePort = route({ nextHop: parseAddress('10.254.0.2') })
  t.false(ribs.ipv4.isUsable(overThePort))
  lab.at(80, { kind: 'remove-fault', rule: cut('a-b') }).run(80)
  t.true(lab.simulation.router('a').speaker.ribs.ipv4.isUsable(overThePort))
})

test("a site's hosts follow its routers after its convergence time", (t) => {
  const lab = dualHomed({}, 3_000_000).at(100, { kind: 'add-fault', rule: cut('a-z') })
  lab.start().run(102.999)
  t.deepEqual(lab.forwarding('a'), ['10.1.0.0/16 via site'])
  t.deepEqual(lab.forwarding('site'), ['10.1.0.0/16 deliver', '10.200.0.0/16 via a via b'])
  t.false(lab.simulation.isConverged())
  lab.run(103)
  t.deepEqual(lab.forwarding('site'), ['10.1.0.0/16 deliver', '10.200.0.0/16 via b'])
  t.true(lab.simulation.isConverged())
})

test('what happens at one instant is looked at once it is over', (t) => {
  // Both ways go at once: no five-tuple ever takes the second of them.
  const lab = dualHomed({
    flows: { web: { from: 'site', to: 'far' } },
    networks: {
      site: { prefixes: ['10.1.0.0/16'], behind: ['a', 'b'] },
      far: { prefixes: ['10.77.0.0/16'], behind: ['z'] },
    },
  })
  lab.start().run(50)
  const before = lab.records.length
  lab
    .at(100, { kind: 'add-fault', rule: cut('a-z', '1') }, { kind: 'add-fault', rule: cut('b-z', '2') })
    .run(100)
  const moved = lab.of('flow-path').filter(({ seq, tuples }) => seq >= before && tuples > 0)
  t.deepEqual(
    moved.map(
      ({ direction, tuples, outcome, hops }) => `${direction} ${tuples} ${outcome} ${hops.join(' ')}`,
    ),
    ['forward 8 NO_ROUTE site', 'return 8 NO_ROUTE far'],
  )
})
