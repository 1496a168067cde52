import type { Circuit, Path, PeeringKind } from '../../expressroute/design.ts'
import type { ExpandedSession, Expansion } from '../../expressroute/expansion.ts'
import { mseeName } from '../../expressroute/node-names.ts'

/** What `az` calls the peerings of a circuit, and their keys in a scenario. */
export const peeringNames = {
  AzurePrivatePeering: 'private',
  AzurePublicPeering: 'public',
  MicrosoftPeering: 'microsoft',
} as const

export type PeeringName = keyof typeof peeringNames

/** `peeringType` of a peering, which is its name too. */
export function peeringTypeOf(kind: PeeringKind): string {
  const found = Object.entries(peeringNames).find(([, own]) => own === kind)
  if (found === undefined) throw new Error(`no name for ${kind} peering`)
  return found[0]
}

/** One end of one peering in Microsoft's network: what `--path` and `--peering-name` name. */
export interface PeeringPath {
  readonly circuit: string
  readonly path: Path
  readonly peering: PeeringName
}

/** The peerings that the circuit has, by their keys in a scenario. */
export function configuredPeerings({ peerings }: Circuit): readonly string[] {
  return [...peerings.keys()]
}

/** The router that speaks for Microsoft at the end of the path. */
export function mseeOf({ circuit, path, peering }: PeeringPath): string {
  return mseeName(circuit, path, peeringNames[peering])
}

/** The sessions that the MSEE has for the peering: with the customer's router and with gateways. */
export function sessionsOf({ sessions }: Expansion, place: PeeringPath): readonly ExpandedSession[] {
  const msee = mseeOf(place)
  return sessions.filter(({ ends }) => ends.some(({ node }) => node === msee))
}
