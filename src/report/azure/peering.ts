import type { Circuit, Path } from '../../expressroute/design.ts'
import type { ExpandedSession, Expansion } from '../../expressroute/expansion.ts'
import { mseeName } from '../../expressroute/node-names.ts'

/** What `az` calls the peerings of a circuit, and their keys in a scenario. */
export const peeringNames = {
  AzurePrivatePeering: 'private',
  AzurePublicPeering: 'public',
  MicrosoftPeering: 'microsoft',
} as const

export type PeeringName = keyof typeof peeringNames

/** One end of one peering in Microsoft's network: what `--path` and `--peering-name` name. */
export interface PeeringPath {
  readonly circuit: string
  readonly path: Path
  readonly peering: PeeringName
}

/** Whether the circuit has the peering at all. */
export function hasPeering({ peerings }: Circuit, peering: PeeringName): boolean {
  return Object.entries(peerings).some(([key, value]) => key === peeringNames[peering] && value !== undefined)
}

/** The sessions that the MSEE has for the peering: with the customer's router and with gateways. */
export function sessionsOf(
  { sessions }: Expansion,
  { circuit, path, peering }: PeeringPath,
): readonly ExpandedSession[] {
  const msee = mseeName(circuit, path)
  // A session's name ends with the peering that it is of, and its family.
  return sessions.filter(
    ({ name, family, ends }) =>
      ends.some(({ node }) => node === msee) && name.endsWith(` ${peeringNames[peering]} ${family}`),
  )
}
