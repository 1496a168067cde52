import type { BfdConfiguration } from '../../bfd/session.ts'
import type { GracefulRestartConfiguration } from '../../bgp/fsm/graceful-restart.ts'
import type { PeerConfiguration, SpeakerConfiguration } from '../../bgp/speaker-configuration.ts'
import type { Address, Family } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { bfdAtStart, type SimulationPlan } from '../../sim/plan.ts'

/** A router as a daemon is to play it. */
export interface RouterSetup {
  readonly name: string
  readonly speaker: SpeakerConfiguration
  readonly ports: readonly PortSetup[]
  readonly peers: readonly PeerSetup[]
  /** Whether any policy of the network sets MULTI_EXIT_DISC. */
  readonly mayHearMed: boolean
}

/** A port in the router's network namespace. */
export interface PortSetup {
  readonly link: string
  /** What the host calls it, which has fifteen characters at most. */
  readonly device: string
  readonly addresses: readonly { readonly address: Address; readonly length: number }[]
}

/** A peer, and what the daemon's configuration calls it. */
export interface PeerSetup {
  /** `peer0`: letters and digits alone, which every daemon takes for a name. */
  readonly label: string
  readonly device: string
  readonly configuration: PeerConfiguration
  /** The families that both ends offer. */
  readonly carried: readonly Family[]
  /**
   * Whether what the peer announces is kept as it came: not where an operator asks the peer for it anew, since BIRD and FRR
   * then look there and ask nobody.
   */
  readonly keepsReceived: boolean
  /** How it is watched (RFC 5882). */
  readonly bfd: BfdConfiguration | undefined
  /** The MD5 key of RFC 2385. */
  readonly sharedKey: string | undefined
}

/** The routers of the plan; `refreshed` are the sessions whose peers an operator asks for everything anew. */
export function routerSetups(
  { routers }: SimulationPlan,
  refreshed: ReadonlySet<string> = new Set(),
): readonly RouterSetup[] {
  const policies = routers.flatMap(({ speaker }) =>
    speaker.peers.flatMap((peer) => [...peer.import, ...peer.export]),
  )
  const mayHearMed = policies.some(({ set }) => typeof set?.multiExitDisc === 'number')
  return routers.map((router) => {
    const { speaker, sharedKeys } = router
    const ports = speaker.interfaces.map(({ name, addresses }, index) => ({
      link: name,
      device: `port${index}`,
      addresses,
    }))
    return {
      name: speaker.name,
      speaker,
      ports,
      peers: speaker.peers.map((configuration, index) => ({
        label: `peer${index}`,
        device: deviceOn(configuration.interface, ports),
        configuration,
        carried: carriedFamilies(configuration, routers),
        keepsReceived: !refreshed.has(configuration.name),
        bfd: bfdAtStart(router, configuration.name),
        sharedKey: sharedKeys.get(configuration.name),
      })),
      mayHearMed,
    }
  })
}

function carriedFamilies(
  { name, session }: PeerConfiguration,
  routers: SimulationPlan['routers'],
): readonly Family[] {
  const ends = routers.flatMap(({ speaker }) => speaker.peers.filter((peer) => peer.name === name))
  return session.families.filter((family) => ends.every((end) => end.session.families.includes(family)))
}

/** The router's end of the session. */
export function peerOf({ peers, name }: RouterSetup, session: string): PeerSetup {
  const peer = peers.find(({ configuration }) => configuration.name === session)
  if (peer === undefined) throw new Error(`${name} has no session ${session}`)
  return peer
}

export function addressOf(router: RouterSetup, session: string): string {
  return formatAddress(peerOf(router, session).configuration.remoteAddress)
}

/** RFC 4724 as the router does it on all of its sessions; `undefined` where it does not. */
export function gracefulRestartOf({ peers }: RouterSetup): GracefulRestartConfiguration | undefined {
  return peers
    .map(({ configuration }) => configuration.session.gracefulRestart)
    .find((own) => own !== undefined)
}

function deviceOn(link: string, ports: readonly PortSetup[]): string {
  const port = ports.find((other) => other.link === link)
  if (port === undefined) throw new Error(`no port on ${link}`)
  return port.device
}
