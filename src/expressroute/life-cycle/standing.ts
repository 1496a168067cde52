import type { Design, VirtualNetwork } from '../design.ts'
import type { ExpandedLink, ExpandedSession, PeeringLink } from '../expansion.ts'
import { globalReachRefusal } from '../global-reach.ts'
import { gatewayInstances, gatewayName } from '../node-names.ts'
import { type Estate, isProvisioned, isSamePair, prefixesState } from './estate.ts'

/** One end of a session. */
export interface StoppedEnd {
  readonly session: string
  readonly node: string
}

/**
 * The ends inside Microsoft's network that are not to speak, as the estate is. Model assumption: an MSEE ends the sessions of what
 * is taken away as an operator does, with a Cease.
 */
export function stoppedEnds(estate: Estate, sessions: readonly ExpandedSession[]): readonly StoppedEnd[] {
  return sessions
    .filter(({ link }) => !mayStand(estate, link))
    .flatMap(({ name: session, link, ends }) => {
      const own = link.kind === 'circuit' ? [ends[1]] : ends
      return own.map(({ node }) => ({ session, node }))
    })
}

/** One of Microsoft's ends that waits for a validation of the peering. */
export interface AwaitingEnd extends StoppedEnd, Pick<PeeringLink, 'circuit' | 'peering'> {}

/** The customers' sessions that wait for nothing but a validation. */
export function awaitingValidation(
  estate: Estate,
  sessions: readonly ExpandedSession[],
): readonly AwaitingEnd[] {
  return sessions.flatMap(({ name: session, link, ends }) => {
    if (link.kind !== 'circuit' || !isOpen(estate, link) || isValidated(estate, link)) return []
    const { circuit, peering } = link
    return [{ session, node: ends[1].node, circuit, peering }]
  })
}

function mayStand(estate: Estate, link: ExpandedLink): boolean {
  switch (link.kind) {
    case 'circuit':
      return isOpen(estate, link) && isValidated(estate, link)
    case 'gateway':
      return isConfigured(estate, link) && isLinked(estate.design, link)
    case 'microsoft':
      return isConfigured(estate, link)
    case 'global-reach':
      return isJoined(estate, link.circuits)
    case 'internet':
      return true
    default:
      throw new Error(`unknown link ${link satisfies never}`)
  }
}

/** Whether Global Reach joins the two, and both have what it takes (FAQ26). */
export function isJoined(estate: Estate, pair: readonly [string, string]): boolean {
  const joined = estate.design.globalReach.find(({ circuits }) => isSamePair(circuits, pair))
  return (
    joined !== undefined &&
    globalReachRefusal(estate.design, joined) === undefined &&
    pair.every((circuit) => isConfigured(estate, { circuit, peering: 'private' }))
  )
}

/** WF23: operational, with a peering that is Enabled. */
function isOpen(estate: Estate, link: PeeringLink): boolean {
  return isConfigured(estate, link) && !estate.states.get(link.circuit)?.disabled.has(link.peering)
}

function isConfigured(
  estate: Estate,
  { circuit, peering }: Pick<PeeringLink, 'circuit' | 'peering'>,
): boolean {
  return isProvisioned(estate, circuit) && estate.design.circuits.get(circuit)?.peerings.has(peering) === true
}

function isValidated(estate: Estate, { circuit, peering }: PeeringLink): boolean {
  return prefixesState(estate, circuit, peering) !== 'ValidationNeeded'
}

function isLinked({ virtualNetworks }: Design, { circuit, ends }: PeeringLink): boolean {
  const isBehind = ([name, { connections }]: readonly [string, VirtualNetwork]): boolean =>
    gatewayInstances.some((instance) => gatewayName(name, instance) === ends[1].node) &&
    connections.some((connection) => connection.circuit === circuit)
  return [...virtualNetworks].some(isBehind)
}
