import test from 'ava'
import { profiles } from '../../src/bgp/profiles.ts'
import { daemonCalled } from '../../src/live/daemons/all-daemons.ts'
import { habitsOf } from '../../src/live/daemons/azure-habits.ts'
import { conformancePlan } from '../../src/live/daemons/conformance-plan.ts'
import { routerSetups } from '../../src/live/daemons/router-setup.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { scenarioFrom } from '../support/lab-scenario.ts'

const { scenario: flagship } = loadScenario('sim-scenarios/failover/primary-silent-cut.yaml')
if (flagship === undefined) throw new Error('the flagship is no scenario')

for (const name of ['gobgp', 'openbgpd'] as const) {
  test(`${name} has words for a circuit without what MSEEs and gateways do besides, on both sides`, (t) => {
    const daemon = daemonCalled(name)
    const { profile, leavesOut, unsupported } = daemon
    t.deepEqual(habitsOf(flagship, leavesOut), leavesOut)
    const setups = routerSetups(conformancePlan(flagship, profile, daemon))
    t.deepEqual(setups.flatMap(unsupported), [])
    t.true(routerSetups(conformancePlan(flagship, profile)).flatMap(unsupported).length > 0)
  })
}

test('what a router of the customer does is not left out', (t) => {
  const weighted = scenarioFrom(`
version: 1
title: A weight of the customer's
routers: { a: { asn: 65001 }, r: { asn: 65010 } }
sessions: [{ between: [a, r], ends: { r: { weight: 100, removePrivateAsns: true } } }]
`)
  const daemon = daemonCalled('openbgpd')
  const { leavesOut, unsupported } = daemon
  t.deepEqual(habitsOf(weighted, leavesOut), [])
  const setups = routerSetups(conformancePlan(weighted, profiles.openbgpd, daemon))
  t.is(setups.flatMap(unsupported).length, 2)
})
