import test from 'ava'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import { gracefulRestart } from '../support/bgp-session.ts'
import { pair, type SimulationLab, silence } from '../support/simulation-lab.ts'

const [ofA, ofB] = ['10.1.0.0/16', '10.2.0.0/16']
const crashed = { kind: 'crash-control-plane', node: 'a' } as const
const back = { kind: 'restart', node: 'a' } as const

/** Two routers that restart gracefully, or do not. */
function routers(isGraceful: boolean): SimulationLab {
  const session = isGraceful ? { gracefulRestart: gracefulRestart() } : {}
  return pair({ ends: { a: { session }, b: { session } } })
}

function changes(lab: SimulationLab, node: string): readonly string[] {
  return lab
    .of('fib')
    .filter((record) => record.node === node && record.at > 10_000_000)
    .map(({ at, via }) => `${at / 1_000_000} s ${via.join(' ') || 'nowhere'}`)
}

test('a router without a control plane forwards as before, and its system closes its connections', (t) => {
  const lab = routers(false).at(100, crashed).start().run(99)
  const before = lab.forwarding('a')
  t.deepEqual(before, [`${ofA} deliver`, `${ofB} via b`])
  lab.run(200)
  t.deepEqual(lab.forwarding('a'), before)
  t.deepEqual(
    lab
      .of('session-state')
      .filter(({ from, at }) => from === 'Established' && at > 10_000_000)
      .map(({ at, node, reason }) => `${at / 1_000_000} s ${node}: ${reason}`),
    ['100 s a: control plane crashed', '100.001 s b: TCP connection failed: closed by peer'],
  )
  t.deepEqual(lab.forwarding('b'), [`${ofB} deliver`])
})

test('nobody answers at a router without a control plane', (t) => {
  const lab = routers(true).at(100, crashed).start().run(190)
  t.not(lab.state('b', 'a-b'), 'Established')
  t.true(lab.records.every(({ node, at }) => node !== 'a' || at <= 100_000_000))
})

test('with graceful restart at both ends no forwarding table changes, and both are as they were', (t) => {
  const lab = routers(true).at(100, crashed).at(110, back).start().run(99)
  const before = [lab.forwarding('a'), lab.forwarding('b')]
  lab.run(105)
  t.false(lab.simulation.isConverged())
  lab.run(300)
  t.true(lab.simulation.isConverged())
  t.deepEqual([lab.forwarding('a'), lab.forwarding('b')], before)
  t.deepEqual([...changes(lab, 'a'), ...changes(lab, 'b')], [])
})

test('without it the far end deletes at once, and the router itself when it restarts', (t) => {
  const lab = routers(false).at(100, crashed).at(110, back).start().run(300)
  t.is(changes(lab, 'b')[0], '100.001 s nowhere')
  t.is(changes(lab, 'a')[0], '110 s nowhere')
  t.deepEqual(lab.forwarding('a'), [`${ofA} deliver`, `${ofB} via b`])
})

test('what is not selected again after the restart is forwarded until the selection is done', (t) => {
  const gone = packPrefixes('ipv4', [parsePrefix(ofB)])
  const lab = routers(true)
    .at(100, crashed)
    .at(105, { kind: 'withdraw', at: 'b', prefixes: gone })
    .at(110, back)
    .start()
    .run(110)
  t.deepEqual(lab.forwarding('a'), [`${ofA} deliver`, `${ofB} via b`])
  lab.run(300)
  t.deepEqual(lab.forwarding('a'), [`${ofA} deliver`])
})

test('what is configured while the control plane is down holds from its restart on', (t) => {
  const [own, more] = [ofA, '10.9.0.0/16'].map((text) => packPrefixes('ipv4', [parsePrefix(text)]))
  if (own === undefined || more === undefined) return t.fail()
  const lab = routers(true)
    .at(100, crashed)
    .at(105, { kind: 'withdraw', at: 'a', prefixes: own }, { kind: 'announce', at: 'a', prefixes: more })
    .at(110, back)
    .start()
    .run(109)
  t.deepEqual(lab.forwarding('a'), [`${ofA} deliver`, `${ofB} via b`])
  t.deepEqual(lab.forwarding('b'), [`${ofA} via a`, `${ofB} deliver`])
  lab.run(300)
  t.deepEqual(lab.forwarding('a'), [`${ofB} via b`, '10.9.0.0/16 deliver'])
  t.deepEqual(lab.forwarding('b'), [`${ofB} deliver`, '10.9.0.0/16 via a'])
})

test('a router that does not come back in its restart time is given up', (t) => {
  const lab = routers(true).at(100, crashed).at(400, back).start().run(219)
  t.deepEqual(lab.forwarding('b'), [`${ofA} via a`, `${ofB} deliver`])
  lab.run(300)
  t.deepEqual(changes(lab, 'b'), ['220.001 s nowhere'])
  lab.run(600)
  t.true(lab.simulation.isConverged())
})

test('a crash of the whole router ends what the crash of its control plane had left', (t) => {
  const lab = routers(true).at(100, crashed).at(105, { kind: 'crash', node: 'a' }).at(110, back)
  lab.start().run(106)
  t.deepEqual(lab.forwarding('a'), [])
  t.deepEqual(lab.forwarding('b'), [`${ofA} via a`, `${ofB} deliver`])
  lab.run(300)
  t.is(lab.state('a', 'a-b'), 'Established')
  t.true(changes(lab, 'b').length > 0)
})

test('a control plane that is down already, or whose router is, crashes no further', (t) => {
  const twice = routers(true).at(100, crashed).at(101, crashed).start().run(102)
  t.is(twice.of('session-state').filter(({ reason }) => reason === 'control plane crashed').length, 1)
  const dead = routers(true).at(100, { kind: 'crash', node: 'a' }).at(101, crashed).start().run(102)
  t.deepEqual(dead.forwarding('a'), [])
})

test('a router that came back unseen is met by its new connection, and loses nothing', (t) => {
  const lab = routers(true).fault(silence('a-b'), 100, 103).at(101, crashed).at(102, back)
  lab.start().run(300)
  const reasons = lab
    .of('session-state')
    .filter(({ node, from }) => node === 'b' && from === 'Established')
    .map(({ reason }) => reason)
  t.deepEqual(reasons, ['peer opened a new connection'])
  t.deepEqual(changes(lab, 'b'), [])
  t.is(lab.state('b', 'a-b'), 'Established')
})
