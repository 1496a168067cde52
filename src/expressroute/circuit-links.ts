import type { Circuit, Design } from './design.ts'

/** FAQ26, LIM23: a Local or Standard circuit, of whatever bandwidth. */
const linksOfOthers = 10

/**
 * FAQ26, LIM23: a Premium circuit, by its bandwidth in Mbps. Model assumption: the same in 2017, where SEED and FAQ17 say that it
 * begins with ten and rises with the bandwidth, to a hundred.
 */
const linksOfPremium: ReadonlyMap<number, number> = new Map([
  [50, 20],
  [100, 25],
  [200, 25],
  [500, 40],
  [1_000, 50],
  [2_000, 60],
  [5_000, 75],
  [10_000, 100],
  [40_000, 100],
  [100_000, 100],
])

/** How many links a circuit takes; `undefined` for Premium with a bandwidth that is not on sale. */
export function circuitLinks({ sku, bandwidthMbps }: Bought): number | undefined {
  return sku.tier === 'Premium' ? linksOfPremium.get(bandwidthMbps) : linksOfOthers
}

type Bought = Pick<Circuit, 'sku' | 'bandwidthMbps'>

/** FAQ26: what counts against that number, virtual networks and circuits that Global Reach joins with it. */
export function usedLinks(
  design: Design,
  circuit: string,
): { readonly networks: number; readonly joined: number } {
  return {
    networks: linkedNetworks(design, circuit).length,
    joined: design.globalReach.filter(({ circuits }) => circuits.includes(circuit)).length,
  }
}

/** The virtual networks whose gateways have a connection to the circuit. */
export function linkedNetworks({ virtualNetworks }: Design, circuit: string): readonly string[] {
  return [...virtualNetworks].flatMap(([name, { connections }]) =>
    connections.some((connection) => connection.circuit === circuit) ? [name] : [],
  )
}
