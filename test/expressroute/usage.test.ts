import test from 'ava'
import { gatewayUsage } from '../../src/expressroute/gateway-usage.ts'
import { announcedUsage, designUsage, learnedUsage, type Usage } from '../../src/expressroute/usage.ts'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { isNear, roomLeft, usageText } from '../../src/report/run/limits.ts'
import { learnedTooMuch } from '../../src/scenario/result/limit-results.ts'
import { circuit, design, prefix, virtualNetwork } from '../support/expressroute-design.ts'

const texts = (usage: readonly Usage[]): readonly string[] => usage.map(usageText)

test('what is bought and linked is counted against its limits, spokes with their hub', (t) => {
  const spoke = { hub: 'vnet-weu', addressSpace: [packPrefixes('ipv4', spaces(2))] }
  t.deepEqual(texts(designUsage(design({ spokes: new Map([['apps', spoke]]) }))), [
    'er-amsterdam: 1 of 10 links to virtual networks, 9 left (D2)',
    'vnet-weu: 1 of 4 circuits, 3 left (D3)',
    'vnet-weu: 3 of 1,000 IPv4 address spaces, 997 left (C8)',
  ])
})

test('of each kind of limit the room is told that is left where it is tightest', (t) => {
  const used = (subject: string, counted: string, used: number, limit: number): Usage => {
    return { subject, counted, used, limit, rule: undefined }
  }
  t.is(roomLeft([]), undefined)
  t.is(
    roomLeft([
      used('er-a', 'prefixes', 3_900, 4_000),
      used('vnet', 'circuits', 5, 4),
      used('er-b', 'prefixes', 9_000, 10_000),
      used('er-c', 'prefixes', 199, 200),
    ]),
    '1 of 200 prefixes, 1 too many for 4 circuits',
  )
})

test('Premium and bandwidth raise what a circuit takes, and too many are told as such', (t) => {
  const sold = circuit({ sku: { tier: 'Premium', family: 'MeteredData' }, bandwidthMbps: 50 })
  const networks = Array.from({ length: 21 }, (_, index) => [`vnet-${index}`, virtualNetwork()] as const)
  const [links] = designUsage(
    design({ circuits: new Map([['er-amsterdam', sold]]), virtualNetworks: new Map(networks) }),
  )
  t.is(links && usageText(links), 'er-amsterdam: 21 of 20 links to virtual networks, 1 too many (D2)')
})

test('what is about to be announced is counted once, for each link and family', (t) => {
  const prefixes = [packPrefixes('ipv4', spaces(4_000)), packPrefixes('ipv4', spaces(3_999))]
  const announced = [{ router: 'ce2', connection: 0, prefixes }]
  t.deepEqual(texts(announcedUsage(design(), announced)), [
    'ce2 on the private peering of er-amsterdam, secondary link: 4,000 of 4,000 IPv4 prefixes, none left (C7)',
  ])
})

for (const { what, from, to, connection = {}, spokes = new Map(), says } of [
  { what: 'what is sent into Azure', from: 'office', to: 'vnet-weu', says: '1,500 of 1,000 Mbps' },
  { what: 'what is sent out of Azure', from: 'vnet-weu', to: 'office', says: '1,500 of 1,000 Mbps' },
  {
    what: 'what is sent back, where a FastPath leads past the gateway',
    from: 'office',
    to: 'vnet-weu',
    connection: { fastPath: true },
    says: '401 of 1,000 Mbps',
  },
  {
    what: 'what is sent to a spoke, to which no FastPath leads over a provider',
    from: 'office',
    to: 'apps',
    connection: { fastPath: true },
    spokes: new Map([['apps', { hub: 'vnet-weu', addressSpace: [] }]]),
    says: '1,500 of 1,000 Mbps',
  },
  {
    what: 'nothing between a spoke and its hub',
    from: 'vnet-weu',
    to: 'apps',
    spokes: new Map([['apps', { hub: 'vnet-weu', addressSpace: [] }]]),
    says: undefined,
  },
]) {
  test(`through a gateway goes ${what}, and counts against what is advised for its SKU`, (t) => {
    const network = virtualNetwork()
    const connections = network.connections.map((one) => ({ ...one, ...connection }))
    const virtualNetworks = new Map([['vnet-weu', { ...network, connections }]])
    const demand = { from, to, forward: 1_500_000_000, return: 400_000_001 }
    const [row] = gatewayUsage(design({ virtualNetworks, spokes }), [demand])
    t.is(row && usageText(row).split(' through')[0], says && `vnet-weu: ${says}`)
  })
}

test('what a gateway is about to learn is counted once, whichever routers announce it', (t) => {
  const announced = ['ce1', 'ce2'].map((router) => ({
    router,
    connection: 0,
    prefixes: [packPrefixes('ipv4', spaces(4_001))],
  }))
  t.deepEqual(texts(learnedUsage(design(), announced)), [
    'vnet-weu: 4,001 of 4,000 learned routes, 1 too many',
  ])
})

test('a gateway that has learned too much is warned of, without a rule', (t) => {
  const places = { peerings: new Map(), virtualNetworks: new Map() }
  const learned = { subject: 'vnet-weu', counted: 'learned routes', limit: 4_000, rule: undefined }
  const warned = [4_000, 4_001].map((used) => learnedTooMuch([{ ...learned, used }], places).length)
  t.deepEqual(warned, [0, 1])
})

test('80 per cent of a limit is near it', (t) => {
  const usage = { subject: 'er', counted: 'links', limit: 10, rule: 'D2' }
  t.deepEqual(
    [7, 8, 10, 11].map((used) => isNear({ ...usage, used })),
    [false, true, true, true],
  )
})

function spaces(count: number): ReturnType<typeof prefix>[] {
  return Array.from({ length: count }, (_, index) => prefix(`100.${64 + (index >> 8)}.${index & 255}.0/24`))
}
