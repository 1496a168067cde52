import test from 'ava'
import { profiles } from '../../src/bgp/profiles.ts'
import type { PeerConfiguration } from '../../src/bgp/speaker-configuration.ts'
import { customerPeerConfiguration } from '../../src/expressroute/customer-edge.ts'
import type { Design } from '../../src/expressroute/design.ts'
import { expandDesign } from '../../src/expressroute/expand-design.ts'
import type { Expansion } from '../../src/expressroute/expansion.ts'
import { formatAddress } from '../../src/net/address-text.ts'
import { circuit, design, prefix, router, virtualNetwork, written } from '../support/expressroute-design.ts'

const profile = profiles.msee

const flagship = expand(design())

test('the flagship has two MSEEs and two gateway instances', (t) => {
  t.deepEqual(
    flagship.msees.map(({ circuit, path, speaker }) => [circuit, path, speaker.name, speaker.asn]),
    [
      ['er-amsterdam', 'primary', 'er-amsterdam.msee1', 12076],
      ['er-amsterdam', 'secondary', 'er-amsterdam.msee2', 12076],
    ],
  )
  t.deepEqual(
    flagship.gateways.map(({ virtualNetwork, instance, speaker, announces }) => {
      return [virtualNetwork, instance, speaker.name, speaker.asn, announces]
    }),
    [
      ['vnet-weu', 0, 'vnet-weu.gw0', 65515, [prefix('10.200.0.0/16')]],
      ['vnet-weu', 1, 'vnet-weu.gw1', 65515, [prefix('10.200.0.0/16')]],
    ],
  )
})

test('the flagship has the sessions of the matrix: one to each router, four inside, and none between MSEEs', (t) => {
  t.deepEqual(
    flagship.sessions.map(({ name, link, ends }) => [name, link.name, ...ends.map(({ node }) => node)]),
    [
      ['ce1-er-amsterdam.msee1 private ipv4', 'er-amsterdam.primary', 'ce1', 'er-amsterdam.msee1'],
      ['ce2-er-amsterdam.msee2 private ipv4', 'er-amsterdam.secondary', 'ce2', 'er-amsterdam.msee2'],
      ...['msee1', 'msee2'].flatMap((msee) =>
        ['gw0', 'gw1'].map((gateway) => [
          `er-amsterdam.${msee}-vnet-weu.${gateway} private ipv4`,
          `er-amsterdam.${msee}-vnet-weu.${gateway}`,
          `er-amsterdam.${msee}`,
          `vnet-weu.${gateway}`,
        ]),
      ),
    ],
  )
})

test('the links of the flagship have the addresses of the convention, and derived ones inside', (t) => {
  t.deepEqual(
    flagship.links.map(({ name, ends, carrier, delayMicros, vlanId }) => {
      const addresses = ends.flatMap((end) => end.addresses.map(text))
      return [name, ...addresses, carrier, delayMicros, vlanId]
    }),
    [
      ['er-amsterdam.primary', '172.16.0.1/30', '172.16.0.2/30', 'layer-2', 2_000, 100],
      ['er-amsterdam.secondary', '172.16.0.5/30', '172.16.0.6/30', 'layer-2', 2_000, 100],
      ['er-amsterdam.msee1-vnet-weu.gw0', '198.18.0.0/31', '198.18.0.1/31', 'direct', 1_000, undefined],
      ['er-amsterdam.msee1-vnet-weu.gw1', '198.18.0.2/31', '198.18.0.3/31', 'direct', 1_000, undefined],
      ['er-amsterdam.msee2-vnet-weu.gw0', '198.18.0.4/31', '198.18.0.5/31', 'direct', 1_000, undefined],
      ['er-amsterdam.msee2-vnet-weu.gw1', '198.18.0.6/31', '198.18.0.7/31', 'direct', 1_000, undefined],
    ],
  )
})

test('an MSEE has one customer of the peer AS and two gateways of AS 65515, and holds each to its limit', (t) => {
  const speaker = flagship.msees[0]?.speaker
  t.is(speaker?.maximumPaths, 2)
  t.deepEqual(speaker?.profile, profile)
  t.deepEqual(
    speaker?.peers.map((peer) => [
      peer.remote,
      peer.session.remoteAsn,
      peer.prefixLimit?.maximum,
      peer.prefixLimit?.warningPercent,
      peer.prefixLimit?.restartSeconds,
      peer.allowOwnAsn,
      peer.removePrivateAsns,
      peer.weight,
    ]),
    [
      ['ce1', 65010, { ipv4: 4_000, ipv6: 100 }, 80, 60, 1, true, 0],
      ['vnet-weu.gw0', 65515, { ipv4: 1_000, ipv6: 100 }, 80, 60, 0, false, 0],
      ['vnet-weu.gw1', 65515, { ipv4: 1_000, ipv6: 100 }, 80, 60, 0, false, 0],
    ],
  )
})

test('a gateway weighs both MSEEs at 32769, spreads over eight paths and announces its own routes alone', (t) => {
  const speaker = flagship.gateways[0]?.speaker
  t.is(speaker?.maximumPaths, 8)
  t.true(speaker?.profile.weight)
  t.deepEqual(
    speaker?.peers.map(({ remote, session, weight, prefixLimit }) => [
      remote,
      session.remoteAsn,
      weight,
      prefixLimit,
    ]),
    [
      ['er-amsterdam.msee1', 12076, 32_769, undefined],
      ['er-amsterdam.msee2', 12076, 32_769, undefined],
    ],
  )
  for (const peer of speaker?.peers ?? []) {
    const [first, last, ...others] = peer.export
    t.is(first?.match.from, 'local')
    t.not(first?.set, undefined)
    t.deepEqual(
      Object.values(last?.match ?? {}).filter((part) => part !== undefined),
      [],
    )
    t.is(last?.set, undefined)
    t.deepEqual(others, [])
  }
})

test('a gateway rejects what lies in its own address space, and takes 65515 once for the networks beside it', (t) => {
  for (const peer of flagship.gateways.flatMap(({ speaker }) => speaker.peers)) {
    t.is(peer.allowOwnAsn, 1)
    t.deepEqual(
      peer.import.map(({ match, set }) => [match.prefixes, set]),
      [[[{ prefix: prefix('10.200.0.0/16'), minimumLength: 16, maximumLength: 32 }], undefined]],
    )
  }
})

test("the customer's side names the same session and the same addresses as the MSEE's", (t) => {
  const [ce1] = flagship.customerEdges
  const [part] = ce1?.peers ?? []
  const there = flagship.msees[0]?.speaker.peers[0]
  if (ce1 === undefined || part === undefined || there === undefined) return t.fail('ce1 has no session')
  const { asn, bgpIdentifier } = ce1
  const here = customerPeerConfiguration(part, {
    asn,
    bgpIdentifier,
    profile,
    import: [],
    export: [],
    prefixLimit: undefined,
    ...{ allowOwnAsn: 0, removePrivateAsns: false, weight: 0, defaultOriginate: false },
    gracefulRestart: undefined,
    enhancedRouteRefresh: false,
    bfd: undefined,
  })
  t.deepEqual(
    [here.name, here.remote, here.interface, here.localAddress, here.remoteAddress],
    [there.name, 'er-amsterdam.msee1', there.interface, there.remoteAddress, there.localAddress],
  )
  t.deepEqual([here.session.localAsn, here.session.remoteAsn], [65010, 12076])
  t.deepEqual(
    [here.session.localBgpIdentifier, here.session.holdTimeSeconds, here.session.keepaliveSeconds],
    [bgpIdentifier, 180, 60],
  )
  t.deepEqual(
    [here.prefixLimit, here.allowOwnAsn, here.removePrivateAsns, here.weight],
    [undefined, 0, false, 0],
  )
})

test('every session inside Microsoft has hold time 180 and keepalive 60, from its own router', (t) => {
  const speakers = [...flagship.msees, ...flagship.gateways].map(({ speaker }) => speaker)
  for (const { asn, bgpIdentifier, peers } of speakers) {
    for (const { session } of peers) {
      t.deepEqual([session.localAsn, session.localBgpIdentifier], [asn, bgpIdentifier])
      t.deepEqual([session.holdTimeSeconds, session.keepaliveSeconds], [180, 60])
      t.deepEqual(session.families, ['ipv4'])
      t.is(session.connectRetrySeconds, profile.connectRetrySeconds)
    }
  }
})

test('IPv6 stands beside IPv4 as a session of its own on the same link', (t) => {
  const both = expand(dualStack([prefix('10.200.0.0/16'), prefix('2001:db8:200::/48')]))
  t.deepEqual(
    both.sessions
      .map(({ name, family, ends }) => [name, family, ...ends.map(({ address }) => formatAddress(address))])
      .slice(0, 6),
    [
      ['ce1-er-amsterdam.msee1 private ipv4', 'ipv4', '172.16.0.1', '172.16.0.2'],
      ['ce1-er-amsterdam.msee1 private ipv6', 'ipv6', '2001:db8:0:1::1', '2001:db8:0:1::2'],
      ['ce2-er-amsterdam.msee2 private ipv4', 'ipv4', '172.16.0.5', '172.16.0.6'],
      ['ce2-er-amsterdam.msee2 private ipv6', 'ipv6', '2001:db8:0:2::1', '2001:db8:0:2::2'],
      ['er-amsterdam.msee1-vnet-weu.gw0 private ipv4', 'ipv4', '198.18.0.0', '198.18.0.1'],
      ['er-amsterdam.msee1-vnet-weu.gw0 private ipv6', 'ipv6', '2001:2::', '2001:2::1'],
    ],
  )
  t.deepEqual(
    both.gateways[0]?.speaker.peers.map(({ session }) => session.families),
    [['ipv4'], ['ipv6'], ['ipv4'], ['ipv6']],
  )
})

test('a virtual network without IPv6 has no IPv6 session, whatever the circuit carries', (t) => {
  const { sessions } = expand(dualStack([prefix('10.200.0.0/16')]))
  const carried = sessions.filter(({ family }) => family === 'ipv6').map(({ ends }) => ends[0].node)
  t.deepEqual(carried, ['ce1', 'ce2'])
})

test('Premium takes 10,000 prefixes', (t) => {
  const { msees } = expand(
    circuits({ 'er-amsterdam': circuit({ sku: { tier: 'Premium', family: 'MeteredData' } }) }),
  )
  t.is(customerPeer(msees[0]?.speaker.peers)?.prefixLimit?.maximum.ipv4, 10_000)
})

test('Direct has no layer-2 provider that could hide a fault', (t) => {
  const { links } = expand(circuits({ 'er-amsterdam': circuit({ connectivity: 'direct' }) }))
  t.deepEqual([...new Set(links.map(({ carrier }) => carrier))], ['direct'])
})

test('the weight of a connection is added to what the gateway gives every route', (t) => {
  const connections = [
    { circuit: 'er-amsterdam', weight: 100 },
    { circuit: 'er-london', weight: 0 },
  ]
  const two = expand({
    ...circuits({ 'er-amsterdam': circuit(), 'er-london': london() }),
    virtualNetworks: new Map([['vnet-weu', virtualNetwork({ connections })]]),
  })
  t.deepEqual(
    two.gateways[1]?.speaker.peers.map(({ remote, weight }) => [remote, weight]),
    [
      ['er-amsterdam.msee1', 32_869],
      ['er-amsterdam.msee2', 32_869],
      ['er-london.msee1', 32_769],
      ['er-london.msee2', 32_769],
    ],
  )
})

test('a path without a router has an MSEE and no link', (t) => {
  const { links, msees } = expand(design({ routers: new Map([['ce2', router([{ path: 'secondary' }])]]) }))
  t.deepEqual(
    links.filter(({ kind }) => kind === 'circuit').map(({ name }) => name),
    ['er-amsterdam.secondary'],
  )
  t.deepEqual(
    msees.map(({ speaker }) => speaker.peers.map(({ remote }) => remote)),
    [
      ['vnet-weu.gw0', 'vnet-weu.gw1'],
      ['ce2', 'vnet-weu.gw0', 'vnet-weu.gw1'],
    ],
  )
})

test('a router without a key of its own has the one of the peering', (t) => {
  const keys = (routerKey: string | undefined): unknown => {
    const routers = new Map([['ce1', router([{ path: 'primary', sharedKey: routerKey }])]])
    const peering = { 'er-amsterdam': circuit({}, { sharedKey: 'azure' }) }
    const { sessions } = expand({ ...circuits(peering), routers })
    return sessions.slice(0, 2).map(({ ends }) => ends.map(({ sharedKey }) => sharedKey))
  }
  t.deepEqual(keys(undefined), [
    ['azure', 'azure'],
    [undefined, undefined],
  ])
  t.deepEqual(keys('other'), [
    ['other', 'azure'],
    [undefined, undefined],
  ])
})

test('names, addresses and BGP Identifiers are unique with several circuits and networks', (t) => {
  const connections = ['er-amsterdam', 'er-london'].map((name) => ({ circuit: name, weight: 0 }))
  const many = expand({
    ...circuits({ 'er-amsterdam': circuit(), 'er-london': london() }),
    routers: new Map([
      ['ce1', router([{ path: 'primary' }, { circuit: 'er-london', path: 'primary' }])],
      ['ce2', router([{ path: 'secondary' }, { circuit: 'er-london', path: 'secondary' }])],
    ]),
    virtualNetworks: new Map([
      ['vnet-weu', virtualNetwork({ connections })],
      ['vnet-neu', virtualNetwork({ connections, addressSpace: [prefix('10.201.0.0/16')] })],
    ]),
  })
  const speakers = [...many.msees, ...many.gateways].map(({ speaker }) => speaker)
  allDifferent([...speakers, ...many.customerEdges].map(({ bgpIdentifier }) => bgpIdentifier))
  allDifferent(many.sessions.map(({ name }) => name))
  allDifferent(many.links.map(({ name }) => name))
  allDifferent(many.links.flatMap(({ ends }) => ends.flatMap(({ addresses }) => addresses.map(text))))
  t.is(many.sessions.length, 4 + 16)

  function allDifferent(values: readonly (string | number)[]): void {
    t.is(new Set(values).size, values.length)
  }
})

test('a connection to a circuit that is not there is a bug of the caller', (t) => {
  const connections = [{ circuit: 'er-nowhere', weight: 0 }]
  const wrong = design({ virtualNetworks: new Map([['vnet-weu', virtualNetwork({ connections })]]) })
  t.throws(() => expand(wrong), { message: 'no circuit er-nowhere in the design' })
})

function expand(from: Design): Expansion {
  return expandDesign(from, { profile, tiersToCome: new Map() })
}

function circuits(named: Readonly<Record<string, ReturnType<typeof circuit>>>): Design {
  return design({ circuits: new Map(Object.entries(named)) })
}

function london(): ReturnType<typeof circuit> {
  const ipv4 = { primary: written('172.16.1.0/30'), secondary: written('172.16.1.4/30') }
  return circuit({ peeringLocation: 'London' }, { ipv4 })
}

function dualStack(addressSpace: readonly ReturnType<typeof prefix>[]): Design {
  const ipv6 = { primary: written('2001:db8:0:1::/126'), secondary: written('2001:db8:0:2::/126') }
  return {
    ...circuits({ 'er-amsterdam': circuit({}, { ipv6 }) }),
    virtualNetworks: new Map([['vnet-weu', virtualNetwork({ addressSpace })]]),
  }
}

function customerPeer(peers: readonly PeerConfiguration[] = []): PeerConfiguration | undefined {
  return peers.find(({ remote }) => remote === 'ce1')
}

function text({ address, length }: { address: Parameters<typeof formatAddress>[0]; length: number }): string {
  return `${formatAddress(address)}/${length}`
}
