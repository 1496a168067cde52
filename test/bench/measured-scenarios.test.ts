import test from 'ava'
import { twoRouters, twoSites } from '../../bench/scenario-text.ts'
import { FailureRuns } from '../../src/analysis/failure-sweep.ts'
import { settledSimulation } from '../../src/analysis/settled-network.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { buildTopology } from '../../src/scenario/topology.ts'

test('the two sites that are measured have eighteen things that may fail, alone or in pairs', (t) => {
  const runs = new FailureRuns(parseScenario(twoSites(20)), { k: 2, kinds: ['links', 'nodes'] })
  t.is(runs.outline.elements.length, 18)
  t.is(runs.outline.runOf.length, 171)
  t.true(runs.pieces < 171)
})

test('both of the two routers that are forked have every prefix', (t) => {
  const { routers } = settledSimulation(buildTopology(parseScenario(twoRouters(300))).plan)
  for (const [name, { speaker }] of routers) t.is(speaker.ribs.ipv4.locRib.count, 300, name)
})
