import { gracefulShutdown } from '../bgp/policy.ts'
import type { Profile } from '../bgp/profile.ts'
import { profiles } from '../bgp/profiles.ts'
import type {
  InterfaceConfiguration,
  PeerConfiguration,
  SpeakerConfiguration,
} from '../bgp/speaker-configuration.ts'
import { usualBfd } from '../expressroute/bfd.ts'
import { customerPeerConfiguration } from '../expressroute/customer-edge.ts'
import { sameEnd } from '../expressroute/expand-links.ts'
import type { BfdOfEnd, CustomerEdge, ExpandedSession, Expansion } from '../expressroute/expansion.ts'
import { sessionConfiguration } from '../expressroute/session-configuration.ts'
import { type Address, addressAfter, type Family } from '../net/address.ts'
import { type Link, type Port, type PortAddress, portOf } from '../sim/link.ts'
import type { BfdWatch, RouterPlan as SimRouterPlan } from '../sim/plan.ts'
import { offering } from './offering.ts'
import type { RouterPlan, Scenario, SessionPlan } from './scenario.ts'
import { customerSessionName } from './session-names.ts'

/**
 * Model assumption: the file names no addresses for links between the customer's own routers, so they are
 * derived: /31s and /127s from link-local space, which no scenario announces (RFC 3927, RFC 4291 §2.5.6).
 */
const firstLinkAddress: Readonly<Record<Family, Address>> = {
  ipv4: { family: 'ipv4', words: [0xa9fe0000] },
  ipv6: { family: 'ipv6', words: [0xfe800000, 0, 0, 0] },
}
const linkLength: Readonly<Record<Family, number>> = { ipv4: 31, ipv6: 127 }

export function customerLink(
  { link, ends, families: carried, latencyMicros }: SessionPlan,
  index: number,
): Link {
  const port = (end: 0 | 1): Port => ({
    node: ends[end].router,
    addresses: carried.map((family) => linkAddress(family, 2 * index + end)),
  })
  return { name: link, ends: [port(0), port(1)], delayMicros: latencyMicros, carrier: 'direct' }
}

function linkAddress(family: Family, index: number): PortAddress {
  return { address: addressAfter(firstLinkAddress[family], index), length: linkLength[family] }
}

export function customerRouter(
  scenario: Scenario,
  expansion: Expansion,
  edge: CustomerEdge,
  links: readonly Link[],
): SimRouterPlan {
  const plan = planOf(scenario, edge.name)
  const bgpIdentifier = plan.bgpIdentifier ?? edge.bgpIdentifier
  const profile = { ...profiles[plan.profile], ...plan.profileTimers }
  const self: Self = { name: edge.name, bgpIdentifier, plan, profile }
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
      ...circuitPeers(edge, self, expansion),
      ...internetPeers(edge, self),
      ...customerPeers(scenario, self, links),
    ],
  }
  const sharedKeys = new Map([
    ...sharedKeysOf(edge.name, expansion),
    ...ofCustomerSessions(edge.name, scenario.sessions, ({ sharedKey }) => sharedKey),
  ])
  const bfd = new Map([
    ...circuitBfd(edge.name, expansion),
    ...ofCustomerSessions(edge.name, scenario.sessions, ({ bfd }) =>
      bfdWatch({ timers: bfd ?? usualBfd, isOn: bfd !== undefined }),
    ),
  ])
  const { advertise: announces, statics } = plan
  return { speaker, sharedKeys, bfd, announces, statics, shut: [], shortcuts: [] }
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
  { sessions }: Expansion,
): readonly PeerConfiguration[] {
  return edge.peers.map((peer) => {
    const connection = plan.connections.find((one) => sameEnd(one, peer))
    if (connection === undefined) throw new Error(`${edge.name} has no connection for ${peer.name}`)
    const { asn, gracefulRestart, enhancedRouteRefresh } = plan
    const ends = sessions.find(({ name }) => name === peer.name)?.ends
    const watch = ends?.find(({ node }) => node === edge.name)?.bfd
    const bfd = watch?.isOn === true ? watch.timers : undefined
    const self = { asn, bgpIdentifier, profile, gracefulRestart, enhancedRouteRefresh, bfd }
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
    bfd: own.bfd,
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

export function sharedKeysOf(node: string, expansion: Expansion): ReadonlyMap<string, string> {
  return ofCircuitSessions(node, expansion, ({ sharedKey }) => sharedKey)
}

export function circuitBfd(node: string, expansion: Expansion): SimRouterPlan['bfd'] {
  return ofCircuitSessions(node, expansion, ({ bfd }) => bfd && bfdWatch(bfd))
}

/** By session with an MSEE, what the node's end has; those that have nothing are left out. */
function ofCircuitSessions<Value>(
  node: string,
  { sessions }: Expansion,
  valueAt: (end: ExpandedSession['ends'][number]) => Value | undefined,
): ReadonlyMap<string, Value> {
  return new Map(
    sessions.flatMap(({ name, ends }) =>
      ends.flatMap((end) => {
        const value = end.node === node ? valueAt(end) : undefined
        return value === undefined ? [] : [[name, value] as const]
      }),
    ),
  )
}

/** The same for the sessions between the customer's routers: one for each family. */
function ofCustomerSessions<Value>(
  router: string,
  sessions: readonly SessionPlan[],
  valueAt: (end: SessionPlan['ends'][number]) => Value | undefined,
): ReadonlyMap<string, Value> {
  return new Map(
    sessions.flatMap(({ link, ends, families: carried }) => {
      const own = ends.find((end) => end.router === router)
      const value = own && valueAt(own)
      if (value === undefined) return []
      return carried.map((family) => [customerSessionName(link, family), value] as const)
    }),
  )
}

/** Packets are sent as often as they are taken. */
function bfdWatch({ timers: { intervalMicros, multiplier }, isOn }: BfdOfEnd): BfdWatch {
  const configuration = {
    desiredMinTxMicros: intervalMicros,
    requiredMinRxMicros: intervalMicros,
    detectMultiplier: multiplier,
  }
  return { configuration, isOn }
}

function planOf(scenario: Scenario, router: string): RouterPlan {
  const plan = scenario.routers.get(router)
  if (plan === undefined) throw new Error(`no router ${router}`)
  return plan
}
