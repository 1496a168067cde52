import type { Scenario } from '../../scenario/scenario.ts'
import type { SimulationPlan } from '../../sim/plan.ts'
import { randomStream } from '../../sim/random.ts'
import { conformancePlan } from '../daemons/conformance-plan.ts'
import type { Daemon } from '../daemons/daemon.ts'
import { engineStages, type Stage } from '../daemons/engine-stages.ts'
import { routerSetups } from '../daemons/router-setup.ts'
import { snapshotText } from '../daemons/snapshot.ts'
import { Replacements } from './replacements.ts'

/** How often a network is played with other delays before it counts as decided. */
const otherPasts = 4

// A round trip has to be shorter than the second after which a session calls again.
const [shortestMicros, longestMicros] = [5_000, 300_000]

/**
 * Whether the protocol alone says how the network is at each rest point. Some networks never rest (RFC 3345), and some have
 * several states to rest in (RFC 4264), of which the order of arrival chooses: such a one ends otherwise when its links are
 * slower, and what a daemon does in it says nothing. Nor does it where the daemon makes a mistake that is known, or where a session
 * has one route more than its limit and waits for another UPDATE to notice.
 */
export function isDecided(scenario: Scenario, { profile, mistakesReplacements }: Decider): boolean {
  const plan = conformancePlan(scenario, profile)
  const replacements = new Replacements(plan)
  const mayMistake = mistakesReplacements && routerSetups(plan).some(({ mayHearMed }) => mayHearMed)
  const ending = (past: SimulationPlan): string | undefined => {
    const stages = engineStages(scenario, past, (record) => replacements.note(record))
    if (mayMistake && replacements.seen) return undefined
    if (profile.limitsBeforeAdding && stages.some(({ oneTooMany }) => oneTooMany.length > 0)) return undefined
    return stages.every(({ isAtRest }) => isAtRest) ? stages.map(stageText).join('\n') : undefined
  }
  const expected = ending(plan)
  return expected !== undefined && pastsOf(plan).every((past) => ending(past) === expected)
}

/** What of a daemon has a say. */
type Decider = Pick<Daemon, 'profile' | 'mistakesReplacements'>

/** The network with other delays. */
function pastsOf(plan: SimulationPlan): readonly SimulationPlan[] {
  return Array.from({ length: otherPasts }, (_, past) => ({
    ...plan,
    links: plan.links.map((link) => {
      const stream = randomStream(past, `delay of ${link.name}`)
      // Evenly among their logarithms: most pairs of links are unlike by a factor.
      const micros = shortestMicros * (longestMicros / shortestMicros) ** stream.next()
      return { ...link, delayMicros: Math.round(micros) }
    }),
  }))
}

function stageText({ snapshot, notifications, isAtRest }: Stage): string {
  const routers = [...snapshot].map(([name, router]) => `${name} ${snapshotText(router)}`)
  const told = notifications.map(
    ({ router, session, code, subcode }) => `${router} ${session} ${code}/${subcode}`,
  )
  return [isAtRest, ...routers, ...[...new Set(told)].sort()].join('\n')
}
