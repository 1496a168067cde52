import type { Inspection } from '../../view/inspect.ts'
import type { NetworkInspection } from '../../view/inspect-network.ts'
import type { MomentView } from '../../view/moment.ts'
import type { PlanView } from '../../view/plan.ts'
import type { Deed } from './deed.ts'
import { linkDeeds } from './link-deeds.ts'
import { routerDeeds } from './router-deeds.ts'
import { sessionDeeds } from './session-deeds.ts'

/** What can be done to a thing of the picture, whether or not it is the one that is seen closer. */
export function deedsOf(
  { kind, name }: { readonly kind: 'node' | 'link' | 'session' | 'flow'; readonly name: string },
  plan: PlanView,
  moment: MomentView,
  inspection: Inspection | undefined,
): readonly Deed[] {
  const seen = inspection?.name === name ? inspection : undefined
  switch (kind) {
    case 'flow':
      return []
    case 'session':
      return sessionDeeds(name, moment, seen?.kind === 'session' ? seen : undefined)
    case 'node':
      if (seen?.kind === 'network') return networkDeeds(seen)
      return routerDeeds(name, plan, moment, seen?.kind === 'router' ? seen : undefined)
    case 'link':
      return plan.links.find((one) => one.name === name)?.isOfHosts === false
        ? linkDeeds(name, moment, seen?.kind === 'link' ? seen : undefined)
        : []
    default:
      throw new Error(`nothing to do to ${kind satisfies never}`)
  }
}

function networkDeeds({ name, prefixes, isAnnounced, more }: NetworkInspection): readonly Deed[] {
  const [first] = prefixes
  if (first === undefined || more === undefined) return []
  const change = { at: name, prefixes: [first] }
  return [
    {
      words: `Withdraw ${first}`,
      key: 'c',
      whyNot: isAnnounced ? undefined : 'It is withdrawn.',
      says: 'Its routers tell their peers at once, and packets to it find no route.',
      does: () => ({ action: { withdraw: change } }),
    },
    {
      words: `Announce ${first}`,
      key: 'b',
      whyNot: isAnnounced ? 'It is announced.' : undefined,
      says: 'Its routers tell their peers at once.',
      does: () => ({ action: { announce: change } }),
    },
  ]
}
