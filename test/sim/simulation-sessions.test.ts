import test from 'ava'
import { profiles } from '../../src/bgp/profiles.ts'
import { Simulation } from '../../src/sim/simulation.ts'
import { secondsToMicros } from '../../src/sim/time.ts'
import { cut, pair, type SimulationLab, silence } from '../support/simulation-lab.ts'

/** The falls from Established, a line each: `100 s a: hold timer expired`. */
function falls(lab: SimulationLab): readonly string[] {
  return lab
    .of('session-state')
    .filter(({ from }) => from === 'Established')
    .map(({ at, node, reason }) => `${at / 1_000_000} s ${node}: ${reason}`)
}

/** When the session was first Established at both ends after the instant. */
function standsAfter(lab: SimulationLab, seconds: number): number | undefined {
  lab.run(seconds)
  return lab.runWhile(() => !lab.simulation.isEstablished(), 4000)
}

test('a session stands, and routes are there, after as many crossings of the link as the protocol needs', (t) => {
  const lab = pair().start()
  t.is(lab.converge(), 0.006)
  t.deepEqual(lab.sent('a-b'), [
    // SYN 0 to 1 ms, SYN-ACK 1 to 2 ms.
    '2 ms a OPEN',
    '3 ms b OPEN',
    '3 ms b KEEPALIVE',
    '4 ms a KEEPALIVE',
    '4 ms a UPDATE +10.1.0.0/16',
    '5 ms b UPDATE +10.2.0.0/16',
  ])
  t.deepEqual(lab.forwarding('a'), ['10.1.0.0/16 deliver', '10.2.0.0/16 via b'])
  t.deepEqual(lab.forwarding('b'), ['10.1.0.0/16 via a', '10.2.0.0/16 deliver'])
})

for (const [delayMicros, seconds] of [
  [1, 0.000006],
  [20_000, 0.12],
] as const) {
  test(`a link of ${delayMicros} us is crossed six times before the routes are there`, (t) => {
    t.is(pair({ delayMicros }).start().converge(), seconds)
  })
}

test('two ends that call each other keep one connection, that of the higher identifier', (t) => {
  const lab = pair({ ends: {} }).start()
  t.is(lab.converge(), 0.006)
  const dumped = lab.of('session-state').filter(({ reason }) => reason === 'connection collision')
  t.deepEqual(
    dumped.map(({ node }) => node),
    ['b', 'a'],
  )
  t.deepEqual(
    lab.sent('a-b').filter((line) => line.includes('NOTIFICATION')),
    ['3 ms b NOTIFICATION 6/7', '3 ms a NOTIFICATION 6/7'],
  )
  t.deepEqual([lab.state('a', 'a-b'), lab.state('b', 'a-b')], ['Established', 'Established'])
  t.deepEqual(falls(lab.run(1000)), [])
})

test('a cut that the ports see ends the session at both ends at that instant', (t) => {
  const lab = pair().at(100, { kind: 'add-fault', rule: cut('a-b') })
  t.deepEqual(falls(lab.start().run(100)), [
    '100 s a: TCP connection failed: interface down',
    '100 s b: TCP connection failed: interface down',
  ])
  t.deepEqual(lab.forwarding('a'), ['10.1.0.0/16 deliver'])
})

test('a silent cut ends it when each hold time has run out since the last message, to the microsecond', (t) => {
  const lab = pair({}, {}, { everyKeepalive: true })
  lab
    .at(100, { kind: 'add-fault', rule: silence('a-b') })
    .start()
    .run(400)
  const expected = ['a', 'b'].map((node) => {
    const heard = lab
      .of('message-received')
      .filter((record) => record.node === node && record.at < 110_000_000)
    return { node, at: (heard.at(-1)?.at ?? 0) + 180_000_000 }
  })
  const fallen = lab.of('session-state').filter(({ from }) => from === 'Established')
  t.deepEqual(
    fallen.map(({ node, at }) => ({ node, at })),
    expected.sort((x, y) => x.at - y.at),
  )
  t.true(expected.every(({ at }) => at >= 220_000_000 && at <= 280_000_000))
})

test('a cut of one direction ends it when the deaf end tells the other', (t) => {
  const lab = pair().at(100, { kind: 'add-fault', rule: silence('a-b', 'a') })
  lab.start().run(400)
  const [first, second] = lab.of('session-state').filter(({ from }) => from === 'Established')
  t.deepEqual([first?.node, first?.reason], ['b', 'hold timer expired'])
  t.deepEqual([second?.node, second?.reason], ['a', 'peer sent NOTIFICATION 4/0 (Hold Timer Expired)'])
  t.is((second?.at ?? 0) - (first?.at ?? 0), 1000)
})

for (const { carrier, reason } of [
  { carrier: 'direct', reason: 'TCP connection failed: interface down' },
  { carrier: 'layer-2', reason: 'hold timer expired' },
] as const) {
  test(`a neighbour's crash behind a ${carrier} link: ${reason}`, (t) => {
    const lab = pair({ carrier }).at(100, { kind: 'crash', node: 'b' }).start().run(400)
    const [crashed, noticed] = lab.of('session-state').filter(({ from }) => from === 'Established')
    t.deepEqual([crashed?.node, crashed?.at, crashed?.reason], ['b', 100_000_000, 'router crashed'])
    t.deepEqual([noticed?.node, noticed?.reason], ['a', reason])
    t.is(noticed?.at === 100_000_000, carrier === 'direct')
    t.deepEqual(lab.forwarding('b'), [])
    t.is(lab.state('b', 'a-b'), 'Idle')
  })
}

test('a router that restarts quickly is found out by its reset, and comes back', (t) => {
  const lab = pair({ ends: {} }).at(100, { kind: 'crash', node: 'b' }).at(101, { kind: 'restart', node: 'b' })
  lab.start().run(101)
  t.is(lab.state('a', 'a-b'), 'Established')
  lab.run(300)
  const noticed = lab.of('session-state').find(({ node, from }) => node === 'a' && from === 'Established')
  t.is(noticed?.reason, 'TCP connection failed: reset by peer')
  t.true(lab.simulation.isConverged())
  t.deepEqual(lab.forwarding('b'), ['10.1.0.0/16 via a', '10.2.0.0/16 deliver'])
})

test('crashing what is down and restarting what is up changes nothing', (t) => {
  const lab = pair()
    .at(50, { kind: 'restart', node: 'a' })
    .at(100, { kind: 'crash', node: 'b' }, { kind: 'crash', node: 'b' })
  lab.start().run(100)
  t.is(lab.of('session-state').filter(({ node, to }) => node === 'b' && to === 'Idle').length, 1)
  t.is(lab.state('a', 'a-b'), 'Established')
})

test('of two crashes, or two shutdowns, that overlap, the last to end brings things back; a plain restart ends both', (t) => {
  const lab = pair()
    .at(100, { kind: 'crash', node: 'b', hold: 'first' })
    .at(110, { kind: 'crash', node: 'b', hold: 'second' })
    .at(160, { kind: 'restart', node: 'b', hold: 'first' })
    .at(410, { kind: 'restart', node: 'b', hold: 'second' })
    .at(1000, { kind: 'shut', session: 'a-b', hold: 'first' })
    .at(1010, { kind: 'shut', session: 'a-b', hold: 'second' })
    .at(1020, { kind: 'start', session: 'a-b', hold: 'first' })
    .at(1030, { kind: 'start', session: 'a-b' })
  const isUp = (): boolean => lab.simulation.network.isUp('b')
  lab.start().run(400)
  t.false(isUp())
  lab.run(999)
  t.true(isUp())
  t.is(lab.state('a', 'a-b'), 'Established')
  lab.run(1029)
  t.is(lab.state('a', 'a-b'), 'Idle')
  lab.run(1200)
  t.is(lab.state('a', 'a-b'), 'Established')
})

test('a shut session says Cease/2 and stays down until it is started', (t) => {
  const lab = pair({ ends: {} })
    .at(100, { kind: 'shut', session: 'a-b' })
    .at(700, { kind: 'start', session: 'a-b' })
  lab.start().run(100.001)
  t.deepEqual(falls(lab), [
    '100 s a: stopped by the operator',
    '100.001 s b: peer sent NOTIFICATION 6/2 (Cease, Administrative Shutdown)',
  ])
  lab.run(699)
  t.deepEqual([lab.state('a', 'a-b'), lab.state('b', 'a-b') === 'Established'], ['Idle', false])
  t.is(standsAfter(lab, 700), 700.005)
})

test('each end has a shutdown of its own, and the session stands when neither has one', (t) => {
  const lab = pair()
    .at(100, { kind: 'shut', session: 'a-b', at: 'b', hold: 'far' })
    .at(110, { kind: 'shut', session: 'a-b' })
    .at(120, { kind: 'start', session: 'a-b' })
    .at(700, { kind: 'start', session: 'a-b', at: 'b', hold: 'far' })
  lab.start().run(100)
  t.deepEqual(falls(lab), ['100 s b: stopped by the operator'])
  lab.run(699)
  t.is(lab.state('b', 'a-b'), 'Idle')
  t.not(lab.state('a', 'a-b'), 'Established')
  t.not(standsAfter(lab, 700), undefined)
})

test('a session that is shut in the plan waits for its start at that end', (t) => {
  const { plan } = pair().simulation
  const routers = plan.routers.map((router) => {
    return router.speaker.name === 'b' ? { ...router, shut: ['a-b'] } : router
  })
  const simulation = new Simulation({ ...plan, routers })
  simulation.start()
  simulation.schedule(secondsToMicros(100), { kind: 'start', session: 'a-b', at: 'b' })
  const states = [99, 300].map((seconds) => {
    for (;;) {
      const next = simulation.peek()
      if (next === undefined || next > secondsToMicros(seconds)) break
      simulation.advance()
    }
    return simulation.router('b').speaker.peer('a-b').sessions.configured.state
  })
  t.deepEqual(states, ['Idle', 'Established'])
})

test('a cleared session says Cease/4 and comes back by itself', (t) => {
  const lab = pair({ ends: {} }).at(100, { kind: 'clear', session: 'a-b' }).start().run(100.001)
  t.is(falls(lab).at(-1), '100.001 s b: peer sent NOTIFICATION 6/4 (Cease, Administrative Reset)')
  t.true((standsAfter(lab, 100.001) ?? 999) < 103)
})

test('a shutdown is configuration: it outlasts a crash, and may be done while the router is down', (t) => {
  const lab = pair()
    .at(100, { kind: 'crash', node: 'a' })
    .at(110, { kind: 'shut', session: 'a-b' })
    .at(120, { kind: 'restart', node: 'a' })
  lab.start().run(110)
  t.is(lab.state('a', 'a-b'), 'Idle')
  lab.run(900)
  t.is(lab.state('a', 'a-b'), 'Idle')
  t.true(lab.simulation.isConverged())
  lab.at(900, { kind: 'start', session: 'a-b' }).run(1000)
  t.is(lab.state('a', 'a-b'), 'Established')
})

test('a start at a router that is down does not wake it', (t) => {
  const lab = pair().at(100, { kind: 'crash', node: 'a' }).at(110, { kind: 'start', session: 'a-b' })
  lab.start().run(500)
  t.is(lab.state('a', 'a-b'), 'Idle')
  t.deepEqual(
    lab.records.filter(({ node, at }) => node === 'a' && at > 100_000_000).map(({ kind }) => kind),
    [],
  )
})

test('a session that nobody plans cannot be shut', (t) => {
  const lab = pair().at(1, { kind: 'shut', session: 'a-c' }).start()
  t.throws(() => lab.run(1), { message: 'no session a-c' })
})

/** Otherwise they would wait for an IdleHoldTime, a retransmitted SYN or the ConnectRetryTimer, and so for minutes. */
const returns = (['rfc', 'frr', 'bird', 'ios', 'msee'] as const).flatMap((profile) =>
  [5, 300].map((away) => ({ profile, away })),
)

for (const { profile, away } of returns) {
  test(`between two ${profile} routers a session comes back with its port, down for ${away} s`, (t) => {
    const { connectRetrySeconds, idleHoldMaximumSeconds, idleHoldSeconds } = profiles[profile]
    const session = { connectRetrySeconds, idleHoldMaximumSeconds, idleHoldSeconds }
    const lab = pair({ ends: { a: { session }, b: { session } } }).start()
    lab.fault(cut('a-b'), 100, 100 + away)
    t.is((standsAfter(lab, 100 + away) ?? 0).toFixed(3), (100 + away + 0.005).toFixed(3))
  })
}

test('keepalives come at 75 to 100 % of their interval, unlike each other, and unlike with another seed', (t) => {
  const gaps = (seed: number) => {
    const lab = pair({}, { seed }, { everyKeepalive: true }).start().run(3600)
    const sent = lab
      .of('message-sent')
      .filter(({ node, message }) => node === 'a' && message.kind === 'KEEPALIVE')
    return sent.slice(2).map(({ at }, index) => at - (sent[index + 1]?.at ?? 0))
  }
  const [one, two] = [gaps(1), gaps(2)]
  t.true(one.length > 60)
  t.true(one.every((gap) => gap >= 45_000_000 && gap <= 60_000_000))
  t.true(Math.min(...one) < 47_000_000 && Math.max(...one) > 58_000_000)
  t.notDeepEqual(one, two)
})
