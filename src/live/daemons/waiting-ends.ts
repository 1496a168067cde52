import type { PeerConfiguration } from '../../bgp/speaker-configuration.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { customerSessionName } from '../../scenario/session-names.ts'
import type { RouterPlan } from '../../sim/plan.ts'

/** One end of a session. */
interface End {
  readonly router: string
  readonly peer: PeerConfiguration
}

/**
 * The ends that wait to be called, so that no two connections collide: of each session one, and where the scenario names it, that; none
 * where it says so.
 */
export function waitingEnds(
  { timeline, sessions }: Scenario,
  routers: readonly RouterPlan[],
): ReadonlySet<PeerConfiguration> {
  const restarting = new Set(
    timeline.flatMap(({ action }) =>
      action.kind === 'crash' && action.forwarding === 'kept' ? action.nodes : [],
    ),
  )
  const ends = routers.flatMap(({ speaker }) => speaker.peers.map((peer) => ({ router: speaker.name, peer })))
  const colliding = sessions.flatMap(({ bothCall, link, families }) =>
    bothCall ? families.map((family) => customerSessionName(link, family)) : [],
  )
  const all = [...new Set(ends.map(({ peer }) => peer.name))]
  const names = all.filter((name) => !colliding.includes(name))
  return new Set(
    names.flatMap((name) =>
      waiting(
        ends.filter(({ peer }) => peer.name === name),
        restarting,
      ),
    ),
  )
}

/** FRR leaves it to a router whose routes it keeps to call again, so that one does not wait. */
function waiting(ends: readonly End[], restarting: ReadonlySet<string>): readonly PeerConfiguration[] {
  const settled = ends.filter(({ peer }) => peer.session.passive)
  if (settled.length > 0) return settled.map(({ peer }) => peer)
  const [first, second] = ends
  if (first === undefined || second === undefined) return []
  const firstWaits = restarting.has(second.router) && !restarting.has(first.router)
  return [(firstWaits ? first : second).peer]
}
