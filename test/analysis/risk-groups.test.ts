import test from 'ava'
import type { ElementKind } from '../../src/analysis/failure-element.ts'
import { FailureRuns, type Sweep, sweepOf } from '../../src/analysis/failure-sweep.ts'
import { flowCell, nameOf, verdictOf } from '../../src/report/analysis/failure-words.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { scenarioIn } from '../support/run-file.ts'
import { scenario } from '../support/scenario-text.ts'

const shared = scenarioIn('redundancy/shared-risk-nobody-saw.yaml')

function swept(k: 1 | 2, kinds: readonly ElementKind[], from = shared): Sweep {
  const runs = new FailureRuns(from, { k, kinds })
  runs.start()
  const outcomes = Array.from({ length: runs.pieces }, (_, index) => [index, runs.piece(index)] as const)
  return sweepOf(runs.outline, new Map(outcomes))
}

function lost({ cases }: Sweep): readonly string[] {
  return cases.filter((one) => verdictOf(one) === 'lost').map(nameOf)
}

test('two failures find a shared risk that no single one does, and its group finds it alone', (t) => {
  t.deepEqual(lost(swept(1, ['links', 'nodes'])), [])
  t.true(lost(swept(2, ['nodes'])).includes('ce1 + ce2'))
  t.deepEqual(lost(swept(1, ['riskGroups'])), ['canal', 'cabinet'])
})

test('what a group shares with others, or alone, is run once', (t) => {
  const { cases, runs } = swept(2, ['nodes', 'riskGroups'])
  const flowsOf = (name: string): unknown => cases.find((one) => nameOf(one) === name)?.flows
  t.truthy(flowsOf('cabinet'))
  t.is(flowsOf('ce1 + ce2'), flowsOf('cabinet'))
  t.is(flowsOf('ce1 + cabinet'), flowsOf('cabinet'))
  t.true(runs < cases.length)
})

test('a group names cables, boxes, sites and peering locations, each thing once', (t) => {
  const { riskGroups } = scenario(`
riskGroups:
  everything: { links: [er.primary], nodes: [ce1], sites: [office], peeringLocations: [Amsterdam] }
`)
  t.deepEqual(riskGroups.get('everything'), {
    shares: undefined,
    links: [{ link: 'er.primary', silently: true }],
    nodes: ['ce1', 'ce2', 'er.msee1', 'er.msee2'],
  })
})

test('a group that fails again and again comes back each time', (t) => {
  const { flows, expectations } = runScenario(
    scenario(`
riskGroups:
  feed: { nodes: [ce1, ce2], links: [er.primary] }
timeline:
  - { when: converged, label: steady }
  - { at: steady + 10s, fail: feed, for: 5s, repeat: { every: 5m, times: 2 } }
expect:
  - { sessions: all, are: Established }
`),
  )
  t.deepEqual(
    expectations.map(({ verdict }) => verdict),
    ['pass'],
  )
  t.is(flows[0]?.outages.length, 2)
})

test('where one link is too small for all, its loss is in the verdict of every failure of the other', (t) => {
  const { cases } = swept(1, ['links'], scenarioIn('load/capacity-after-failover.yaml'))
  t.deepEqual(
    cases.map((one) => [nameOf(one), verdictOf(one)]),
    [
      ['er-amsterdam.primary', 'broken'],
      ['er-amsterdam.secondary', 'broken'],
    ],
  )
  // 0.4 of 1.4 Gbps.
  for (const flow of cases.flatMap(({ flows }) => flows)) {
    t.true(Math.abs(flow.dropping - 2 / 7) < 1e-9)
    t.regex(flowCell(flow), /^0\.\d+ s, 28\.6 % dropped$/)
  }
})
