import { unpackPrefixes } from '../net/packed-prefixes.ts'
import type { Prefix } from '../net/prefix.ts'
import type { Design } from './design.ts'

/** FAQ26: what a gateway announces, the address spaces of its own network and of the spokes that use it. */
export function addressSpacesOf(design: Design, virtualNetwork: string): readonly Prefix[] {
  const own = design.virtualNetworks.get(virtualNetwork)?.addressSpace ?? []
  const spokes = [...design.spokes.values()].filter(({ hub }) => hub === virtualNetwork)
  return [...own, ...spokes.flatMap(({ addressSpace }) => addressSpace.flatMap(unpackPrefixes))]
}
