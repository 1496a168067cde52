import { sameEnd } from '../../expressroute/expand-links.ts'
import type { ExpandedLink } from '../../expressroute/expansion.ts'
import { gatewayInstances, gatewayName } from '../../expressroute/node-names.ts'
import type { Place } from '../place.ts'
import type { Scenario } from '../scenario.ts'

/** Where the file has what a link was made of: the router's end of it, the virtual network or the peering. */
export function placeOfLink(
  { routers, places }: Pick<Scenario, 'routers' | 'places'>,
  link: ExpandedLink,
): Place | undefined {
  switch (link.kind) {
    case 'circuit':
      return routers.get(link.ends[0].node)?.connections.find((connection) => sameEnd(connection, link))
        ?.place
    case 'gateway':
      return [...places.virtualNetworks].find(([name]) =>
        gatewayInstances.some((instance) => gatewayName(name, instance) === link.ends[1].node),
      )?.[1]
    case 'microsoft':
      return places.peerings.get(link.circuit)?.get(link.peering)
    case 'internet':
    case 'global-reach':
      return undefined
    default:
      throw new Error(`unknown link ${link satisfies never}`)
  }
}
