import type { PeerConfiguration } from '../../bgp/speaker-configuration.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { buildTopology } from '../../scenario/topology.ts'

/** What MSEEs and gateways do with routes that not every daemon has words for. */
export type AzureHabit = 'weight' | 'allowOwnAsn' | 'removePrivateAsns'

/** What does without a habit is configured with. */
const doingWithout = { weight: 0, allowOwnAsn: 0, removePrivateAsns: false } as const

/** The peer of an MSEE or a gateway, configured without these habits. */
export function withoutHabits(peer: PeerConfiguration, habits: readonly AzureHabit[]): PeerConfiguration {
  return {
    ...peer,
    weight: (habits.includes('weight') ? doingWithout : peer).weight,
    allowOwnAsn: (habits.includes('allowOwnAsn') ? doingWithout : peer).allowOwnAsn,
    removePrivateAsns: (habits.includes('removePrivateAsns') ? doingWithout : peer).removePrivateAsns,
  }
}

/** Which of the habits the scenario has, and is therefore played without. */
export function habitsOf(scenario: Scenario, habits: readonly AzureHabit[]): readonly AzureHabit[] {
  const azures = buildTopology(scenario).plan.routers.filter(({ speaker }) =>
    isAzures(scenario, speaker.name),
  )
  const peers = azures.flatMap(({ speaker }) => speaker.peers)
  return habits.filter((habit) => peers.some((peer) => peer[habit] !== doingWithout[habit]))
}

/** Whether the router is none of the customer's. */
export function isAzures({ routers }: Scenario, name: string): boolean {
  return !routers.has(name)
}
