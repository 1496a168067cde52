import test, { type ExecutionContext } from 'ava'
import { formatAsPath } from '../../src/bgp/as-path.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import { everyRoute, unchanged } from '../../src/bgp/policy.ts'
import type { Profile } from '../../src/bgp/profile.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import { Speaker } from '../../src/bgp/speaker.ts'
import type { SpeakerConfiguration } from '../../src/bgp/speaker-configuration.ts'
import type { SpeakerEvent } from '../../src/bgp/speaker-event.ts'
import { customerPeerConfiguration } from '../../src/expressroute/customer-edge.ts'
import type { Design } from '../../src/expressroute/design.ts'
import { expandDesign } from '../../src/expressroute/expand-design.ts'
import type { CustomerEdge, Expansion } from '../../src/expressroute/expansion.ts'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import type { Prefix } from '../../src/net/prefix.ts'
import { usualAssumptions } from '../../src/scenario/schema/assumptions.ts'
import { circuit, design, prefix, router, virtualNetwork, written } from '../support/expressroute-design.ts'

const onPremises = prefix('10.1.0.0/16')
const network = prefix('10.200.0.0/16')

test('the steady state of one circuit and one virtual network is the documented one', (t) => {
  const speakers = converge(design())
  table(t, speakers, 'er-amsterdam.msee1', network, ['*> vnet-weu.gw0 0 65515', '*= vnet-weu.gw1 0 65515'])
  table(t, speakers, 'er-amsterdam.msee1', onPremises, ['*> ce1 0 65010'])
  table(t, speakers, 'er-amsterdam.msee2', network, ['*> vnet-weu.gw0 0 65515', '*= vnet-weu.gw1 0 65515'])
  table(t, speakers, 'er-amsterdam.msee2', onPremises, ['*> ce2 0 65010'])
  for (const gateway of ['vnet-weu.gw0', 'vnet-weu.gw1']) {
    table(t, speakers, gateway, network, ['*> local 32768 '])
    table(t, speakers, gateway, onPremises, [
      '*> er-amsterdam.msee1 32769 12076 65010',
      '*= er-amsterdam.msee2 32769 12076 65010',
    ])
  }
  table(t, speakers, 'ce1', network, ['*> er-amsterdam.msee1 0 12076'])
  table(t, speakers, 'ce1', onPremises, ['*> local 32768 '])
})

test('a prefix that the customer sends back is kept and loses, or dropped where the switch says so', (t) => {
  const echoing = converge(design(), { profile: profiles.frr })
  table(t, echoing, 'er-amsterdam.msee1', network, [
    '*  ce1 0 65010 12076',
    '*> vnet-weu.gw0 0 65515',
    '*= vnet-weu.gw1 0 65515',
  ])
  const strict = converge(design({ assumptions: { ...usualAssumptions, ownAsn: 'refused' } }), {
    profile: profiles.frr,
  })
  table(t, strict, 'er-amsterdam.msee1', network, ['*> vnet-weu.gw0 0 65515', '*= vnet-weu.gw1 0 65515'])
})

test('prepending on the secondary link leaves the gateway the primary alone', (t) => {
  const speakers = converge(design(), { prepend: { ce2: 3 } })
  table(t, speakers, 'vnet-weu.gw1', onPremises, [
    '*> er-amsterdam.msee1 32769 12076 65010',
    '*  er-amsterdam.msee2 32769 12076 65010 65010 65010 65010',
  ])
})

test('a connection with a higher weight wins against a shorter AS path', (t) => {
  const connections = [
    { circuit: 'er-amsterdam', weight: 0 },
    { circuit: 'er-london', weight: 100 },
  ]
  const ipv4 = { primary: written('172.16.1.0/30'), secondary: written('172.16.1.4/30') }
  const speakers = converge(
    design({
      circuits: new Map([
        ['er-amsterdam', circuit()],
        ['er-london', circuit({ peeringLocation: 'London' }, { ipv4 })],
      ]),
      routers: new Map([
        ['ce1', router([{ path: 'primary' }])],
        ['ce2', router([{ circuit: 'er-london', path: 'primary' }])],
      ]),
      virtualNetworks: new Map([['vnet-weu', virtualNetwork({ connections })]]),
    }),
    { prepend: { ce2: 3 } },
  )
  table(t, speakers, 'vnet-weu.gw0', onPremises, [
    '*  er-amsterdam.msee1 32769 12076 65010',
    '*> er-london.msee1 32869 12076 65010 65010 65010 65010',
  ])
})

test('two virtual networks of one circuit learn each other, and neither learns itself back', (t) => {
  const beside = prefix('10.201.0.0/16')
  const speakers = converge(
    design({
      virtualNetworks: new Map([
        ['vnet-weu', virtualNetwork()],
        ['vnet-neu', virtualNetwork({ region: 'North Europe', addressSpace: [beside] })],
      ]),
    }),
  )
  table(t, speakers, 'vnet-weu.gw0', beside, [
    '*> er-amsterdam.msee1 32769 12076 65515',
    '*= er-amsterdam.msee2 32769 12076 65515',
  ])
  table(t, speakers, 'vnet-weu.gw1', network, ['*> local 32768 '])
})

test('a prefix longer than the address space does not steal traffic inside a virtual network', (t) => {
  const inside = prefix('10.200.7.0/24')
  const speakers = converge(design(), { announced: [inside] })
  table(t, speakers, 'er-amsterdam.msee1', inside, ['*> ce1 0 65010'])
  table(t, speakers, 'vnet-weu.gw0', inside, [])
})

interface Customer {
  /** How often a router prepends its own AS towards Microsoft. */
  readonly prepend: Readonly<Record<string, number>>
  readonly announced: readonly Prefix[]
  readonly profile: Profile
}

function converge(from: Design, difference: Partial<Customer> = {}): ReadonlyMap<string, Speaker> {
  const customer: Customer = {
    prepend: {},
    announced: [onPremises],
    profile: profiles.bird,
    ...difference,
  }
  const expansion = expandDesign(from, { profile: profiles.msee, tiersToCome: new Map() })
  const interner = new AttributeInterner()
  const configurations = [
    ...[...expansion.msees, ...expansion.gateways].map(({ speaker }) => speaker),
    ...expansion.customerEdges.map((edge) => customerSpeaker(edge, customer)),
  ]
  const speakers = new Map(
    configurations.map((configuration) => [configuration.name, new Speaker(configuration, interner)]),
  )
  run(speakers, expansion, [
    ...expansion.gateways.map(({ speaker, announces }) => originate(speaker.name, announces)),
    ...expansion.customerEdges.map(({ name }) => originate(name, customer.announced)),
  ])
  return speakers
}

function customerSpeaker(edge: CustomerEdge, { prepend, profile }: Customer): SpeakerConfiguration {
  const { name, asn, bgpIdentifier, interfaces, peers } = edge
  const choice = {
    asn,
    bgpIdentifier,
    profile,
    import: [],
    export: [{ match: everyRoute, set: { ...unchanged, prepend: prepend[name] ?? 0 } }],
    prefixLimit: undefined,
    ...{ allowOwnAsn: 0, removePrivateAsns: false, weight: 0, defaultOriginate: false },
    gracefulRestart: undefined,
    enhancedRouteRefresh: false,
    bfd: undefined,
  }
  return {
    ...{
      name,
      asn,
      bgpIdentifier,
      clusterId: bgpIdentifier,
      aggregates: [],
      drain: unchanged,
      interfaces,
      maximumPaths: 1,
      profile,
    },
    peers: peers.map((part) => customerPeerConfiguration(part, choice)),
  }
}

interface Delivery {
  readonly to: string
  readonly event: SpeakerEvent
}

function originate(to: string, prefixes: readonly Prefix[]): Delivery {
  return { to, event: { kind: 'originate', prefixes: packPrefixes('ipv4', prefixes) } }
}

/** Delivers in order and at once, lets the first end of each session connect, and no timer expires. */
function run(
  speakers: ReadonlyMap<string, Speaker>,
  { sessions }: Expansion,
  first: readonly Delivery[],
): void {
  const farEnd = new Map(
    sessions.flatMap(({ name, ends: [near, far] }) => [
      [`${near.node} ${name}`, far.node],
      [`${far.node} ${name}`, near.node],
    ]),
  )
  const queue: Delivery[] = [...first]
  for (const {
    name,
    ends: [near, far],
  } of sessions) {
    queue.push({ to: far.node, event: { kind: 'start', peer: name } })
    queue.push({ to: near.node, event: { kind: 'start', peer: name } })
    const connection = queue.length
    queue.push({ to: far.node, event: { kind: 'connection-confirmed', peer: name, connection } })
    queue.push({ to: near.node, event: { kind: 'connection-acked', peer: name, connection } })
  }
  for (const { to, event } of queue) {
    for (const action of speakers.get(to)?.handle(event) ?? []) {
      if (action.kind !== 'send') continue
      const { peer, connection, message } = action
      const far = farEnd.get(`${to} ${peer}`) ?? ''
      queue.push({ to: far, event: { kind: 'message', peer, connection, message } })
    }
    if (queue.length > 5_000) throw new Error('the network does not come to rest')
  }
}

/** Each route for the prefix: whether it is best (>) or used beside it (=), from whom, weight and AS path. */
function table(
  t: ExecutionContext,
  speakers: ReadonlyMap<string, Speaker>,
  name: string,
  wanted: Prefix,
  expected: readonly string[],
): void {
  const speaker = speakers.get(name)
  if (speaker === undefined) throw new Error(`no speaker ${name}`)
  const rib = speaker.ribs.ipv4
  const id = rib.ids.find(packPrefixes('ipv4', [wanted]).data, 0)
  const selection = id < 0 ? undefined : rib.locRib.get(id)
  const routes = id < 0 ? [] : rib.candidates(id, speaker.peers)
  const lines = routes.map((route) => {
    const used = route === selection?.best ? '>' : selection?.multipath.includes(route) ? '=' : ' '
    return `*${used} ${route.source.router} ${route.weight} ${formatAsPath(route.attributes.asPath)}`
  })
  t.deepEqual(lines, expected, name)
}
