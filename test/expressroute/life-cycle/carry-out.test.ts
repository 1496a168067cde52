import test from 'ava'
import { profiles } from '../../../src/bgp/profiles.ts'
import type { Design } from '../../../src/expressroute/design.ts'
import { expandDesign } from '../../../src/expressroute/expand-design.ts'
import { estateBefore } from '../../../src/expressroute/life-cycle/carry-out.ts'
import {
  complete,
  type Estate,
  isProvisioned,
  peeringState,
  prefixesState,
  providerState,
} from '../../../src/expressroute/life-cycle/estate.ts'
import { inverse, isPaired, type Move } from '../../../src/expressroute/life-cycle/move.ts'
import { stoppedEnds } from '../../../src/expressroute/life-cycle/standing.ts'
import { privatePeering, virtualNetwork } from '../../support/expressroute-design.ts'
import {
  attach,
  begin,
  configure,
  create,
  deprovision,
  disable,
  enable,
  fiveCircuits,
  join,
  joined,
  leave,
  link,
  part,
  play,
  provision,
  remove,
  resize,
  revoke,
  spaces,
  unconfigure,
  unlink,
  update,
  weigh,
  whole,
} from './estate-lab.ts'

const rows: readonly {
  readonly name: string
  readonly moves: readonly Move[]
  readonly all?: Design
  readonly refused: readonly string[]
}[] = [
  {
    name: 'a circuit from its order to its removal',
    moves: [create, begin, provision, configure, link, unlink, unconfigure, deprovision, remove],
    refused: [],
  },
  { name: 'no peering before the provider', moves: [create, configure], refused: ['configure: D6'] },
  {
    name: 'no peering while the provider is at it',
    moves: [create, begin, configure],
    refused: ['configure: D6'],
  },
  { name: 'no link before a peering', moves: [create, provision, link], refused: ['link: D6'] },
  {
    name: 'no route filter before Microsoft peering',
    moves: [create, provision, attach],
    refused: ['attach: D6'],
  },
  { name: 'nothing is disabled that is not there', moves: [unconfigure, disable], refused: ['disable: D6'] },
  { name: 'a circuit that is Provisioned is not deleted', moves: [remove], refused: ['delete: D8'] },
  { name: 'nor one that is Provisioning', moves: [create, begin, remove], refused: ['delete: D8'] },
  { name: 'one that was never ordered is', moves: [create, remove], refused: [] },
  {
    name: 'nor one that is Deprovisioning',
    moves: [leave, remove, deprovision, remove],
    refused: ['delete: D8'],
  },
  { name: 'what is gone is not deleted', moves: [deprovision, remove, remove], refused: ['delete: D6'] },
  { name: 'a circuit that is there is not created', moves: [create, create], refused: ['create: D6'] },
  { name: 'a peering is removed once', moves: [unconfigure, unconfigure], refused: ['remove: D6'] },
  { name: 'a network is unlinked once', moves: [unlink, unlink], refused: ['unlink: D6'] },
  {
    name: 'a key is revoked once',
    moves: [revoke, revoke],
    all: whole({ circuit: { authorizations: ['key'] } }),
    refused: ['revoke: D6'],
  },
  {
    name: 'a circuit of ExpressRoute Direct has no provider to wait for',
    moves: [create, configure, link, remove],
    all: whole({ circuit: { connectivity: 'direct' } }),
    refused: [],
  },
  {
    name: 'bandwidth rises and does not fall',
    moves: [update({ bandwidthMbps: 2_000 }), update({ bandwidthMbps: 1_000 })],
    refused: ['update: D5'],
  },
  {
    name: 'UnlimitedData does not become MeteredData',
    moves: [update({ family: 'UnlimitedData' }), update({ family: 'MeteredData' })],
    refused: ['update: D5'],
  },
  {
    name: 'Standard and Premium follow each other',
    moves: [update({ tier: 'Premium' }), update({ tier: 'Standard' })],
    refused: [],
  },
  { name: 'no way leads to Local', moves: [update({ tier: 'Local' })], refused: ['update: D5'] },
  {
    name: 'from Local the way leads to UnlimitedData alone',
    moves: [update({ tier: 'Standard', family: 'MeteredData' }), update({ tier: 'Standard' })],
    all: whole({ circuit: { sku: { tier: 'Local', family: 'MeteredData' } } }),
    refused: ['update: D5'],
  },
  {
    name: 'the eleventh network of a Standard circuit is one too many',
    moves: [link],
    all: whole({ networks: 11 }),
    refused: ['link: D2'],
  },
  {
    name: 'what Premium reaches keeps the circuit from becoming Standard',
    moves: [update({ tier: 'Standard' }), unlink, update({ tier: 'Standard' })],
    all: whole({
      circuit: { sku: { tier: 'Premium', family: 'MeteredData' } },
      network: { region: 'East US' },
    }),
    refused: ['update: D1'],
  },
  {
    name: 'what Global Reach joins across areas keeps it from becoming Standard too',
    moves: [update({ tier: 'Standard' })],
    all: joined('Premium'),
    refused: ['update: D7'],
  },
  {
    name: 'what was wrong before keeps nobody from anything else',
    moves: [update({ bandwidthMbps: 2_000 }), disable],
    all: joined('Standard'),
    refused: [],
  },
  {
    name: 'a connection begins with 200 address spaces at most',
    moves: [link],
    all: whole({ network: { addressSpace: spaces(201) } }),
    refused: ['link: C8'],
  },
  {
    name: 'two circuits are joined and parted',
    moves: [join, part, join],
    all: joined('Premium'),
    refused: [],
  },
  {
    name: 'what is not joined is not parted',
    moves: [part, part],
    all: joined('Premium'),
    refused: ['part: D6'],
  },
  {
    name: 'across areas no two Standard circuits are joined, and two Premium ones are',
    moves: [join, update({ tier: 'Premium' }), { ...update({ tier: 'Premium' }), circuit: 'er-far' }, join],
    all: joined('Standard'),
    refused: ['join: D7'],
  },
  {
    name: 'what Global Reach would join needs private peering at both ends',
    moves: [part, { ...unconfigure, circuit: 'er-far' }, join],
    all: joined('Premium'),
    refused: ['join: D6'],
  },
  {
    name: 'a circuit that is deleted leaves nothing joined',
    moves: [deprovision, remove, part],
    all: joined('Premium'),
    refused: ['part: D6'],
  },
  { name: 'a connection that is not there has no weight', moves: [unlink, weigh], refused: ['weigh: D6'] },
  {
    name: 'a gateway grows, and shrinks by one step but from the largest',
    moves: ['ErGw2AZ', 'ErGw1AZ', 'ErGw3AZ', 'ErGw2AZ'].map(resize),
    refused: ['resize: D5'],
  },
  {
    name: 'no gateway becomes one of another family, or ErGwScale',
    moves: ['Standard', 'ErGwScale'].map(resize),
    refused: ['resize: D5', 'resize: D5'],
  },
  {
    name: 'in 2017 the largest gateway is made anew',
    moves: ['HighPerformance', 'Standard', 'UltraPerformance'].map(resize),
    all: { ...whole({ network: { gatewaySku: 'Standard' } }), era: '2017' },
    refused: ['resize: D5'],
  },
  {
    name: 'a gateway with five circuits does not become one for four',
    moves: [resize('ErGw1AZ')],
    all: fiveCircuits(),
    refused: ['resize: D3'],
  },
  {
    name: 'and with 200 it is made',
    moves: [link],
    all: whole({ network: { addressSpace: spaces(200) } }),
    refused: [],
  },
]

for (const { name, moves, all, refused } of rows) {
  test(name, (t) => {
    t.deepEqual(play(moves, all).refused, refused)
  })
}

test('what the first move on a thing brings about was not there before, and the rest was', (t) => {
  const before = (moves: readonly Move[]): Estate => estateBefore(whole(), moves)
  t.deepEqual([...before([create, remove]).design.circuits.keys()], [])
  t.is(providerState(before([remove, create]), 'er'), 'Provisioned')
  t.is(providerState(before([provision]), 'er'), 'NotProvisioned')
  t.is(providerState(before([begin, provision]), 'er'), 'NotProvisioned')
  t.is(peeringState(before([configure, disable]), 'er', 'private'), undefined)
  t.is(peeringState(before([unconfigure, configure]), 'er', 'private'), 'Enabled')
  t.is(peeringState(before([enable]), 'er', 'private'), 'Disabled')
  t.deepEqual(before([link]).design.virtualNetworks.get('vnet-0')?.connections, [])
  t.is(before([unlink, link]).design.virtualNetworks.get('vnet-0')?.connections.length, 1)
})

test('what the file says of states holds before the first move, and the first move has the last word', (t) => {
  const peerings = new Map([['private', privatePeering({ state: 'Disabled' })] as const])
  const all = whole({ circuit: { provider: 'Deprovisioning', peerings } })
  t.is(providerState(estateBefore(all, []), 'er'), 'Deprovisioning')
  t.is(peeringState(estateBefore(all, []), 'er', 'private'), 'Disabled')
  t.is(providerState(estateBefore(all, [provision]), 'er'), 'NotProvisioned')
  t.deepEqual(play([enable], all).refused, [])
  t.is(peeringState(play([enable], all).estate, 'er', 'private'), 'Enabled')
})

test('a connection that is made anew has the weight of the file', (t) => {
  const weightAfter = (moves: readonly Move[]): number | undefined =>
    play(moves, whole(), complete(whole())).estate.design.virtualNetworks.get('vnet-0')?.connections[0]
      ?.weight
  t.is(weightAfter([weigh]), 100)
  t.is(weightAfter([weigh, link]), 100)
  t.is(weightAfter([weigh, unlink, link]), 0)
})

test('a provider that has nothing left to do does not begin anew', (t) => {
  const state = (moves: readonly Move[]): string | undefined =>
    providerState(play(moves, whole(), complete(whole())).estate, 'er')
  t.is(state([begin]), 'Provisioned')
  t.is(state([deprovision, { ...deprovision, step: 'begins' }]), 'NotProvisioned')
  t.is(state([deprovision, begin]), 'Provisioning')
})

test('a move and its inverse leave the sessions as they were', (t) => {
  const all = whole()
  const { sessions } = expandDesign(all, { profile: profiles.msee, tiersToCome: new Map() })
  for (const move of [deprovision, unconfigure, disable, unlink]) {
    const before = complete(all)
    const during = play([move], all, before).estate
    const after = isPaired(move) ? play([inverse(move)], all, during).estate : before
    t.true(stoppedEnds(during, sessions).length > 0, move.kind)
    t.deepEqual(stoppedEnds(after, sessions), stoppedEnds(before, sessions), move.kind)
  }
})

test('to disable a peering stops its customers at the MSEEs, and leaves gateways alone', (t) => {
  const all = whole()
  const { sessions } = expandDesign(all, { profile: profiles.msee, tiersToCome: new Map() })
  t.deepEqual(stoppedEnds(play([disable], all, complete(all)).estate, sessions), [
    { session: 'ce1-er.msee1 private ipv4', node: 'er.msee1' },
    { session: 'ce2-er.msee2 private ipv4', node: 'er.msee2' },
  ])
})

test('prefixes that no registry has are waited for, and approved by hand or with another AS', (t) => {
  const all = whole({ asn: 65550 })
  const state = (moves: readonly Move[]): string =>
    prefixesState(play(moves, all, complete(all)).estate, 'er', 'microsoft')
  t.is(state([]), 'ValidationNeeded')
  t.is(state([{ kind: 'approve', circuit: 'er', peering: 'microsoft' }]), 'Configured')
  t.is(
    state([{ kind: 'set-customer-asn', circuit: 'er', peering: 'microsoft', customerAsn: 65551 }]),
    'Configured',
  )
  t.is(prefixesState(complete(all), 'er', 'private'), 'NotConfigured')
})

test('whoever redeemed a key loses the connection with it', (t) => {
  const connections = [{ circuit: 'er', weight: 0, authorization: 'key' }]
  const network = virtualNetwork({ connections })
  const all: Design = {
    ...whole({ circuit: { authorizations: ['key'] } }),
    virtualNetworks: new Map([['vnet-0', network]]),
  }
  const { estate, refused } = play([revoke, link], all)
  t.deepEqual(estate.design.virtualNetworks.get('vnet-0')?.connections, [])
  t.deepEqual(refused, ['link: D11'])
  t.true(isProvisioned(estate, 'er'))
})
