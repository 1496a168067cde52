/** METRO24: the pairs of peering locations of one city at which a Metro circuit ends, by the name of the pair. */
const metroPairs: ReadonlyMap<string, readonly [primary: string, secondary: string]> = new Map([
  ['Amsterdam Metro', ['Amsterdam', 'Amsterdam2']],
  ['Singapore Metro', ['Singapore', 'Singapore2']],
  ['Zurich Metro', ['Zurich', 'Zurich2']],
])

export const metroNames: readonly string[] = [...metroPairs.keys()]

/** Where the primary and the secondary link of a circuit end: at two places of a Metro, or twice at the same. */
export function linkLocations(peeringLocation: string): readonly [primary: string, secondary: string] {
  return metroPairs.get(peeringLocation) ?? [peeringLocation, peeringLocation]
}
