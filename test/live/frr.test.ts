import test from 'ava'
import type { Past } from '../../src/live/daemons/daemon.ts'
import {
  readFrrAdvertised,
  readFrrNotifications,
  readFrrPaths,
  readFrrReceived,
  readFrrSessions,
  readFrrStale,
} from '../../src/live/daemons/frr/read.ts'
import { frrConfiguration } from '../../src/live/daemons/frr/render.ts'
import { pathSnapshot, routeSnapshot } from '../../src/live/daemons/snapshot.ts'
import { routeMap } from '../../src/report/router-config/route-map.ts'
import { frrDialect } from '../../src/report/router-config/route-map-dialect.ts'
import { capture, restarting, scenarioFrom, setupOf, twoFamilies } from '../support/lab-scenario.ts'

const r1 = setupOf('r1')
const r2 = setupOf('r2')
const plain = { best: true, origin: 'IGP', localPref: undefined, med: 0, communities: [] }

test('the paths of `show bgp json detail` are read', (t) => {
  t.deepEqual(readFrrPaths(capture('frr-show-bgp-ipv4.json'), r2), [
    pathSnapshot('10.1.0.0/16', 'r1-r2 ipv4', {
      ...plain,
      nextHop: '198.18.0.0',
      asPath: '65001 65001',
      med: 50,
      communities: ['65001:7'],
    }),
    pathSnapshot('10.2.0.0/16', 'local', { ...plain, nextHop: '', asPath: '' }),
    pathSnapshot('10.3.0.0/16', 'r2-r3 ipv4', { ...plain, nextHop: '198.18.0.3', asPath: '' }),
  ])
})

test('for IPv6 the global next hop is read, though the link-local one is used', (t) => {
  t.deepEqual(readFrrPaths(capture('frr-show-bgp-ipv6.json'), r1), [
    pathSnapshot('2001:db8:2::/48', 'r1-r2 ipv6', { ...plain, nextHop: 'fd00:c612::1', asPath: '65002' }),
  ])
})

test('a path that is not valid takes no part', (t) => {
  const text = capture('frr-show-bgp-ipv4.json').replace('"valid":true', '"valid":false')
  t.deepEqual(
    readFrrPaths(text, r2).map(({ prefix }) => prefix),
    ['10.2.0.0/16', '10.3.0.0/16'],
  )
})

test('sessions are read with the hold time that was settled', (t) => {
  const up = { established: true, holdTimeSeconds: 6, stale: false }
  const text = capture('frr-show-bgp-neighbors.json')
  t.deepEqual([...readFrrSessions(text, r2, []).values()], [up, up, up])
  const down = readFrrSessions(text.replaceAll('"Established"', '"Active"'), r2, [])
  t.deepEqual(down.get('r1-r2 ipv4'), { established: false, holdTimeSeconds: undefined, stale: false })
})

const [external] = r1.peers
if (external === undefined) throw new Error('r1 has a peer')

test('what was advertised is read with the own AS in front and the own address, and without communities', (t) => {
  const told = { nextHop: '198.18.0.0', origin: 'IGP', localPref: undefined, med: 50, communities: [] }
  t.deepEqual(readFrrAdvertised(capture('frr-advertised-routes.json'), external), [
    routeSnapshot('10.1.0.0/16', { ...told, asPath: '65001 65001' }),
    routeSnapshot('10.2.0.0/16', { ...told, asPath: '65001 65001 65002' }),
    routeSnapshot('10.3.0.0/16', { ...told, asPath: '65001 65001 65002' }),
  ])
})

test('what a peer announced is read as it came, looped routes among it', (t) => {
  const heard = { nextHop: '198.18.0.0', origin: 'IGP', localPref: undefined, med: 50, communities: [] }
  t.deepEqual(readFrrReceived(capture('frr-received-routes.json')), [
    routeSnapshot('10.1.0.0/16', { ...heard, asPath: '65001 65001' }),
    routeSnapshot('10.2.0.0/16', { ...heard, asPath: '65001 65001 65002' }),
    routeSnapshot('10.3.0.0/16', { ...heard, asPath: '65001 65001 65002' }),
  ])
})

test('an originated default route stands beside the table, and is read by its name alone', (t) => {
  const routes = readFrrAdvertised(capture('frr-advertised-default.json'), external)
  t.deepEqual(
    routes.map(({ prefix, attributes }) => [prefix, attributes.size]),
    [['0.0.0.0/0', 0]],
  )
})

const aggregating = scenarioFrom(`
version: 1
title: Aggregates and a default route
routers:
  a: { asn: 65001 }
  b: { asn: 65002 }
  r:
    asn: 65010
    aggregate:
      - { prefix: 10.1.0.0/16, asSet: true, summaryOnly: true }
      - { prefix: "2001:db8::/32" }
  c: { asn: 65003 }
sessions: [{ between: [a, r] }, { between: [b, r] }, { between: [r, c], ends: { r: { defaultOriginate: true } } }]
`)

test('an aggregate that FRR made is a route of its own', (t) => {
  const paths = readFrrPaths(capture('frr-show-bgp-aggregate.json'), setupOf('r', aggregating))
  t.deepEqual(
    paths.map(({ prefix, from }) => [prefix, from]),
    [
      ['10.1.0.0/16', 'local'],
      ['10.1.1.0/24', 'a-r ipv4'],
      ['10.1.2.0/24', 'b-r ipv4'],
    ],
  )
})

test('aggregates stand in their family, and one peer is told a default route', (t) => {
  const [, ipv4 = '', ipv6 = ''] = frrConfiguration(setupOf('r', aggregating), [], 'bgpd.log', 'none').split(
    / address-family ipv\d unicast\n/,
  )
  t.regex(ipv4, /^ {2}aggregate-address 10\.1\.0\.0\/16 as-set summary-only route-map own$/m)
  t.regex(ipv6, /^ {2}aggregate-address 2001:db8::\/32 route-map own$/m)
  t.deepEqual(ipv4.match(/neighbor \S+ default-originate/g), ['neighbor 198.18.0.5 default-originate'])
})

test('what is stale is read with its session', (t) => {
  const text = capture('frr-show-bgp-stale.json')
  const r = setupOf('r', restarting)
  t.deepEqual([...new Set(readFrrStale(text, r))], ['a-r ipv4'])
  t.deepEqual(readFrrStale(text.replaceAll('"stale":true,', ''), r), [])
  const neighbors = '{"198.18.0.0":{"bgpState":"Active"}}'
  const { stale, established } = readFrrSessions(neighbors, r, ['a-r ipv4']).get('a-r ipv4') ?? {}
  t.deepEqual([stale, established], [true, false])
})

test('graceful restart is configured with its times; a helper does not ask for it, and others have it off', (t) => {
  const lines = (name: string, past: Past): readonly string[] =>
    frrConfiguration(setupOf(name, restarting), [], 'bgpd.log', past)
      .split('\n')
      .flatMap((line) => /^ bgp graceful-restart(.*)$/.exec(line)?.[1] ?? [])
  const times = [' restart-time 60', ' stalepath-time 90', ' select-defer-time 30']
  t.deepEqual(lines('a', 'graceful'), ['', ...times, ' preserve-fw-state'])
  t.deepEqual(lines('a', 'crash'), ['', ...times])
  t.is(lines('r', 'none').includes(''), false)
  t.deepEqual(lines('c', 'none'), ['-disable'])
})

test('the log tells what was sent', (t) => {
  const log = [
    '2026/11/28 22:14:54 BGP: [HTQD2-0R1WR] %NOTIFICATION: sent to neighbor 198.18.0.0 6/2 (Cease/Administrative Shutdown) 0 bytes',
    '2026/11/28 22:14:55 BGP: [HTQD2-0R1WR] %NOTIFICATION: received from neighbor 198.18.0.3 4/0 (Hold Timer Expired) 0 bytes',
    '2026/11/29 01:27:49 BGP: [HZN6M-XRM1G] %NOTIFICATION(Hard Reset): sent to neighbor 198.18.0.0 6/4 (Cease/Administrative Reset) 0 bytes',
  ].join('\n')
  const sent = { router: 'r2', session: 'r1-r2 ipv4', code: 6 }
  t.deepEqual(readFrrNotifications(log, r2), [
    { ...sent, subcode: 2 },
    { ...sent, subcode: 9 },
  ])
})

const policed = scenarioFrom(`
version: 1
title: Every part of a policy
routers:
  a:
    asn: 65001
    import: [{ match: { asPath: _65003_, community: [no-export, "65002:1"] }, set: { localPref: 200 } }]
    export:
      - { match: { prefixes: [10.1.0.0/16 le 24, 10.2.0.0/16 ge 20, 10.3.0.0/16, "2001:db8::/32"], from: local }, set: { med: 7, prepend: 2 } }
      - { match: { prefixes: ["2001:db8::/32"] }, set: { med: 8 } }
      - { match: { from: b }, reject: true }
      - { set: { removeCommunity: "65002:1", addCommunity: [blackhole, "65001:2"], nextHop: 10.9.9.9 } }
  b: { asn: 65002 }
sessions: [{ between: [a, b] }]
`)

test('a policy becomes a route-map and its lists; a term about the other family alone is left out', (t) => {
  const a = setupOf('a', policed)
  const [peer] = a.peers
  if (peer === undefined) throw new Error('no peer')
  t.deepEqual(routeMap(a, peer, 'in', frrDialect), [
    'bgp as-path access-list in-peer0-10 permit _65003_',
    'bgp community-list standard in-peer0-10 permit no-export',
    'bgp community-list standard in-peer0-10 permit 65002:1',
    'route-map in-peer0 permit 10',
    ' match as-path in-peer0-10',
    ' match community in-peer0-10',
    ' set tag 1',
    ' set local-preference 200',
    'exit',
    'route-map in-peer0 permit 65000',
    ' set tag 1',
    'exit',
  ])
  t.deepEqual(routeMap(a, peer, 'out', frrDialect), [
    'ip prefix-list out-peer0-10 seq 5 permit 10.1.0.0/16 le 24',
    'ip prefix-list out-peer0-10 seq 10 permit 10.2.0.0/16 ge 20 le 32',
    'ip prefix-list out-peer0-10 seq 15 permit 10.3.0.0/16',
    'route-map out-peer0 permit 10',
    ' match ip address prefix-list out-peer0-10',
    ' match tag 65535',
    ' set metric 7',
    ' set as-path prepend 65001 65001',
    'exit',
    'route-map out-peer0 deny 30',
    ' match tag 1',
    'exit',
    'bgp community-list standard out-peer0-40-gone permit 65002:1',
    'route-map out-peer0 permit 40',
    ' set comm-list out-peer0-40-gone delete',
    ' set community blackhole 65001:2 additive',
    ' set ip next-hop 10.9.9.9',
    'exit',
  ])
})

test('route-maps stand before the router that uses them, and a peer is active in its own family alone', (t) => {
  const text = frrConfiguration(r2, [], 'bgpd.log', 'none')
  t.true(text.lastIndexOf('route-map in-peer2 permit') < text.indexOf('router bgp 65002'))
  const [, ipv4 = '', ipv6 = ''] = text.split('address-family')
  t.regex(ipv4, /neighbor 198\.18\.0\.0 activate/)
  t.notRegex(ipv4, /fd00:c612/)
  t.regex(ipv4, /neighbor 198\.18\.0\.3 next-hop-self/)
  const [, , , afterIpv6 = ''] = text.split('address-family')
  t.regex(afterIpv6, /neighbor fd00:c612:: activate/)
  t.notRegex(ipv6, /198\.18/)
  t.regex(text, /bgp route-reflector allow-outbound-policy/)
})

test('a route from a neighbour of two sessions is told by that of its family', (t) => {
  const router = setupOf('a', twoFamilies)
  const peer = router.peers.find(({ configuration }) => configuration.name === 'a-c ipv6')
  if (peer === undefined) throw new Error('no peer')
  const source = router.peers.findIndex(({ configuration }) => configuration.name === 'a-b ipv6') + 1
  t.true(routeMap(router, peer, 'out', frrDialect).includes(` match tag ${source}`))
})
