import type { Policy } from '../../bgp/policy.ts'
import type { PrefixLimit } from '../../bgp/speaker-configuration.ts'
import type { ExpandedSession, PeeringLink } from '../expansion.ts'
import { customerPrefixLimit } from '../limits.ts'
import { microsoftExport } from '../microsoft-network.ts'
import type { Estate } from './estate.ts'
import type { Move } from './move.ts'

/** What Microsoft's end of a session does otherwise from now on. */
export type Terms =
  | { readonly kind: 'export'; readonly session: string; readonly node: string; readonly policy: Policy }
  | { readonly kind: 'limit'; readonly session: string; readonly node: string; readonly limit: PrefixLimit }

/**
 * What the move changes for sessions that go on standing: what Microsoft tells, and how much it takes. Model assumption: a circuit
 * becomes Standard whatever is announced to it at that moment.
 */
export function changedTerms(
  move: Move,
  { design }: Estate,
  sessions: readonly ExpandedSession[],
): readonly Terms[] {
  const own = sessions.flatMap(({ name: session, link, ends }) =>
    'circuit' in link && link.circuit === move.circuit ? [{ session, link, node: ends[1].node }] : [],
  )
  const tierMoves = move.kind === 'update' && move.tier !== undefined
  return [
    ...(tierMoves || refilters(move) ? own.flatMap((end) => exportOf(design, end)) : []),
    ...(tierMoves ? own.flatMap((end) => limitOf(design, end)) : []),
  ]
}

/** Whether the route filter may be another one after it. */
function refilters({ kind }: Move): boolean {
  return kind === 'attach' || kind === 'detach' || kind === 'configure'
}

/** Microsoft's end of a session of the circuit; of one between an MSEE and the public network, that of the network. */
interface OwnEnd {
  readonly session: string
  readonly node: string
  readonly link: PeeringLink
}

function exportOf(design: Estate['design'], { link, ...end }: OwnEnd): readonly Terms[] {
  return link.kind === 'microsoft' ? [{ kind: 'export', ...end, policy: microsoftExport(design, link) }] : []
}

function limitOf(design: Estate['design'], { link, ...end }: OwnEnd): readonly Terms[] {
  const tier = design.circuits.get(link.circuit)?.sku.tier
  if (link.kind !== 'circuit' || tier === undefined) return []
  return [{ kind: 'limit', ...end, limit: customerPrefixLimit(link.peering, tier, design.assumptions) }]
}
