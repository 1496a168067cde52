import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { type AzureOptions, azure } from '../../src/cli/azure.ts'
import {
  type AzureTable,
  readAzureTable,
  readPath,
  readPeeringName,
} from '../../src/cli/azure-option-values.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { type RecordingTerminal, recordingTerminal } from '../support/recording-terminal.ts'
import { scenarioFolder } from '../support/run-file.ts'
import { scenario } from '../support/scenario-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-azure-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const { source } = scenario('timeline:\n  - { at: 10s, cut: er.primary }\nuntil: 20s\n')
const file = written('one.yaml', source)
const two = written('two.yaml', withTwo(source))
const broken = written('broken.yaml', 'version: 1\ntitel: x\n')

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

/** A second circuit, without a peering, and a second virtual network, linked to nothing. */
function withTwo(text: string): string {
  const circuit =
    '  er2:\n    peeringLocation: London\n    sku: { tier: Standard }\n    bandwidth: 1 Gbps\nrouters:\n'
  const network =
    '  vnet2:\n    region: UK South\n    addressSpace: [10.201.0.0/16]\n    gateway: { sku: ErGw1AZ }\n    connections: []\nflows:\n'
  return text.replace('routers:\n', circuit).replace('flows:\n', network)
}

function said(table: AzureTable, options: AzureOptions, named = file): RecordingTerminal['said'] {
  const terminal = recordingTerminal()
  azure(table, named, options, terminal)
  return terminal.said
}

const tables: readonly { table: AzureTable; options: AzureOptions; printed: readonly string[] }[] = [
  {
    table: 'route-table',
    options: { circuit: 'er', path: 'secondary', peeringName: 'AzurePrivatePeering', at: 5 },
    printed: [
      'LocPrf    Network        NextHop      Path     Weight',
      '--------  -------------  -----------  -------  --------',
      '100       10.1.0.0/16    172.16.0.5   65010 I  0',
      '100       10.200.0.0/16  198.18.0.5*  65515 I  0',
      '100       10.200.0.0/16  198.18.0.7   65515 I  0',
    ],
  },
  {
    table: 'route-table-summary',
    options: { path: 'primary', at: 15 },
    printed: [
      'As     Neighbor     StatePfxRcd    UpDown    V',
      '-----  -----------  -------------  --------  ---',
      '65010  172.16.0.1   Connect        0:05      4',
      '65515  198.18.0.1   1              0:14      4',
      '65515  198.18.0.3   1              0:14      4',
      '65010  2001:db8::1  Connect        0:05      4',
    ],
  },
  {
    table: 'arp-table',
    options: { path: 'secondary' },
    printed: [
      'Age    Interface    IpAddress    MacAddress',
      '-----  -----------  -----------  --------------',
      '0      On-Prem      172.16.0.5   0200.0001.0001',
      '0      Microsoft    172.16.0.6   0200.0003.0001',
    ],
  },
  {
    table: 'learned-routes',
    options: { vnet: 'vnet', at: 5 },
    printed: [
      'Network        NextHop     Origin    SourcePeer    AsPath       Weight',
      '-------------  ----------  --------  ------------  -----------  --------',
      '10.200.0.0/16              Network   198.18.0.1                 32768',
      '10.1.0.0/16    198.18.0.0  EBgp      198.18.0.0    12076-65010  32769',
      '10.1.0.0/16    198.18.0.4  EBgp      198.18.0.4    12076-65010  32769',
    ],
  },
  {
    table: 'bgp-peer-status',
    options: { gateway: 'vnet.gw1', at: 5 },
    printed: [
      'Neighbor    ASN    State      ConnectedDuration    RoutesReceived    MessagesSent    MessagesReceived',
      '----------  -----  ---------  -------------------  ----------------  --------------  ------------------',
      '198.18.0.2  12076  Connected  00:00:04.9960000     1                 5               5',
      '198.18.0.6  12076  Connected  00:00:04.9960000     1                 5               5',
    ],
  },
]

for (const { table, options, printed } of tables) {
  test(`azure ${table} prints what az -o table does`, (t) => {
    t.is(said(table, options).out, `${printed.join('\n')}\n`)
  })
}

test('the page on the words of Azure shows what is printed', (t) => {
  const page = readFileSync('docs/azure-words.md', 'utf8')
  const [, shown = ''] = /```console\n\$ .*\n([\s\S]*?)```/.exec(page) ?? []
  const flagship = fileURLToPath(new URL('failover/primary-silent-cut.yaml', scenarioFolder))
  t.is(said('route-table', { path: 'primary', at: 60 }, flagship).out, shown)
})

test('each peering has tables of its own', (t) => {
  const both = fileURLToPath(new URL('microsoft-peering/east-us-by-route-filter.yaml', scenarioFolder))
  const networks = (peeringName: AzureOptions['peeringName'] & string): readonly string[] => {
    const { out } = said('route-table', { path: 'primary', peeringName, at: 5, json: true }, both)
    return [...new Set([...out.matchAll(/"network": "(.*)"/g)].map(([, network = '']) => network))]
  }
  t.deepEqual(networks('AzurePrivatePeering'), ['10.1.0.0/16', '10.200.0.0/16'])
  t.deepEqual(networks('MicrosoftPeering'), ['23.100.0.0/16', '198.51.100.0/24'])
  t.throws(() => networks('AzurePublicPeering'), { message: /it has: private, microsoft$/ })
})

test('--json gives the JSON of az', (t) => {
  const { value } = JSON.parse(said('route-table', { path: 'primary', at: 5, json: true }).out)
  t.deepEqual(value[0], {
    locPrf: '100',
    network: '10.1.0.0/16',
    nextHop: '172.16.0.1',
    path: '65010 I\n                    ',
    weight: 0,
  })
})

const life = fileURLToPath(new URL('life-cycle/from-order-to-removal.yaml', scenarioFolder))

test('a circuit is shown as it is at the instant, with its parts in JSON alone', (t) => {
  t.is(
    said('circuit', { at: 300 }, life).out,
    [
      'CircuitProvisioningState    GlobalReachEnabled    Name          ProvisioningState    ServiceProviderProvisioningState',
      '--------------------------  --------------------  ------------  -------------------  ----------------------------------',
      'Enabled                     False                 er-amsterdam  Succeeded            Provisioning',
      '',
    ].join('\n'),
  )
  const at = (seconds: number): unknown => JSON.parse(said('circuit', { at: seconds, json: true }, life).out)
  t.like(at(720), { serviceProviderProvisioningState: 'Provisioned', peerings: [] })
  t.deepEqual(at(1000), {
    authorizations: [],
    circuitProvisioningState: 'Enabled',
    globalReachEnabled: false,
    name: 'er-amsterdam',
    peerings: [
      {
        azureASN: 12076,
        name: 'AzurePrivatePeering',
        peerASN: 65010,
        peeringType: 'AzurePrivatePeering',
        primaryPeerAddressPrefix: '172.16.0.0/30',
        secondaryPeerAddressPrefix: '172.16.0.4/30',
        state: 'Enabled',
        vlanId: 100,
      },
    ],
    provisioningState: 'Succeeded',
    serviceProviderProperties: { bandwidthInMbps: 1000, peeringLocation: 'Amsterdam' },
    serviceProviderProvisioningState: 'Provisioned',
    sku: { family: 'MeteredData', name: 'Standard_MeteredData', tier: 'Standard' },
  })
})

test('what Global Reach joins stands at the circuit that it was joined at, and at the other as a peer', (t) => {
  const named = fileURLToPath(new URL('transit/global-reach-in-time.yaml', scenarioFolder))
  const at = (circuit: string, seconds: number): unknown =>
    JSON.parse(said('circuit', { circuit, at: seconds, json: true }, named).out)
  const joined = { addressPrefix: '172.16.1.0/29', circuitConnectionStatus: 'Connected' }
  const ipv6CircuitConnectionConfig = {
    addressPrefix: '2001:db8:0:3::/125',
    circuitConnectionStatus: 'Connected',
  }
  const [near, far] = [at('er-amsterdam', 60), at('er-newyork', 60)]
  t.like(near, { globalReachEnabled: true })
  t.like(near, {
    peerings: [
      { connections: [{ ...joined, name: 'er-amsterdam-er-newyork', ipv6CircuitConnectionConfig }] },
    ],
  })
  t.like(far, {
    peerings: [
      { connections: [], peeredConnections: [{ ...joined, connectionName: 'er-amsterdam-er-newyork' }] },
    ],
  })
  t.like(at('er-amsterdam', 25), { globalReachEnabled: false })
})

test('unequal keys leave an MSEE Active, once TCP has given up, as TS17 has it', (t) => {
  const named = fileURLToPath(new URL('faults/wrong-key-and-wrong-as.yaml', scenarioFolder))
  const stateAt = (seconds: number): unknown => {
    const { value } = JSON.parse(
      said('route-table-summary', { path: 'primary', at: seconds, json: true }, named).out,
    )
    return value[0].statePfxRcd
  }
  t.deepEqual([10, 29, 31, 60, 100].map(stateAt), ['Connect', 'Connect', 'Active', 'Active', 'Active'])
})

test('stats says on stderr what it counts, and an empty table that it is empty', (t) => {
  const { out, talk } = said('stats', { json: true })
  t.deepEqual(Object.keys(JSON.parse(out)), [
    'primarybytesIn',
    'primarybytesOut',
    'secondarybytesIn',
    'secondarybytesOut',
  ])
  t.regex(talk, /BGP messages, and of flows with a rate/)
  t.deepEqual(said('arp-table', { path: 'primary', at: 15 }), {
    ...recordingTerminal().said,
    talk: 'the table is empty\n',
  })
})

test('a file that is not valid is told of, and exits with 2', (t) => {
  const terminal = recordingTerminal()
  t.is(azure('route-table', broken, { path: 'primary' }, terminal), 2)
  t.regex(terminal.said.talk, /unknown key "titel"/)
})

const refused: readonly {
  what: string
  table: AzureTable
  options: AzureOptions
  named?: string
  message: RegExp
}[] = [
  {
    what: 'a peering that the circuit lacks',
    table: 'route-table',
    options: { path: 'primary', peeringName: 'MicrosoftPeering' },
    message: /^the BGP peering MicrosoftPeering of circuit er is not found \(.*400.*\); it has: private$/,
  },
  {
    what: 'a circuit without a peering',
    table: 'stats',
    options: { circuit: 'er2' },
    named: two,
    message: /AzurePrivatePeering of circuit er2 is not found .* it has none$/,
  },
  {
    what: 'a circuit that does not exist at the instant',
    table: 'circuit',
    options: { at: 5 },
    named: life,
    message: /^circuit er-amsterdam does not exist then \(Azure: ResourceNotFound\)$/,
  },
  {
    what: 'a peering that is not configured at the instant',
    table: 'route-table-summary',
    options: { path: 'primary', at: 720 },
    named: life,
    message: /AzurePrivatePeering of circuit er-amsterdam is not found .* it has none$/,
  },
  {
    what: 'one end of a circuit that is shown whole',
    table: 'circuit',
    options: { path: 'primary' },
    message: /^a circuit is shown whole: name it with --circuit alone$/,
  },
  {
    what: 'a circuit that is not there',
    table: 'route-table',
    options: { circuit: 'err', path: 'primary' },
    message: /^no circuit err; did you mean "er"\?$/,
  },
  {
    what: 'no circuit where there are two',
    table: 'stats',
    options: {},
    named: two,
    message: /^which circuit\? --circuit with one of: er, er2$/,
  },
  {
    what: 'no virtual network where there are two',
    table: 'learned-routes',
    options: {},
    named: two,
    message: /^which virtual network\? --vnet with one of: vnet, vnet2$/,
  },
  {
    what: 'a gateway that is not there',
    table: 'learned-routes',
    options: { gateway: 'vnet.gw2' },
    message: /^no virtual network vnet\.gw2; /,
  },
  { what: 'no path', table: 'arp-table', options: {}, message: /--path primary or --path secondary/ },
  { what: 'a path for stats', table: 'stats', options: { path: 'primary' }, message: /leave --path out/ },
  {
    what: 'a path for a gateway',
    table: 'bgp-peer-status',
    options: { path: 'primary' },
    message: /that of a gateway/,
  },
  {
    what: 'a gateway for a circuit',
    table: 'route-table',
    options: { path: 'primary', vnet: 'vnet' },
    message: /that of a circuit/,
  },
  {
    what: 'two names for one gateway',
    table: 'learned-routes',
    options: { vnet: 'vnet', gateway: 'vnet' },
    message: /the same thing/,
  },
  {
    what: 'a moment after the end',
    table: 'route-table',
    options: { path: 'primary', at: 21 },
    message: /^the run ends at 20 s, before --at$/,
  },
]

for (const { what, table, options, named, message } of refused) {
  test(`azure ${table} refuses ${what}`, (t) => {
    t.throws(() => said(table, options, named), { instanceOf: UsageError, message })
  })
}

test('a table is known by its name here and in az, a path and a peering in any case', (t) => {
  t.is(readAzureTable('list-route-tables-summary'), 'route-table-summary')
  t.is(readAzureTable('stats'), 'stats')
  t.throws(() => readAzureTable('route-tables'), { message: /There is no table .*"route-table"/ })
  t.is(readPath('Primary'), 'primary')
  t.throws(() => readPath('first'), { message: /primary or secondary/ })
  t.is(readPeeringName('azureprivatepeering'), 'AzurePrivatePeering')
  t.is(readPeeringName('AzureMicrosoftPeering'), 'MicrosoftPeering')
  t.throws(() => readPeeringName('AzurePrivatPeering'), { message: /did you mean "AzurePrivatePeering"/ })
})
