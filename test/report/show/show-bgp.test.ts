import test from 'ava'
import { formatBgpSummary } from '../../../src/report/show/show-bgp.ts'
import type { NeighborResult } from '../../../src/scenario/result/run-result.ts'
import { neighbor, route, router } from '../../support/run-result.ts'

test('the summary of an established session has the columns of FRR', (t) => {
  const text = formatBgpSummary(
    router({ neighbors: [neighbor()], routes: [route(), route({ best: false })] }),
  )
  t.is(
    text,
    [
      'IPv4 Unicast Summary:',
      'BGP router identifier 10.0.0.1, local AS number 12076 VRF default vrf-id 0',
      'BGP table version 25',
      'RIB entries 1',
      'Peers 1',
      '',
      'Neighbor        V         AS   MsgRcvd   MsgSent   TblVer  InQ OutQ  Up/Down State/PfxRcd   PfxSnt Desc',
      '10.10.10.11     4      64514      2250      2250       25    0    0 01:13:19            5        5 N/A',
      '',
      'Total number of neighbors 1',
      '',
    ].join('\n'),
  )
})

const states: readonly (readonly [Partial<NeighborResult>, string])[] = [
  [{ state: 'Active', changedSeconds: undefined }, '   never       Active        0 N/A'],
  [{ state: 'Connect', changedSeconds: 4409 }, '00:01:30      Connect        0 N/A'],
  [{ state: 'OpenSent', remote: 'er-amsterdam.msee1' }, '01:13:19     OpenSent        0 er-amsterdam.msee1'],
  [{ state: 'Idle', idleBecause: 'admin' }, '01:13:19 Idle (Admin)        0 N/A'],
  [{ state: 'Idle', idleBecause: 'prefix-limit' }, '01:13:19 Idle (PfxCt)        0 N/A'],
  [{ prefixesReceived: { ipv4: 4000, ipv6: 0 } }, '01:13:19         4000        5 N/A'],
  [{ remote: 'a-name-of-more-than-twenty-letters' }, '01:13:19            5        5 a-name-of-more-than-'],
]

for (const [difference, ending] of states) {
  test(`a number means up and a word means down: ${ending.trim()}`, (t) => {
    const row = formatBgpSummary(router({ neighbors: [neighbor(difference)] })).split('\n')[7]
    t.is(row, `10.10.10.11     4      64514      2250      2250       25    0    0 ${ending}`)
  })
}

test('each family has a summary of its own, as wide as its widest neighbour', (t) => {
  const neighbors = [
    neighbor({ address: '2001:db8:0:1::1', families: ['ipv6'], prefixesReceived: { ipv4: 0, ipv6: 7 } }),
    neighbor({ families: ['ipv4'] }),
  ]
  const lines = formatBgpSummary(router({ neighbors, tableVersion: { ipv4: 1, ipv6: 9 } })).split('\n')
  t.deepEqual(
    lines.filter((line) => line.endsWith('Summary:')),
    ['IPv4 Unicast Summary:', 'IPv6 Unicast Summary:'],
  )
  t.true(lines.some((line) => /^2001:db8:0:1::1 4 +64514 .* 9 .* 7 +0 N\/A$/.test(line)))
})

test('a router without neighbours says so', (t) => {
  t.is(formatBgpSummary(router()), '% No BGP neighbors found\n')
})
