import test from 'ava'
import type { PeerConfiguration } from '../../src/bgp/speaker-configuration.ts'
import { formatPlan } from '../../src/report/plan.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { buildTopology, type Topology } from '../../src/scenario/topology.ts'

const head = `version: 1
title: Ends of sessions
routers:
  a: { asn: 65001, clusterId: 10.10.10.10, maximumPaths: 4, import: [{ set: { localPref: 50 } }], timers: { hold: 60s, keepalive: 20s } }
  b: { asn: 65002, profile: rfc }
  c: { asn: 65001 }
`

function topology(sessions: string): Topology {
  return buildTopology(parseScenario(`${head}sessions:\n${sessions}`))
}

function peer(sessions: string, router: string, session: string): PeerConfiguration {
  const { plan } = topology(sessions)
  const speaker = plan.routers.find(({ speaker: { name } }) => name === router)?.speaker
  const found = speaker?.peers.find(({ name }) => name === session)
  if (found === undefined) throw new Error(`${router} has no session ${session}`)
  return found
}

const both = `
  - between: [a, b]
    passive: b
    timers: { hold: 30s }
    allowOwnAsn: 1
    prefixLimit: { maximum: 9 }
    ends:
      a: { allowOwnAsn: 2, removePrivateAsns: true, weight: 7, timers: { keepalive: 3s } }
      b: { import: [{ reject: true }], export: [{ accept: true }, { reject: true }] }
`

test('an end has what is said of it, then what is said of both, then what its router has', (t) => {
  const [a, b] = [peer(both, 'a', 'a-b ipv4'), peer(both, 'b', 'a-b ipv4')]
  t.deepEqual([a.allowOwnAsn, b.allowOwnAsn], [2, 1])
  t.deepEqual([a.removePrivateAsns, b.removePrivateAsns], [true, false])
  t.deepEqual([a.weight, b.weight], [7, 0])
  t.deepEqual([a.prefixLimit?.maximum.ipv4, b.prefixLimit?.maximum.ipv4], [9, 9])
  t.deepEqual([a.session.holdTimeSeconds, b.session.holdTimeSeconds], [30, 30])
  t.deepEqual([a.session.keepaliveSeconds, b.session.keepaliveSeconds], [3, 30])
  t.deepEqual([a.session.passive, b.session.passive], [false, true])
})

test('on eBGP the policies of an end go before those of its router', (t) => {
  t.is(peer(both, 'a', 'a-b ipv4').import[0]?.set?.localPref, 50)
  t.deepEqual(
    peer(both, 'b', 'a-b ipv4').export.map(({ set }) => set !== undefined),
    [true, false],
  )
})

test('on iBGP only the policies of the end itself hold', (t) => {
  const plain = '  - { between: [a, c] }'
  const own = '  - { between: [a, c], ends: { a: { import: [{ set: { removeMed: true, origin: egp } }] } } }'
  t.deepEqual(peer(plain, 'a', 'a-c ipv4').import, [])
  t.like(peer(own, 'a', 'a-c ipv4').import[0]?.set, { multiExitDisc: 'none', origin: 'EGP' })
})

test('one end announces itself as the next hop where only it is told to', (t) => {
  const sessions = '  - { between: [a, c], nextHopSelf: true, ends: { c: { nextHopSelf: false } } }'
  t.deepEqual(
    ['a', 'c'].map((end) => peer(sessions, end, 'a-c ipv4').nextHopSelf),
    [true, false],
  )
})

test('the end that is not the client reflects for it, under its own cluster id', (t) => {
  const sessions = '  - { between: [a, c], routeReflectorClient: c, nextHopSelf: all }'
  t.like(peer(sessions, 'a', 'a-c ipv4'), { routeReflectorClient: true, nextHopSelf: 'all' })
  t.like(peer(sessions, 'c', 'a-c ipv4'), { routeReflectorClient: false, nextHopSelf: 'all' })
  const speakers = topology(sessions).plan.routers.map(({ speaker }) => speaker)
  const [a, b] = speakers
  t.is(a?.clusterId, 0x0a0a0a0a)
  t.is(b?.clusterId, b?.bgpIdentifier)
})

test('a router aggregates what it is told to, and one end originates a default route', (t) => {
  const text = head.replace(
    'c: { asn: 65001 }',
    'c: { asn: 65001, aggregate: [{ prefix: 10.0.0.0/8, asSet: true }] }',
  )
  const sessions = 'sessions: [{ between: [b, c], ends: { b: { defaultOriginate: true } } }]'
  const scenario = parseScenario(`${text}${sessions}`)
  const built = buildTopology(scenario)
  const [, b, c] = built.plan.routers.map(({ speaker }) => speaker)
  t.like(c?.aggregates[0], { asSet: true, summaryOnly: false })
  t.deepEqual(
    [b, c].map((speaker) => speaker?.peers[0]?.defaultOriginate),
    [true, false],
  )
  const plan = formatPlan(scenario, built)
  t.regex(plan, /^ {2}c +10\.0\.0\.0\/8 +yes +told too$/m)
  t.regex(plan, /^ {2}b +b-c ipv4 +default route originated$/m)
})

test('each end signs with its own key, or with that of both', (t) => {
  const sessions = '  - { between: [a, b], sharedKey: one, ends: { b: { sharedKey: other } } }'
  const keys = topology(sessions).plan.routers.map(({ sharedKeys }) => [...sharedKeys])
  t.deepEqual(keys, [[['a-b ipv4', 'one']], [['a-b ipv4', 'other']], []])
})

test('a router uses as many paths as it is told to, and one where it is not', (t) => {
  const { plan } = topology(both)
  t.deepEqual(
    plan.routers.map(({ speaker }) => speaker.maximumPaths),
    [4, 1, 1],
  )
})

test('a link of a circuit can be configured like any other session', (t) => {
  const { plan } = buildTopology(
    parseScenario(`version: 1
title: One link
circuits:
  er: { peeringLocation: Amsterdam, sku: { tier: Standard }, bandwidth: 1 Gbps, peerings: { private: { vlanId: 1, peerAsn: 65001, peerAddressPrefix: 172.16.0.0/29 } } }
routers:
  a: { asn: 65001, connect: { circuit: er, path: primary, allowOwnAsn: 1, removePrivateAsns: true, weight: 3 } }
`),
  )
  t.like(plan.routers[0]?.speaker.peers[0], { allowOwnAsn: 1, removePrivateAsns: true, weight: 3 })
})

test('explain tells what an end has besides', (t) => {
  const scenario = parseScenario(`${head}sessions:\n${both}`)
  const text = formatPlan(scenario, buildTopology(scenario))
  t.regex(
    text,
    /^ {2}a +a-b ipv4 +import of 1 term, own AS allowed 2 times, private AS numbers removed, weight 7$/m,
  )
  t.regex(text, /^ {2}b +a-b ipv4 +passive, import of 1 term, export of 2 terms, own AS allowed 1 time$/m)
})
