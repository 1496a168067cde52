import test from 'ava'
import { profiles } from '../../src/bgp/profiles.ts'
import { daemonCalled } from '../../src/live/daemons/all-daemons.ts'
import { stagesInAHurry } from '../../src/live/daemons/conform-scenario.ts'
import { conformancePlan } from '../../src/live/daemons/conformance-plan.ts'
import type { DaemonName } from '../../src/live/daemons/daemon.ts'
import { engineStages } from '../../src/live/daemons/engine-stages.ts'
import { capturedScenario, scenarioFrom } from '../support/lab-scenario.ts'

const stages = engineStages(capturedScenario, conformancePlan(capturedScenario, profiles.frr))

const hurries: readonly { daemon: DaemonName; played: number; why: readonly string[] }[] = [
  { daemon: 'bird', played: 3, why: [] },
  { daemon: 'frr', played: 3, why: [] },
  {
    daemon: 'gobgp',
    played: 2,
    why: ['from 41 s on: r1-r2 ipv4, r1-r2 ipv6: back half a minute later, with --slow alone'],
  },
  {
    daemon: 'openbgpd',
    played: 2,
    why: ['from 41 s on: r1-r2 ipv4, r1-r2 ipv6: back half a minute later, with --slow alone'],
  },
]

for (const { daemon, played, why } of hurries) {
  test(`in a hurry ${daemon} plays ${played} of 3 stages, of which the last brings sessions back`, (t) => {
    const hurried = stagesInAHurry(stages, daemonCalled(daemon))
    t.deepEqual(hurried.stages, stages.slice(0, played))
    t.deepEqual(
      hurried.why.map((text) => text.replace(/[\d.]+ s/, '41 s')),
      why,
    )
  })
}

const circular = scenarioFrom(`
version: 1
title: Three routes in a circle
defaults: { timers: { hold: 9s, keepalive: 3s } }
routers:
  a: { asn: 65001, bgpIdentifier: 10.0.0.2, advertise: [10.1.0.0/16] }
  b: { asn: 65002, bgpIdentifier: 10.0.0.1, advertise: [10.1.0.0/16], export: [{ set: { med: 200 } }] }
  c: { asn: 65002, bgpIdentifier: 10.0.0.3, advertise: [10.1.0.0/16], export: [{ set: { med: 100 } }] }
  r: { asn: 65010 }
sessions: [{ between: [a, r] }, { between: [b, r] }, { between: [c, r] }]
timeline:
  - { when: converged, label: steady }
  - { at: steady + 1s, withdraw: { at: c, prefixes: [10.1.0.0/16] } }
  - { when: converged, label: end }
`)

test('where b is better than a, c than b and a than c, comparing in pairs decides nothing', (t) => {
  const [start, later] = engineStages(circular, conformancePlan(circular, profiles.gobgp))
  t.deepEqual(start?.undecidedInPairs, ['r 10.1.0.0/16'])
  t.deepEqual(later?.undecidedInPairs, [])
})
