import { type Policy, type PolicySettings, withSettings } from '../bgp/policy.ts'
import { HeldSettings } from './held-settings.ts'
import type { Deed } from './operation.ts'
import type { SimulationPlan } from './plan.ts'

/** What changes the policy of one direction at one end of a session. */
export type PolicyChangingDeed = Extract<Deed, { kind: 'set-policy' | 'adjust-policy' | 'restore-policy' }>

type Place = Pick<PolicyChangingDeed, 'session' | 'at' | 'direction'>

interface Adjustment {
  readonly hold: string
  readonly settings: PolicySettings
}

/**
 * What policy each end of a session has at present: that of the plan, or the one that took its place, and on top of it
 * what was set since, in the order in which it was set.
 */
export class Policies {
  readonly #routers: SimulationPlan['routers']
  readonly #replaced = new Map<string, Policy>()
  readonly #adjusted = new HeldSettings<Adjustment>()

  constructor({ routers }: Pick<SimulationPlan, 'routers'>) {
    this.#routers = routers
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Policies): void {
    for (const [key, policy] of other.#replaced) this.#replaced.set(key, policy)
    this.#adjusted.assume(other.#adjusted)
  }

  change(deed: PolicyChangingDeed): void {
    const key = keyOf(deed)
    if (deed.kind === 'set-policy') this.#replaced.set(key, deed.policy)
    else if (deed.kind === 'adjust-policy') this.#adjusted.set(key, deed)
    else this.#adjusted.release(key, deed.hold)
  }

  of(place: Place): Policy {
    const key = keyOf(place)
    return this.#adjusted
      .of(key)
      .reduce(
        (policy, { settings }) => withSettings(policy, settings),
        this.#replaced.get(key) ?? this.#planned(place),
      )
  }

  #planned({ session, at, direction }: Place): Policy {
    const router = this.#routers.find(({ speaker }) => speaker.name === at)
    const peer = router?.speaker.peers.find(({ name }) => name === session)
    if (peer === undefined) throw new Error(`no session ${session} at ${at}`)
    return peer[direction]
  }
}

function keyOf({ session, at, direction }: Place): string {
  return `${direction} ${at} ${session}`
}
