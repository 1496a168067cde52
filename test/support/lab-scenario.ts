import { readFileSync } from 'node:fs'
import { profiles } from '../../src/bgp/profiles.ts'
import { conformancePlan } from '../../src/live/daemons/conformance-plan.ts'
import { type RouterSetup, routerSetups } from '../../src/live/daemons/router-setup.ts'
import { readScenario } from '../../src/scenario/parse.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'

/** The network whose daemons were captured: r1 and r2 by eBGP in both families, r2 and r3 by iBGP. */
export const capturedScenario: Scenario = scenarioFrom(`
version: 1
title: Three routers
defaults: { timers: { hold: 9s, keepalive: 3s } }
routers:
  r1: { asn: 65001, advertise: [10.1.0.0/16], export: [{ set: { med: 50, prepend: 1, addCommunity: "65001:7" } }] }
  r2: { asn: 65002, advertise: [10.2.0.0/16, "2001:db8:2::/48"] }
  r3: { asn: 65002, advertise: [10.3.0.0/16] }
sessions:
  - { between: [r1, r2], families: [ipv4, ipv6] }
  - { between: [r2, r3], nextHopSelf: true }
timeline:
  - { when: converged, label: steady }
  - { at: steady + 10s, cut: r1-r2, label: cut, for: 30s }
`)

export function scenarioFrom(text: string): Scenario {
  const { scenario, issues } = readScenario(text, 'scenario.yaml')
  if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join('; '))
  return scenario
}

/** One of its routers, as a daemon is to play it. */
export function setupOf(name: string, scenario: Scenario = capturedScenario): RouterSetup {
  const setup = routerSetups(conformancePlan(scenario, profiles.bird)).find((other) => other.name === name)
  if (setup === undefined) throw new Error(`no router ${name}`)
  return setup
}

/** Both families everywhere, and a policy of a about what comes from b. */
export const twoFamilies: Scenario = scenarioFrom(`
version: 1
title: Two sessions with each neighbour
routers:
  a: { asn: 65001, export: [{ match: { from: b }, reject: true }] }
  b: { asn: 65002 }
  c: { asn: 65003 }
sessions:
  - { between: [a, b], families: [ipv4, ipv6] }
  - { between: [a, c], families: [ipv4, ipv6] }
`)

/** One end that restarts gracefully, beside one that helps and one that does without. */
export const restarting: Scenario = scenarioFrom(`
version: 1
title: Graceful restart
routers:
  a: { asn: 65001, gracefulRestart: { restartTime: 60s, staleTime: 90s, selectionDeferral: 30s } }
  r: { asn: 65010, gracefulRestart: { helperOnly: true } }
  c: { asn: 65003 }
sessions: [{ between: [a, r] }, { between: [r, c] }]
`)

/** What a daemon printed, by the name of its file. */
export function capture(name: string): string {
  return readFileSync(new URL(`../live/captures/${name}`, import.meta.url), 'utf8')
}
