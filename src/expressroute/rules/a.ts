import { hasHostBits, overlap } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { formatSubnet, halves, linkSubnetLength, networkAddress } from '../addressing.ts'
import { privatePrefixes } from '../content-rules.ts'
import type { Design, PeeringKind, WrittenPrefix } from '../design.ts'
import { cite } from '../sources.ts'
import { placedSpaces } from '../spokes.ts'
import { otherVlans, sharedLinks, swappedAddresses } from './link-ends.ts'
import { linkSubnets, type PlacedSubnet } from './link-subnets.ts'
import { peeringText, placedPeerings } from './peerings.ts'
import { type Breach, bothEras, type Rule } from './rule.ts'

/** Section A: addresses and VLANs of the links. */
export const addressRules: readonly Rule[] = [
  {
    id: 'A1',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'An IPv4 link of a peering has a /30 of its own',
    story:
      'Each link of a circuit is a point-to-point subnet of exactly four addresses: network, customer, Microsoft and broadcast. Azure takes one /30 for the primary link and one for the secondary; a single /29 is the same thing written once, its lower half for the primary and its upper half for the secondary. The two /30s need not be neighbours. HSRP and VRRP are not supported, so a larger subnet would buy nothing.',
    remedy: 'Give each link a /30 of its own, or let the two halves of one /29 be the two links.',
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
    remedy: 'Give each link a /126 of its own, or let the two halves of one /125 be the two links.',
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
    remedy: 'Leave ipv6 out, or use the current era.',
    source: cite('RT16', 'FAQ17'),
    assumption: true,
    check: (design) => ipv6Of(design, 'private', 'leave ipv6 out, or use the current era'),
  },
  {
    id: 'A2',
    level: 'error',
    when: 'file',
    eras: ['2017'],
    title: 'Public peering carries no IPv6',
    story:
      'Public peering is of IPv4 alone; only Microsoft peering has IPv6 among those with public addresses.',
    remedy: 'Leave ipv6 out of public peering.',
    source: cite('CMP19'),
    assumption: false,
    check: (design) => ipv6Of(design, 'public', 'leave ipv6 out'),
  },
  {
    id: 'A3',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: "A link has one customer address and one of Microsoft's",
    story:
      'The first usable address of a link subnet is the customer router, the second is the MSEE. There is no third, so one link ends on one customer router; redundancy is the other link.',
    remedy: 'Connect one router to each link; a second router takes the other link, or another circuit.',
    source: cite('RT16', 'RT26'),
    assumption: false,
    check: sharedLinks,
  },
  {
    id: 'A3',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'The router has the first address of a link, and the MSEE the second',
    story:
      'Swapped addresses are the usual fault of a new circuit. Both ends then call themselves what the MSEE is called, and look for each other at an address that nobody has. Both ports are up; ARP stays incomplete (`vmsee azure arp-table` shows it), no connection is ever made, and nobody sends a NOTIFICATION.',
    remedy: "Give the router the first usable address of the link subnet; the second is Microsoft's.",
    source: cite('RT16', 'RT26', 'ARP23'),
    assumption: false,
    check: swappedAddresses,
  },
  {
    id: 'A4',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'The subnets of primary and secondary link do not overlap',
    story:
      'The two links of a circuit end on two MSEEs and are two separate subnets. If they overlapped, one address would be on both links, and a router could not tell over which of them its neighbour is.',
    remedy: 'Give each link a subnet of its own, such as the two halves of one larger subnet.',
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
    remedy: 'Take the link subnets from addresses that no virtual network uses, neither a hub nor a spoke.',
    source: cite('RT16', 'RT26'),
    assumption: false,
    check: linksInsideVirtualNetworks,
  },
  {
    id: 'A6',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'Link subnets of public and Microsoft peering are public addresses',
    story:
      "On private peering the links may have private addresses. On the other two they are the customer's own public addresses, registered in a routing registry. The blocks that RFC 5737, RFC 2544 and RFC 3849 keep for documentation and benchmarks stand in for public addresses here.",
    remedy: 'Take link subnets of your own public addresses; 203.0.113.0/30 may stand in for one.',
    source: cite('RT16', 'PEER19'),
    assumption: false,
    check: linksOfPrivateAddresses,
  },
  {
    id: 'A7',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'Link subnets of public and Microsoft peering are used once',
    story:
      'A public subnet belongs to one peering of one circuit. If two had the same, Microsoft would not know over which of them an answer has to go.',
    remedy: 'Give each peering of each circuit subnets of its own.',
    source: cite('RT26'),
    assumption: false,
    check: linksUsedTwice,
  },
  {
    id: 'A8',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'Each peering of a circuit has a VLAN ID of its own',
    story:
      'The peerings of a circuit share its two cables and are told apart by the VLAN ID, which is the same on both cables. Two peerings with one ID would be one network.',
    remedy: 'Choose another VLAN ID for one of the two peerings.',
    source: cite('PEER19'),
    assumption: false,
    check: sharedVlans,
  },
  {
    id: 'A8',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'Both ends of a link are on the VLAN of the peering',
    story:
      'A peering has one VLAN ID, for both links and for both ends of each. Frames of another VLAN end nowhere: both ports are up, ARP stays incomplete (`vmsee azure arp-table` shows it), and nothing else gets through either. With a wrong MD5 key or a wrong AS number ARP is complete, which is how these faults are told apart.',
    remedy: 'Give both ends the VLAN ID of the peering.',
    source: cite('PEER19', 'ARP23'),
    assumption: false,
    check: otherVlans,
  },
  {
    id: 'A9',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'A VLAN ID is between 1 and 4094',
    story:
      'A peering has one VLAN ID, the same on both links. No document of Microsoft that was read gives its range; 0 and 4095 are reserved by IEEE 802.1Q itself.',
    remedy: 'Choose a VLAN ID from 1 to 4094.',
    source: 'IEEE 802.1Q',
    assumption: true,
    check: (design) =>
      placedPeerings(design).flatMap(({ circuit, peering: { vlanId }, path }) => {
        if (Number.isInteger(vlanId) && vlanId >= 1 && vlanId <= 4094) return []
        return [
          {
            path: [...path, 'vlanId'],
            message: `VLAN ${vlanId} of ${circuit} is outside 1 to 4094`,
            fix: 'choose a VLAN ID from 1 to 4094',
          },
        ]
      }),
  },
  {
    id: 'A10',
    level: 'error',
    when: 'file',
    eras: ['current'],
    title: 'With Dot1Q every peering on a port pair has a VLAN ID of its own',
    story:
      'Several circuits of ExpressRoute Direct may end on one pair of ports. With QinQ each frame has two tags: the outer one tells the circuit, so that a VLAN ID need only be unique within it. With Dot1Q there is one tag, which has to tell circuit and peering, so that no two peerings on the ports may share it.',
    remedy: 'Choose another VLAN ID, or take ports with encapsulation: QinQ.',
    source: cite('DIR19'),
    assumption: false,
    check: vlansOnOnePort,
  },
]

function ipv6Of(design: Design, kind: PeeringKind, fix: string): readonly Breach[] {
  return placedPeerings(design)
    .filter((placed) => placed.kind === kind && placed.peering.ipv6 !== undefined)
    .map(({ circuit, path }) => ({
      path: [...path, 'ipv6'],
      message: `${circuit} has IPv6 on its ${kind} peering, which the 2017 rules do not know`,
      fix,
    }))
}

function linksOfPrivateAddresses(design: Design): readonly Breach[] {
  return publicLinks(design).flatMap((subnet) => {
    const inside = privatePrefixes.find((prefix) => overlap(prefix, subnet.network))
    if (inside === undefined) return []
    return [
      {
        path: subnet.path,
        message: `${formatSubnet(subnet.written)} of ${peeringText(subnet)} lies in ${formatPrefix(inside)}, which is private`,
        fix: 'take a /30 of your own public addresses; 203.0.113.0/30 may stand in for one',
      },
    ]
  })
}

function linksUsedTwice(design: Design): readonly Breach[] {
  const subnets = linkSubnets(design)
  return publicLinks(design).flatMap((subnet) => {
    const index = subnets.findIndex(({ path }) => path === subnet.path)
    const first = subnets
      .slice(0, index)
      .find((other) => !isSamePeering(other, subnet) && overlap(other.network, subnet.network))
    if (first === undefined) return []
    return [
      {
        path: subnet.path,
        message: `${formatSubnet(subnet.written)} of ${peeringText(subnet)} is in use on ${peeringText(first)}`,
        fix: 'give each peering subnets of its own',
      },
    ]
  })
}

function publicLinks(design: Design): readonly PlacedSubnet[] {
  return linkSubnets(design).filter(({ kind }) => kind !== 'private')
}

function isSamePeering(a: PlacedSubnet, b: PlacedSubnet): boolean {
  return a.circuit === b.circuit && a.kind === b.kind
}

function sharedVlans(design: Design): readonly Breach[] {
  const placed = placedPeerings(design)
  return placed.flatMap(({ circuit, kind, peering: { vlanId }, path }, index) => {
    const first = placed
      .slice(0, index)
      .find((other) => other.circuit === circuit && other.peering.vlanId === vlanId)
    if (first === undefined) return []
    return [
      {
        path: [...path, 'vlanId'],
        message: `VLAN ${vlanId} of ${peeringText({ circuit, kind })} is that of its ${first.kind} peering`,
        fix: 'choose another VLAN ID',
      },
    ]
  })
}

/** Within one circuit it is A8 that says so. */
function vlansOnOnePort(design: Design): readonly Breach[] {
  const tagged = placedPeerings(design).filter(({ bought }) => bought.portPair?.encapsulation === 'Dot1Q')
  return tagged.flatMap((placed, index) => {
    const { circuit, bought, peering, path } = placed
    const first = tagged.slice(0, index).find((other) => {
      const isBeside = other.circuit !== circuit && other.bought.portPair?.name === bought.portPair?.name
      return isBeside && other.peering.vlanId === peering.vlanId
    })
    if (first === undefined) return []
    return [
      {
        path: [...path, 'vlanId'],
        message: `VLAN ${peering.vlanId} of ${peeringText(placed)} is that of ${peeringText(first)}, on the same ports`,
        fix: 'choose another VLAN ID, or ports with encapsulation: QinQ',
      },
    ]
  })
}

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

function overlappingLinks(design: Design): readonly Breach[] {
  const subnets = linkSubnets(design)
  return subnets
    .filter(({ linkPath }) => linkPath === 'secondary')
    .flatMap((subnet) => {
      const { network, written, path } = subnet
      const primary = subnets.find((other) => {
        return isSamePeering(other, subnet) && other.linkPath === 'primary' && overlap(other.network, network)
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
  const links = linkSubnets(design).filter(({ kind }) => kind === 'private')
  const spaces = [...design.virtualNetworks.keys()].flatMap((name) => placedSpaces(design, name))
  return links.flatMap(({ network, written, path }) =>
    spaces
      .filter(({ space }) => overlap(space, network))
      .map(({ name, space }) => ({
        path,
        message: `${formatSubnet(written)} overlaps ${formatPrefix(space)} of ${name}`,
        fix: 'take the link subnet from addresses that no virtual network uses',
      })),
  )
}
