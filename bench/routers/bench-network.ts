import type { SpeakerConfiguration } from '../../src/bgp/speaker-configuration.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { buildTopology } from '../../src/scenario/topology.ts'

/** The configurations of a router, of its senders and of its monitor. */
export interface BenchNetwork {
  readonly router: SpeakerConfiguration
  readonly senders: readonly SpeakerConfiguration[]
  readonly monitor: SpeakerConfiguration
}

/** AS 65000 with so many senders, AS 65001 and on, and a monitor in AS 64900. Senders are told nothing. */
export function benchNetwork(senderCount: number): BenchNetwork {
  const senders = Array.from({ length: senderCount }, (_, index) => `sender${index}`)
  const { plan } = buildTopology(parseScenario(scenarioText(senders)))
  const speaker = (name: string): SpeakerConfiguration => {
    const found = plan.routers.find((router) => router.speaker.name === name)
    if (found === undefined) throw new Error(`no router ${name} in the network of a benchmark`)
    return found.speaker
  }
  const router = speaker('router')
  const peers = router.peers.map((peer) => (peer.remote === 'monitor' ? peer : { ...peer, export: nothing }))
  return { router: { ...router, peers }, senders: senders.map(speaker), monitor: speaker('monitor') }
}

const nothing: SpeakerConfiguration['peers'][number]['export'] = [
  {
    match: { prefixes: undefined, asPath: undefined, communities: undefined, from: undefined },
    set: undefined,
  },
]

function scenarioText(senders: readonly string[]): string {
  const routers = [
    '  router: { asn: 65000 }',
    '  monitor: { asn: 64900 }',
    ...senders.map((name, index) => `  ${name}: { asn: ${65001 + index} }`),
  ]
  const sessions = ['monitor', ...senders].map((name) => `  - { between: [router, ${name}] }`)
  return `version: 1
title: A router, its senders and its monitor
era: current
seed: 1
routers:
${routers.join('\n')}
sessions:
${sessions.join('\n')}
`
}
