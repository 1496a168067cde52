import type { PeerConfiguration } from '../bgp/speaker-configuration.ts'
import { LifeCycleRun } from '../scenario/life-cycle-run.ts'
import type { TimelineEntry } from '../scenario/timeline-entry.ts'
import type { Topology } from '../scenario/topology.ts'
import type { Link } from '../sim/link.ts'
import type { RouterPlan, SimulationPlan } from '../sim/plan.ts'
import type { SocketAddress } from './socket-address.ts'

/** Which routers of a scenario speak on real TCP, and who plays their neighbours. */
export interface LiveChoice {
  readonly routers: readonly string[]
  /**
   * By router that is played outside: where it is. Without an address it is where the scenario has it; without a
   * port nobody calls it, and it calls us. When nobody is named, the far ends of the routers' circuits are outside.
   */
  readonly peers: ReadonlyMap<string, readonly SocketAddress[]>
}

/** A session between a router here and one outside, which a socket carries. */
export interface OutsideSession {
  readonly name: string
  /** The router here. */
  readonly local: string
  /** The router outside. */
  readonly remote: string
  /** How the router here is configured for it. */
  readonly configuration: PeerConfiguration
  /** Where the router outside is; with a port it is called there. */
  readonly at: SocketAddress
}

/** What of a scenario is simulated, in step with the wall clock, when some of its routers are played outside. */
export interface LivePlan {
  readonly plan: SimulationPlan
  readonly outside: readonly string[]
  readonly sessions: readonly OutsideSession[]
  readonly timeline: readonly TimelineEntry[]
  /** Of the circuits, as far as their MSEEs are simulated here. */
  readonly lifeCycle: LifeCycleRun
  /** Sessions whose key cannot be used. */
  readonly keyless: readonly OutsideSession[]
}

/** What is wrong with the choice, in sentences; empty where it can be carried out. */
export function choiceProblems(topology: Topology, { routers, peers }: LiveChoice): readonly string[] {
  const speakers = topology.plan.routers.map(({ speaker }) => speaker)
  const known = speakers.map(({ name }) => name)
  const strangers = [...new Set([...routers, ...peers.keys()])].filter((name) => !known.includes(name))
  if (strangers.length > 0) {
    return strangers.map((name) => `no router ${name}; this file has ${known.join(', ')}`)
  }
  const both = [...peers.keys()].filter((name) => routers.includes(name))
  if (both.length > 0) return both.map((name) => `${name} is to be played here and outside`)
  const neighbours = new Set(
    speakers
      .filter(({ name }) => routers.includes(name))
      .flatMap((speaker) => speaker.peers.map(({ remote }) => remote)),
  )
  return [...peers.keys()]
    .filter((name) => !neighbours.has(name))
    .map((name) => `${name} has no session with ${routers.join(' or ')}`)
}

/** A choice without problems, carried out. */
export function livePlan(
  topology: Topology,
  timeline: readonly TimelineEntry[],
  choice: LiveChoice,
): LivePlan {
  const outside = outsideRouters(topology, choice)
  const isOutside = new Set(outside)
  const { routers, networks, links, ...rest } = topology.plan
  const inside = routers.filter(({ speaker }) => !isOutside.has(speaker.name))
  const sessions = inside
    .filter(({ speaker }) => choice.routers.includes(speaker.name))
    .flatMap(({ speaker }) =>
      speaker.peers
        .filter(({ remote }) => isOutside.has(remote))
        .map((peer) => outsideSession(speaker.name, peer, choice.peers.get(peer.remote) ?? [])),
    )
  const here = networks
    .map((network) => ({ ...network, behind: network.behind.filter(({ router }) => !isOutside.has(router)) }))
    .filter(({ behind }) => behind.length > 0)
  const names = [...inside.map(({ speaker }) => speaker.name), ...here.map(({ name }) => name)]
  const nodes = new Set([...names, ...outside])
  const carried = new Set(sessions.map(({ configuration }) => configuration.interface))
  return {
    outside,
    sessions,
    plan: {
      ...rest,
      routers: inside.map((router) => withoutKeys(router, sessions)),
      networks: here,
      links: links
        .filter((link) => link.ends.every(({ node }) => nodes.has(node)) && !isHostLink(link, isOutside))
        .map((link) => (carried.has(link.name) ? { ...link, delayMicros: 0 } : link)),
      flows: outside.length === 0 ? rest.flows : [],
    },
    lifeCycle: new LifeCycleRun({ ...topology, timeline }, ownSessions(topology, names)),
    timeline: timeline.map((entry) => (concerns(entry, new Set(names)) ? entry : onlyItsMoment(entry))),
    keyless: sessions.filter(({ local, name }) =>
      inside.some(({ speaker, sharedKeys }) => speaker.name === local && sharedKeys.has(name)),
    ),
  }
}

function outsideRouters({ plan, expansion }: Topology, { routers, peers }: LiveChoice): readonly string[] {
  if (peers.size > 0) return [...peers.keys()]
  const circuits = new Set(expansion.links.filter(({ kind }) => kind === 'circuit').map(({ name }) => name))
  const far = plan.routers
    .filter(({ speaker }) => routers.includes(speaker.name))
    .flatMap(({ speaker }) => speaker.peers.filter((peer) => circuits.has(peer.interface)))
    .map(({ remote }) => remote)
  return [...new Set(far)].filter((name) => !routers.includes(name))
}

function ownSessions({ expansion }: Topology, names: readonly string[]): Topology['expansion']['sessions'] {
  return expansion.sessions.filter(({ link, ends }) => {
    const inside = link.kind === 'circuit' ? [ends[1]] : ends
    return inside.every(({ node }) => names.includes(node))
  })
}

/** Whoever is not to be called is waited for: RFC 4271 §8.1.1 PassiveTcpEstablishment. */
function outsideSession(
  local: string,
  peer: PeerConfiguration,
  places: readonly SocketAddress[],
): OutsideSession {
  const { remoteAddress } = peer
  const at = places.find(({ address }) => address.family === remoteAddress.family) ?? {
    address: remoteAddress,
    port: undefined,
  }
  const session = { ...peer.session, passive: at.port === undefined }
  return { name: peer.name, local, remote: peer.remote, configuration: { ...peer, session }, at }
}

/** Node cannot set the key of RFC 2385 on a socket, so none is asked for. */
function withoutKeys(router: RouterPlan, sessions: readonly OutsideSession[]): RouterPlan {
  const own = new Map(
    sessions.flatMap(({ local, name, configuration }) =>
      local === router.speaker.name ? [[name, configuration] as const] : [],
    ),
  )
  return {
    ...router,
    speaker: { ...router.speaker, peers: router.speaker.peers.map((peer) => own.get(peer.name) ?? peer) },
    sharedKeys: new Map([...router.sharedKeys].filter(([session]) => !own.has(session))),
  }
}

// The hosts behind a router outside are as far away as it is.
function isHostLink({ ends }: Link, isOutside: ReadonlySet<string>): boolean {
  return ends.some(({ node }) => isOutside.has(node)) && ends.some(({ addresses }) => addresses.length === 0)
}

function concerns({ action }: TimelineEntry, names: ReadonlySet<string>): boolean {
  switch (action.kind) {
    case 'crash':
    case 'restart':
    case 'drain':
    case 'undrain':
      return action.nodes.some((node) => names.has(node))
    case 'announce':
    case 'withdraw':
      return names.has(action.at)
    default:
      return true
  }
}

/** Nobody here crashes a router outside, or announces for it; entries that count from this one still have their moment. */
function onlyItsMoment(entry: TimelineEntry): TimelineEntry {
  return { ...entry, action: { kind: 'mark' }, forMicros: undefined }
}
