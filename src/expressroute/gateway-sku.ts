import type { Era } from './design.ts'

/** One row of FAQ26 and GW23; `undefined` where the documents give no number. */
export interface GatewaySku {
  readonly name: string
  readonly aliases: readonly string[]
  readonly eras: readonly Era[]
  readonly megabitsPerSecond: number
  readonly learnedRoutes: number
  /** How many circuits a virtual network may be linked to, across peering locations. */
  readonly circuits: number | undefined
  readonly fastPath: boolean
}

const standard = {
  megabitsPerSecond: 1_000,
  learnedRoutes: 4_000,
  circuits: 4,
  fastPath: false,
}

const highPerformance = {
  megabitsPerSecond: 2_000,
  learnedRoutes: 9_500,
  circuits: 8,
  fastPath: false,
}

const ultraPerformance = {
  megabitsPerSecond: 10_000,
  learnedRoutes: 9_500,
  circuits: 16,
  fastPath: true,
}

/** One scale unit; the number of circuits is not documented. */
const scale = {
  megabitsPerSecond: 1_000,
  learnedRoutes: 9_500,
  circuits: undefined,
  fastPath: false,
}

/** Model assumption: the zone-redundant twins and ErGwScale belong to the current era alone. */
const gatewaySkus: readonly GatewaySku[] = [
  { name: 'Standard', aliases: [], eras: ['2017', 'current'], ...standard },
  { name: 'HighPerformance', aliases: ['HighPerf'], eras: ['2017', 'current'], ...highPerformance },
  { name: 'UltraPerformance', aliases: ['Ultra'], eras: ['2017', 'current'], ...ultraPerformance },
  { name: 'ErGw1AZ', aliases: [], eras: ['current'], ...standard },
  { name: 'ErGw2AZ', aliases: [], eras: ['current'], ...highPerformance },
  { name: 'ErGw3AZ', aliases: [], eras: ['current'], ...ultraPerformance },
  { name: 'ErGwScale', aliases: [], eras: ['current'], ...scale },
]

/** GW23, GW17: what a gateway may become as it stands. For anything else it is deleted and created anew. */
const resizes: Readonly<Record<Era, ReadonlyMap<string, readonly string[]>>> = {
  '2017': new Map([
    ['Standard', ['HighPerformance']],
    ['HighPerformance', ['Standard']],
  ]),
  current: new Map([
    ['Standard', ['HighPerformance', 'UltraPerformance']],
    ['HighPerformance', ['UltraPerformance', 'Standard']],
    ['ErGw1AZ', ['ErGw2AZ', 'ErGw3AZ']],
    ['ErGw2AZ', ['ErGw3AZ', 'ErGw1AZ']],
  ]),
}

/** The SKUs that a gateway of this one may be resized to; both by the names of the tables. */
export function resizesOf({ name }: GatewaySku, era: Era): readonly string[] {
  return resizes[era].get(name) ?? []
}

/** GW23: circuits of one peering location to one virtual network. In 2017 each had to be of another (FAQ17). */
export const circuitsPerLocation: Readonly<Record<Era, number>> = { '2017': 1, current: 4 }

/** FAQ26: however many circuits of equal preference a virtual network is linked to. */
export const circuitsInParallel = 4

/** FAQ17: in 2017 every gateway took four circuits, whatever its SKU. */
const circuitsIn2017 = 4

/** The SKU of this name or alias; Azure's own texts differ in case (`ErGw1Az`), so case does not count. */
export function findGatewaySku(name: string, era: Era): GatewaySku | undefined {
  const wanted = name.toLowerCase()
  return gatewaySkus.find((sku) => {
    return sku.eras.includes(era) && [sku.name, ...sku.aliases].some((own) => own.toLowerCase() === wanted)
  })
}

/** How many circuits a virtual network with this gateway may be linked to. */
export function circuitsPerVirtualNetwork(sku: GatewaySku, era: Era): number | undefined {
  return era === '2017' ? circuitsIn2017 : sku.circuits
}

/** The names that a file of the era may use, without aliases. */
export function gatewaySkuNames(era: Era): readonly string[] {
  return gatewaySkus.filter((sku) => sku.eras.includes(era)).map(({ name }) => name)
}
