import type { Area } from './areas.ts'
import type { Circuit, Era } from './design.ts'
import { areasOf, cloudsAt, localRegions } from './locations.ts'
import { areaOfRegion, canonicalRegion } from './regions.ts'

/** SEED, FAQ26: whether the circuit's SKU reaches the region. Where the documents do not say, it does. */
export function reachesRegion(circuit: Reaching, region: string, era: Era): boolean {
  return outOfReach(circuit, region, era) === undefined
}

type Reaching = Pick<Circuit, 'sku' | 'peeringLocation' | 'cloud'>

/** What to do about a region that the circuit does not reach; `undefined` where it does, or nobody knows. */
export function outOfReach(circuit: Reaching, region: string, era: Era): string | undefined {
  const { sku, peeringLocation, cloud } = circuit
  if (sku.tier === 'Local') {
    const local = localRegions(peeringLocation, era)
    if (local.includes(canonicalRegion(region))) return undefined
    return local.length === 0
      ? `there is no Local circuit at ${peeringLocation}: buy Standard`
      : `buy Standard or Premium; Local reaches ${local.join(' and ')} from here`
  }
  const target = areaOfRegion(region, era)
  const own = areasOf(circuit, era)
  if (target === undefined || own.length === 0) return undefined
  if (target.cloud !== cloud) {
    return cloudsAt(peeringLocation, era).includes(target.cloud)
      ? `write cloud: ${target.cloud} where the circuit is of that cloud: clouds are closed to one another`
      : 'use a circuit at a peering location of that cloud: clouds are closed to one another'
  }
  if (sku.tier === 'Premium' || own.includes(target)) return undefined
  return `buy Premium: ${region} is in ${target.name}, and Standard reaches ${areaNames(own)} from here`
}

function areaNames(areas: readonly Area[]): string {
  return areas.map(({ name }) => name).join(' and ')
}
