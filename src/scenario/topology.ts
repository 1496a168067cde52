import { gracefulShutdown } from '../bgp/policy.ts'
import type { Profile } from '../bgp/profile.ts'
import { profiles } from '../bgp/profiles.ts'
import type {
  InterfaceConfiguration,
  PeerConfiguration,
  SpeakerConfiguration,
} from '../bgp/speaker-configuration.ts'
import { customerPeerConfiguration } from '../expressroute/customer-edge.ts'
import type { BfdTimers, Design } from '../expressroute/design.ts'
import { expandDesign } from '../expressroute/expand-design.ts'
import { sameEnd } from '../expressroute/expand-links.ts'
import type { CustomerEdge, Expansion } from '../expressroute/expansion.ts'
import { stoppedEnds } from '../expressroute/life-cycle/standing.ts'
import {
  gatewayInstances,
  gatewayName,
  microsoftNetworkName,
  vpnGatewayName,
} from '../expressroute/node-names.ts'
import { sessionConfiguration } from '../expressroute/session-configuration.ts'
import { type Address, addressAfter, type Family, families } from '../net/address.ts'
import { packPrefixes } from '../net/packed-prefixes.ts'
import { type Prefix, samePrefix } from '../net/prefix.ts'
import { type Link, type Port, type PortAddress, portOf } from '../sim/link.ts'
import type { NetworkPlan, RouterPlan as SimRouterPlan, SimulationPlan } from '../sim/plan.ts'
import { estateAtStart, tiersToCome } from './life-cycle-run.ts'
import { offering } from './offering.ts'
import type { RouterPlan, Scenario, SessionPlan } from './scenario.ts'
import { customerSessionName } from './session-names.ts'

/** Model assumption: hosts reach their own routers within a tenth of a millisecond. */
const hostLatencyMicros = 100

/** What a scenario becomes: the routers, cables and hosts that are simulated, and what was inferred on the way. */
export interface Topology {
  readonly design: Design
  readonly expansion: Expansion
  readonly plan: SimulationPlan
}

export function buildTopology(scenario: Scenario): Topology {
  const expansion = expandDesign(scenario.design, {
    profile: mseeProfile(scenario.design),
    tiersToCome: tiersToCome(scenario),
  })
  const stopped = stoppedEnds(estateAtStart(scenario), expansion.sessions)
  const shutAt = (router: string): readonly string[] =>
    stopped.filter(({ node }) => node === router).map(({ session }) => session)
  const customerLinks = scenario.sessions.map(customerLink)
  const networks = [
    ...siteNetworks(scenario),
    ...virtualNetworks(scenario),
    ...spokeNetworks(scenario),
    ...microsoftNetworks(scenario, expansion),
  ]
  return {
    design: scenario.design,
    expansion,
    plan: {
      seed: scenario.seed,
      wire: scenario.wire,
      routers: [
        ...expansion.customerEdges.map((edge) => customerRouter(scenario, expansion, edge, customerLinks)),
        ...expansion.msees.map(({ speaker }) => ({
          speaker,
          sharedKeys: sharedKeysOf(speaker.name, expansion),
          bfd: circuitBfd(speaker.name, expansion),
          announces: [],
          shut: shutAt(speaker.name),
        })),
        ...expansion.gateways.map(({ speaker }) => ({
          ...plainRouter,
          speaker,
          shut: shutAt(speaker.name),
        })),
        ...microsoftRouter(scenario, expansion, shutAt(microsoftNetworkName)),
      ],
      networks,
      links: [...expansion.links, ...customerLinks, ...networks.flatMap(hostLinks)],
      flows: [...scenario.flows].map(([name, flow]) => ({ name, ...flow })),
      middleboxes: new Map(
        [...scenario.routers].flatMap(([name, { middlebox }]) =>
          middlebox === undefined ? [] : [[name, middlebox]],
        ),
      ),
    },
  }
}

/** The profile has what is measured; the file has the last word where documents are silent. */
function mseeProfile({ assumptions }: Design): Profile {
  return assumptions.med === 'ignored' ? { ...profiles.msee, comparesMed: 'never' } : profiles.msee
}

const plainRouter = {
  sharedKeys: new Map<string, string>(),
  bfd: new Map(),
  announces: [],
  shut: [],
} as const

/** Microsoft's public network announces by itself what no host of the scenario stands for. */
function microsoftRouter(
  { microsoftServices }: Scenario,
  { microsoftNetwork }: Expansion,
  shut: readonly string[],
): readonly SimRouterPlan[] {
  if (microsoftNetwork === undefined) return []
  const named = [...microsoftServices.values()].flatMap(({ tag }) => tag.prefixes)
  const others = microsoftNetwork.announces.filter((prefix) => !named.some((one) => samePrefix(one, prefix)))
  return [{ ...plainRouter, speaker: microsoftNetwork.speaker, announces: byFamily(others), shut }]
}

/** Hosts of the services that flows name; where no circuit leads there, nothing stands behind them. */
function microsoftNetworks(
  { microsoftServices }: Scenario,
  { microsoftNetwork }: Expansion,
): readonly NetworkPlan[] {
  const behind = microsoftNetwork === undefined ? [] : [microsoftNetworkName]
  return [...microsoftServices].map(([name, { tag }]) => ({
    name,
    prefixes: byFamily(tag.prefixes),
    behind: behind.map((router) => ({ router, link: hostLinkName(name, router) })),
    standby: [],
    convergenceMicros: 0,
  }))
}

function siteNetworks({ sites }: Scenario): readonly NetworkPlan[] {
  return [...sites].map(([name, { prefixes, behind, convergenceMicros }]) => ({
    name,
    prefixes,
    behind: behind.map((router) => ({ router, link: hostLinkName(name, router) })),
    standby: [],
    convergenceMicros,
  }))
}

/** A virtual network's hosts follow its gateway's instances at once (model assumption). */
function virtualNetworks({ design }: Scenario): readonly NetworkPlan[] {
  return [...design.virtualNetworks].map(([name, { addressSpace }]) =>
    behindGateways(design, name, name, byFamily(addressSpace)),
  )
}

/** The hub's gateway announces them beside its own (FAQ26), and their hosts follow it. */
function spokeNetworks({ design }: Scenario): readonly NetworkPlan[] {
  return [...design.spokes].map(([name, { hub, addressSpace }]) =>
    behindGateways(design, name, hub, addressSpace),
  )
}

/** VPN23, CO18: for the same prefix ExpressRoute is preferred to a VPN. */
function behindGateways(
  { virtualNetworks: networks }: Design,
  name: string,
  hub: string,
  prefixes: NetworkPlan['prefixes'],
): NetworkPlan {
  const standby = networks.get(hub)?.hasVpnGateway ? [vpnGatewayName(hub)] : []
  const routers = [...gatewayInstances.map((instance) => gatewayName(hub, instance)), ...standby]
  return {
    name,
    prefixes,
    behind: routers.map((router) => ({ router, link: hostLinkName(name, router) })),
    standby,
    convergenceMicros: 0,
  }
}

function byFamily(prefixes: readonly Prefix[]): NetworkPlan['prefixes'] {
  return families.flatMap((family) => {
    const own = prefixes.filter((prefix) => prefix.family === family)
    return own.length === 0 ? [] : [packPrefixes(family, own)]
  })
}

function hostLinkName(network: string, router: string): string {
  return `${network}-${router}`
}

function hostLinks({ name, behind }: NetworkPlan): readonly Link[] {
  return behind.map(({ router, link }) => ({
    name: link,
    ends: [
      { node: name, addresses: [] },
      { node: router, addresses: [] },
    ],
    delayMicros: hostLatencyMicros,
    carrier: 'direct',
  }))
}

/**
 * Model assumption: the file names no addresses for links between the customer's own routers, so they are
 * derived: /31s and /127s from link-local space, which no scenario announces (RFC 3927, RFC 4291 §2.5.6).
 */
const firstLinkAddress: Readonly<Record<Family, Address>> = {
  ipv4: { family: 'ipv4', words: [0xa9fe0000] },
  ipv6: { family: 'ipv6', words: [0xfe800000, 0, 0, 0] },
}
const linkLength: Readonly<Record<Family, number>> = { ipv4: 31, ipv6: 127 }

function customerLink({ link, ends, families: carried, latencyMicros }: SessionPlan, index: number): Link {
  const port = (end: 0 | 1): Port => ({
    node: ends[end].router,
    addresses: carried.map((family) => linkAddress(family, 2 * index + end)),
  })
  return { name: link, ends: [port(0), port(1)], delayMicros: latencyMicros, carrier: 'direct' }
}

function linkAddress(family: Family, index: number): PortAddress {
  return { address: addressAfter(firstLinkAddress[family], index), length: linkLength[family] }
}

function customerRouter(
  scenario: Scenario,
  expansion: Expansion,
  edge: CustomerEdge,
  links: readonly Link[],
): SimRouterPlan {
  const plan = planOf(scenario, edge.name)
  const bgpIdentifier = plan.bgpIdentifier ?? edge.bgpIdentifier
  const self: Self = { name: edge.name, bgpIdentifier, plan, profile: profiles[plan.profile] }
  const speaker: SpeakerConfiguration = {
    name: edge.name,
    asn: plan.asn,
    bgpIdentifier,
    clusterId: plan.clusterId ?? bgpIdentifier,
    profile: self.profile,
    aggregates: plan.aggregates,
    drain: gracefulShutdown,
    maximumPaths: plan.maximumPaths,
    interfaces: [...edge.interfaces, ...interfacesOn(edge.name, links)],
    peers: [
      ...circuitPeers(edge, self),
      ...internetPeers(edge, self),
      ...customerPeers(scenario, self, links),
    ],
  }
  const sharedKeys = new Map([
    ...sharedKeysOf(edge.name, expansion),
    ...customerSharedKeys(edge.name, scenario.sessions),
  ])
  const bfd = new Map([...circuitBfd(edge.name, expansion), ...customerBfd(edge.name, scenario.sessions)])
  return { speaker, sharedKeys, bfd, announces: plan.advertise, shut: [] }
}

/** A customer's router while its configuration is put together. */
interface Self {
  readonly name: string
  readonly bgpIdentifier: number
  readonly plan: RouterPlan
  readonly profile: Profile
}

function circuitPeers(
  edge: CustomerEdge,
  { bgpIdentifier, plan, profile }: Self,
): readonly PeerConfiguration[] {
  return edge.peers.map((peer) => {
    const connection = plan.connections.find((one) => sameEnd(one, peer))
    if (connection === undefined) throw new Error(`${edge.name} has no connection for ${peer.name}`)
    const { asn, gracefulRestart, enhancedRouteRefresh } = plan
    const self = { asn, bgpIdentifier, profile, gracefulRestart, enhancedRouteRefresh }
    return customerPeerConfiguration(peer, { ...connection, ...self })
  })
}

function internetPeers(
  { internetPeers: peers }: CustomerEdge,
  { bgpIdentifier }: Self,
): readonly PeerConfiguration[] {
  return peers.map((peer) => ({ ...peer, session: { ...peer.session, localBgpIdentifier: bgpIdentifier } }))
}

/** The sessions with the customer's other routers: one for each family of the link. */
function customerPeers(scenario: Scenario, self: Self, links: readonly Link[]): readonly PeerConfiguration[] {
  return scenario.sessions.flatMap((session, index) => {
    const link = links[index]
    if (link === undefined || !session.ends.some(({ router }) => router === self.name)) return []
    return session.families.map((family) => customerPeer(scenario, self, session, link, family))
  })
}

function customerPeer(
  scenario: Scenario,
  { name, bgpIdentifier, plan, profile }: Self,
  session: SessionPlan,
  link: Link,
  family: Family,
): PeerConfiguration {
  const [a, b] = session.ends
  const [own, far] = a.router === name ? [a, b] : [b, a]
  const settings = {
    localAsn: plan.asn,
    localBgpIdentifier: bgpIdentifier,
    remoteAsn: planOf(scenario, far.router).asn,
    family,
    holdTimeSeconds: own.timers.holdTimeSeconds,
    keepaliveSeconds: own.timers.keepaliveSeconds,
    gracefulRestart: plan.gracefulRestart,
    enhancedRouteRefresh: plan.enhancedRouteRefresh,
  }
  return {
    name: customerSessionName(session.link, family),
    remote: far.router,
    interface: link.name,
    localAddress: addressOn(link, name, family),
    remoteAddress: addressOn(link, far.router, family),
    session: offering({ ...sessionConfiguration(settings, profile), passive: own.passive }, own.capabilities),
    nextHopSelf: own.nextHopSelf,
    routeReflectorClient: own.routeReflectorClient,
    import: own.import,
    export: own.export,
    prefixLimit: own.prefixLimit,
    weight: own.weight,
    defaultOriginate: own.defaultOriginate,
    allowOwnAsn: own.allowOwnAsn,
    removePrivateAsns: own.removePrivateAsns,
  }
}

function addressOn(link: Link, node: string, family: Family): Address {
  const found = portOf(link, node).addresses.find(({ address }) => address.family === family)
  if (found === undefined) throw new Error(`${node} has no ${family} address on ${link.name}`)
  return found.address
}

function interfacesOn(node: string, links: readonly Link[]): readonly InterfaceConfiguration[] {
  return links.flatMap(({ name, ends }) =>
    ends.filter((end) => end.node === node).map(({ addresses }) => ({ name, addresses })),
  )
}

function sharedKeysOf(node: string, { sessions }: Expansion): ReadonlyMap<string, string> {
  return new Map(
    sessions.flatMap(({ name, ends }) =>
      ends.flatMap((end) =>
        end.node === node && end.sharedKey !== undefined ? [[name, end.sharedKey] as const] : [],
      ),
    ),
  )
}

function customerSharedKeys(
  router: string,
  sessions: readonly SessionPlan[],
): readonly (readonly [string, string])[] {
  return sessions.flatMap(({ link, ends, families: carried }) => {
    const { sharedKey } = ends.find((end) => end.router === router) ?? {}
    if (sharedKey === undefined) return []
    return carried.map((family) => [customerSessionName(link, family), sharedKey] as const)
  })
}

function circuitBfd(node: string, { sessions }: Expansion): SimRouterPlan['bfd'] {
  return new Map(
    sessions.flatMap(({ name, ends }) =>
      ends.flatMap((end) =>
        end.node === node && end.bfd !== undefined ? [[name, bfdConfiguration(end.bfd)] as const] : [],
      ),
    ),
  )
}

function customerBfd(router: string, sessions: readonly SessionPlan[]): SimRouterPlan['bfd'] {
  return new Map(
    sessions.flatMap(({ link, ends, families: carried }) => {
      const { bfd } = ends.find((end) => end.router === router) ?? {}
      if (bfd === undefined) return []
      return carried.map((family) => [customerSessionName(link, family), bfdConfiguration(bfd)] as const)
    }),
  )
}

/** Packets are sent as often as they are taken. */
function bfdConfiguration({ intervalMicros, multiplier }: BfdTimers): BfdConfiguration {
  return {
    desiredMinTxMicros: intervalMicros,
    requiredMinRxMicros: intervalMicros,
    detectMultiplier: multiplier,
  }
}

type BfdConfiguration = SimRouterPlan['bfd'] extends ReadonlyMap<string, infer Value> ? Value : never

function planOf(scenario: Scenario, router: string): RouterPlan {
  const plan = scenario.routers.get(router)
  if (plan === undefined) throw new Error(`no router ${router}`)
  return plan
}
