import test from 'ava'
import { AvailabilityTrials } from '../../src/analysis/availability/availability.ts'
import { type Owner, ownerOf, sharedOwner } from '../../src/analysis/availability/owner.ts'
import { summaryOf } from '../../src/analysis/availability/summary.ts'
import { failureElements } from '../../src/analysis/failure-element.ts'
import { buildTopology } from '../../src/scenario/topology.ts'
import { scenarioIn } from '../support/run-file.ts'

const cases: readonly [file: string, owners: Readonly<Record<string, Owner>>][] = [
  [
    'failover/primary-silent-cut.yaml',
    {
      'er-amsterdam.primary': 'provider',
      ce1: 'customer',
      'er-amsterdam.msee1': 'Microsoft',
      'vnet-weu.gw0': 'Microsoft',
    },
  ],
  [
    'connectivity/provider-runs-bgp.yaml',
    { 'ce-branch-er-ipvpn.pe1': 'provider', 'er-ipvpn.pe1': 'provider' },
  ],
  ['redundancy/edges-with-ibgp.yaml', { 'ce1-ce2': 'customer' }],
]

for (const [file, owners] of cases) {
  test(`${file}: whose what is`, (t) => {
    const scenario = scenarioIn(file)
    const topology = buildTopology(scenario)
    const elements = failureElements(scenario, topology, ['links', 'nodes'])
    for (const [name, owner] of Object.entries(owners)) {
      const element = elements.find((one) => one.name === name)
      t.is(element && ownerOf(element.operations, topology), owner, name)
    }
  })
}

test('cables between the ports of ExpressRoute Direct are ordered by the customer', (t) => {
  const scenario = scenarioIn('connectivity/two-circuits-on-one-port-pair.yaml')
  const topology = buildTopology(scenario)
  const links = failureElements(scenario, topology, ['links'])
  t.deepEqual([...new Set(links.map(({ operations }) => ownerOf(operations, topology)))], ['customer'])
})

test('two things of one owner at a time are its own, and of two owners they are nobody’s alone', (t) => {
  t.is(sharedOwner(['provider', 'provider']), 'provider')
  t.is(sharedOwner(['provider', 'customer']), 'several')
  t.is(sharedOwner([]), 'several')
})

test('what each owner took is together all that was lost', (t) => {
  const work = new AvailabilityTrials(scenarioIn('failover/msee-maintenance.yaml'), 20)
  work.start()
  const outcomes = new Map(Array.from({ length: 20 }, (_, index) => [index, work.piece(index)] as const))
  const { byOwner, causes } = summaryOf(work.outline, outcomes)
  const total = (all: readonly { outSecondsPerYear: number }[]): number =>
    all.reduce((sum, { outSecondsPerYear }) => sum + outSecondsPerYear, 0)
  t.true(byOwner.length > 1)
  t.true(Math.abs(total(byOwner) - total(causes)) < 1e-9 * total(causes))
  t.true(Math.abs(byOwner.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9)
})
