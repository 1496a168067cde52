import { readFileSync } from 'node:fs'
import test from 'ava'
import { failureElements } from '../../src/analysis/failure-element.ts'
import { type Owner, sharedOwner } from '../../src/scenario/owner.ts'
import { ownership } from '../../src/scenario/ownership.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { scenarioRun } from '../../src/scenario/scenario-run.ts'
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
      t.is(element && sharedOwner(element.operations.map(ownership(topology))), owner, name)
    }
  })
}

test('cables between the ports of ExpressRoute Direct are ordered by the customer', (t) => {
  const scenario = scenarioIn('connectivity/two-circuits-on-one-port-pair.yaml')
  const topology = buildTopology(scenario)
  const links = failureElements(scenario, topology, ['links'])
  t.deepEqual(
    [...new Set(links.flatMap(({ operations }) => operations.map(ownership(topology))))],
    ['customer'],
  )
})

test('two things of one owner at a time are its own, and of two owners they are nobody’s alone', (t) => {
  t.is(sharedOwner(['provider', 'provider']), 'provider')
  t.is(sharedOwner(['provider', 'customer']), 'several')
  t.is(sharedOwner([]), 'several')
})

/** Entries of a timeline, and whose doing each is. */
const deeds: readonly [file: string, entry: string, owner: Owner][] = [
  ['failover/msee-maintenance.yaml', 'drain: er-amsterdam.msee1', 'planned'],
  ['failover/msee-maintenance.yaml', 'freeze: er-amsterdam.msee1', 'Microsoft'],
  ['failover/msee-maintenance.yaml', 'shut: ce1-er-amsterdam.msee1 private ipv4', 'customer'],
  ['failover/msee-maintenance.yaml', 'cut: er-amsterdam.msee1-vnet-weu.gw0', 'Microsoft'],
  ['failover/msee-maintenance.yaml', 'announce: { at: head-office, prefixes: [10.3.0.0/16] }', 'customer'],
  ['failover/msee-maintenance.yaml', 'disable: { circuit: er-amsterdam, peering: private }', 'customer'],
  [
    'failover/msee-maintenance.yaml',
    'unlink: { circuit: er-amsterdam, virtualNetwork: vnet-weu }',
    'customer',
  ],
  ['failover/msee-maintenance.yaml', 'deprovision: er-amsterdam', 'provider'],
  ['internet/default-route-on-private-peering.yaml', 'crash: provider', 'provider'],
  ['internet/default-route-on-private-peering.yaml', 'cut: internet-edge-provider', 'provider'],
  ['redundancy/shared-risk-nobody-saw.yaml', 'fail: canal', 'provider'],
  ['redundancy/shared-risk-nobody-saw.yaml', 'fail: cabinet', 'customer'],
  ['redundancy/shared-risk-nobody-saw.yaml', 'fail: amsterdam', 'Microsoft'],
]

for (const [file, entry, owner] of deeds) {
  test(`${file}: ${entry} is of ${owner}`, (t) => {
    const source = readFileSync(`sim-scenarios/${file}`, 'utf8')
    const scenario = parseScenario(
      `${source.slice(0, source.indexOf('timeline:'))}timeline:\n  - { at: 60s, ${entry} }\n`,
      file,
    )
    const run = scenarioRun(scenario)
    const done: Owner[] = []
    run.simulation.trace.on('record', (record) => {
      if (record.kind === 'operator') done.push(ownership(run.topology)(record.deed))
    })
    run.start()
    while (run.next !== undefined) run.advance()
    t.is(done[0], owner)
  })
}
