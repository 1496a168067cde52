import type { Route } from '../../bgp/decision/route.ts'
import { selectBest } from '../../bgp/decision/select-best.ts'
import type { Profile } from '../../bgp/profile.ts'
import { families } from '../../net/address.ts'
import { prefixAt } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { Simulation } from '../../sim/simulation.ts'

/**
 * The prefixes, by router, for which no route is better than each of the others when two are compared at a time: which one is
 * best then depends on the order of arrival. MULTI_EXIT_DISC of several neighbours makes such circles (RFC 4271 §9.1.2.2 (c)).
 */
export function undecidedInPairs({ routers }: Simulation): readonly string[] {
  return [...routers].flatMap(([name, { speaker }]) =>
    families.flatMap((family) => {
      const rib = speaker.ribs[family]
      const undecided = [...rib.ids.inOrder()].filter((id) => {
        const usable = rib.candidates(id, speaker.peers).filter((route) => rib.isUsable(route))
        return (
          usable.length > 2 && !usable.some((route) => beatsAll(route, usable, speaker.configuration.profile))
        )
      })
      return undecided.map(
        (id) => `${name} ${formatPrefix(prefixAt(family, rib.ids.keys, rib.ids.offset(id)))}`,
      )
    }),
  )
}

function beatsAll(route: Route, all: readonly Route[], profile: Profile): boolean {
  const settings = { maximumPaths: 1, previous: undefined }
  return all.every(
    (other) => other === route || selectBest([route, other], profile, settings)?.best === route,
  )
}
