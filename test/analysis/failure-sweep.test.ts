import test from 'ava'
import { effectOf, failureCases, nameOf as setName } from '../../src/analysis/failure-cases.ts'
import {
  type ElementKind,
  elementKinds,
  type FailureElement,
  failureElements,
} from '../../src/analysis/failure-element.ts'
import { type FailureCase, FailureRuns, type Sweep, sweepOf } from '../../src/analysis/failure-sweep.ts'
import { reproduction } from '../../src/analysis/reproduction.ts'
import { SettledNetwork } from '../../src/analysis/settled-network.ts'
import { nameOf, verdictOf } from '../../src/report/analysis/failure-words.ts'
import { failuresText } from '../../src/report/analysis/failures-text.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { buildTopology } from '../../src/scenario/topology.ts'
import { scenarioIn } from '../support/run-file.ts'
import { scenario, twoPeerings } from '../support/scenario-text.ts'

function swept(from: Scenario, k: 1 | 2 | 3, kinds: readonly ElementKind[] = ['links', 'nodes']): Sweep {
  const runs = new FailureRuns(from, { k, kinds })
  runs.start()
  return sweepOf(
    runs.outline,
    new Map(Array.from({ length: runs.pieces }, (_, index) => [index, runs.piece(index)])),
  )
}

function elementsOf(from: Scenario, kinds: readonly ElementKind[]): readonly FailureElement[] {
  return failureElements(from, buildTopology(from), kinds)
}

function caseOf({ cases }: Sweep, ...names: readonly string[]): FailureCase {
  const found = cases.find((one) => nameOf(one) === names.join(' + '))
  if (found === undefined) throw new Error(`no case ${names.join(' + ')}`)
  return found
}

const single = swept(scenario(''), 1)

test('everything that a customer may lose is tried, under the names of the file', (t) => {
  t.deepEqual(
    single.elements.map(({ kind, name }) => `${kind} ${name}`),
    [
      'links er.primary',
      'links er.secondary',
      'nodes ce1',
      'nodes ce2',
      'nodes er.msee1',
      'nodes er.msee2',
      'nodes vnet.gw0',
      'nodes vnet.gw1',
    ],
  )
})

test('what joins MSEEs, and leads past gateways, is inside Microsoft, and fails with its boxes alone', (t) => {
  for (const [file, links] of [
    ['fastpath/gateway-silent.yaml', ['er-amsterdam.primary', 'er-amsterdam.secondary']],
    [
      'transit/global-reach-refused.yaml',
      ['er-north.primary', 'er-north.secondary', 'er-south.primary', 'er-south.secondary'],
    ],
    [
      'transit/aggregate-takes-over.yaml',
      [
        'er-amsterdam.primary',
        'er-amsterdam.secondary',
        'er-dublin.primary',
        'er-dublin.secondary',
        'core-ce1',
        'core-ce2',
        'core-old-core',
      ],
    ],
  ] as const) {
    const { elements } = swept(scenarioIn(file), 1, ['links'])
    t.deepEqual(
      elements.map(({ name }) => name),
      [...links],
    )
  }
})

test('a cable and a box carry every peering, and are one thing each', (t) => {
  const elements = elementsOf(twoPeerings(''), ['links', 'nodes'])
  const names = elements.map(({ name }) => name)
  t.is(names.filter((name) => name === 'er.primary').length, 1)
  t.is(elements.find(({ name }) => name === 'er.primary')?.operations.length, 2)
  t.is(elements.find(({ name }) => name === 'er.msee1')?.operations.length, 2)
  t.false(names.includes('er.primary.microsoft'))
})

test('sessions and peerings fail by the hand of an operator, where that is asked for', (t) => {
  const { elements, cases } = swept(scenario(''), 1, ['sessions', 'peerings'])
  t.true(elements.some(({ action }) => action === 'shut: ce1-er.msee1 private ipv4'))
  const [peering] = elements.filter(({ kind }) => kind === 'peerings')
  t.is(peering?.action, 'disable: { circuit: er, peering: private }')
  t.is(verdictOf(cases.find((one) => one.elements[0] === peering) ?? caseOf(single, 'ce1')), 'lost')
})

test('a link behind a layer-2 provider fails silently, so that the hold time decides; a gateway instance is not missed', (t) => {
  t.is(verdictOf(caseOf(single, 'vnet.gw0')), 'kept')
  const cut = caseOf(single, 'er.primary')
  t.is(verdictOf(cut), 'broken')
  // The hold time of 180 s, less the ten seconds since everything had settled, when the last KEEPALIVE came.
  for (const { worstOutage } of cut.flows) {
    t.true(worstOutage >= 120_000_000 && worstOutage <= 180_000_000, `${worstOutage}`)
  }
})

test('what one failure does not show two together do: both links, or a link and the other router', (t) => {
  const double = swept(scenario(''), 2)
  t.is(double.cases.length, 8 + 28)
  t.deepEqual(double.cases.slice(0, 8), single.cases)
  for (const names of [
    ['er.primary', 'er.secondary'],
    ['er.primary', 'ce2'],
    ['ce1', 'ce2'],
    ['er.msee1', 'er.msee2'],
  ]) {
    t.is(verdictOf(caseOf(double, ...names)), 'lost', names.join(' + '))
  }
  t.is(verdictOf(caseOf(double, 'er.primary', 'ce1')), 'broken')
})

test('a cable at a box that is down changes nothing: such cases are run once, and their outcome is that of a run of their own', (t) => {
  const double = swept(scenario(''), 2)
  t.true(double.runs < double.cases.length)
  const alone = swept(scenario(''), 1)
  t.deepEqual(caseOf(double, 'er.primary', 'ce1').flows, caseOf(alone, 'ce1').flows)
  const both = reproduced(scenario('').source, caseOf(double, 'er.primary', 'ce1'))
  t.is(both.verdict, 'pass')
})

const officeAndNetwork = `sites: { office: { behind: [ce1, ce2], prefixes: [10.1.0.0/16] } }
virtualNetworks:
  vnet: { region: West Europe, addressSpace: [10.200.0.0/16], gateway: { sku: ErGw1AZ }, connections: [{ circuit: er }] }
flows: { web: { from: office, to: vnet } }
`

for (const [name, from] of [
  ['layer-2', scenario('')],
  ['two peerings', twoPeerings(officeAndNetwork)],
  ['BFD', scenarioIn('bfd/primary-silent-cut.yaml')],
  ['ports that see', scenarioIn('connectivity/who-sees-an-msee-die.yaml')],
] as const) {
  test(`${name}: what has no effect beside the rest changes nothing, whatever fails with it`, (t) => {
    const { plan } = buildTopology(from)
    const network = new SettledNetwork(plan)
    const { cases, runOf, runs } = failureCases(plan, elementsOf(from, elementKinds), 2)
    let shared = 0
    for (const [index, failing] of cases.entries()) {
      const all = failing.flatMap(({ operations }) => operations)
      const run = runs[runOf[index] ?? -1] ?? []
      t.is(setName(effectOf(plan, failing)), setName(run))
      if (setName(all) === setName(run)) continue
      shared++
      t.deepEqual(network.outcomeOf(all).flows, network.outcomeOf(run).flows, nameOf({ elements: failing }))
    }
    t.true(shared > 0)
  })
}

test('the same sweep has the same outcome, and the timeline of the file plays no part', (t) => {
  const timed = scenario('timeline: [{ at: 1s, cut: er.secondary }]')
  t.deepEqual(swept(timed, 1), single)
})

test('clients open their connections anew, so that a way past another firewall is an outage and no loss', (t) => {
  const from = scenarioIn('asymmetry/matching-preference.yaml')
  const one = caseOf(swept(from, 1, ['links']), 'core-fw-amsterdam')
  t.deepEqual(
    one.flows.map(({ name, verdict, worstOutage }) => [name, verdict, Math.round(worstOutage / 1_000_000)]),
    [
      ['short-lived', 'kept', 0],
      ['short-lived', 'broken', 0],
      ['long-lived', 'broken', 30],
      ['long-lived', 'broken', 30],
    ],
  )
  t.is(reproduced(from.source, one).verdict, 'pass')
})

function reproduced(source: string, one: FailureCase): ReturnType<typeof runScenario> {
  return runScenario(parseScenario(reproduction(source, one)))
}

for (const file of [
  'bfd/primary-silent-cut.yaml',
  'asymmetry/one-sided-preference.yaml',
  'failover/msee-maintenance.yaml',
]) {
  test(`${file}: every single failure is reproduced by a scenario, to the millisecond`, (t) => {
    const from = scenarioIn(file)
    const { cases } = swept(from, 1)
    t.true(cases.length > 5)
    for (const one of cases) t.is(reproduced(from.source, one).verdict, 'pass', nameOf(one))
  })
}

test('for people: how many cases end how, and the worst of them first', (t) => {
  const lines = failuresText(swept(scenario(''), 2), { all: false }).split('\n')
  t.regex(lines[0] ?? '', /^ 8 things that may fail, 36 cases, 32 of them run, each from \+\d+\.\d{3} s$/)
  t.regex(lines[3] ?? '', /^ {3}1 +8 +2 +6 +1\d\d(\.\d)? s +0$/)
  t.regex(lines[4] ?? '', /^ {3}2 +28 +2 +16 +1\d\d(\.\d)? s +10$/)
  t.regex(lines[17] ?? '', /^ {3}✗ {2}er\.primary \+ er\.secondary +lost +lost$/)
  t.true(lines.some((line) => line.includes('and 16 cases no worse than these: --all tells them too')))
  t.false(failuresText(single, { all: true }).includes('--all'))
})
