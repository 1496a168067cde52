import { networkOf, type Prefix } from '../../net/prefix.ts'
import type { Design, LinkSubnets, Path, WrittenPrefix } from '../design.ts'
import { paths } from '../node-names.ts'
import type { Breach } from './rule.ts'

/** One link's subnet in one family, with where the file has it. */
export interface PlacedSubnet {
  readonly circuit: string
  readonly linkPath: Path
  readonly written: WrittenPrefix
  readonly network: Prefix
  readonly path: Breach['path']
}

/** Primary before secondary, IPv4 before IPv6, for every private peering. */
export function linkSubnets(design: Design): readonly PlacedSubnet[] {
  return [...design.circuits].flatMap(([circuit, { peerings }]) => {
    const peering = peerings.private
    if (peering === undefined) return []
    const place = ['circuits', circuit, 'peerings', 'private']
    const ipv4 = placed(circuit, place, peering.ipv4)
    return peering.ipv6 === undefined ? ipv4 : [...ipv4, ...placed(circuit, [...place, 'ipv6'], peering.ipv6)]
  })
}

function placed(circuit: string, place: readonly string[], subnets: LinkSubnets): readonly PlacedSubnet[] {
  return paths.map((linkPath) => {
    const written = subnets[linkPath]
    return {
      circuit,
      linkPath,
      written,
      network: networkOf(written.address, written.length),
      path: [...place, `${linkPath}PeerAddressPrefix`],
    }
  })
}
