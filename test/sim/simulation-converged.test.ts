import test from 'ava'
import { profiles } from '../../src/bgp/profiles.ts'
import type { Operation } from '../../src/sim/operation.ts'
import { cut, packedByFamily, pair, SimulationLab, silence } from '../support/simulation-lab.ts'

function announce(at: string, ...names: readonly string[]): Operation {
  const [prefixes] = packedByFamily(names)
  if (prefixes === undefined) throw new Error('no prefixes')
  return { kind: 'announce', at, prefixes }
}

const lost = { kind: 'loss', id: 'lost', link: 'a-b', from: undefined, share: 1 } as const

/** What is done to two routers whose session stands, and what may be said right after it and when it is over. */
const rows: readonly {
  readonly name: string
  readonly operations: readonly Operation[]
  readonly at: readonly [established: boolean, converged: boolean]
  /** When they say so for good. */
  readonly settled: readonly [from: number, to: number]
}[] = [
  {
    name: 'a seen cut: the session fell at once, and cannot stand',
    operations: [{ kind: 'add-fault', rule: cut('a-b') }],
    at: [true, true],
    settled: [100, 100],
  },
  {
    name: 'a silent cut: the session stands where it cannot, until the second hold time has run out',
    operations: [{ kind: 'add-fault', rule: silence('a-b') }],
    at: [true, false],
    settled: [220, 280],
  },
  {
    name: 'a cut of one direction alone',
    operations: [{ kind: 'add-fault', rule: silence('a-b', 'b') }],
    at: [true, false],
    settled: [220, 280],
  },
  {
    name: 'a loss of everything is a cut',
    operations: [{ kind: 'add-fault', rule: lost }],
    at: [true, false],
    settled: [220, 280],
  },
  {
    name: 'a loss of half is none: TCP carries the session through',
    operations: [{ kind: 'add-fault', rule: { ...lost, share: 0.5 } }],
    at: [true, true],
    settled: [100, 100],
  },
  {
    name: 'a crash behind layer 2',
    operations: [{ kind: 'crash', node: 'b' }],
    at: [true, false],
    settled: [220, 280],
  },
  {
    name: 'a crash that takes an unanswered UPDATE along',
    operations: [
      { kind: 'add-fault', rule: silence('a-b') },
      announce('a', '10.3.0.0/16'),
      { kind: 'crash', node: 'a' },
    ],
    at: [true, false],
    settled: [220, 280],
  },
  {
    name: 'a shutdown: the far end learns of it a millisecond later',
    operations: [{ kind: 'shut', session: 'a-b' }],
    at: [true, false],
    settled: [100.001, 100.001],
  },
  {
    name: 'a reset: the session is to come back, after the IdleHoldTime of the end that heard of it',
    operations: [{ kind: 'clear', session: 'a-b' }],
    at: [false, false],
    settled: [101, 112],
  },
]

for (const {
  name,
  operations,
  at: [isEstablished, isConverged],
  settled,
} of rows) {
  test(`${name}`, (t) => {
    const lab = pair({ ends: {} })
      .at(100, ...operations)
      .start()
      .run(100)
    t.is(lab.simulation.isEstablished(), isEstablished)
    t.is(lab.simulation.isConverged(), isConverged)
    const when = lab.converge() ?? Number.NaN
    t.true(when >= settled[0] && when <= settled[1], `${when}`)
  })
}

for (const [name, ends, sharedKeys] of [
  ['keys that differ', {}, [{ 'a-b': 'left' }, { 'a-b': 'right' }]],
  ['a key at one end only', {}, [{ 'a-b': 'left' }, {}]],
  ['an AS that the other end does not expect', { b: { session: { remoteAsn: 65099 } } }, [{}, {}]],
  ['nobody who calls', { a: { session: { passive: true } }, b: { session: { passive: true } } }, [{}, {}]],
] as const) {
  test(`a session with ${name} never stands, and nobody waits for it`, (t) => {
    const [a, b] = sharedKeys
    const lab = pair(
      { ends },
      { routers: { a: { asn: 65001, sharedKeys: a }, b: { asn: 65002, sharedKeys: b } } },
    )
    lab.start()
    t.true(lab.simulation.isConverged() && lab.simulation.isEstablished())
    lab.run(300)
    t.is(lab.of('session-state').filter(({ to }) => to === 'Established').length, 0)
  })
}

test('equal keys are no hindrance', (t) => {
  const sharedKeys = { 'a-b': 'secret' }
  const lab = pair({}, { routers: { a: { asn: 65001, sharedKeys }, b: { asn: 65002, sharedKeys } } }).start()
  t.false(lab.simulation.isConverged())
  t.is(lab.converge(), 0.005)
})

test('an UPDATE under way, or held back by the MRAI, keeps the network from having converged', (t) => {
  const profile = { ...profiles.ios, mraiExternalSeconds: 30 }
  const lab = new SimulationLab({
    routers: { a: { asn: 65001, profile }, b: { asn: 65002 } },
    sessions: [{ between: ['a', 'b'] }],
  }).start()
  t.is(lab.converge(), 0.005)
  lab.at(100, announce('a', '10.3.0.0/16')).at(101, announce('a', '10.4.0.0/16')).run(100)
  t.is(lab.converge(), 100.001)
  lab.run(101)
  const started = lab.of('timer').length
  const settled = lab.converge() ?? 0
  t.true(settled >= 122.5 && settled <= 130.001, `${settled}`)
  t.true(
    lab
      .of('timer')
      .slice(started)
      .some(({ timer }) => timer === 'MinRouteAdvertisementIntervalTimer'),
  )
})

test('a session that its prefix limit keeps Idle is not waited for; one that tries again is', (t) => {
  const maximum = { ipv4: 1, ipv6: 1 }
  const limited = (restartSeconds: number | undefined) =>
    pair(
      { ends: { b: { prefixLimit: { maximum, warningPercent: 80, restartSeconds } } } },
      { routers: { a: { asn: 65001, announces: ['10.1.0.0/16', '10.3.0.0/16'] }, b: { asn: 65002 } } },
    ).start()
  const forGood = limited(undefined)
  t.is(forGood.converge(), 0.007)
  forGood.run(2000)
  t.true(forGood.simulation.isConverged())
  t.is(forGood.of('limit').length, 1)
  const again = limited(60)
  t.is(again.converge(), 0.007)
  t.is(
    again.runWhile(() => again.simulation.isConverged(), 1000),
    60.006,
  )
})
