import test from 'ava'
import { gobgpPolicies } from '../../src/live/daemons/gobgp/policy.ts'
import {
  gobgpProgress,
  readGobgpNotifications,
  readGobgpPaths,
  readGobgpRoutes,
  readGobgpSessions,
} from '../../src/live/daemons/gobgp/read.ts'
import { gobgpConfiguration, unsupportedByGobgp } from '../../src/live/daemons/gobgp/render.ts'
import { pathSnapshot, routeSnapshot } from '../../src/live/daemons/snapshot.ts'
import { capture, scenarioFrom, setupOf } from '../support/lab-scenario.ts'

const r2 = setupOf('r2')

test('the paths of `global rib` are read', (t) => {
  const plain = { best: true, nextHop: '', asPath: '', origin: 'IGP', localPref: undefined, med: undefined }
  t.deepEqual(readGobgpPaths(capture('gobgp-global-rib.json'), r2), [
    pathSnapshot('10.1.0.0/16', 'r1-r2 ipv4', {
      ...plain,
      nextHop: '198.18.0.0',
      asPath: '65001 65001',
      med: 50,
      communities: ['65001:7'],
    }),
    pathSnapshot('10.2.0.0/16', 'local', { ...plain, communities: [] }),
    pathSnapshot('10.3.0.0/16', 'r2-r3 ipv4', {
      ...plain,
      nextHop: '198.18.0.3',
      localPref: 100,
      communities: [],
    }),
  ])
})

test('a path of the other family with every sort of attribute, and one of nobody that it knows', (t) => {
  const attrs = [
    { type: 1, value: 2 },
    {
      type: 2,
      as_paths: [
        { segment_type: 2, num: 1, asns: [65007] },
        { segment_type: 1, num: 2, asns: [65008, 65009] },
      ],
    },
    { type: 14, nexthop: 'fd00:c612::' },
    { type: 8, communities: [0xffffff01] },
    { type: 9, value: '198.19.128.9' },
    { type: 10, value: ['10.0.0.1', '10.0.0.2'] },
    {
      type: 16,
      value: [
        { type: 0, subtype: 2, value: '65001:100' },
        { type: 0, subtype: 3, value: '65001:5' },
      ],
    },
    {
      type: 32,
      value: [
        { ASN: 65001, LocalData1: 1, LocalData2: 2 },
        { ASN: 4294967295, LocalData1: 0, LocalData2: 1 },
      ],
    },
  ]
  const paths = [
    { best: false, attrs, 'neighbor-ip': 'fd00:c612::' },
    { best: false, attrs, 'neighbor-ip': '192.0.2.1' },
  ]
  t.deepEqual(readGobgpPaths(JSON.stringify({ '2001:db8:9::/48': paths }), r2), [
    pathSnapshot('2001:db8:9::/48', 'r1-r2 ipv6', {
      best: false,
      nextHop: 'fd00:c612::',
      asPath: '65007 {65008,65009}',
      origin: 'INCOMPLETE',
      localPref: undefined,
      med: undefined,
      communities: ['no-export'],
      extendedCommunities: ['rt:65001:100', 'soo:65001:5'],
      largeCommunities: ['65001:1:2'],
      originatorId: '198.19.128.9',
      clusterList: ['10.0.0.1', '10.0.0.2'],
    }),
  ])
})

test('the sessions of `neighbor` are read with the hold time that was settled', (t) => {
  const text = capture('gobgp-neighbor.json')
  const up = { established: true, holdTimeSeconds: 6, stale: false }
  t.deepEqual(
    readGobgpSessions(text, r2),
    new Map([
      ['r1-r2 ipv4', up],
      ['r1-r2 ipv6', up],
      ['r2-r3 ipv4', up],
    ]),
  )
  const down = readGobgpSessions(text.replaceAll('"session_state":6', '"session_state":3'), r2)
  t.deepEqual(down.get('r2-r3 ipv4'), { established: false, holdTimeSeconds: undefined, stale: false })
})

test('whether routes may have changed shows in the states of sessions and the counts of UPDATEs', (t) => {
  const text = capture('gobgp-neighbor.json')
  t.is(gobgpProgress(text), '[[6,1,2],[6,null,1],[6,1,2]]')
  t.is(gobgpProgress(text.replaceAll('"keepalive":', '"keepalive":1')), gobgpProgress(text))
})

test('the routes of `adj-out` are read', (t) => {
  const told = {
    nextHop: '198.18.0.1',
    asPath: '65002',
    origin: 'IGP',
    localPref: undefined,
    med: undefined,
    communities: [],
  }
  t.deepEqual(readGobgpRoutes(capture('gobgp-adj-out.json')), [
    routeSnapshot('10.2.0.0/16', told),
    routeSnapshot('10.3.0.0/16', told),
  ])
  t.deepEqual(readGobgpRoutes('{}'), [])
})

test('the log tells of the NOTIFICATIONs that were sent', (t) => {
  const log = [
    'time="2026-11-29T01:56:23Z" level=info msg="Peer Down" Key=198.18.0.0 Reason=read-failed State=BGP_FSM_ESTABLISHED Topic=Peer',
    'time="2026-11-29T01:56:23Z" level=warning msg="sent notification" Code=6 Communicated-Reason= Data="[]" Key=198.18.0.3 State=BGP_FSM_ESTABLISHED Subcode=4 Topic=Peer',
    'time="2026-11-29T01:56:24Z" level=warning msg="sent notification" Code=4 Data="[]" Key="fd00:c612::" State=BGP_FSM_ESTABLISHED Subcode=0 Topic=Peer',
    'time="2026-11-29T01:56:25Z" level=warning msg="sent notification" Code=4 Data="[]" Key=192.0.2.1 State=BGP_FSM_ESTABLISHED Subcode=0 Topic=Peer',
  ].join('\n')
  t.deepEqual(
    readGobgpNotifications(log, r2).map(({ session, code, subcode }) => `${session} ${code}/${subcode}`),
    ['r2-r3 ipv4 6/4', 'r1-r2 ipv6 4/0'],
  )
})

test('a configuration has its neighbours, compares identifiers of external routes, and puts the own address on external ones', (t) => {
  const text = gobgpConfiguration(r2)
  t.true(text.startsWith('[global.config]\n  as = 65002\n  router-id = "198.19.128.2"\n'))
  t.true(text.includes('\n  external-compare-router-id = true\n'))
  t.true(
    text.includes(
      [
        '    neighbor-address = "fd00:c612::"',
        '    peer-as = 65001',
        '  [neighbors.timers.config]',
        '    hold-time = 6',
        '    keepalive-interval = 2',
        '    connect-retry = 1',
        '  [neighbors.transport.config]',
        '    local-address = "fd00:c612::1"',
        '    passive-mode = true',
        '  [[neighbors.afi-safis]]',
        '    [neighbors.afi-safis.config]',
        '      afi-safi-name = "ipv6-unicast"',
      ].join('\n'),
    ),
  )
  t.deepEqual(statementsOf(gobgpPolicies(r2)), [
    'name = "out-peer2-self" [conditions.match-neighbor-set] neighbor-set = "peer2" [conditions.bgp-conditions] route-type = "external" [actions.bgp-actions] set-next-hop = "self"',
  ])
})

/** The statements of policies, one line each. */
function statementsOf(lines: readonly string[]): readonly string[] {
  const text = lines.slice(lines.indexOf('[[policy-definitions]]')).join('\n')
  return text
    .split('[[policy-definitions.statements]]')
    .slice(1)
    .map((statement) => statement.split('[[policy-definitions]]')[0] ?? '')
    .map((statement) =>
      statement
        .replaceAll('[policy-definitions.statements.', '[')
        .trim()
        .replaceAll(/\s*\n\s*/g, ' '),
    )
}

/** The sets that policies name, one line each. */
function setsOf(lines: readonly string[]): readonly string[] {
  const text = lines.slice(0, lines.indexOf('[[policy-definitions]]')).join('\n')
  return text
    .split(/^(?=\[\[defined)/m)
    .filter((set) => !set.includes('neighbor-sets'))
    .map((set) => set.trim().replaceAll(/\s*\n\s*/g, ' '))
}

const policed = scenarioFrom(`
version: 1
title: Every part of a policy
routers:
  a:
    asn: 65001
    import:
      - { match: { prefixes: [10.1.0.0/16 le 24, 10.2.0.0/16, "2001:db8::/32"] }, reject: true }
      - { match: { asPath: _65003_, community: [no-export, "65002:1"] }, set: { localPref: 200, med: 7 } }
      - { match: { prefixes: ["2001:db8::/32"] }, reject: true }
      - { match: { from: c }, reject: true }
    export:
      - { match: { from: local }, set: { prepend: 2 } }
      - { match: { from: c }, set: { removeCommunity: "65002:1", addCommunity: ["65001:2", "65001:1:2", "rt:65001:5"], nextHop: 10.9.9.9 } }
  b: { asn: 65002 }
  c: { asn: 65003 }
sessions: [{ between: [a, b] }, { between: [a, c], ends: { a: { import: [], export: [] } } }]
`)

test('a policy becomes statements and sets; routes are marked with their source where a policy asks on the way out', (t) => {
  const lines = gobgpPolicies(setupOf('a', policed))
  t.deepEqual(setsOf(lines), [
    '[[defined-sets.prefix-sets]] prefix-set-name = "in-peer0-0" [[defined-sets.prefix-sets.prefix-list]] ip-prefix = "10.1.0.0/16" masklength-range = "16..24" [[defined-sets.prefix-sets.prefix-list]] ip-prefix = "10.2.0.0/16" masklength-range = "16..16"',
    '[[defined-sets.bgp-defined-sets.as-path-sets]] as-path-set-name = "in-peer0-1" as-path-list = ["_65003_"]',
    '[[defined-sets.bgp-defined-sets.community-sets]] community-set-name = "in-peer0-1" community-list = ["65535:65281", "65002:1"]',
    '[[defined-sets.bgp-defined-sets.large-community-sets]] large-community-set-name = "from-peer0-1" large-community-list = ["4294967295:0:2"]',
  ])
  t.deepEqual(statementsOf(lines), [
    'name = "in-peer0-mark" [conditions.match-neighbor-set] neighbor-set = "peer0" [actions.bgp-actions.set-large-community] options = "add" [actions.bgp-actions.set-large-community.set-large-community-method] communities-list = ["4294967295:0:1"]',
    'name = "in-peer0-0" [conditions.match-neighbor-set] neighbor-set = "peer0" [conditions.match-prefix-set] prefix-set = "in-peer0-0" [actions] route-disposition = "reject-route"',
    'name = "in-peer0-1" [conditions.match-neighbor-set] neighbor-set = "peer0" [conditions.bgp-conditions.match-as-path-set] as-path-set = "in-peer0-1" [conditions.bgp-conditions.match-community-set] community-set = "in-peer0-1" [actions] route-disposition = "accept-route" [actions.bgp-actions] set-local-pref = 200 set-med = "7"',
    'name = "in-peer1-mark" [conditions.match-neighbor-set] neighbor-set = "peer1" [actions.bgp-actions.set-large-community] options = "add" [actions.bgp-actions.set-large-community.set-large-community-method] communities-list = ["4294967295:0:2"]',
    'name = "out-peer0-0" [conditions.match-neighbor-set] neighbor-set = "peer0" [conditions.bgp-conditions] route-type = "local" [actions] route-disposition = "accept-route" [actions.bgp-actions.set-as-path-prepend] as = "65001" repeat-n = 2 [actions.bgp-actions.set-large-community] options = "remove" [actions.bgp-actions.set-large-community.set-large-community-method] communities-list = ["4294967295:0:1", "4294967295:0:2"]',
    'name = "out-peer0-1-add" [conditions.match-neighbor-set] neighbor-set = "peer0" [conditions.bgp-conditions.match-large-community-set] large-community-set = "from-peer0-1" [actions.bgp-actions.set-community] options = "add" [actions.bgp-actions.set-community.set-community-method] communities-list = ["65001:2"] [actions.bgp-actions.set-large-community] options = "add" [actions.bgp-actions.set-large-community.set-large-community-method] communities-list = ["65001:1:2"] [actions.bgp-actions.set-ext-community] options = "add" [actions.bgp-actions.set-ext-community.set-ext-community-method] communities-list = ["rt:65001:5"]',
    'name = "out-peer0-1" [conditions.match-neighbor-set] neighbor-set = "peer0" [conditions.bgp-conditions.match-large-community-set] large-community-set = "from-peer0-1" [actions] route-disposition = "accept-route" [actions.bgp-actions] set-next-hop = "10.9.9.9" [actions.bgp-actions.set-community] options = "remove" [actions.bgp-actions.set-community.set-community-method] communities-list = ["65002:1"] [actions.bgp-actions.set-large-community] options = "remove" [actions.bgp-actions.set-large-community.set-large-community-method] communities-list = ["4294967295:0:1", "4294967295:0:2"]',
    'name = "out-peer0-last" [conditions.match-neighbor-set] neighbor-set = "peer0" [actions] route-disposition = "accept-route" [actions.bgp-actions.set-large-community] options = "remove" [actions.bgp-actions.set-large-community.set-large-community-method] communities-list = ["4294967295:0:1", "4294967295:0:2"]',
    'name = "out-peer1-last" [conditions.match-neighbor-set] neighbor-set = "peer1" [actions] route-disposition = "accept-route" [actions.bgp-actions.set-large-community] options = "remove" [actions.bgp-actions.set-large-community.set-large-community-method] communities-list = ["4294967295:0:1", "4294967295:0:2"]',
  ])
})

const beyond: readonly (readonly [string, string])[] = [
  ['weight: 100', 'weight'],
  ['defaultOriginate: true', 'defaultOriginate'],
  ['import: [{ set: { removeMed: true } }]', 'the removal of MULTI_EXIT_DISC'],
  ['export: [{ set: { localPref: 0 } }]', 'a LOCAL_PREF of 0: it takes that for none'],
  [
    'export: [{ match: { asPath: "^$" }, reject: true }]',
    'the AS_PATH pattern ^$: it finds none on a route without AS numbers',
  ],
  ['export: [{ set: { origin: egp } }]', 'another ORIGIN: it takes the words and leaves the route as it is'],
]

for (const [end, words] of beyond) {
  test(`said to be beyond GoBGP: ${end}`, (t) => {
    const text = `
version: 1
title: Beyond
routers: { a: { asn: 65001 }, b: { asn: 65002 } }
sessions: [{ between: [a, b], ends: { b: { ${end} } } }]
timeline: [{ when: converged, label: steady }]
`
    t.deepEqual(unsupportedByGobgp(setupOf('b', scenarioFrom(text))), [words])
    t.deepEqual(unsupportedByGobgp(setupOf('a', scenarioFrom(text))), [])
  })
}
