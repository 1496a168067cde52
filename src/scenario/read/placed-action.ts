import type { RiskGroup } from '../risk-group.ts'
import type { AffectedLink, TimelineAction } from '../timeline-entry.ts'
import type { KnownNames } from './known-names.ts'

/** The action with what a name stands for: every VLAN of a cable, every routing domain of a box. */
export function placed(
  action: TimelineAction,
  known: KnownNames,
  riskGroups: ReadonlyMap<string, RiskGroup>,
): TimelineAction {
  switch (action.kind) {
    case 'cut':
    case 'loss':
    case 'delay':
      return { ...action, links: action.links.flatMap((one) => linksOf(one, known)) }
    case 'blackhole':
    case 'freeze':
    case 'crash':
    case 'restart':
    case 'drain':
    case 'undrain':
      return { ...action, nodes: action.nodes.flatMap((node) => known.boxes.get(node) ?? [node]) }
    case 'wrongKey':
    case 'wrongAsn':
    case 'zeroWindow':
    case 'malformed':
      return { ...action, router: endOf(action, known) }
    case 'fail':
      return { ...action, members: riskGroups.get(action.group) }
    default:
      return action
  }
}

/** An end too is named by the box, and is the domain of it that the session has. */
function endOf(
  { session, router }: { session: string; router: string | undefined },
  known: KnownNames,
): string | undefined {
  if (router === undefined) return undefined
  const ends: readonly string[] = known.sessions.get(session) ?? []
  return (known.boxes.get(router) ?? [router]).find((domain) => ends.includes(domain)) ?? router
}

/** Who sends is named by the box, and is on each VLAN the domain that ends there. */
function linksOf({ link: name, from }: AffectedLink, known: KnownNames): readonly AffectedLink[] {
  const carried = known.cables.get(name) ?? [name]
  const domains = from === undefined ? [] : (known.boxes.get(from) ?? [from])
  return carried.map((link) => ({
    link,
    from: domains.find((domain) => known.links.get(link)?.includes(domain)),
  }))
}
