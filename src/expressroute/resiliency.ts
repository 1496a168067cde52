import type { Design } from './design.ts'

/** How much a virtual network may lose and still be reached, in Azure's words. */
export interface Resiliency {
  readonly virtualNetwork: string
  readonly tier: 'Standard' | 'Maximum'
  /** In the order of its connections. */
  readonly circuits: readonly string[]
  /** Where they end, each once. */
  readonly peeringLocations: readonly string[]
}

/**
 * RES24: circuits of one peering location are Standard, of two or more Maximum. High takes a Metro circuit, whose links end at two
 * locations of one city, and these are not modelled. Networks without a circuit are left out.
 */
export function resiliencies({ era, circuits, virtualNetworks }: Design): readonly Resiliency[] {
  if (era === '2017') return []
  return [...virtualNetworks].flatMap(([virtualNetwork, { connections }]) => {
    const linked = connections.map(({ circuit }) => circuit)
    const found = linked.flatMap((name) => circuits.get(name)?.peeringLocation ?? [])
    const peeringLocations = [...new Set(found)]
    if (peeringLocations.length === 0) return []
    const tier = peeringLocations.length > 1 ? 'Maximum' : 'Standard'
    return [{ virtualNetwork, tier, circuits: linked, peeringLocations }]
  })
}
