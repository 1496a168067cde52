import { readFileSync, writeFileSync } from 'node:fs'
import test from 'ava'
import { exportConfiguration } from '../../../src/report/router-config/export-configuration.ts'
import { exportTargets } from '../../../src/report/router-config/export-targets.ts'
import { exportedRouter } from '../../../src/report/router-config/exported-router.ts'
import { parseScenario } from '../../../src/scenario/parse.ts'
import type { Scenario } from '../../../src/scenario/scenario.ts'
import { buildTopology } from '../../../src/scenario/topology.ts'
import { scenarioIn } from '../../support/run-file.ts'

const folder = new URL('../../exports/', import.meta.url)
const isUpdating = process.env.UPDATE_GOLDEN !== undefined

function own(name: string): Scenario {
  return parseScenario(readFileSync(new URL(`${name}.yaml`, folder), 'utf8'))
}

/** What was read by a person, for each program. */
const cases: readonly { name: string; scenario: Scenario; router: string }[] = [
  { name: 'everything', scenario: own('everything'), router: 'ce1' },
  { name: 'two-tags', scenario: own('two-tags'), router: 'ce1' },
  { name: 'ipv6', scenario: scenarioIn('ipv6/ipv6-beside-ipv4.yaml'), router: 'ce1' },
  {
    name: 'communities',
    scenario: scenarioIn('microsoft-peering/region-by-community.yaml'),
    router: 'ce-west',
  },
  {
    name: 'reflector',
    scenario: scenarioIn('reflection/one-cluster-for-two-reflectors.yaml'),
    router: 'rr1',
  },
  { name: 'aggregate', scenario: scenarioIn('aggregation/what-an-aggregate-hides.yaml'), router: 'core' },
  {
    name: 'graceful-restart',
    scenario: scenarioIn('graceful-restart/hold-time-keeps-routes.yaml'),
    router: 'ce1',
  },
  {
    name: 'static-routes',
    scenario: scenarioIn('failover/static-route-into-a-dead-path.yaml'),
    router: 'ce1',
  },
]

for (const { name, scenario, router } of cases) {
  for (const target of exportTargets) {
    test(`${router} of ${name} is written for ${target}`, (t) => {
      const { text } = exportConfiguration(exportedRouter(scenario, buildTopology(scenario), router), target)
      const golden = new URL(`${name}.${target}.txt`, folder)
      if (isUpdating) writeFileSync(golden, text)
      t.is(text, readFileSync(golden, 'utf8'))
    })
  }
}

test('a fault of the scenario is a fault of the configuration', (t) => {
  const scenario = scenarioIn('faults/wrong-vlan-and-swapped-addresses.yaml')
  const textOf = (router: string): string =>
    exportConfiguration(exportedRouter(scenario, buildTopology(scenario), router), 'ios').text
  t.regex(textOf('ce1'), /^ encapsulation dot1Q 101$/m)
  t.regex(textOf('ce2'), /^ encapsulation dot1Q 100\n ip address 172\.16\.0\.6 255/m)
  t.regex(textOf('ce2'), /^ neighbor 172\.16\.0\.5 remote-as 12076$/m)
})
