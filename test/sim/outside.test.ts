import test from 'ava'
import { buildOpen } from '../../src/bgp/fsm/open.ts'
import { keepalive } from '../../src/bgp/message.ts'
import type { Carried } from '../../src/sim/carried.ts'
import { Simulation } from '../../src/sim/simulation.ts'
import { microsPerSecond } from '../../src/sim/time.ts'
import type { TransportEvent } from '../../src/sim/transport/segment.ts'
import { simulationPlan } from '../support/simulation-lab.ts'

/** Of two routers, each end passive or not, `a` is simulated; `b` is a name at the end of a cable, played by the test. */
function lab(passive: boolean) {
  const plan = simulationPlan({
    routers: { a: { asn: 65001, announces: ['10.1.0.0/16'] }, b: { asn: 65002 } },
    sessions: [{ between: ['a', 'b'], ends: { a: { session: { passive } } } }],
  })
  const played = plan.routers.find(({ speaker }) => speaker.name === 'b')?.speaker.peers[0]
  if (played === undefined) throw new Error('b has a peer')
  const simulation = new Simulation(
    { ...plan, routers: plan.routers.filter(({ speaker }) => speaker.name === 'a') },
    { outside: ['b'] },
  )
  simulation.start()
  const { outside } = simulation
  const run = (seconds: number): readonly TransportEvent<Carried>[] => {
    const until = seconds * microsPerSecond
    for (let next = simulation.peek(); next !== undefined && next <= until; next = simulation.peek()) {
      simulation.advance()
    }
    simulation.waitUntil(until)
    return outside.take()
  }
  const open = (): number =>
    outside.open({ node: 'b', address: played.localAddress }, { node: 'a', address: played.remoteAddress })
  return { simulation, outside, run, open, ourOpen: buildOpen(played.session) }
}

function words(events: readonly TransportEvent<Carried>[]): readonly string[] {
  return events.map((event) => {
    if (event.kind !== 'message') return event.kind
    return event.message instanceof Uint8Array ? 'octets' : event.message.kind
  })
}

function state({ simulation }: ReturnType<typeof lab>): string {
  return simulation.router('a').speaker.peer('a-b').sessions.configured.state
}

test('a router outside is called, answers, and brings a session up by what it says', (t) => {
  const one = lab(false)
  const [call] = one.run(0.001)
  t.is(call?.kind, 'incoming')
  const connection = call?.connection ?? 0
  one.outside.accept(connection)
  t.deepEqual(words(one.run(0.01)), ['confirmed', 'OPEN'])
  one.outside.send(connection, one.ourOpen)
  one.outside.send(connection, keepalive)
  t.deepEqual(words(one.run(0.02)), ['KEEPALIVE', 'UPDATE'])
  t.is(state(one), 'Established')
  t.true(one.simulation.isConverged(), 'nobody waits for what a router outside wants')
  one.outside.close(connection)
  one.run(0.03)
  t.is(state(one), 'Idle')
})

test('it may call itself, and what it says arrives after the latency of the link', (t) => {
  const one = lab(true)
  const connection = one.open()
  t.deepEqual(words(one.run(0.01)), ['acked', 'OPEN'])
  one.outside.send(connection, one.ourOpen)
  t.is(one.outside.outstanding(connection), 1)
  one.run(0.0105)
  t.is(state(one), 'OpenSent')
  one.run(0.011)
  t.is(state(one), 'OpenConfirm')
  t.is(one.outside.outstanding(connection), 0)
})

test('a call that it refuses fails, and one that it makes to a router that is Idle is refused', (t) => {
  const one = lab(false)
  const [call] = one.run(0.001)
  one.outside.refuse(call?.connection ?? 0)
  one.run(0.01)
  t.is(state(one), 'Active')
  one.simulation.schedule(one.simulation.now, { kind: 'shut', session: 'a-b' })
  one.run(0.02)
  one.open()
  t.like(one.run(0.03), [{ kind: 'failed', reason: 'refused' }])
})

test('octets that are no message end the session with the NOTIFICATION that they earn', (t) => {
  const one = lab(true)
  const connection = one.open()
  one.run(0.01)
  const notification = { kind: 'NOTIFICATION', code: 1, subcode: 1, data: [] } as const
  one.outside.send(connection, { kind: 'malformed', error: 'BGPHeaderErr', notification })
  t.like(one.run(0.02), [{ message: { code: 1, subcode: 1 } }, { kind: 'failed', reason: 'closed by peer' }])
})

test('behind a link that is cut silently nothing gets through, and what is sent waits', (t) => {
  const one = lab(true)
  const connection = one.open()
  one.run(0.01)
  const rule = { kind: 'silence', id: 'cut', link: 'a-b', from: undefined } as const
  one.simulation.schedule(one.simulation.now, { kind: 'add-fault', rule })
  one.run(0.02)
  for (let index = 0; index < 5; index++) one.outside.send(connection, keepalive)
  one.run(0.5)
  t.is(one.outside.outstanding(connection), 5)
})
