import test from 'ava'
import { parseScenario } from '../../src/scenario/parse.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { buildTopology } from '../../src/scenario/topology.ts'

/** A circuit with both kinds of peering, of a provider who runs BGP, and what stands under `routers:`. */
function managed(routers: string, circuit = 'connectivity: any-to-any'): Scenario {
  return parseScenario(`version: 1
title: Test
defaults: { timers: { hold: 30s, keepalive: 10s } }
circuits:
  er:
    peeringLocation: Amsterdam
    ${circuit}
    sku: { tier: Standard }
    bandwidth: 1 Gbps
    peerings:
      private: { vlanId: 100, peerAsn: 64700, peerAddressPrefix: 172.16.0.0/29, ipv6: { peerAddressPrefix: "2001:db8::/125" } }
      microsoft: { vlanId: 200, peerAsn: 65551, peerAddressPrefix: 203.0.113.0/29 }
routers:
${routers}`)
}

const two =
  managed(`  ce1: { asn: 65010, connect: { circuit: er, path: primary, sharedKey: key1, prefixLimit: { maximum: 9 } } }
  ce2: { asn: 65010, prefixLimit: { maximum: 7 }, connect: { circuit: er, path: primary, import: [{ set: { localPref: 200 } }] } }
  ce3: { asn: 65010, connect: { circuit: er, path: secondary, peering: microsoft } }
`)
const { plan, expansion } = buildTopology(two)

test('the provider has two edges for each peering, of the AS that the peering names', (t) => {
  const edges = plan.routers.map(({ speaker }) => speaker).filter(({ name }) => name.includes('.pe'))
  t.deepEqual(
    edges.map(({ name, asn }) => [name, asn]),
    [
      ['er.pe1', 64700],
      ['er.pe2', 64700],
      ['er.pe1.microsoft', 65551],
      ['er.pe2.microsoft', 65551],
    ],
  )
})

test('the edges are the neighbours of the MSEEs, and several routers may end at one of them', (t) => {
  const circuits = expansion.links.filter(({ kind }) => kind === 'circuit')
  t.deepEqual(
    circuits.map(({ name, ends, carrier }) => [name, ends[0].node, carrier]),
    [
      ['er.primary', 'er.pe1', 'direct'],
      ['er.secondary', 'er.pe2', 'direct'],
      ['er.primary.microsoft', 'er.pe1.microsoft', 'direct'],
      ['er.secondary.microsoft', 'er.pe2.microsoft', 'direct'],
    ],
  )
  t.deepEqual(
    two.sessions.map(({ link, kind, families }) => [link, kind, families.length]),
    [
      ['er.pe1-er.pe2', 'internal', 2],
      ['er.pe1.microsoft-er.pe2.microsoft', 'internal', 1],
      ['ce1-er.pe1', 'external', 2],
      ['ce2-er.pe1', 'external', 2],
      ['ce3-er.pe2.microsoft', 'external', 1],
    ],
  )
})

test('what a router says of its cable it says of its end of the session, and the key of both', (t) => {
  const [ce1, pe1] = two.sessions.find(({ link }) => link === 'ce1-er.pe1')?.ends ?? []
  t.deepEqual([ce1?.prefixLimit?.maximum.ipv4, ce1?.sharedKey], [9, 'key1'])
  t.deepEqual([pe1?.prefixLimit, pe1?.sharedKey], [undefined, 'key1'])
  const [ce2] = two.sessions.find(({ link }) => link === 'ce2-er.pe1')?.ends ?? []
  t.deepEqual([ce2?.prefixLimit?.maximum.ipv4, ce2?.import.length], [7, 1])
})

test("your defaults are not the provider's", (t) => {
  const [ce1, pe1] = two.sessions.find(({ link }) => link === 'ce1-er.pe1')?.ends ?? []
  t.deepEqual([ce1?.timers.holdTimeSeconds, pe1?.timers.holdTimeSeconds], [30, 180])
})

test('an exchange is managed where it is said, and else your router is the neighbour', (t) => {
  const ce = '  ce1: { asn: 64700, connect: { circuit: er, path: primary } }\n'
  const edgesOf = (scenario: Scenario): readonly string[] =>
    [...scenario.routers.keys()].filter((name) => name.includes('.'))
  t.is(edgesOf(managed(ce, 'connectivity: cloud-exchange\n    managed: true')).length, 4)
  t.deepEqual(edgesOf(managed(ce, 'connectivity: cloud-exchange')), [])
})

test('nobody is asked for BFD, or for a second link, where the provider has both', (t) => {
  const rules = two.warnings.map(({ rule }) => rule)
  t.false(rules.includes('B5'))
  t.false(rules.includes('B8'))
})

test('an edge with two peerings is one box', (t) => {
  const crashing = parseScenario(`${two.source}timeline:\n  - { at: 1s, crash: er.pe1, for: 5s }\n`)
  const [entry] = crashing.timeline
  t.deepEqual(entry?.action.kind === 'crash' && entry.action.nodes, ['er.pe1', 'er.pe1.microsoft'])
})

test('what is said of a link of yours is said at its line, whatever stands above it', (t) => {
  const plain = `  er-plain:
    peeringLocation: Amsterdam
    sku: { tier: Standard }
    bandwidth: 1 Gbps
    peerings: { private: { vlanId: 300, peerAsn: 65010, peerAddressPrefix: 172.16.9.0/29, sharedKey: right } }
`
  const both = two.source
    .replace('routers:\n', `${plain}routers:\n`)
    .replace(
      'circuit: er, path: secondary, peering: microsoft }',
      '$&, { circuit: er-plain, path: primary, sharedKey: wrong, vlanId: 301 }]',
    )
    .replace('connect: { circuit: er, path: secondary', 'connect: [{ circuit: er, path: secondary')
  const { warnings } = parseScenario(both)
  const told = warnings.filter(({ rule }) => rule === 'A8' || rule === 'B4')
  t.deepEqual(told.map(({ rule, path }) => `${rule} ${path.join(' ')}`).sort(), [
    'A8 routers ce3 connect 1 vlanId',
    'B4 routers ce3 connect 1 sharedKey',
  ])
})
