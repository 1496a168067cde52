import { networkOf, type Prefix } from '../../net/prefix.ts'
import type { Design, LinkSubnets, Path, PeeringKind, WrittenPrefix } from '../design.ts'
import { paths } from '../node-names.ts'
import { type PlacedPeering, placedPeerings } from './peerings.ts'
import type { Breach } from './rule.ts'

/** One link's subnet in one family, with where the file has it. */
export interface PlacedSubnet {
  readonly circuit: string
  readonly kind: PeeringKind
  readonly linkPath: Path
  readonly written: WrittenPrefix
  readonly network: Prefix
  readonly path: Breach['path']
}

/** Primary before secondary, IPv4 before IPv6, for every peering. */
export function linkSubnets(design: Design): readonly PlacedSubnet[] {
  return placedPeerings(design).flatMap((placed) => {
    const { ipv4, ipv6 } = placed.peering
    const first = placedSubnets(placed, placed.path, ipv4)
    return ipv6 === undefined ? first : [...first, ...placedSubnets(placed, [...placed.path, 'ipv6'], ipv6)]
  })
}

function placedSubnets(
  { circuit, kind }: PlacedPeering,
  place: Breach['path'],
  subnets: LinkSubnets,
): readonly PlacedSubnet[] {
  return paths.map((linkPath) => {
    const written = subnets[linkPath]
    return {
      circuit,
      kind,
      linkPath,
      written,
      network: networkOf(written.address, written.length),
      path: [...place, `${linkPath}PeerAddressPrefix`],
    }
  })
}
