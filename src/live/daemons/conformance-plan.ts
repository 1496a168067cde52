import type { SessionConfiguration } from '../../bgp/fsm/session.ts'
import type { Profile } from '../../bgp/profile.ts'
import type { PeerConfiguration, PrefixLimit, SpeakerConfiguration } from '../../bgp/speaker-configuration.ts'
import type { Address } from '../../net/address.ts'
import { wordAt } from '../../net/address.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { buildTopology } from '../../scenario/topology.ts'
import type { Link, Port } from '../../sim/link.ts'
import type { SimulationPlan } from '../../sim/plan.ts'

/** No hold time is longer here, so that a silent cut is noticed in seconds by daemons that live in real time. */
export const longestHoldSeconds = 6

/**
 * The scenario as both sides play it: one profile on every router, timers that real time can be waited for, one end
 * of each session passive, so that no two connections collide, and addresses that mean the same on every host.
 */
export function conformancePlan(scenario: Scenario, profile: Profile): SimulationPlan {
  const { plan } = buildTopology(scenario)
  const ends = plan.routers.flatMap(({ speaker }) => speaker.peers)
  const settled = new Set(ends.filter(({ session }) => session.passive).map(({ name }) => name))
  const calling = new Set<string>()
  return {
    ...plan,
    links: plan.links.map(moveLink),
    flows: [],
    routers: plan.routers.map((router) => ({
      ...router,
      speaker: playedSpeaker(router.speaker, profile, (peer) => waits(peer, settled, calling)),
    })),
  }
}

/** Whether this end is passive: as the scenario has it, or where it leaves that open, as the second end to be met. */
function waits(peer: PeerConfiguration, settled: ReadonlySet<string>, calling: Set<string>): boolean {
  if (settled.has(peer.name)) return peer.session.passive
  const isSecond = calling.has(peer.name)
  calling.add(peer.name)
  return isSecond
}

function playedSpeaker(
  speaker: SpeakerConfiguration,
  profile: Profile,
  isPassive: (peer: PeerConfiguration) => boolean,
): SpeakerConfiguration {
  return {
    ...speaker,
    profile,
    interfaces: speaker.interfaces.map(({ name, addresses }) => ({
      name,
      addresses: addresses.map(({ address, length }) => ({ address: labAddress(address), length })),
    })),
    peers: speaker.peers.map((peer) => playedPeer(peer, profile, isPassive(peer))),
  }
}

function playedPeer(peer: PeerConfiguration, profile: Profile, passive: boolean): PeerConfiguration {
  return {
    ...peer,
    localAddress: labAddress(peer.localAddress),
    remoteAddress: labAddress(peer.remoteAddress),
    prefixLimit: peer.prefixLimit && playedLimit(peer.prefixLimit),
    session: playedSession(peer.session, profile, passive),
  }
}

/** A pause after a limit was exceeded is as short as real time asks for. */
function playedLimit(limit: PrefixLimit): PrefixLimit {
  return { ...limit, restartSeconds: limit.restartSeconds && Math.min(limit.restartSeconds, 2) }
}

function playedSession(
  session: SessionConfiguration,
  profile: Profile,
  passive: boolean,
): SessionConfiguration {
  const holdTimeSeconds = Math.min(session.holdTimeSeconds, longestHoldSeconds)
  return {
    ...session,
    holdTimeSeconds,
    keepaliveSeconds: Math.min(session.keepaliveSeconds, Math.floor(holdTimeSeconds / 3)),
    connectRetrySeconds: 1,
    idleHoldSeconds: 1,
    idleHoldMaximumSeconds: 2,
    passive,
    anyMessageRestartsHoldTimer: profile.anyMessageRestartsHoldTimer,
  }
}

function moveLink(link: Link): Link {
  const [a, b] = link.ends
  return { ...link, ends: [movePort(a), movePort(b)] }
}

function movePort({ node, addresses }: Port): Port {
  return {
    node,
    addresses: addresses.map(({ address, length }) => ({ address: labAddress(address), length })),
  }
}

/**
 * Link-local addresses, which scenarios have between a customer's own routers, mean something on one port only, and
 * daemons treat them apart: in their place come those of RFC 2544 and of a ULA, in the same order.
 */
export function labAddress(address: Address): Address {
  const first = wordAt(address.words, 0)
  if (address.family === 'ipv4') {
    return first >>> 16 === 0xa9fe ? { family: 'ipv4', words: [0xc6120000 + (first & 0xffff)] } : address
  }
  return first === 0xfe800000 ? { family: 'ipv6', words: [0xfd00c612, ...address.words.slice(1)] } : address
}
