import type { Profile } from '../../bgp/profile.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { randomStream } from '../../sim/random.ts'
import { conformancePlan } from '../daemons/conformance-plan.ts'
import { engineStages, type Stage } from '../daemons/engine-stages.ts'
import { snapshotText } from '../daemons/snapshot.ts'

/** How often a network is played with other delays before it counts as decided. */
const otherPasts = 4

// A round trip has to be shorter than the second after which a session calls again.
const [shortestMicros, longestMicros] = [5_000, 300_000]

/**
 * Whether the protocol alone says how the network is at each rest point. Some networks never rest (RFC 3345), and some have
 * several states to rest in (RFC 4264), of which the order of arrival chooses: such a one ends otherwise when its links are
 * slower, and what a daemon does in it says nothing.
 */
export function isDecided(scenario: Scenario, profile: Profile): boolean {
  const plan = conformancePlan(scenario, profile)
  const stages = engineStages(scenario, plan)
  if (!stages.every(({ isAtRest }) => isAtRest)) return false
  const expected = stages.map(stageText).join('\n')
  return Array.from({ length: otherPasts }, (_, past) => past).every((past) => {
    const links = plan.links.map((link) => {
      const stream = randomStream(past, `delay of ${link.name}`)
      // Evenly among their logarithms: most pairs of links are unlike by a factor.
      return {
        ...link,
        delayMicros: Math.round(shortestMicros * (longestMicros / shortestMicros) ** stream.next()),
      }
    })
    return (
      engineStages(scenario, { ...plan, links })
        .map(stageText)
        .join('\n') === expected
    )
  })
}

function stageText({ snapshot, notifications, isAtRest }: Stage): string {
  const routers = [...snapshot].map(([name, router]) => `${name} ${snapshotText(router)}`)
  const told = notifications.map(
    ({ router, session, code, subcode }) => `${router} ${session} ${code}/${subcode}`,
  )
  return [isAtRest, ...routers, ...[...new Set(told)].sort()].join('\n')
}
