import { setImmediate } from 'node:timers/promises'
import test from 'ava'
import { parseScenario } from '../../src/scenario/parse.ts'
import type { FlowResult, RunResult } from '../../src/scenario/result/run-result.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { timelineBranches } from '../../src/scenario/schema/timeline.ts'

const session = '"ams1-er-amsterdam.msee1 private ipv4"'

/** Everything that can be undone, by its word. */
const faults: Readonly<Record<string, readonly string[]>> = {
  cut: [
    'cut: er-amsterdam.primary',
    'cut: er-amsterdam.primary, silently: true',
    'cut: er-amsterdam.primary, silently: true, oneWay: ams1',
  ],
  loss: [
    'loss: { link: er-amsterdam.primary, share: 60% }',
    'loss: { link: er-amsterdam.primary, share: 60% }, oneWay: ams1',
  ],
  delay: [
    'delay: { link: er-amsterdam.primary, by: 40ms, jitter: 1.5s }',
    'delay: { link: er-amsterdam.primary, by: 2s }, oneWay: er-amsterdam.msee1',
  ],
  wrongVlan: ['wrongVlan: er-amsterdam.primary'],
  swapAddresses: ['swapAddresses: er-amsterdam.primary'],
  wrongKey: [`wrongKey: ${session}`],
  wrongAsn: [`wrongAsn: ${session}`, `wrongAsn: ${session}, router: er-amsterdam.msee1`],
  zeroWindow: [`zeroWindow: ${session}`],
  freeze: ['freeze: ams1', 'freeze: er-amsterdam.msee1'],
  blackhole: ['blackhole: er-amsterdam.msee1'],
  crash: ['crash: er-amsterdam.msee1', 'crash: vnet-weu.gw0', 'crash: ams1, forwarding: kept'],
  fail: ['fail: building'],
  drain: ['drain: er-amsterdam.msee1'],
  shut: [`shut: ${session}`],
  bfd: [`bfd: ${session}, enabled: false`],
  policy: [
    `policy: { session: ${session}, router: ams1, export: { prepend: 3 }, import: { localPref: 50 } }`,
  ],
  announce: [
    'announce: { at: branch-a, prefixes: [{ generate: { within: 10.64.0.0/10, length: 24, count: 4000 } }] }',
  ],
  withdraw: ['withdraw: { at: branch-a, prefixes: [10.1.0.0/16] }'],
  disable: ['disable: { circuit: er-amsterdam, peering: private }'],
  unlink: ['unlink: { virtualNetwork: vnet-weu, circuit: er-amsterdam }'],
  part: ['part: { circuits: [er-amsterdam, er-dublin] }'],
}

function network(entries: readonly string[], until = '2h'): string {
  return `version: 1
title: What is undone
circuits:
  er-amsterdam:
    peeringLocation: Amsterdam
    sku: { tier: Standard }
    bandwidth: 1 Gbps
    peerings:
      private: { vlanId: 100, peerAsn: 65010, peerAddressPrefix: 172.16.0.0/29, sharedKey: s3cret, bfd: true }
  er-dublin:
    peeringLocation: Dublin
    sku: { tier: Standard }
    bandwidth: 1 Gbps
    peerings:
      private: { vlanId: 100, peerAsn: 65020, peerAddressPrefix: 172.16.0.8/29 }
globalReach:
  - { circuits: [er-amsterdam, er-dublin], addressPrefix: 172.16.1.0/29 }
routers:
  ams1: { asn: 65010, gracefulRestart: true, connect: { circuit: er-amsterdam, path: primary } }
  ams2: { asn: 65010, connect: { circuit: er-amsterdam, path: secondary } }
  dub1: { asn: 65020, connect: { circuit: er-dublin, path: primary } }
  dub2: { asn: 65020, connect: { circuit: er-dublin, path: secondary } }
sites:
  branch-a: { behind: [ams1, ams2], prefixes: [10.1.0.0/16] }
  branch-b: { behind: [dub1, dub2], prefixes: [10.2.0.0/16] }
virtualNetworks:
  vnet-weu:
    region: West Europe
    addressSpace: [10.200.0.0/16]
    gateway: { sku: ErGw1AZ }
    connections: [{ circuit: er-amsterdam }, { circuit: er-dublin }]
riskGroups:
  building: { sites: [branch-a], links: [er-amsterdam.primary], peeringLocations: [Dublin] }
flows:
  web: { from: branch-a, to: vnet-weu }
  far: { from: branch-a, to: branch-b }
timeline:
  - { when: converged, label: steady }
${entries.map((entry) => `  - { ${entry} }`).join('\n')}
until: ${until}
`
}

/** How everything stands at the end: what is up, who knows which ways, and which of them packets take. */
function standing({ routers, flows, circuits }: RunResult): object {
  return {
    routers: routers.map(({ name, ports, neighbors, routes, forwarding }) => ({
      ...{ name, ports, routes, forwarding },
      neighbors: neighbors.map((neighbor) => ({
        ...neighbor,
        ...{ bfd: neighbor.bfd?.state, changedSeconds: 0, messagesReceived: 0, messagesSent: 0 },
      })),
    })),
    circuits,
    flows: flows.map(({ name, direction, paths }) => ({
      ...{ name, direction },
      last: lastOf(paths),
    })),
  }
}

/** The ways that were there at the end, whichever of them came first. */
function lastOf(paths: FlowResult['paths']): readonly string[] {
  const end = Math.max(...paths.map(({ to }) => to))
  return paths
    .filter(({ to }) => to === end)
    .map(({ hops, outcome, tuples }) => `${tuples} ${outcome} ${hops.join(' ')}`)
    .sort()
}

const untouched = standing(runScenario(parseScenario(network([]))))

test('all that can be undone is tried', (t) => {
  const words = timelineBranches.flatMap(({ key, keys }) =>
    key !== undefined && keys.includes('for') ? [key] : [],
  )
  t.deepEqual(words.toSorted(), Object.keys(faults).sort())
})

for (const fault of Object.values(faults).flat()) {
  const again = `${fault}, for: 250s, repeat: { every: 20m, times: 3 }`
  const restored = [`at: steady + 60s, ${fault}, label: broken`, 'at: broken + 250s, restore: broken']

  test(`${fault}: three times over, or restored, and all is as it was`, async (t) => {
    for (const entries of [[`at: steady + 60s, ${again}`], restored]) {
      // Lets AVA hear of the test before, or it takes a slow machine's silence for a hang.
      await setImmediate()
      t.deepEqual(standing(runScenario(parseScenario(network(entries)))), untouched)
    }
  })
}

/** Which ways there are, and which packets take; not how far a session is that tries to stand. */
function ways(result: RunResult): object {
  return {
    routers: result.routers.map(({ name, routes, forwarding }) => ({ name, routes, forwarding })),
    flows: result.flows.map(({ paths }) => lastOf(paths)),
  }
}

// Loss and jitter are drawn packet by packet, so that two runs of them are never alike; and Azure knows how things
// are, not who ordered them so: whoever ends his order ends everybody's.
const drawn = { loss: [], delay: [] }
const ordered = { disable: [], unlink: [], part: [] }

for (const fault of Object.values({ ...faults, ...drawn, ...ordered }).flat()) {
  test(`${fault}: of two at once each ends by itself`, (t) => {
    const first = `at: steady + 60s, ${fault}`
    const second = `at: steady + 200s, ${fault}`
    const run = (...entries: readonly string[]): object =>
      ways(runScenario(parseScenario(network(entries, '600s'))))
    t.deepEqual(run(`${first}, for: 300s`, `${second}, for: 1h`), run(first))
  })
}
