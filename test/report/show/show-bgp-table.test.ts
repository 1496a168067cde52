import test from 'ava'
import { selectionSteps } from '../../../src/bgp/decision/steps.ts'
import { parseAddress } from '../../../src/net/address-text.ts'
import { parsePrefix } from '../../../src/net/prefix-text.ts'
import { formatBgpPrefix } from '../../../src/report/show/show-bgp-prefix.ts'
import { formatBgpTable } from '../../../src/report/show/show-bgp-table.ts'
import { formatRouteTable } from '../../../src/report/show/show-route.ts'
import type { RouteResult } from '../../../src/scenario/result/run-result.ts'
import { route, router } from '../../support/run-result.ts'

const second = route({ nextHop: '10.12.1.5', best: false, multipath: true, asPath: [65515, 12076, 65020] })

test('the table has the columns of FRR, and a second path leaves Network blank', (t) => {
  t.is(
    formatBgpTable(router({ routes: [route(), second] })),
    [
      'BGP table version is 25, local router ID is 10.0.0.1, vrf id 0',
      'Default local pref 100, local AS 12076',
      'Status codes:  s suppressed, d damped, h history, u unsorted, * valid, > best, = multipath,',
      '               i internal, r RIB-failure, S Stale, R Removed',
      'Origin codes:  i - IGP, e - EGP, ? - incomplete',
      '',
      '     Network          Next Hop            Metric LocPrf Weight Path',
      ' *>  10.1.34.0/25     10.12.1.4                              0 65515 12076 65020 i',
      ' *=                   10.12.1.5                              0 65515 12076 65020 i',
      '',
      'Displayed 1 routes and 2 total paths',
      '',
    ].join('\n'),
  )
})

const rows: readonly (readonly [string, Partial<RouteResult>, string])[] = [
  [
    'MED and LOCAL_PREF that are there',
    { med: 0, localPref: 150 },
    ' *>  10.1.34.0/25     10.12.1.4                0    150      0 65515 12076 65020 i',
  ],
  [
    'an internal route',
    { internal: true, localPref: 100 },
    ' *>i 10.1.34.0/25     10.12.1.4                     100      0 65515 12076 65020 i',
  ],
  [
    'a route of its own',
    { asPath: [], nextHop: '0.0.0.0', weight: 32768, peer: undefined, med: 0 },
    ' *>  10.1.34.0/25     0.0.0.0                  0         32768 i',
  ],
  [
    'a path that is not used',
    { best: false, origin: 'INCOMPLETE', asPath: [12076] },
    ' *   10.1.34.0/25     10.12.1.4                              0 12076 ?',
  ],
  [
    'an origin of EGP',
    { origin: 'EGP', asPath: [12076] },
    ' *>  10.1.34.0/25     10.12.1.4                              0 12076 e',
  ],
  [
    'what is too wide for its column, which goes on in the next line',
    {
      prefix: '2001:db8:0:100::/64',
      nextHop: '2001:db8:0:1:2::1',
      asPath: [12076],
      internal: true,
      med: 0,
      localPref: 100,
    },
    ` *>i 2001:db8:0:100::/64\n${' '.repeat(22)}2001:db8:0:1:2::1\n${' '.repeat(47)}0    100      0 12076 i`,
  ],
]

for (const [what, difference, row] of rows) {
  test(`the table shows ${what}`, (t) => {
    const text = formatBgpTable(router({ routes: [route(difference)] }))
    t.is(text.split('\n').slice(7, -3).join('\n'), row)
  })
}

test('a stale path has an S where others are valid, and says so in detail', (t) => {
  const stale = router({ routes: [route({ stale: true })] })
  t.regex(formatBgpTable(stale), /^ S> {2}10\.1\.34\.0\/25 /m)
  t.regex(formatBgpPrefix(stale, parsePrefix('10.1.34.0/25')), /^ {2}65515 12076 65020, \(stale\)$/m)
})

const paths = [
  route({
    best: false,
    asPath: [1, 2, 3],
    lostBy: 'shortest AS_PATH 3 > 2',
    communities: ['12076:51006'],
    med: 0,
  }),
  route({
    asPath: [1, 2],
    from: 'er-amsterdam.msee1',
    decidedBy: 'shortest AS_PATH',
    peer: { bgpIdentifier: '10.0.0.9', address: '172.16.0.2', asn: 12076 },
  }),
]

test('the winner says which step decided, and the loser at which it fell, by what and against whom', (t) => {
  t.is(
    formatBgpPrefix(router({ routes: paths }), parsePrefix('10.1.34.0/25')),
    [
      'BGP routing table entry for 10.1.34.0/25',
      'Paths: (2 available, best #2, table default)',
      '  1 2 3',
      '    10.12.1.4 from gw0(10.12.1.4) (10.12.1.4)',
      '      Origin IGP, metric 0, valid, external, not best: shortest AS_PATH (3 > 2, vs #2)',
      '      Community: 12076:51006',
      '  1 2',
      '    10.12.1.4 from er-amsterdam.msee1(172.16.0.2) (10.0.0.9)',
      '      Origin IGP, valid, external, best (AS Path)',
      '',
    ].join('\n'),
  )
})

test('FRR’s words tell every step of the decision process from the others', (t) => {
  const reasons = selectionSteps.map(({ name }) => {
    const text = formatBgpPrefix(
      router({ routes: [route({ decidedBy: name })] }),
      parsePrefix('10.1.34.0/25'),
    )
    return /best \((.+)\)/.exec(text)?.[1] ?? ''
  })
  t.is(new Set(reasons).size, selectionSteps.length)
  t.deepEqual(reasons.slice(3, 6), ['AS Path', 'Origin', 'MED'])
  t.deepEqual(
    reasons.filter((reason) => selectionSteps.some(({ name }) => name === reason)),
    [],
  )
})

const losses: readonly (readonly [string, string])[] = [
  ['highest LOCAL_PREF 100 < 200', 'not best: highest LOCAL_PREF (100 < 200, vs #2)'],
  ['lowest ORIGIN INCOMPLETE after IGP', 'not best: lowest ORIGIN (INCOMPLETE after IGP, vs #2)'],
  ['oldest external newer after best so far', 'not best: oldest external (newer after best so far, vs #2)'],
  ['AS_PATH length 3 > 2', 'not best: AS_PATH length (3 > 2, vs #2)'],
  ['something else', 'not best: something else (vs #2)'],
]

for (const [lostBy, words] of losses) {
  test(`a loser reads "${words}"`, (t) => {
    const routes = [route({ best: false, lostBy }), route()]
    t.true(formatBgpPrefix(router({ routes }), parsePrefix('10.1.34.0/25')).includes(`external, ${words}\n`))
  })
}

test('an address is answered with the longest prefix that holds it', (t) => {
  const routes = [
    route({ prefix: '10.0.0.0/8' }),
    route({ prefix: '10.1.0.0/16' }),
    route({ prefix: '0.0.0.0/0' }),
  ]
  const first = (text: string): string | undefined =>
    formatBgpPrefix(router({ routes }), parseAddress(text)).split('\n')[0]
  t.is(first('10.1.2.3'), 'BGP routing table entry for 10.1.0.0/16')
  t.is(first('10.2.2.3'), 'BGP routing table entry for 10.0.0.0/8')
  t.is(first('2001:db8::1'), '% Network not in table')
})

test('the only path was received first, and a route of its own is local', (t) => {
  const own = route({ asPath: [], nextHop: '0.0.0.0', peer: undefined, weight: 32768 })
  const text = formatBgpPrefix(router({ routes: [own] }), parsePrefix('10.1.34.0/25'))
  t.deepEqual(text.split('\n').slice(2, 5), [
    '  Local',
    '    0.0.0.0 from 0.0.0.0 (10.0.0.1)',
    '      Origin IGP, weight 32768, valid, sourced, local, best (First path received)',
  ])
})

test('show route names what packets follow, and every equal path', (t) => {
  const forwarding = [
    {
      prefix: '10.1.0.0/16',
      protocol: 'bgp',
      nextHops: [
        { address: '172.16.0.1', node: 'ce1' },
        { address: '172.16.0.5', node: 'ce2' },
      ],
    },
    { prefix: '172.16.0.0/30', protocol: 'connected', nextHops: [{ address: undefined, node: 'ce1' }] },
  ] as const
  t.deepEqual(formatRouteTable(router({ forwarding })).split('\n').slice(3, -1), [
    'B>* 10.1.0.0/16 via 172.16.0.1, ce1',
    '  *             via 172.16.0.5, ce2',
    'C>* 172.16.0.0/30 is directly connected, ce1',
  ])
})
