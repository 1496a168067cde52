import type { Policy } from '../../bgp/policy.ts'
import type { AggregateConfiguration, PrefixLimit } from '../../bgp/speaker-configuration.ts'
import type { Design } from '../design.ts'
import type { ExpandedSession, PeeringLink } from '../expansion.ts'
import { summaryOf } from '../gateway.ts'
import { customerPrefixLimit } from '../limits.ts'
import { microsoftExport } from '../microsoft-network.ts'
import { gatewayInstances, gatewayName } from '../node-names.ts'
import { gatewayRouteWeight } from '../routing-weight.ts'
import type { Estate } from './estate.ts'
import type { Move } from './move.ts'

/** What Microsoft's end of a session does otherwise from now on. */
export type Terms =
  | { readonly kind: 'export'; readonly session: string; readonly node: string; readonly policy: Policy }
  | { readonly kind: 'limit'; readonly session: string; readonly node: string; readonly limit: PrefixLimit }
  | { readonly kind: 'weight'; readonly session: string; readonly node: string; readonly weight: number }
  /** On all sessions of the router. */
  | {
      readonly kind: 'aggregates'
      readonly node: string
      readonly aggregates: readonly AggregateConfiguration[]
    }

/**
 * What the move changes for sessions that go on standing: what Microsoft tells, and how much it takes. Model assumption: a circuit
 * becomes Standard whatever is announced to it at that moment. Model assumption: what changes so costs no session.
 */
export function changedTerms(
  move: Move,
  { design }: Estate,
  sessions: readonly ExpandedSession[],
): readonly Terms[] {
  if (move.kind === 'summarize') return aggregatesOf(design, move.virtualNetwork)
  if (move.kind === 'link' || move.kind === 'weigh') return weightsOf(design, move, sessions)
  if (!('circuit' in move)) return []
  const own = sessions.flatMap(({ name: session, link, ends }) =>
    'circuit' in link && link.circuit === move.circuit ? [{ session, link, node: ends[1].node }] : [],
  )
  const tierMoves = move.kind === 'update' && move.tier !== undefined
  return [
    ...(tierMoves || refilters(move) ? own.flatMap((end) => exportOf(design, end)) : []),
    ...(tierMoves ? own.flatMap((end) => limitOf(design, end)) : []),
  ]
}

/** What gateways announce in place of what lies inside. */
function aggregatesOf({ virtualNetworks }: Design, name: string): readonly Terms[] {
  const summaries = virtualNetworks.get(name)?.summarizedGatewayPrefixes ?? []
  const aggregates = summaries.map(summaryOf)
  return gatewayInstances.map((instance) => ({
    kind: 'aggregates',
    node: gatewayName(name, instance),
    aggregates,
  }))
}

/** A connection that is made anew has what the file gives it. */
function weightsOf(
  { virtualNetworks }: Design,
  { circuit, virtualNetwork }: { readonly circuit: string; readonly virtualNetwork: string },
  sessions: readonly ExpandedSession[],
): readonly Terms[] {
  const connection = virtualNetworks.get(virtualNetwork)?.connections.find((one) => one.circuit === circuit)
  if (connection === undefined) return []
  const nodes = gatewayInstances.map((instance) => gatewayName(virtualNetwork, instance))
  const weight = gatewayRouteWeight(connection.weight)
  return sessions.flatMap(({ name: session, link, ends: [, { node }] }): readonly Terms[] =>
    link.kind === 'gateway' && link.circuit === circuit && nodes.includes(node)
      ? [{ kind: 'weight', session, node, weight }]
      : [],
  )
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
