import test from 'ava'
import { profiles } from '../../../src/bgp/profiles.ts'
import type { Circuit, Design, Peering, VirtualNetwork } from '../../../src/expressroute/design.ts'
import { expandDesign } from '../../../src/expressroute/expand-design.ts'
import { carryOut, estateBefore } from '../../../src/expressroute/life-cycle/carry-out.ts'
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
import {
  circuit,
  design,
  prefix,
  privatePeering,
  router,
  virtualNetwork,
  written,
} from '../../support/expressroute-design.ts'

const create: Move = { kind: 'create', circuit: 'er' }
const remove: Move = { kind: 'delete', circuit: 'er' }
const begin: Move = { kind: 'provision', circuit: 'er', step: 'begins' }
const provision: Move = { kind: 'provision', circuit: 'er', step: 'ends' }
const leave: Move = { kind: 'deprovision', circuit: 'er', step: 'begins' }
const deprovision: Move = { kind: 'deprovision', circuit: 'er', step: 'ends' }
const configure: Move = { kind: 'configure', circuit: 'er', peering: 'private' }
const unconfigure: Move = { kind: 'remove', circuit: 'er', peering: 'private' }
const disable: Move = { kind: 'disable', circuit: 'er', peering: 'private' }
const enable: Move = { kind: 'enable', circuit: 'er', peering: 'private' }
const link: Move = { kind: 'link', circuit: 'er', virtualNetwork: 'vnet-0' }
const unlink: Move = { kind: 'unlink', circuit: 'er', virtualNetwork: 'vnet-0' }
const revoke: Move = { kind: 'revoke', circuit: 'er', authorization: 'key' }
const attach: Move = { kind: 'attach', circuit: 'er', communities: [12076 * 65536 + 51004] }

function update(change: Partial<Move & { kind: 'update' }>): Move {
  return {
    kind: 'update',
    circuit: 'er',
    tier: undefined,
    family: undefined,
    bandwidthMbps: undefined,
    ...change,
  }
}

/** A circuit with private and Microsoft peering, and some networks that have connections to it. */
function whole({
  networks = 1,
  circuit: bought = {},
  network = {},
  asn = 65551,
}: {
  networks?: number
  circuit?: Partial<Circuit>
  network?: Partial<Omit<VirtualNetwork, 'connections'>>
  asn?: number
} = {}): Design {
  const publicSide = {
    advertisedPublicPrefixes: [prefix('198.51.100.0/24')],
    customerAsn: undefined,
    routeFilter: undefined,
    setUpBeforeFilters: false,
    office365Authorized: false,
  }
  const ipv4 = { primary: written('203.0.113.0/30'), secondary: written('203.0.113.4/30') }
  const outside: Peering = privatePeering({ vlanId: 200, peerAsn: asn, ipv4, publicSide })
  const peerings = new Map([['private', privatePeering()] as const, ['microsoft', outside] as const])
  return design({
    circuits: new Map([['er', circuit({ peerings, ...bought })]]),
    routers: new Map([
      ['ce1', router([{ circuit: 'er' }, { circuit: 'er', peering: 'microsoft' }])],
      ['ce2', router([{ circuit: 'er', path: 'secondary' }])],
    ]),
    virtualNetworks: new Map(
      Array.from({ length: networks }, (_, index) => [
        `vnet-${index}`,
        virtualNetwork({
          addressSpace: [prefix(`10.${index + 100}.0.0/16`)],
          connections: [{ circuit: 'er' }],
          ...network,
        }),
      ]),
    ),
    registrations: [{ prefix: prefix('198.51.100.0/24'), asn: 65551 }],
  })
}

/** Plays the moves; answers what was refused, by rule, and the estate in the end. */
function play(moves: readonly Move[], all: Design = whole(), from: Estate = estateBefore(all, moves)) {
  const refused: string[] = []
  let estate = from
  for (const move of moves) {
    const outcome = carryOut(estate, all, move)
    if (outcome.kind === 'done') estate = outcome.estate
    else refused.push(`${move.kind}: ${outcome.rule}`)
  }
  return { estate, refused }
}

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

/** Joined with a circuit in another area, which takes Premium at both. */
function joined(tier: 'Standard' | 'Premium'): Design {
  const sku = { tier, family: 'MeteredData' } as const
  const all = whole({ circuit: { sku } })
  const far = circuit({ sku, peeringLocation: 'New York' })
  return {
    ...all,
    circuits: new Map([...all.circuits, ['er-far', far]]),
    globalReach: [{ circuits: ['er', 'er-far'], addressPrefix: prefix('192.168.8.0/29') }],
  }
}

function spaces(count: number): ReturnType<typeof prefix>[] {
  return Array.from({ length: count }, (_, index) => prefix(`100.64.${index}.0/24`))
}
