import type { Path } from './design.ts'

type LinkLocations = Readonly<Record<Path, string>>

/** METRO24: the pairs of peering locations of one city at which a Metro circuit ends, by the name of the pair. */
const metroPairs: ReadonlyMap<string, LinkLocations> = new Map([
  ['Amsterdam Metro', { primary: 'Amsterdam', secondary: 'Amsterdam2' }],
  ['Singapore Metro', { primary: 'Singapore', secondary: 'Singapore2' }],
  ['Zurich Metro', { primary: 'Zurich', secondary: 'Zurich2' }],
])

export const metroNames: readonly string[] = [...metroPairs.keys()]

/** Where the primary and the secondary link of a circuit end: at two places of a Metro, or twice at the same. */
export function linkLocations(peeringLocation: string): LinkLocations {
  return metroPairs.get(peeringLocation) ?? { primary: peeringLocation, secondary: peeringLocation }
}
