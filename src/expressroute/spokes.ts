import { unpackPrefixes } from '../net/packed-prefixes.ts'
import { covers, type Prefix } from '../net/prefix.ts'
import type { Design, Spoke } from './design.ts'

/** The virtual network whose gateway hosts use: that of a spoke is its hub's. */
export function hubOf(spokes: ReadonlyMap<string, Pick<Spoke, 'hub'>>, name: string): string {
  return spokes.get(name)?.hub ?? name
}

/** FAQ26: what a gateway announces, the address spaces of its own network and of the spokes that use it. */
export function addressSpacesOf(design: Design, virtualNetwork: string): readonly Prefix[] {
  return placedSpaces(design, virtualNetwork).map(({ space }) => space)
}

/** The same, each with the network whose it is: the hub or one of its spokes. */
export function placedSpaces(design: Design, virtualNetwork: string): readonly PlacedSpace[] {
  const own = design.virtualNetworks.get(virtualNetwork)?.addressSpace ?? []
  const spokes = [...design.spokes].filter(([, { hub }]) => hub === virtualNetwork)
  return [
    ...own.map((space) => ({ name: virtualNetwork, space })),
    ...spokes.flatMap(([name, { addressSpace }]) =>
      addressSpace.flatMap(unpackPrefixes).map((space) => ({ name, space })),
    ),
  ]
}

interface PlacedSpace {
  readonly name: string
  readonly space: Prefix
}

/** What it comes to on a connection: one prefix for all that a summary covers. */
export function announcedSpaces(design: Design, virtualNetwork: string): readonly Prefix[] {
  const spaces = addressSpacesOf(design, virtualNetwork)
  const summaries = design.virtualNetworks.get(virtualNetwork)?.summarizedGatewayPrefixes ?? []
  return [
    ...summaries.filter((summary) => spaces.some((space) => covers(summary, space))),
    ...spaces.filter((space) => !summaries.some((summary) => covers(summary, space))),
  ]
}
