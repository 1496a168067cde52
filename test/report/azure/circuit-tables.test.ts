import test from 'ava'
import type { SessionState } from '../../../src/bgp/fsm/session.ts'
import { circuitRouteTable, circuitSummary } from '../../../src/report/azure/circuit-tables.ts'
import { gatewayPeerStatus } from '../../../src/report/azure/gateway-tables.ts'
import { buildTopology } from '../../../src/scenario/topology.ts'
import { neighbor, route, router } from '../../support/run-result.ts'
import { scenario } from '../../support/scenario-text.ts'

const topology = buildTopology(scenario(''))
const place = { circuit: 'er', path: 'primary', peering: 'AzurePrivatePeering' } as const

const edge = neighbor({ session: 'ce1-er.msee1 private ipv4', address: '172.16.0.1', asn: 65010 })
const other = neighbor({ session: 'ce1-er.msee1 microsoft ipv4', address: '192.0.2.1', asn: 65010 })
const peer = { bgpIdentifier: '10.0.0.1', address: '172.16.0.1', asn: 65010 }

test('an asterisk stands at the best of several next hops alone, which comes first', (t) => {
  const routes = [
    route({ prefix: '10.1.0.0/16', nextHop: '172.16.0.1', peer }),
    route({ prefix: '10.2.0.0/16', nextHop: '10.0.0.2', best: false, multipath: true, peer }),
    route({ prefix: '10.2.0.0/16', nextHop: '10.0.0.1', peer }),
    route({ prefix: '10.3.0.0/16', nextHop: '10.0.0.3', best: false, peer }),
    route({ prefix: '10.3.0.0/16', nextHop: '10.0.0.4', best: false, peer }),
  ]
  const { rows } = circuitRouteTable(router({ neighbors: [edge], routes }), topology, place)
  t.deepEqual(
    rows.map(({ nextHop }) => nextHop),
    ['172.16.0.1', '10.0.0.1*', '10.0.0.2', '10.0.0.3', '10.0.0.4'],
  )
})

test('the letter of the origin stands after the path, with its sets, and LOCAL_PREF where there is one', (t) => {
  const { attributes } = route()
  const paths = (['IGP', 'EGP', 'INCOMPLETE'] as const).map((origin, index) =>
    route({
      prefix: `10.${index}.0.0/16`,
      localPref: index === 0 ? 150 : undefined,
      peer,
      attributes: {
        ...attributes,
        origin,
        asPath: index === 2 ? [] : [...attributes.asPath, { kind: 'AS_SET', asns: [1, 2] }],
      },
    }),
  )
  const { rows } = circuitRouteTable(router({ neighbors: [edge], routes: paths }), topology, place)
  t.deepEqual(
    rows.map(({ path, locPrf }) => [String(path).trimEnd(), locPrf]),
    [
      ['65515 12076 65020 {1,2} I', '150'],
      ['65515 12076 65020 {1,2} E', '100'],
      ['?', '100'],
    ],
  )
})

test('another peering of the same circuit is in neither table', (t) => {
  const routes = [route({ peer: { ...peer, address: '192.0.2.1' } })]
  const msee = router({ neighbors: [edge, other], routes })
  t.deepEqual(circuitRouteTable(msee, topology, place).rows, [])
  t.deepEqual(
    circuitSummary(msee, topology, place).rows.map(({ neighbor: address }) => address),
    ['172.16.0.1'],
  )
})

const peerStates: readonly (readonly [SessionState, 'admin' | 'prefix-limit' | undefined, string])[] = [
  ['Established', undefined, 'Connected'],
  ['Idle', undefined, 'Idle'],
  ['Idle', 'prefix-limit', 'Idle'],
  ['Idle', 'admin', 'Stopped'],
  ['Connect', undefined, 'Connecting'],
  ['Active', undefined, 'Connecting'],
  ['OpenSent', undefined, 'Connecting'],
  ['OpenConfirm', undefined, 'Connecting'],
]

for (const [state, idleBecause, word] of peerStates) {
  test(`a peer of a gateway in ${state}${idleBecause === undefined ? '' : ` (${idleBecause})`} is ${word}`, (t) => {
    const peers = [neighbor({ state, idleBecause })]
    const [row] = gatewayPeerStatus(router({ name: 'vnet.gw0', neighbors: peers }), topology).rows
    t.is(row?.state, word)
    t.is(row?.connectedDuration !== undefined, state === 'Established')
  })
}
