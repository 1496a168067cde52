import test from 'ava'
import type { Policy, PolicySettings } from '../../src/bgp/policy.ts'
import type { Operation } from '../../src/sim/operation.ts'
import { SimulationLab } from '../support/simulation-lab.ts'
import { term } from '../support/speaker-plan.ts'

const setExport = (policy: Policy): Operation => ({
  ...{ kind: 'set-policy', session: 'a-b', at: 'a', direction: 'export', policy },
})
const prependTwice = setExport([term({ prepend: 2 })])

function lab(): SimulationLab {
  return new SimulationLab({
    routers: { a: { asn: 65001, announces: ['10.1.0.0/16'] }, b: { asn: 65002 } },
    sessions: [{ between: ['a', 'b'] }],
  })
}

/** How long the AS_PATH is at `b`, by the second at which it is asked; 0 where there is no route. */
function pathLengths(started: SimulationLab, ...seconds: readonly number[]): readonly number[] {
  return seconds.map((second) => {
    started.run(second)
    const { locRib } = started.simulation.router('b').speaker.ribs.ipv4
    const [id] = locRib.prefixes()
    const best = id === undefined ? undefined : locRib.get(id)?.best
    return best?.attributes.asPath[0]?.asns.length ?? 0
  })
}

test('a policy is changed while a session stands, and changed back', (t) => {
  const started = lab()
    .at(100, prependTwice)
    .at(200, setExport([term('reject')]))
    .at(300, setExport([]))
    .start()
  t.deepEqual(pathLengths(started, 99, 101, 201, 301), [1, 3, 0, 1])
  t.is(started.of('session-state').filter(({ from }) => from === 'Established').length, 0)
})

test('a policy is configured: it outlasts a crash of the router, and of its control plane', (t) => {
  for (const kind of ['crash', 'crash-control-plane'] as const) {
    const started = lab().at(100, prependTwice).at(110, { kind, node: 'a' }).at(300, restart).start()
    t.deepEqual(pathLengths(started, 105, 599), [3, 3], kind)
  }
})

test('what is set while the router is down is there when it comes back', (t) => {
  const crash: Operation = { kind: 'crash', node: 'a' }
  const started = lab().at(100, crash).at(110, prependTwice).at(300, restart).start()
  t.deepEqual(pathLengths(started, 99, 599), [1, 3])
})

test('the trace says what was done, and what came of it follows from that', (t) => {
  const started = lab().at(100, prependTwice).start()
  started.run(101)
  const done = started.of('operator').find(({ at }) => at === 100_000_000)
  t.is(done?.action, 'a-b has another export policy at a')
  const update = started
    .of('message-sent')
    .find(({ at, message }) => at >= 100_000_000 && message.kind === 'UPDATE')
  t.is(update?.cause, done?.seq)
})

const inExport = { session: 'a-b', at: 'a', direction: 'export' } as const
const adjust = (hold: string, settings: Partial<PolicySettings>): Operation => ({
  ...{ kind: 'adjust-policy', ...inExport, hold },
  settings: { ...nothingSet, ...settings },
})
const restore = (hold: string): Operation => ({ kind: 'restore-policy', ...inExport, hold })
const nothingSet: PolicySettings = { localPref: undefined, multiExitDisc: undefined, prepend: undefined }

test('of what is set on top of a policy the last counts, and each ends by itself', (t) => {
  const started = lab()
    .at(100, adjust('one', { prepend: 2 }))
    .at(200, adjust('two', { prepend: 4 }))
    .at(300, restore('one'))
    .at(400, restore('two'))
    .start()
  t.deepEqual(pathLengths(started, 99, 101, 201, 301, 401), [1, 3, 5, 5, 1])
})

test('what is set again is the last, and what never was ends without a trace', (t) => {
  const started = lab()
    .at(100, adjust('one', { prepend: 2 }))
    .at(200, adjust('two', { multiExitDisc: 7 }))
    .at(300, adjust('one', { prepend: 1 }))
    .at(400, restore('three'))
    .start()
  t.deepEqual(pathLengths(started, 101, 201, 301, 401), [3, 3, 2, 2])
})

test('another policy takes its place under what is set', (t) => {
  const started = lab()
    .at(100, adjust('one', { prepend: 4 }))
    .at(200, setExport([term('reject')]))
    .at(300, prependTwice)
    .at(400, restore('one'))
    .start()
  t.deepEqual(pathLengths(started, 101, 201, 301, 401), [5, 0, 5, 3])
})

test('what is set outlasts a crash, and a fork has its own', (t) => {
  const started = lab()
    .at(100, adjust('one', { prepend: 2 }))
    .at(110, { kind: 'crash', node: 'a' })
    .at(300, restart)
    .start()
    .run(105)
  const fork = started.fork()
  fork.at(120, restore('one'))
  t.deepEqual(pathLengths(started, 599), [3])
  t.deepEqual(pathLengths(fork, 599), [1])
})

const restart: Operation = { kind: 'restart', node: 'a' }
