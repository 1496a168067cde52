import type { Circuit, Design, Peering, PeeringKind } from '../design.ts'
import type { Breach } from './rule.ts'

/** One peering of one circuit, with where the file has it. */
export interface PlacedPeering {
  readonly circuit: string
  readonly bought: Circuit
  readonly kind: PeeringKind
  readonly peering: Peering
  readonly path: Breach['path']
}

/** Circuits in the order of the file, their peerings in that of the documents. */
export function placedPeerings({ circuits }: Design): readonly PlacedPeering[] {
  return [...circuits].flatMap(([circuit, bought]) =>
    [...bought.peerings].map(([kind, peering]) => ({
      circuit,
      bought,
      kind,
      peering,
      path: ['circuits', circuit, 'peerings', kind],
    })),
  )
}

/** `the Microsoft peering of er-amsterdam`. */
export function peeringText({ circuit, kind }: Pick<PlacedPeering, 'circuit' | 'kind'>): string {
  return `the ${kind === 'microsoft' ? 'Microsoft' : kind} peering of ${circuit}`
}
