import type { Design } from './design.ts'
import { linkLocations } from './metro.ts'

export const resiliencyTiers = ['Standard', 'High', 'Maximum'] as const

/** How much a virtual network may lose and still be reached, in Azure's words. */
export interface Resiliency {
  readonly virtualNetwork: string
  readonly tier: (typeof resiliencyTiers)[number]
  /** In the order of its connections. */
  readonly circuits: readonly string[]
  /** Where they end, each once. */
  readonly peeringLocations: readonly string[]
}

/** RES24: of each virtual network that has a circuit. */
export function resiliencies({ era, circuits, virtualNetworks }: Design): readonly Resiliency[] {
  if (era === '2017') return []
  return [...virtualNetworks].flatMap(([virtualNetwork, { connections }]) => {
    const linked = connections.map(({ circuit }) => circuit)
    const ends = linked.flatMap((name) => {
      const circuit = circuits.get(name)
      return circuit === undefined ? [] : [Object.values(linkLocations(circuit.peeringLocation))]
    })
    const peeringLocations = [...new Set(ends.flat())]
    if (peeringLocations.length === 0) return []
    return [{ virtualNetwork, tier: tierOf(ends), circuits: linked, peeringLocations }]
  })
}

/** Maximum are two circuits that have no location in common, and High is a circuit whose links end at two (METRO24). */
function tierOf(ends: readonly (readonly string[])[]): Resiliency['tier'] {
  const areApart = ends.some((one) => ends.some((other) => !one.some((location) => other.includes(location))))
  if (areApart) return 'Maximum'
  return new Set(ends.flat()).size > 1 ? 'High' : 'Standard'
}
