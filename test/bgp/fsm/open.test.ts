import test from 'ava'
import type { Capability } from '../../../src/bgp/capability.ts'
import { buildOpen, checkOpen, negotiate } from '../../../src/bgp/fsm/open.ts'
import type { Negotiated, SessionConfiguration } from '../../../src/bgp/fsm/session.ts'
import type { OpenMessage } from '../../../src/bgp/message.ts'
import { peerOpen, sessionConfiguration } from '../../support/bgp-session.ts'

const fourOctets = (asn: number): Capability => ({ kind: 'four-octet-as', asn })
const ipv4: Capability = { kind: 'multiprotocol', afi: 1, safi: 1 }
const ipv6: Capability = { kind: 'multiprotocol', afi: 2, safi: 1 }

test('our OPEN says what the configuration says', (t) => {
  t.deepEqual(buildOpen(sessionConfiguration({ families: ['ipv4', 'ipv6'] })), {
    kind: 'OPEN',
    version: 4,
    asn: 65010,
    holdTimeSeconds: 180,
    bgpIdentifier: 10,
    capabilities: [ipv4, ipv6, { kind: 'route-refresh' }, fourOctets(65010)],
  })
})

test('capabilities that are switched off are not offered', (t) => {
  const { capabilities } = buildOpen(sessionConfiguration({ routeRefresh: false, fourOctetAs: false }))
  t.deepEqual(capabilities, [ipv4])
})

test('an AS of four octets is AS_TRANS in the field and itself in the capability', (t) => {
  const open = buildOpen(sessionConfiguration({ localAsn: 4200000001 }))
  t.is(open.asn, 23456)
  t.deepEqual(open.capabilities.at(-1), fourOctets(4200000001))
  t.is(buildOpen(sessionConfiguration({ localAsn: 65535 })).asn, 65535)
})

const checks: readonly {
  case: string
  open?: Partial<OpenMessage>
  configuration?: Partial<SessionConfiguration>
  error: readonly [code: number, subcode: number, ...data: readonly number[]] | undefined
}[] = [
  { case: 'an ordinary OPEN', error: undefined },
  { case: 'version 3', open: { version: 3 }, error: [2, 1, 0, 4] },
  { case: 'version 5', open: { version: 5 }, error: [2, 1, 0, 4] },
  { case: 'another AS', open: { asn: 12077, capabilities: [] }, error: [2, 2] },
  { case: 'another AS in the capability', open: { capabilities: [fourOctets(12077)] }, error: [2, 2] },
  { case: 'AS 0', open: { asn: 0, capabilities: [fourOctets(12076)] }, error: [2, 2] },
  {
    case: 'AS 0, even where it is configured',
    open: { asn: 23456, capabilities: [fourOctets(0)] },
    configuration: { remoteAsn: 0 },
    error: [2, 2],
  },
  {
    case: 'AS_TRANS with the real AS in the capability',
    open: { asn: 23456, capabilities: [fourOctets(4200000001)] },
    configuration: { remoteAsn: 4200000001 },
    error: undefined,
  },
  {
    case: 'AS_TRANS without a capability',
    open: { asn: 23456, capabilities: [] },
    configuration: { remoteAsn: 4200000001 },
    error: [2, 2],
  },
  {
    case: 'AS_TRANS, as a speaker of two octets sees it',
    open: { asn: 23456, capabilities: [fourOctets(4200000001)] },
    configuration: { remoteAsn: 23456, fourOctetAs: false },
    error: undefined,
  },
  { case: 'hold time 0', open: { holdTimeSeconds: 0 }, error: undefined },
  { case: 'hold time 1', open: { holdTimeSeconds: 1 }, error: [2, 6] },
  { case: 'hold time 2', open: { holdTimeSeconds: 2 }, error: [2, 6] },
  { case: 'hold time 3', open: { holdTimeSeconds: 3 }, error: undefined },
  { case: 'identifier 0', open: { bgpIdentifier: 0 }, error: [2, 3] },
  { case: 'a multicast identifier (RFC 6286)', open: { bgpIdentifier: 0xe0000001 }, error: undefined },
  { case: 'our identifier from another AS', open: { bgpIdentifier: 10 }, error: undefined },
  {
    case: 'our identifier from our AS',
    open: { asn: 65010, bgpIdentifier: 10, capabilities: [] },
    configuration: { remoteAsn: 65010 },
    error: [2, 3],
  },
  {
    case: 'another identifier from our AS',
    open: { asn: 65010, bgpIdentifier: 20, capabilities: [] },
    configuration: { remoteAsn: 65010 },
    error: undefined,
  },
  {
    case: 'an unknown capability',
    open: { capabilities: [{ kind: 'unknown', code: 200, data: [1] }] },
    error: undefined,
  },
  {
    case: 'a peer with none of our families',
    configuration: { families: ['ipv4', 'ipv6'] },
    open: { capabilities: [{ kind: 'multiprotocol', afi: 1, safi: 128 }] },
    error: [2, 7, 1, 4, 0, 1, 0, 1, 1, 4, 0, 2, 0, 1],
  },
  {
    case: 'a peer of IPv4 by default, where only IPv6 is wanted',
    configuration: { families: ['ipv6'] },
    open: { capabilities: [] },
    error: [2, 7, 1, 4, 0, 2, 0, 1],
  },
  {
    case: 'a peer with none of our families, where a session may carry nothing,',
    configuration: { families: ['ipv6'], needsCommonFamily: false },
    open: { capabilities: [] },
    error: undefined,
  },
  {
    case: 'a peer with one of our families',
    configuration: { families: ['ipv4', 'ipv6'] },
    open: { capabilities: [ipv6] },
    error: undefined,
  },
]

for (const { case: name, open, configuration, error } of checks) {
  const verdict = error === undefined ? 'is accepted' : `is refused with ${error[0]}/${error[1]}`
  test(`${name} ${verdict}`, (t) => {
    const found = checkOpen(sessionConfiguration(configuration), peerOpen(open))
    t.deepEqual(found && [found.code, found.subcode, ...found.data], error && [...error])
  })
}

const negotiations: readonly {
  case: string
  open?: Partial<OpenMessage>
  configuration?: Partial<SessionConfiguration>
  settled: Partial<Negotiated>
}[] = [
  { case: 'equal times', settled: { holdTimeSeconds: 180, keepaliveSeconds: 60 } },
  {
    case: 'a peer with a shorter hold time',
    open: { holdTimeSeconds: 9 },
    settled: { holdTimeSeconds: 9, keepaliveSeconds: 3 },
  },
  {
    case: 'a peer with a longer hold time',
    open: { holdTimeSeconds: 240 },
    settled: { holdTimeSeconds: 180, keepaliveSeconds: 60 },
  },
  {
    case: 'a shorter KEEPALIVE interval than a third',
    configuration: { keepaliveSeconds: 10 },
    settled: { holdTimeSeconds: 180, keepaliveSeconds: 10 },
  },
  {
    case: 'a hold time that three does not divide',
    open: { holdTimeSeconds: 10 },
    settled: { holdTimeSeconds: 10, keepaliveSeconds: 3 },
  },
  {
    case: 'a peer without a hold time',
    open: { holdTimeSeconds: 0 },
    settled: { holdTimeSeconds: 0, keepaliveSeconds: 0 },
  },
  {
    case: 'no hold time of our own',
    configuration: { holdTimeSeconds: 0 },
    settled: { holdTimeSeconds: 0, keepaliveSeconds: 0 },
  },
  {
    case: 'both families at both ends',
    configuration: { families: ['ipv4', 'ipv6'] },
    open: { capabilities: [ipv6, ipv4] },
    settled: { families: ['ipv4', 'ipv6'] },
  },
  {
    case: 'one family in common',
    configuration: { families: ['ipv4', 'ipv6'] },
    open: { capabilities: [ipv6] },
    settled: { families: ['ipv6'] },
  },
  { case: 'no family in common', open: { capabilities: [ipv6] }, settled: { families: [] } },
  {
    case: 'a peer that offers families which nobody here knows',
    open: { capabilities: [{ kind: 'multiprotocol', afi: 1, safi: 128 }] },
    settled: { families: [] },
  },
  {
    case: 'a peer without multiprotocol capabilities',
    configuration: { families: ['ipv4', 'ipv6'] },
    open: { capabilities: [] },
    settled: { families: ['ipv4'], routeRefresh: false, fourOctetAs: false },
  },
  { case: 'route refresh at both ends', settled: { routeRefresh: true } },
  {
    case: 'route refresh at the far end only',
    configuration: { routeRefresh: false },
    settled: { routeRefresh: false },
  },
  {
    case: 'four octets at the far end only',
    configuration: { fourOctetAs: false },
    settled: { fourOctetAs: false, peerAsn: 12076 },
  },
  { case: 'another AS', settled: { peering: 'external', peerAsn: 12076, peerBgpIdentifier: 20 } },
  {
    case: 'our own AS of four octets',
    configuration: { localAsn: 4200000001 },
    open: { asn: 23456, capabilities: [fourOctets(4200000001)] },
    settled: { peering: 'internal', peerAsn: 4200000001, fourOctetAs: true },
  },
]

for (const { case: name, open, configuration, settled } of negotiations) {
  test(`with ${name} the OPENs settle ${JSON.stringify(settled)}`, (t) => {
    t.like(negotiate(sessionConfiguration(configuration), peerOpen(open)), settled)
  })
}
