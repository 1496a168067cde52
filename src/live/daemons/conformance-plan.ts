import type { GracefulRestartConfiguration } from '../../bgp/fsm/graceful-restart.ts'
import type { SessionConfiguration } from '../../bgp/fsm/session.ts'
import type { Profile } from '../../bgp/profile.ts'
import type { PeerConfiguration, PrefixLimit, SpeakerConfiguration } from '../../bgp/speaker-configuration.ts'
import { labAddress } from '../../report/router-config/lab-address.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { buildTopology } from '../../scenario/topology.ts'
import type { Link, Port } from '../../sim/link.ts'
import type { BfdWatch, RouterPlan, SimulationPlan } from '../../sim/plan.ts'
import { type AzureHabit, isAzures, withoutHabits } from './azure-habits.ts'
import type { Daemon } from './daemon.ts'
import { waitingEnds } from './waiting-ends.ts'

/** No hold time is longer here, so that a silent cut is noticed in seconds by daemons that live in real time. */
export const longestHoldSeconds = 6

/**
 * The scenario as both sides play it: one profile on every router, timers that real time can be waited for, one end
 * of each session passive, so that no two connections collide, addresses that mean the same on every host, and nothing
 * that the daemon cannot do: no BFD where it has none, and at Azure's routers no habit that it has no words for.
 */
export function conformancePlan(
  scenario: Scenario,
  profile: Profile,
  { leavesOut, playsBfd }: Pick<Daemon, 'leavesOut' | 'playsBfd'> = { leavesOut: [], playsBfd: false },
): SimulationPlan {
  const { plan } = buildTopology(scenario)
  const waiting = waitingEnds(scenario, plan.routers)
  return {
    ...plan,
    links: plan.links.map(moveLink),
    flows: [],
    routers: plan.routers.map((router) => ({
      ...router,
      bfd: playedBfd(router.bfd, playsBfd),
      speaker: playedSpeaker(
        router.speaker,
        profile,
        waiting,
        isAzures(scenario, router.speaker.name) ? leavesOut : [],
      ),
    })),
  }
}

/** A busy host may keep a packet for some tenths of a second. */
const shortestBfdMicros = 500_000

function playedBfd(watched: RouterPlan['bfd'], playsBfd: boolean): RouterPlan['bfd'] {
  const played = ({ configuration, isOn }: BfdWatch): BfdWatch => ({
    configuration: {
      ...configuration,
      desiredMinTxMicros: Math.max(configuration.desiredMinTxMicros, shortestBfdMicros),
      requiredMinRxMicros: Math.max(configuration.requiredMinRxMicros, shortestBfdMicros),
    },
    isOn: isOn && playsBfd,
  })
  return new Map([...watched].map(([session, watch]) => [session, played(watch)]))
}

function playedSpeaker(
  speaker: SpeakerConfiguration,
  profile: Profile,
  waiting: ReadonlySet<PeerConfiguration>,
  leftOut: readonly AzureHabit[],
): SpeakerConfiguration {
  return {
    ...speaker,
    profile,
    interfaces: speaker.interfaces.map(({ name, addresses }) => ({
      name,
      addresses: addresses.map(({ address, length }) => ({ address: labAddress(address), length })),
    })),
    peers: speaker.peers.map((peer) => withoutHabits(playedPeer(peer, profile, waiting.has(peer)), leftOut)),
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
export function playedLimit(limit: PrefixLimit): PrefixLimit {
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
    needsCommonFamily: profile.needsCommonFamily,
    reading: profile,
    // No daemon has it, and while BFD is waited for this hold time would expire.
    bfdStrict: undefined,
    gracefulRestart: session.gracefulRestart && playedRestart(session.gracefulRestart, profile),
  }
}

/** The times are the scenario's, and what else a router decides is the daemon's to say. */
function playedRestart(
  configuration: GracefulRestartConfiguration,
  { gracefulNotification, forwardingBitAfterReset, hardResetSubcodes }: Profile,
): GracefulRestartConfiguration {
  return { ...configuration, notification: gracefulNotification, forwardingBitAfterReset, hardResetSubcodes }
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
