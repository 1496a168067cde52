import { readFileSync } from 'node:fs'
import test from 'ava'
import type { AzRow } from '../../../src/report/azure/az-answer.ts'
import { parseScenario } from '../../../src/scenario/parse.ts'
import { azureAnswers } from '../../support/azure-answers.ts'
import { runCaptured } from '../../support/captured-run.ts'
import { readCapture, type SeenPacket } from '../../support/pcap-reader.ts'
import { scenario } from '../../support/scenario-text.ts'

// BGP goes on after the instant that is looked at.
const quiet = scenario('until: 250s\n')
const answers = azureAnswers(quiet, 70)

const commands = [
  'list-route-tables',
  'list-route-tables-summary',
  'list-arp-tables',
  'get-stats',
  'list-learned-routes',
  'list-bgp-peer-status',
] as const

/** The rows of a sample that has the form of what `az` was seen to print. */
function sampleRows(command: string): readonly AzRow[] {
  const url = new URL(`../../vectors/azure/${command}.json`, import.meta.url)
  const { value, ...single } = JSON.parse(readFileSync(url, 'utf8'))
  return value ?? [single]
}

/** Keys in their order, each with the kind of its value, once for every form that rows have. */
function forms(rows: readonly AzRow[]): ReadonlySet<string> {
  return new Set(
    rows.map((row) =>
      Object.entries(row)
        .map(([key, value]) => `${key}: ${typeof value}`)
        .join(', '),
    ),
  )
}

for (const command of commands) {
  test(`${command} has the keys of the sample, in its order, with values of its kinds`, (t) => {
    t.deepEqual([...forms(answers[command]?.rows ?? [])], [...forms(sampleRows(command))])
  })
}

test('the keys of every row stand in the order of the alphabet, as az sorts them', (t) => {
  for (const command of commands) {
    for (const row of answers[command]?.rows ?? []) t.deepEqual(Object.keys(row), Object.keys(row).sort())
  }
})

test('the MSEE hears the virtual network from both instances, one of them marked, and the site from the edge', (t) => {
  const padding = '\n                    '
  t.deepEqual(answers['list-route-tables']?.rows, [
    { locPrf: '100', network: '10.1.0.0/16', nextHop: '172.16.0.1', path: `65010 I${padding}`, weight: 0 },
    { locPrf: '100', network: '10.200.0.0/16', nextHop: '198.18.0.1*', path: `65515 I${padding}`, weight: 0 },
    { locPrf: '100', network: '10.200.0.0/16', nextHop: '198.18.0.3', path: `65515 I${padding}`, weight: 0 },
  ])
})

test('neighbours stand in order of address, IPv6 last, and a number of prefixes means that the session stands', (t) => {
  t.deepEqual(answers['list-route-tables-summary']?.rows, [
    { as: 65010, neighbor: '172.16.0.1', statePfxRcd: '1', upDown: '1:09', v: 4 },
    { as: 65515, neighbor: '198.18.0.1', statePfxRcd: '1', upDown: '1:09', v: 4 },
    { as: 65515, neighbor: '198.18.0.3', statePfxRcd: '1', upDown: '1:09', v: 4 },
    { as: 65010, neighbor: '2001:db8::1', statePfxRcd: '0', upDown: '1:09', v: 4 },
  ])
})

test('the gateway shows its own space with 32768, and what it learned with the weight of the connection added to 32769', (t) => {
  const source = quiet.source.replace('[{ circuit: er }]', '[{ circuit: er, weight: 100 }]')
  const weights = (run: typeof answers): readonly unknown[] | undefined =>
    run['list-learned-routes']?.rows.map(({ network, asPath, weight }) => [network, asPath, weight])
  const table = (weight: number): readonly unknown[] => [
    ['10.200.0.0/16', '', 32768],
    ['10.1.0.0/16', '12076-65010', weight],
    ['10.1.0.0/16', '12076-65010', weight],
  ]
  t.deepEqual(weights(answers), table(32769))
  t.deepEqual(weights(azureAnswers(parseScenario(source), 70)), table(32869))
})

test('a peer of the gateway is counted the routes that the table of learned routes has from it', (t) => {
  const rows = answers['list-bgp-peer-status']?.rows ?? []
  t.deepEqual(
    rows.map(({ neighbor, state, routesReceived }) => [neighbor, state, routesReceived]),
    [
      ['198.18.0.0', 'Connected', 1],
      ['198.18.0.4', 'Connected', 1],
    ],
  )
  t.regex(String(rows[0]?.connectedDuration), /^00:01:09\.\d{6}0$/)
})

test('stats counts the octets of BGP that a capture has, but for what comes in on the connection that lost a collision', (t) => {
  const packets = readCapture(runCaptured(scenario('until: 70s\n')).capture)
  const connectionOf = ({ source, destination }: SeenPacket): string => [source, destination].sort().join()
  const closed = new Set(packets.filter(({ flags }) => flags.includes('FIN')).map(connectionOf))
  const sum = (lastDigit: number, isWanted: (packet: SeenPacket) => boolean): number =>
    packets
      .filter(({ source }) => new RegExp(`^(ac10000|20010db80{23})${lastDigit} `).test(source))
      .filter(isWanted)
      .reduce((octets, { payload }) => octets + payload.length, 0)
  const isRead = (packet: SeenPacket): boolean => !closed.has(connectionOf(packet))
  t.deepEqual(answers['get-stats']?.rows, [
    {
      primarybytesIn: sum(1, isRead),
      primarybytesOut: sum(2, () => true),
      secondarybytesIn: sum(5, isRead),
      secondarybytesOut: sum(6, () => true),
    },
  ])
  t.true(sum(1, isRead) > 100)
})

/** What each path counted more of in and out, in megabytes, with 8 Mbps in and 16 Mbps out from 60 s to 70 s. */
function megabytesMore(timeline: string): readonly number[] {
  const flow = '  bulk: { from: office, to: vnet, count: 64, rate: { forward: 8 Mbps, return: 16 Mbps } }'
  const busy = scenario(`${flow}\nuntil: 80s\n${timeline}`)
  const [before, after] = [60, 70].map((at) => azureAnswers(busy, at)['get-stats']?.rows[0] ?? {})
  return ['primarybytesIn', 'primarybytesOut', 'secondarybytesIn', 'secondarybytesOut'].map(
    (key) => Math.round((Number(after?.[key]) - Number(before?.[key])) / 1e5) / 10,
  )
}

test('stats counts what flows with a rate carried until then, on both paths together all of it', (t) => {
  const [primaryIn = 0, primaryOut = 0, secondaryIn = 0, secondaryOut = 0] = megabytesMore('')
  t.is(primaryIn + secondaryIn, 10)
  t.is(primaryOut + secondaryOut, 20)
  t.true(primaryIn > 1 && secondaryOut > 1)
})

test('stats has nothing in of what a silent link swallowed, and all that was sent into it out', (t) => {
  const before = megabytesMore('')
  const after = megabytesMore('timeline: [{ at: 60s, cut: er.primary, silently: true }]')
  t.deepEqual(after, [0, ...before.slice(1)])
})

const faults: readonly { fault: string; timeline: string; edge?: string; arp: string; state: RegExp }[] = [
  {
    fault: 'nothing',
    timeline: '{ at: 5s, label: later }',
    arp: '172.16.0.1 resolved, 172.16.0.2 resolved',
    state: /^1$/,
  },
  {
    fault: 'a silent cut',
    timeline: '{ at: 5s, cut: er.primary, silently: true }',
    arp: '172.16.0.1 Incomplete, 172.16.0.2 resolved',
    state: /^1$/,
  },
  {
    fault: 'silence from the customer alone',
    timeline: '{ at: 5s, cut: er.primary, silently: true, oneWay: ce1 }',
    arp: '172.16.0.1 Incomplete, 172.16.0.2 resolved',
    state: /^1$/,
  },
  {
    fault: 'a customer edge that is gone behind a provider',
    timeline: '{ at: 5s, crash: ce1 }',
    arp: '172.16.0.1 Incomplete, 172.16.0.2 resolved',
    state: /^1$/,
  },
  {
    fault: 'a cut that the port sees',
    timeline: '{ at: 5s, cut: er.primary }',
    arp: '',
    state: /^(Active|Connect|Idle)$/,
  },
  { fault: 'an MSEE that is gone', timeline: '{ at: 5s, crash: er.msee1 }', arp: '', state: /^Idle$/ },
  {
    fault: 'keys that differ',
    timeline: '{ at: 5s, label: later }',
    edge: ', sharedKey: other',
    arp: '172.16.0.1 resolved, 172.16.0.2 resolved',
    state: /^(Active|Connect)$/,
  },
  {
    fault: 'a wrong VLAN',
    timeline: '{ at: 5s, label: later }',
    edge: ', vlanId: 101',
    arp: '172.16.0.1 Incomplete, 172.16.0.2 resolved',
    state: /^(Active|Connect)$/,
  },
  {
    fault: 'swapped addresses',
    timeline: '{ at: 5s, label: later }',
    edge: ', swapAddresses: true',
    arp: '172.16.0.1 Incomplete, 172.16.0.2 resolved',
    state: /^(Active|Connect)$/,
  },
]

for (const { fault, timeline, edge = '', arp, state } of faults) {
  test(`with ${fault} the ARP table has "${arp}", and the summary ${state}`, (t) => {
    const { source } = scenario(`timeline:\n  - ${timeline}\nuntil: 20s\n`)
    const changed = parseScenario(source.replace('path: primary }', `path: primary${edge} }`))
    const { 'list-arp-tables': table, 'list-route-tables-summary': summary } = azureAnswers(changed, 10)
    const entries = table?.rows.map(({ ipAddress, macAddress }) => {
      return `${ipAddress} ${macAddress === 'Incomplete' ? macAddress : 'resolved'}`
    })
    t.is(entries?.join(', '), arp)
    const customer = summary?.rows.find(({ neighbor }) => neighbor === '172.16.0.1')
    t.regex(String(customer?.statePfxRcd), state)
  })
}
