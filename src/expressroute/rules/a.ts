import { hasHostBits, overlap } from '../../net/prefix.ts'
import { formatSubnet, halves, linkSubnetLength, networkAddress } from '../addressing.ts'
import type { Design, WrittenPrefix } from '../design.ts'
import { cite } from '../sources.ts'
import { connectionsByLink } from './connections.ts'
import { linkSubnets, type PlacedSubnet } from './link-subnets.ts'
import { type Breach, bothEras, type Rule } from './rule.ts'

/** Section A: addresses and VLANs of the links. A6, A7, A8 and A10 need a second peering or Direct port pairs. */
export const addressRules: readonly Rule[] = [
  {
    id: 'A1',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'An IPv4 link of a peering has a /30 of its own',
    story:
      'Each link of a circuit is a point-to-point subnet of exactly four addresses: network, customer, Microsoft and broadcast. Azure takes one /30 for the primary link and one for the secondary; a single /29 is the same thing written once, its lower half for the primary and its upper half for the secondary. The two /30s need not be neighbours. HSRP and VRRP are not supported, so a larger subnet would buy nothing.',
    source: cite('RT16', 'RT26'),
    assumption: false,
    check: (design) => linkSubnets(design).flatMap((subnet) => subnetBreach(subnet, 'ipv4')),
  },
  {
    id: 'A2',
    level: 'error',
    when: 'file',
    eras: ['current'],
    title: 'An IPv6 link of a peering has a /126 of its own',
    story:
      'IPv6 stands beside IPv4 on the same VLAN, with a session of its own on each link. As for IPv4, each link is a point-to-point subnet of four addresses, here a /126, and one /125 may stand for both.',
    source: cite('RT26'),
    assumption: false,
    check: (design) => linkSubnets(design).flatMap((subnet) => subnetBreach(subnet, 'ipv6')),
  },
  {
    id: 'A2',
    level: 'error',
    when: 'file',
    eras: ['2017'],
    title: 'Private peering carries no IPv6 in 2017',
    story:
      'No text of 2017 that was read offers IPv6 on private peering; the first that do are of 2023. That it was not offered is therefore a conclusion and not a quotation.',
    source: cite('RT16', 'FAQ17'),
    assumption: true,
    check: ({ circuits }) =>
      [...circuits].flatMap(([name, { peerings }]) => {
        if (peerings.private?.ipv6 === undefined) return []
        return [
          {
            path: ['circuits', name, 'peerings', 'private', 'ipv6'],
            message: `${name} has IPv6 on its private peering, which the 2017 rules do not know`,
            fix: 'leave ipv6 out, or use the current era',
          },
        ]
      }),
  },
  {
    id: 'A3',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: "A link has one customer address and one of Microsoft's",
    story:
      'The first usable address of a link subnet is the customer router, the second is the MSEE. There is no third, so one link ends on one customer router. Swapped addresses are the usual fault of a new circuit: ARP stays incomplete. Here both addresses are derived from the subnet, so they cannot be swapped; what a file can still get wrong is to give one link to two routers.',
    source: cite('RT16', 'RT26'),
    assumption: false,
    check: sharedLinks,
  },
  {
    id: 'A4',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'The subnets of primary and secondary link do not overlap',
    story:
      'The two links of a circuit end on two MSEEs and are two separate subnets. If they overlapped, one address would be on both links, and a router could not tell over which of them its neighbour is.',
    source: cite('RT16'),
    assumption: false,
    check: overlappingLinks,
  },
  {
    id: 'A5',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'Link subnets of private peering lie outside every virtual network',
    story:
      'Private peering joins the customer network with the address spaces of virtual networks. The addresses of the links stand between the two and may be private or public, but they must not be part of an address space in Azure, nor of a range that is kept for one.',
    source: cite('RT16', 'RT26'),
    assumption: false,
    check: linksInsideVirtualNetworks,
  },
  {
    id: 'A9',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'A VLAN ID is between 1 and 4094',
    story:
      'A peering has one VLAN ID, the same on both links. No document of Microsoft that was read gives its range; 0 and 4095 are reserved by IEEE 802.1Q itself.',
    source: 'IEEE 802.1Q',
    assumption: true,
    check: ({ circuits }) =>
      [...circuits].flatMap(([name, { peerings }]) => {
        const vlanId = peerings.private?.vlanId ?? 1
        if (Number.isInteger(vlanId) && vlanId >= 1 && vlanId <= 4094) return []
        return [
          {
            path: ['circuits', name, 'peerings', 'private', 'vlanId'],
            message: `VLAN ${vlanId} of ${name} is outside 1 to 4094`,
            fix: 'choose a VLAN ID from 1 to 4094',
          },
        ]
      }),
  },
]

function subnetBreach({ written, path }: PlacedSubnet, family: 'ipv4' | 'ipv6'): readonly Breach[] {
  if (written.address.family !== family) return []
  const wanted = linkSubnetLength[family]
  if (written.length !== wanted) {
    return [
      { path, message: `${formatSubnet(written)} is not a /${wanted}`, fix: subnetOfRightLength(written) },
    ]
  }
  if (!hasHostBits(written.address, written.length)) return []
  const network = formatSubnet({ address: networkAddress(written), length: written.length })
  return [
    {
      path,
      message: `${formatSubnet(written)} is an address inside a subnet and not the subnet itself`,
      fix: `write ${network}`,
    },
  ]
}

function subnetOfRightLength(written: WrittenPrefix): string {
  const wanted = linkSubnetLength[written.address.family]
  if (written.length !== wanted - 1) return `give each link a /${wanted}`
  const { primary, secondary } = halves(written)
  return `give the primary link ${formatSubnet(primary)} and the secondary ${formatSubnet(secondary)}`
}

function sharedLinks(design: Design): readonly Breach[] {
  return connectionsByLink(design).flatMap(({ circuit, path, connections }) => {
    const [first, ...others] = connections
    return others.map(({ router, index }) => ({
      path: ['routers', router, 'connect', index],
      message: `${router} and ${first?.router} are both connected to ${circuit}.${path}, which has one customer address`,
      fix: 'connect one router to each link; a second router takes the other link or another circuit',
    }))
  })
}

function overlappingLinks(design: Design): readonly Breach[] {
  const subnets = linkSubnets(design)
  return subnets
    .filter(({ linkPath }) => linkPath === 'secondary')
    .flatMap(({ circuit, network, written, path }) => {
      const primary = subnets.find((other) => {
        return other.circuit === circuit && other.linkPath === 'primary' && overlap(other.network, network)
      })
      if (primary === undefined) return []
      return [
        {
          path,
          message: `${formatSubnet(written)} of the secondary link overlaps ${formatSubnet(primary.written)} of the primary`,
          fix: 'give each link a subnet of its own, such as the two halves of one larger subnet',
        },
      ]
    })
}

function linksInsideVirtualNetworks(design: Design): readonly Breach[] {
  return linkSubnets(design).flatMap(({ network, written, path }) =>
    [...design.virtualNetworks].flatMap(([name, { addressSpace }]) =>
      addressSpace
        .filter((space) => overlap(space, network))
        .map((space) => ({
          path,
          message: `${formatSubnet(written)} overlaps ${formatSubnet({ address: space, length: space.length })} of ${name}`,
          fix: 'take the link subnet from addresses that no virtual network uses',
        })),
    ),
  )
}
