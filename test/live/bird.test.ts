import test from 'ava'
import { firstReply } from '../../src/live/daemons/bird/control.ts'
import {
  readBirdDown,
  readBirdExported,
  readBirdImported,
  readBirdNotifications,
  readBirdPaths,
  readBirdSessions,
} from '../../src/live/daemons/bird/read.ts'
import { birdConfiguration, unsupportedByBird } from '../../src/live/daemons/bird/render.ts'
import { pathSnapshot, routeSnapshot } from '../../src/live/daemons/snapshot.ts'
import { exportFilter, importFilter, pathCondition } from '../../src/report/router-config/bird-filter.ts'
import { capture, restarting, scenarioFrom, setupOf, twoFamilies } from '../support/lab-scenario.ts'

const r2 = setupOf('r2')

test('the paths of `show route all` are read, and what is connected is left out', (t) => {
  const plain = { best: true, nextHop: '', asPath: '', origin: 'IGP', localPref: 100, med: undefined }
  t.deepEqual(readBirdPaths(capture('bird-show-route-all.txt'), r2), [
    pathSnapshot('10.3.0.0/16', 'r2-r3 ipv4', { ...plain, nextHop: '198.18.0.3', communities: [] }),
    pathSnapshot('10.1.0.0/16', 'r1-r2 ipv4', {
      ...plain,
      nextHop: '198.18.0.0',
      asPath: '65001 65001',
      med: 50,
      communities: ['65001:7'],
    }),
    pathSnapshot('10.2.0.0/16', 'local', { ...plain, communities: [] }),
    pathSnapshot('2001:db8:2::/48', 'local', { ...plain, communities: [] }),
  ])
})

test('of several paths of a prefix each is read, and one alone is best; one without a way to its next hop is left out', (t) => {
  const text = [
    '10.9.0.0/16          unicast [peer2 22:18:29.530] * (100) [i]',
    '\tBGP.next_hop: 198.18.0.3',
    '                     unicast [peer0 22:18:29.311] (100) [AS65001e]',
    '\tBGP.origin: EGP',
    '\tBGP.as_path: 65001 {65007 65008}',
    '\tBGP.next_hop: 198.18.0.0 fe80::1',
    '10.8.0.0/16          unreachable [peer2 22:18:29.530] * (100) [i]',
    '\tBGP.next_hop: 203.0.113.1',
  ].join('\n')
  const paths = readBirdPaths(text, r2)
  t.deepEqual(
    paths.map(({ prefix, from, attributes }) => [prefix, from, attributes.get('best')]),
    [
      ['10.9.0.0/16', 'r2-r3 ipv4', 'yes'],
      ['10.9.0.0/16', 'r1-r2 ipv4', 'no'],
    ],
  )
  t.is(paths[1]?.attributes.get('nextHop'), '198.18.0.0')
  t.is(paths[1]?.attributes.get('asPath'), '65001 {65007,65008}')
  t.is(paths[1]?.attributes.get('origin'), 'EGP')
})

test('the sessions of `show protocols all` are read with the hold time that was settled', (t) => {
  const text = capture('bird-show-protocols-all.txt')
  const up = { established: true, holdTimeSeconds: 6, stale: false }
  t.deepEqual(
    readBirdSessions({ protocols: text, watched: '' }, r2, []),
    new Map([
      ['r1-r2 ipv4', up],
      ['r1-r2 ipv6', up],
      ['r2-r3 ipv4', up],
    ]),
  )
  const down = readBirdSessions({ protocols: text.replaceAll('Established', 'Active'), watched: '' }, r2, [])
  t.deepEqual(down.get('r2-r3 ipv4'), { established: false, holdTimeSeconds: undefined, stale: false })
})

test('the paths of a peer whose restart is awaited are stale, if there are any', (t) => {
  const text = capture('bird-show-protocols-restart.txt')
  const r = setupOf('r', restarting)
  const path = pathSnapshot('10.1.0.0/16', 'a-r ipv4', {
    ...{ best: true, nextHop: '', asPath: '65001', origin: 'IGP', localPref: 100, med: undefined },
    communities: [],
  })
  const session = { established: false, holdTimeSeconds: undefined }
  t.deepEqual(readBirdSessions({ protocols: text, watched: '' }, r, [path]).get('a-r ipv4'), {
    ...session,
    stale: true,
  })
  t.deepEqual(readBirdSessions({ protocols: text, watched: '' }, r, []).get('a-r ipv4'), {
    ...session,
    stale: false,
  })
})

test('graceful restart is configured with its times; a helper is aware of it, and others have it off', (t) => {
  const lines = (name: string): readonly string[] =>
    birdConfiguration(setupOf(name, restarting), [], 'bird.log').match(/^ *graceful.*$/gm) ?? []
  t.deepEqual(lines('a'), ['graceful restart wait 30;', '  graceful restart on; graceful restart time 60;'])
  t.true(lines('r').includes('  graceful restart aware;'))
  t.deepEqual(lines('c'), ['  graceful restart off;'])
})

test("the log tells of NOTIFICATIONs at both ends, and each is its sender's", (t) => {
  const log = [
    '2026-11-28 22:18:33.610717 <RMT> peer0: Received: Administrative shutdown',
    '2026-11-28 22:18:34.536275 <TRACE> peer0: Connected',
    '2026-11-28 22:18:39.610717 <RMT> peer2: Error: Hold timer expired',
    '2026-11-28 22:18:39.610717 <RMT> peer9: Error: Hold timer expired',
  ].join('\n')
  t.deepEqual(readBirdNotifications(log, r2), [
    { router: 'r1', session: 'r1-r2 ipv4', code: 6, subcode: 2 },
    { router: 'r2', session: 'r2-r3 ipv4', code: 4, subcode: 0 },
  ])
})

test('what a peer announced is read as it came', (t) => {
  const plain = { nextHop: '198.18.0.0', asPath: '65001 65001', origin: 'IGP', localPref: undefined, med: 50 }
  t.deepEqual(readBirdImported(capture('bird-show-route-import.txt')), [
    routeSnapshot('10.1.0.0/16', { ...plain, communities: ['65001:7'] }),
  ])
})

test('what goes to a peer is read as its filter lets it out, with the own AS in front on an external session', (t) => {
  const text =
    'Table master4:\n10.2.0.0/16          blackhole [own_ipv4 22:18:28.537] * (40000)\n\tType: static univ\n\tBGP.as_path: 65002\n'
  const [external, , internal] = r2.peers
  if (external === undefined || internal === undefined) throw new Error('r2 has three peers')
  const paths = [external, internal].map((peer) =>
    readBirdExported(text, peer).map(({ prefix, attributes }) => [
      prefix,
      attributes.get('asPath'),
      attributes.get('origin'),
    ]),
  )
  t.deepEqual(paths, [[['10.2.0.0/16', '65002 65002', 'IGP']], [['10.2.0.0/16', '65002', 'IGP']]])
})

test('a reply ends with the line whose code has a space after it', (t) => {
  const text = '1007-10.1.0.0/16 unicast\n\tvia\n 1012-more\n'
  t.is(firstReply(text), undefined)
  t.deepEqual(firstReply('2002-Name\n more\n0000 \n0001 rest'), { text: 'Name\nmore\n', octets: 22 })
})

const patterns: readonly { readonly pattern: string; readonly condition: string | undefined }[] = [
  { pattern: '.*', condition: 'true' },
  { pattern: '^$', condition: '(bgp_path.len = 0)' },
  { pattern: '^65001$', condition: 'bgp_path ~ [= 65001 =]' },
  { pattern: '^65001_', condition: 'bgp_path ~ [= 65001 * =]' },
  { pattern: '_65001$', condition: 'bgp_path ~ [= * 65001 =]' },
  { pattern: '_65001_', condition: 'bgp_path ~ [= * 65001 * =]' },
  { pattern: '^65001 65002$', condition: 'bgp_path ~ [= 65001 65002 =]' },
  { pattern: '^65001_.*_65002$', condition: 'bgp_path ~ [= 65001 ? * 65002 =]' },
  {
    pattern: '_(6449[6-8]|65001|6451[01])_',
    condition: 'bgp_path ~ [64496, 64497, 64498, 65001, 64510, 64511]',
  },
  { pattern: '_(6449[^6]|65001)_', condition: undefined },
  { pattern: '6500[12]', condition: undefined },
  { pattern: '65001', condition: undefined },
]

for (const { pattern, condition } of patterns) {
  test(`the AS_PATH pattern ${pattern} ${condition === undefined ? 'has no mask' : 'is a mask'}`, (t) => {
    t.is(pathCondition(pattern), condition)
  })
}

const policed = scenarioFrom(`
version: 1
title: Every part of a policy
routers:
  a:
    asn: 65001
    advertise: [10.1.0.0/16]
    import: [{ match: { asPath: _65003_, community: [no-export, "65002:1"] }, set: { localPref: 200 } }]
    export:
      - { match: { prefixes: [10.1.0.0/16 le 24, "2001:db8::/32"], from: local }, set: { med: 7, prepend: 2 } }
      - { match: { from: b }, reject: true }
      - { set: { removeCommunity: "65002:1", addCommunity: blackhole, nextHop: 10.9.9.9 } }
  b: { asn: 65002 }
sessions: [{ between: [a, b] }]
`)

test('a policy becomes a filter: the first term whose conditions hold decides, and what none meets is accepted', (t) => {
  const a = setupOf('a', policed)
  const [peer] = a.peers
  if (peer === undefined) throw new Error('no peer')
  t.deepEqual(importFilter(a, peer), [
    'filter in_peer0 {',
    '  if bgp_path ~ [= * 65003 * =] && ((65535,65281) ~ bgp_community || (65002,1) ~ bgp_community) then { bgp_local_pref = 200; accept; }',
    '  accept;',
    '}',
  ])
  t.deepEqual(exportFilter(a, peer), [
    'filter out_peer0 {',
    '  if source !~ [ RTS_STATIC, RTS_BGP ] then reject;',
    '  if net ~ [ 10.1.0.0/16{16,24} ] && (source = RTS_STATIC) then { bgp_med = 7; bgp_path.prepend(65001); bgp_path.prepend(65001); accept; }',
    '  if (source = RTS_BGP && from = 198.18.0.1) then { reject; }',
    '  bgp_community.delete((65002,1));',
    '  bgp_community.add((65535,666));',
    '  bgp_next_hop = 10.9.9.9;',
    '  accept;',
    '}',
  ])
})

test('a pattern without a mask is said to have none, before anything is started', (t) => {
  t.deepEqual(unsupportedByBird(setupOf('a', policed)), [])
  const regular = scenarioFrom(`
version: 1
title: A regular expression
routers:
  a: { asn: 65001, import: [{ match: { asPath: "6500[12]" }, reject: true }] }
  b: { asn: 65002 }
sessions: [{ between: [a, b] }]
`)
  t.is(unsupportedByBird(setupOf('a', regular)).length, 1)
})

test('an aggregate is said to have no words, before anything is started', (t) => {
  const aggregating = scenarioFrom(`
version: 1
title: An aggregate
routers:
  a: { asn: 65001, aggregate: [{ prefix: 10.0.0.0/8 }] }
  b: { asn: 65002 }
sessions: [{ between: [a, b] }]
`)
  t.deepEqual(unsupportedByBird(setupOf('a', aggregating)), ['aggregates: BIRD 2.0 makes none'])
  t.deepEqual(unsupportedByBird(setupOf('b', aggregating)), [])
})

test('a default route for one peer is a static route behind all others, and any other goes out as if it were this', (t) => {
  const originating = scenarioFrom(`
version: 1
title: A default route
routers:
  a: { asn: 65001 }
  b: { asn: 65002 }
  c: { asn: 65003 }
sessions:
  - { between: [a, b], families: [ipv6], ends: { a: { defaultOriginate: true } } }
  - { between: [a, c], families: [ipv6] }
`)
  const text = birdConfiguration(setupOf('a', originating), [], 'bird.log')
  t.regex(
    text,
    /protocol static default_ipv6 \{\n {2}ipv6 \{ preference 1; import all; \};\n {2}route ::\/0 blackhole;/,
  )
  t.notRegex(text, /default_ipv4/)
  const [, , told = '', , untold = ''] = text.split(/^(?=filter )/m)
  t.regex(
    told,
    /if net = ::\/0 then \{\n {4}bgp_path\.empty; .*\n.* bgp_next_hop = fd00:c612::;\n {4}accept;/,
  )
  t.regex(untold, /if proto ~ "default_\*" then reject;/)
})

test('a session is configured with its addresses, its timers, its limit and its side of the call', (t) => {
  const text = birdConfiguration(r2, [], 'bird.log')
  const protocols = text.split(/^(?=protocol )/m).filter((part) => part.startsWith('protocol bgp'))
  t.is(protocols.length, 3)
  t.regex(protocols[0] ?? '', /local 198\.18\.0\.1 as 65002;\n {2}neighbor 198\.18\.0\.0 as 65001;/)
  t.regex(protocols[0] ?? '', /hold time 6; keepalive time 2;/)
  t.regex(protocols[0] ?? '', /passive on;/)
  t.notRegex(protocols[2] ?? '', /passive on;/)
  t.regex(protocols[2] ?? '', /next hop self ebgp;/)
  t.notRegex(protocols[0] ?? '', /next hop self ebgp;/)
  t.regex(text, /deterministic med on;/)
  t.notRegex(birdConfiguration(setupOf('a', twoFamilies), [], 'bird.log'), /deterministic med/)
})

test('a peer that is down stays so when the prefixes change', (t) => {
  const text = [
    'Name       Proto      Table      State  Since         Info',
    'peer0      BGP        ---        up     22:18:29.306  Established   ',
    'peer1      BGP        ---        down   22:18:31.118  ',
    'peer2      BGP        ---        start  22:18:28.537  Passive       ',
  ].join('\n')
  t.deepEqual(readBirdDown(text), ['peer1'])
  const protocols = birdConfiguration(r2, [], 'bird.log', ['peer1']).split(/^(?=protocol bgp )/m)
  t.deepEqual(
    protocols.slice(1).map((part) => part.includes('disabled;')),
    [false, true, false],
  )
})

test('a route from a neighbour of two sessions is told by that of its family', (t) => {
  const router = setupOf('a', twoFamilies)
  const told = (name: string): string => {
    const peer = router.peers.find(({ configuration }) => configuration.name === name)
    if (peer === undefined) throw new Error('no peer')
    return exportFilter(router, peer).join('\n')
  }
  t.regex(told('a-c ipv4'), /from = 198\.18\.0\.1\)/)
  t.regex(told('a-c ipv6'), /from = fd00:c612::1\)/)
})
