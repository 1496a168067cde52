import test from 'ava'
import { loadScenario } from '../../../src/scenario/load.ts'
import { buildTopology } from '../../../src/scenario/topology.ts'
import { flowLoad, laneLoads, linkLoads } from '../../../src/sim/load/load-measure.ts'
import { Simulation } from '../../../src/sim/simulation.ts'
import { type Micros, microsPerSecond } from '../../../src/sim/time.ts'
import { scenario } from '../../support/scenario-text.ts'

const gigabits = 1e9

/** A circuit of 1 Gbps, with 1.2 Gbps one way. */
function simulation(): Simulation {
  const text = scenario(`  bulk: { from: office, to: vnet, count: 64, rate: { forward: 1.2 Gbps } }`)
  const started = new Simulation(buildTopology(text).plan)
  started.start()
  return started
}

function runTo(one: Simulation, seconds: number): Micros {
  const until = seconds * microsPerSecond
  for (let next = one.peek(); next !== undefined && next <= until; next = one.peek()) one.advance()
  one.waitUntil(until)
  return until
}

function cut(one: Simulation, link: string): void {
  one.schedule(one.now, { kind: 'add-fault', rule: { kind: 'ports-down', id: 'cut', link } })
  one.advance()
}

function loadBetween(one: Simulation, from: Micros, to: Micros): ReturnType<typeof flowLoad> {
  return flowLoad(one.load.record(to), 'bulk', 'forward', { from, to })
}

test('what is sent arrives or is dropped, to the octet', (t) => {
  const one = simulation()
  const from = runTo(one, 60)
  const calm = runTo(one, 70)
  t.deepEqual(loadBetween(one, from, calm), { sent: 1.5e9, arrived: 1.5e9, dropped: 0 })
  cut(one, 'er.primary')
  const end = runTo(one, 80)
  t.deepEqual(loadBetween(one, calm, end), { sent: 1.5e9, arrived: 1.25e9, dropped: 0.25e9 })
})

test('a share that a fault takes is neither dropped nor there', (t) => {
  const one = simulation()
  runTo(one, 60)
  cut(one, 'er.primary')
  const rule = { kind: 'loss', id: 'dirty', link: 'er.secondary', from: undefined, share: 0.5 } as const
  one.schedule(one.now, { kind: 'add-fault', rule })
  one.advance()
  const from = one.now
  runTo(one, 70)
  t.deepEqual(loadBetween(one, from, one.now), { sent: 1.5e9, arrived: 0.625e9, dropped: 0.25e9 })
})

test('what is bought holds from that instant on, and not in another simulation', (t) => {
  const one = simulation()
  runTo(one, 60)
  cut(one, 'er.primary')
  const from = runTo(one, 70)
  const other = one.fork()
  other.schedule(from, { kind: 'buy', trunk: 'er.secondary', capacity: 2 * gigabits, isMetered: false })
  const to = [runTo(one, 80), runTo(other, 80)][0] ?? 0
  t.is(loadBetween(one, from, to)?.dropped, 0.25e9)
  t.is(loadBetween(other, from, to)?.dropped, 0)
  const metered = (of: Simulation): readonly number[] =>
    laneLoads(of.load.record(to), { from, to }).map((lane) => lane.metered)
  t.deepEqual(metered(one), [0, 0, 1.25e9, 0])
  t.deepEqual(metered(other), [0, 0, 0, 0])
})

test('what a link of a circuit carries is what its peerings send into it, together', (t) => {
  const { scenario: file } = loadScenario('sim-scenarios/load/voice-on-a-full-link.yaml')
  if (file === undefined) throw new Error('a scenario of the corpus is not valid')
  const { plan } = buildTopology(file)
  const one = new Simulation(plan)
  one.start()
  const record = one.load.record(runTo(one, 120))
  const links = linkLoads(record)
  for (const { trunk, end, classes } of laneLoads(record)) {
    const names = plan.trunks.find(({ name }) => name === trunk)?.links ?? []
    const own = links.filter(({ link, from }) => {
      return names.includes(link) && plan.links.find(({ name }) => name === link)?.ends[end].node === from
    })
    t.is(own.length, 2)
    t.true(own.every(({ sent, received }) => sent > 0 && received === sent))
    const carried = classes.reduce((sum, one) => sum + one.carried, 0)
    t.true(Math.abs(own.reduce((sum, { sent }) => sum + sent, 0) - carried) < 1)
  }
})

test('a flow that never began sends nothing, and one without a rate is in no record', (t) => {
  const one = simulation()
  cut(one, 'er.primary')
  one.schedule(one.now, {
    kind: 'add-fault',
    rule: { kind: 'ports-down', id: 'other', link: 'er.secondary' },
  })
  const end = runTo(one, 60)
  t.deepEqual(loadBetween(one, 0, end), { sent: 0, arrived: 0, dropped: 0 })
  t.is(flowLoad(one.load.record(end), 'web', 'forward'), undefined)
})
