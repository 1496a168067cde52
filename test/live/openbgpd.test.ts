import test from 'ava'
import { exportRules, importRules } from '../../src/live/daemons/openbgpd/filter.ts'
import {
  readOpenbgpdNotifications,
  readOpenbgpdPaths,
  readOpenbgpdReceived,
  readOpenbgpdSessions,
  readOpenbgpdTold,
} from '../../src/live/daemons/openbgpd/read.ts'
import { openbgpdConfiguration, unsupportedByOpenbgpd } from '../../src/live/daemons/openbgpd/render.ts'
import { peerOf, type RouterSetup } from '../../src/live/daemons/router-setup.ts'
import { pathSnapshot, routeSnapshot } from '../../src/live/daemons/snapshot.ts'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import { capture, scenarioFrom, setupOf } from '../support/lab-scenario.ts'

const r2 = setupOf('r2')

test('the paths of `show rib detail` are read, and a MULTI_EXIT_DISC of 0 as none', (t) => {
  const plain = { best: true, nextHop: '', asPath: '', origin: 'IGP', localPref: 100, med: undefined }
  t.deepEqual(readOpenbgpdPaths(capture('openbgpd-show-rib-detail.json'), r2), [
    pathSnapshot('10.1.0.0/16', 'r1-r2 ipv4', {
      ...plain,
      nextHop: '198.18.0.0',
      asPath: '65001 65001',
      med: 50,
      communities: ['65001:7'],
    }),
    pathSnapshot('10.2.0.0/16', 'local', { ...plain, communities: [] }),
    pathSnapshot('10.3.0.0/16', 'r2-r3 ipv4', { ...plain, nextHop: '198.18.0.3', communities: [] }),
    pathSnapshot('2001:db8:2::/48', 'local', { ...plain, communities: [] }),
  ])
})

test('a path with every sort of community, one that came back, and one of nobody that it knows', (t) => {
  const neighbor = { remote_addr: '198.18.0.3', bgp_id: '198.19.128.3' }
  const path = {
    prefix: '10.9.0.0/16',
    aspath: '65007 { 65008 65009 }',
    exit_nexthop: '198.18.0.3',
    neighbor,
  }
  const told = {
    valid: true,
    origin: 'incomplete',
    localpref: 200,
    metric: 0,
    communities: ['65001:7', 'NO_EXPORT'],
    large_communities: ['65001:1:2', '4294967295:0:1'],
    extended_communities: ['rt 65001:100'],
    attributes: [
      { type: 'Originator Id', length: 4, originator: '198.19.128.9' },
      { type: 'Cluster Id List', length: 8, cluster_list: ['10.0.0.1', '10.0.0.2'] },
    ],
  }
  const rib = [
    { ...path, ...told },
    { ...path, valid: false },
    { ...path, neighbor: { remote_addr: '192.0.2.1' }, valid: true },
  ]
  t.deepEqual(readOpenbgpdPaths(JSON.stringify({ rib }), r2), [
    pathSnapshot('10.9.0.0/16', 'r2-r3 ipv4', {
      best: false,
      nextHop: '198.18.0.3',
      asPath: '65007 {65008,65009}',
      origin: 'INCOMPLETE',
      localPref: 200,
      med: undefined,
      communities: ['65001:7', 'no-export'],
      largeCommunities: ['65001:1:2'],
      extendedCommunities: ['rt:65001:100'],
      originatorId: '198.19.128.9',
      clusterList: ['10.0.0.1', '10.0.0.2'],
    }),
  ])
})

test('the sessions of `show neighbor` are read with the hold time that was settled', (t) => {
  const text = capture('openbgpd-show-neighbor.json')
  const up = { established: true, holdTimeSeconds: 6, stale: false }
  t.deepEqual(
    readOpenbgpdSessions(text, r2),
    new Map([
      ['r1-r2 ipv4', up],
      ['r1-r2 ipv6', up],
      ['r2-r3 ipv4', up],
    ]),
  )
  const down = readOpenbgpdSessions(text.replaceAll('Established', 'Active'), r2)
  t.deepEqual(down.get('r2-r3 ipv4'), { established: false, holdTimeSeconds: undefined, stale: false })
})

test('the routes of `show rib out` are read, and there may be none', (t) => {
  const told = {
    nextHop: '198.18.0.1',
    asPath: '65002',
    origin: 'IGP',
    localPref: 100,
    med: undefined,
    communities: [],
  }
  t.deepEqual(readOpenbgpdTold(capture('openbgpd-show-rib-out.json'), peerOf(r2, 'r1-r2 ipv4')), [
    routeSnapshot('10.2.0.0/16', told),
    routeSnapshot('10.3.0.0/16', told),
  ])
  t.deepEqual(readOpenbgpdTold('{\n\n}\n', peerOf(r2, 'r1-r2 ipv4')), [])
})

test('what a reflector puts on a route that comes in is not what came, and stays inside the AS', (t) => {
  const reflecting = scenarioFrom(`
version: 1
title: A reflector
routers: { c: { asn: 65002 }, r: { asn: 65002, clusterId: 10.0.0.9 }, e: { asn: 65001 } }
sessions: [{ between: [c, r], routeReflectorClient: c }, { between: [r, e] }]
`)
  const r = setupOf('r', reflecting)
  const neighbor = { remote_addr: '198.18.0.0' }
  const marks = (...clusters: readonly string[]): string => {
    const attributes = [{ originator: '10.0.0.1' }, { cluster_list: clusters }]
    return JSON.stringify({ rib: [{ prefix: '10.1.0.0/16', neighbor, valid: false, attributes }] })
  }
  const rib = (valid: boolean): string =>
    JSON.stringify({ rib: [{ prefix: '10.1.0.0/16', neighbor, valid }] })
  const shown = (routes: ReturnType<typeof readOpenbgpdTold>): readonly (string | undefined)[] =>
    routes.flatMap(({ attributes }) => [attributes.get('originatorId'), attributes.get('clusterList')])
  const both = '10.0.0.9 10.0.0.8'
  t.deepEqual(shown(readOpenbgpdReceived(marks('10.0.0.9'), rib(true), r)), [undefined, undefined])
  t.deepEqual(shown(readOpenbgpdReceived(marks(...both.split(' ')), rib(true), r)), ['10.0.0.1', '10.0.0.8'])
  t.deepEqual(shown(readOpenbgpdReceived(marks(...both.split(' ')), rib(false), r)), ['10.0.0.1', both])
  t.deepEqual(shown(readOpenbgpdReceived(marks('10.0.0.9'), rib(true), r2)), ['10.0.0.1', '10.0.0.9'])
  t.deepEqual(shown(readOpenbgpdTold(marks('10.0.0.9'), peerOf(r, 'c-r ipv4'))), ['10.0.0.1', '10.0.0.9'])
  t.deepEqual(shown(readOpenbgpdTold(marks('10.0.0.9'), peerOf(r, 'r-e ipv4'))), [undefined, undefined])
})

test('the log tells of the NOTIFICATIONs that were sent', (t) => {
  const log = [
    'neighbor 198.18.0.3: received notification: Cease, administratively down',
    'neighbor 198.18.0.0: sending notification: Cease, administrative reset',
    'neighbor fd00:c612::: sending notification: HoldTimer expired',
    'neighbor 198.18.0.3: sending notification: Cease, received max-prefix exceeded',
    'neighbor 192.0.2.1: sending notification: Cease, administrative reset',
    'neighbor 198.18.0.0: state change Established -> Idle, reason: Stop',
  ].join('\n')
  t.deepEqual(
    readOpenbgpdNotifications(log, r2).map(({ session, code, subcode }) => `${session} ${code}/${subcode}`),
    ['r1-r2 ipv4 6/4', 'r1-r2 ipv6 4/0', 'r2-r3 ipv4 6/1'],
  )
})

test('a configuration has the networks, the neighbours with what they carry, and filters that let everything through', (t) => {
  const own = packPrefixes('ipv4', [parsePrefix('10.2.0.0/16')])
  const text = openbgpdConfiguration(r2, [own], 'bgpd.sock')
  t.true(text.startsWith('AS 65002\nrouter-id 198.19.128.2\nsocket "bgpd.sock"\nfib-update no\n'))
  t.true(text.includes('\nnetwork 10.2.0.0/16\n'))
  t.true(
    text.includes(
      [
        'neighbor fd00:c612:: {',
        '  remote-as 65001',
        '  local-address fd00:c612::1',
        '  holdtime 6',
        '  holdtime min 3',
        '  announce restart no',
        '  announce IPv4 none',
        '  announce IPv6 unicast',
        '  passive',
        '}',
      ].join('\n'),
    ),
  )
  t.regex(text, /neighbor 198\.18\.0\.3 \{[^}]* {2}set nexthop self\n\}/)
  t.true(text.endsWith('allow quick from 198.18.0.3\nallow quick to 198.18.0.3\nallow from any\n'))
})

interface PolicyCase {
  readonly what: string
  /** Of `b`, between `a` and `c`, towards `c`. */
  readonly end: string
  readonly rules: readonly string[]
}

function policed(direction: 'import' | 'export', end: string): RouterSetup {
  const text = `
version: 1
title: Policies
routers:
  a: { asn: 65001 }
  b: { asn: 65002 }
  c: { asn: 65003 }
sessions:
  - { between: [a, b] }
  - { between: [b, c], ends: { b: { ${direction}: [${end}] } } }
timeline: [{ when: converged, label: steady }]
`
  return setupOf('b', scenarioFrom(text))
}

const imports: readonly PolicyCase[] = [
  {
    what: 'a rule that changes',
    end: '{ set: { localPref: 200, med: 5, origin: egp, prepend: 2 } }',
    rules: ['allow quick from C set { origin egp localpref 200 med 5 prepend-self 2 }'],
  },
  {
    what: 'prefixes with their lengths, refused',
    end: '{ match: { prefixes: [10.0.0.0/8 le 24, 10.1.0.0/16] }, reject: true }',
    rules: ['deny quick from C prefix { 10.0.0.0/8 prefixlen 8 - 24, 10.1.0.0/16 }'],
  },
  {
    what: 'prefixes of the other family alone, which match nothing',
    end: '{ match: { prefixes: ["2001:db8::/32"] }, reject: true }',
    rules: [],
  },
  {
    what: 'each of two communities',
    end: '{ match: { community: ["65001:1", no-export] }, set: { removeCommunity: no-export, addCommunity: ["65002:1:2", "rt:65001:5"] } }',
    rules: ['community 65001:1', 'community 65535:65281'].map(
      (one) =>
        `allow quick from C ${one} set { community delete 65535:65281 large-community 65002:1:2 ext-community rt 65001:5 }`,
    ),
  },
  {
    what: 'the AS numbers of a path',
    end: '{ match: { asPath: "_65001$" }, reject: true }, { match: { asPath: "_65007_" }, reject: true }, { match: { asPath: "^65003_" }, reject: true }',
    rules: ['source-as 65001', 'AS 65007', 'peer-as 65003'].map((one) => `deny quick from C ${one}`),
  },
  { what: 'another peer, which it cannot be', end: '{ match: { from: a }, reject: true }', rules: [] },
]

for (const { what, end, rules } of imports) {
  test(`an import policy in rules: ${what}`, (t) => {
    const router = policed('import', end)
    const [, peer] = router.peers
    if (peer === undefined) throw new Error('no second peer')
    const expected = [...rules, 'allow quick from C'].map((rule) => rule.replace('C', '198.18.0.3'))
    t.deepEqual(importRules(router, peer), expected)
  })
}

test('an export policy that asks where a route is from finds the mark that it came in with', (t) => {
  const end = '{ match: { from: a }, set: { med: 7 } }, { match: { from: local }, reject: true }'
  const router = policed('export', end)
  const [from, to] = router.peers
  if (from === undefined || to === undefined) throw new Error('no two peers')
  const unmarked = 'large-community delete 4294967295:0:*'
  t.deepEqual(exportRules(router, to), [
    `allow quick to 198.18.0.3 large-community 4294967295:0:1 set { med 7 ${unmarked} }`,
    'deny quick to 198.18.0.3 large-community 4294967295:0:0',
    `allow quick to 198.18.0.3 set { ${unmarked} }`,
  ])
  t.deepEqual(importRules(router, from), [
    'allow quick from 198.18.0.0 set { large-community 4294967295:0:1 }',
  ])
  const own = packPrefixes('ipv4', [parsePrefix('10.2.0.0/16')])
  t.true(
    openbgpdConfiguration(router, [own], 's').includes(
      '\nnetwork 10.2.0.0/16 set { large-community 4294967295:0:0 }\n',
    ),
  )
})

const beyond: readonly (readonly [string, string])[] = [
  ['weight: 100', 'weight: its own comes after the MULTI_EXIT_DISC'],
  ['removePrivateAsns: true', 'removePrivateAsns'],
  ['allowOwnAsn: 1', 'allowOwnAsn: it counts nothing, and takes any AS_PATH'],
  ['defaultOriginate: true', 'defaultOriginate beside other routes'],
  ['import: [{ set: { removeMed: true } }]', 'the removal of MULTI_EXIT_DISC'],
  [
    'import: [{ match: { asPath: "^$" }, reject: true }]',
    'the AS_PATH pattern ^$: OpenBGPD looks for AS numbers at the ends or anywhere',
  ],
]

for (const [end, words] of beyond) {
  test(`said to be beyond OpenBGPD: ${end}`, (t) => {
    const text = `
version: 1
title: Beyond
routers: { a: { asn: 65001 }, b: { asn: 65002 } }
sessions: [{ between: [a, b], ends: { b: { ${end} } } }]
timeline: [{ when: converged, label: steady }]
`
    t.deepEqual(unsupportedByOpenbgpd(setupOf('b', scenarioFrom(text))), [words])
    t.deepEqual(unsupportedByOpenbgpd(setupOf('a', scenarioFrom(text))), [])
  })
}
