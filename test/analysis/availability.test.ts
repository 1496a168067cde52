import test from 'ava'
import { AvailabilityTrials } from '../../src/analysis/availability/availability.ts'
import { componentsOf } from '../../src/analysis/availability/components.ts'
import { type Estimate, estimate, nines } from '../../src/analysis/availability/estimate.ts'
import { lossDuring, outInTheEnd } from '../../src/analysis/availability/loss-curve.ts'
import { NetworkStates } from '../../src/analysis/availability/network-states.ts'
import { type AvailabilitySummary, summaryOf } from '../../src/analysis/availability/summary.ts'
import { FailureRuns } from '../../src/analysis/failure-sweep.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { buildTopology } from '../../src/scenario/topology.ts'
import { scenarioIn } from '../support/run-file.ts'
import { scenario } from '../support/scenario-text.ts'

const year = 365 * 86_400

function summed(from: Scenario, trials: number): AvailabilitySummary {
  const work = new AvailabilityTrials(from, trials)
  work.start()
  return summaryOf(work.outline, new Map(Array.from({ length: trials }, (_, n) => [n, work.piece(n)])))
}

function outOf({ years }: AvailabilitySummary): Estimate {
  return years[0]?.outSeconds ?? { mean: Number.NaN, low: 0, high: 0 }
}

/** Both links end at one router where `edge` is ce1. */
function network(edge: 'ce1' | 'ce2', availability: string): Scenario {
  const { source } = scenario(`availability:\n${availability}`)
  const one = source
    .replace(
      'connect: { circuit: er, path: primary } }',
      'connect: [{ circuit: er, path: primary }, { circuit: er, path: secondary }] }',
    )
    .replace(/^ {2}ce2: .*\n/m, '')
    .replace('behind: [ce1, ce2]', 'behind: [ce1]')
  return parseScenario(
    (edge === 'ce1' ? one : source).replace('peerAsn: 65010', 'peerAsn: 65010\n        bfd: true'),
  )
}

// What is not looked at never fails, for as long as anybody looks.
const sound = '{ failsAfter: 36525d, repairedAfter: 1ms }'
const often = '{ failsAfter: 10d, repairedAfter: 1d }'

for (const { system, edge, block, expected } of [
  {
    system: 'one router, in series with all the rest',
    edge: 'ce1',
    block: `  links: ${sound}\n  nodes: ${sound}\n  components: { ce1: ${often} }`,
    expected: 10 / 11,
  },
  {
    system: 'two links side by side',
    edge: 'ce1',
    block: `  links: ${often}\n  nodes: ${sound}`,
    expected: 1 - (1 / 11) ** 2,
  },
  {
    system: 'one router in series with two links side by side',
    edge: 'ce1',
    block: `  links: ${often}\n  nodes: ${sound}\n  components: { ce1: { failsAfter: 20d, repairedAfter: 1d } }`,
    expected: (20 / 21) * (1 - (1 / 11) ** 2),
  },
  {
    system: 'two ways side by side, each of a router and a link',
    edge: 'ce2',
    block: `  links: ${often}\n  nodes: ${sound}\n  components: { ce1: ${often}, ce2: ${often} }`,
    expected: 1 - (1 - (10 / 11) ** 2) ** 2,
  },
] as const) {
  test(`${system}: as the closed form has it`, (t) => {
    const out = outOf(summed(network(edge, block), 120))
    const closed = (1 - expected) * year
    // The interval holds the truth in 19 of 20 cases, and twice the interval in all but one of 10,000.
    t.true(Math.abs(out.mean - closed) < out.high - out.low, `${out.mean} and ${closed}`)
    t.true(out.high - out.low < closed * 0.6)
  })
}

test('what fails twice as often is lost twice as much, and the causes add up to all of it', (t) => {
  const summary = summed(network('ce1', `  links: ${often}\n  nodes: ${often}`), 12)
  const all = summary.causes.reduce((sum, { outSecondsPerYear }) => sum + outSecondsPerYear, 0)
  t.true(Math.abs(all - outOf(summary).mean) < 1e-6 * all)
  t.true(Math.abs(summary.causes.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9)
  t.deepEqual(
    summary.causes.map(({ outSecondsPerYear }) => outSecondsPerYear),
    summary.causes.map(({ outSecondsPerYear }) => outSecondsPerYear).toSorted((a, b) => b - a),
  )
  t.deepEqual(summary.causes[0]?.conditions, ['ce1'])
})

test('maintenance takes its share of every year, and nothing where traffic was asked to leave before', (t) => {
  const still = `  links: ${sound}\n  nodes: ${sound}\n  maintenance:\n`
  const alone = summed(network('ce1', `${still}    - { of: ce1, every: 73d, for: 12h }`), 10)
  // Five windows of half a day, and until the sessions are back.
  t.true(Math.abs(outOf(alone).mean / 43_200 - 5) < 0.1, `${outOf(alone).mean}`)
  t.deepEqual(alone.causes[0]?.conditions, ['ce1 (maintenance)'])
  const cold = summed(network('ce2', `${still}    - { of: er.msee1, every: 73d, for: 12h }`), 10)
  t.true(outOf(cold).mean > 0)
  const between = '\nsessions: [{ between: [ce1, ce2], nextHopSelf: true }]'
  const drained = summed(
    network('ce2', `${still}    - { of: er.msee1, every: 73d, for: 12h, drain: 10m }${between}`),
    10,
  )
  t.is(outOf(drained).mean, 0)
})

test('a circuit is covered by the SLA where both of its links have a session', (t) => {
  const { source } = scenario('')
  t.deepEqual(summed(scenario(''), 1).circuits, [{ name: 'er', withoutSession: [] }])
  const passive = parseScenario(
    source.replace(/^ {2}ce2: .*\n/m, '').replace('behind: [ce1, ce2]', 'behind: [ce1]'),
  )
  t.deepEqual(summed(passive, 1).circuits, [{ name: 'er', withoutSession: ['private secondary'] }])
})

test('both MSEEs are down together for as long as chance has it', (t) => {
  const { bothDown } = summed(
    network(
      'ce2',
      `  links: ${sound}\n  nodes: ${sound}\n  components: { er.msee1: ${often}, er.msee2: ${often} }`,
    ),
    100,
  )
  const [{ mean, low, high } = { mean: 0, low: 0, high: 0 }] = bothDown
  t.true(Math.abs(mean - year / 121) < high - low, `${mean}`)
})

test('a year depends on the seed and its number, and not on what was done before it', (t) => {
  const work = (from: Scenario): AvailabilityTrials => {
    const made = new AvailabilityTrials(from, 9)
    made.start()
    return made
  }
  const [some, others] = [work(scenario('')), work(scenario(''))]
  const before = [some.piece(7), some.piece(3)]
  t.deepEqual([others.piece(3), others.piece(7)], before.toReversed())
  t.notDeepEqual(some.piece(3), some.piece(7))
  t.notDeepEqual(work({ ...scenario(''), seed: 2 }).piece(3), some.piece(3))
})

test('what a change loses is what a failure of the same takes in a sweep, and nothing is lost once all is mended', (t) => {
  const from = network('ce2', `  links: ${sound}`)
  const topology = buildTopology(from)
  const { conditions } = componentsOf(from, topology)
  const states = new NetworkStates(
    topology.plan,
    conditions.map(({ operations }) => operations),
  )
  const runs = new FailureRuns(from, { k: 1, kinds: ['links', 'nodes'] })
  runs.start()
  for (const index of conditions.keys()) {
    const [curve = []] = states.change([], [index])
    const { flows } = runs.piece(index)
    t.is(
      curve.at(-1)?.from,
      Math.max(...flows.map(({ worstOutage }) => worstOutage)),
      conditions[index]?.name,
    )
    t.is(outInTheEnd(curve), 0)
    t.is(outInTheEnd(states.change([index], [])[0] ?? []), 0)
  }
  const [both = []] = states.change([0], [0, 1])
  t.is(outInTheEnd(both), 64)
  t.is(
    lossDuring(
      [
        { from: 0, out: 64 },
        { from: 10, out: 32 },
        { from: 15, out: 0 },
      ],
      12,
    ),
    640 + 64,
  )
})

test('an estimate has its mean, and an interval that narrows with the root of the samples', (t) => {
  t.deepEqual(estimate([4, 4, 4]), { mean: 4, low: 4, high: 4 })
  const few = estimate([0, 10, 0, 10])
  const many = estimate(Array.from({ length: 400 }, (_, index) => 10 * (index % 2)))
  t.is(few.mean, 5)
  t.is(few.low, 0)
  t.true(Math.abs((many.high - many.low) / 2 - 1.96 * (5 / 20)) < 0.001)
  t.is(nines(0.999).toFixed(6), '3.000000')
  t.is(nines(0.9995).toFixed(1), '3.3')
})

test('what each owner took is together all that was lost', (t) => {
  const { byOwner, causes } = summed(scenarioIn('failover/msee-maintenance.yaml'), 20)
  const total = (all: readonly { outSecondsPerYear: number }[]): number =>
    all.reduce((sum, { outSecondsPerYear }) => sum + outSecondsPerYear, 0)
  t.true(byOwner.length > 1)
  t.true(Math.abs(total(byOwner) - total(causes)) < 1e-9 * total(causes))
  t.true(Math.abs(byOwner.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9)
})
