import { covers, type Prefix } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { Design, VirtualNetwork } from '../design.ts'
import { globalReachRefusal } from '../global-reach.ts'
import { serviceTags } from '../service-tags.ts'
import { cite } from '../sources.ts'
import { firstOf } from './count-text.ts'
import {
  moreThanInParallel,
  networksOutOfReach,
  tooManyCircuits,
  tooManyLinks,
  wrongAuthorizations,
} from './links.ts'
import { untranslated } from './nat.ts'
import { peeringText, placedPeerings } from './peerings.ts'
import { type Breach, bothEras, type Rule } from './rule.ts'

/** Section D: what was bought and built. The others need more than one state of a circuit, or Global Reach. */
export const purchaseRules: readonly Rule[] = [
  {
    id: 'D1',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'A circuit is linked to virtual networks within the reach of its SKU',
    story:
      'A Standard circuit reaches the regions of the geopolitical area that its peering location is in: at Amsterdam, those of Europe. Premium reaches every region of the same cloud; the clouds of the US Government, of China and (in 2017) of Germany are closed. Local reaches the one or two regions next to the peering location. Where the documents do not say in which area a location or a region is, nothing is refused.',
    remedy:
      'Buy Premium for other areas, or Standard in place of Local; or take a circuit of a location near the virtual network.',
    source: cite('SEED', 'FAQ26', 'LOC16', 'GEO24', 'LOC26'),
    assumption: false,
    check: networksOutOfReach,
  },
  {
    id: 'D2',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'A circuit is linked to no more virtual networks than its SKU and bandwidth take',
    story:
      'A Local or Standard circuit takes ten links to virtual networks, whatever its bandwidth. With Premium it is 20 at 50 Mbps and rises with the bandwidth: 25, 25, 40, 50, 60 and 75, to 100 from 10 Gbps on. A hub that is linked counts once, and its spokes not at all.',
    remedy:
      'Buy Premium or more bandwidth with it, peer the networks with a hub that is linked, or use another circuit.',
    source: cite('SEED', 'FAQ17', 'LIM23', 'FAQ26'),
    assumption: false,
    check: tooManyLinks,
  },
  {
    id: 'D3',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'A virtual network is linked to no more circuits than its gateway takes',
    story:
      'Today a gateway takes 4, 8 or 16 circuits by its SKU, and at most four of one peering location. In 2017 it was four for every gateway, each from a peering location of its own: two circuits of one location could not go to one virtual network.',
    remedy: 'Link fewer circuits, take circuits of other peering locations, or today a larger gateway.',
    source: cite('FAQ17', 'LIM23', 'GW23', 'FAQ26'),
    assumption: false,
    check: tooManyCircuits,
  },
  {
    id: 'D3',
    level: 'info',
    when: 'file',
    eras: ['current'],
    title: 'A virtual network uses four circuits at once for the same prefix',
    story:
      'A gateway may have eight or sixteen circuits, and spreads the flows to one prefix over four of them at most, both links of each. Which four is not documented; the first of the file are assumed. With weights the choice is yours.',
    remedy: 'Give the connections weights, so that you decide which of them wait.',
    source: cite('FAQ26'),
    assumption: false,
    check: moreThanInParallel,
  },
  {
    id: 'D4',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'A GatewaySubnet lies in its virtual network and has room for the gateway',
    story:
      'The instances of a gateway take their addresses from a subnet named GatewaySubnet, a part of the address space of the virtual network. A /29 is the least; a gateway with sixteen circuits needs a /26.',
    remedy: 'Take a /27 of the address space, or a /26 for sixteen circuits.',
    source: cite('GW23'),
    assumption: false,
    check: (design) => gatewaySubnets(design, faultOfSubnet),
  },
  {
    id: 'D4',
    level: 'warning',
    when: 'file',
    eras: bothEras,
    title: 'A GatewaySubnet is a /27 or larger',
    story:
      'A /27 is recommended: it leaves room for a VPN gateway beside the ExpressRoute gateway, and for more circuits later. To enlarge the subnet, the gateway has to be deleted first.',
    remedy: 'Take a /27 while there is no gateway yet; otherwise the gateway has to be deleted first.',
    source: cite('GW23', 'CO18'),
    assumption: false,
    check: (design) => gatewaySubnets(design, narrowSubnet),
  },
  {
    id: 'D5',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'Bandwidth, billing and gateways change in some ways alone',
    story:
      'The bandwidth of a circuit is raised in place, and nothing breaks; it is never lowered. MeteredData may become UnlimitedData, and not the other way round. Standard and Premium may follow each other, where what is linked is within the limits of Standard. From Local the way leads to Standard or Premium with UnlimitedData, and none leads to it. What is not allowed takes a new circuit. A gateway is resized as it stands from Standard to HighPerformance and UltraPerformance, or from ErGw1AZ to ErGw2AZ and ErGw3AZ, and one step back but from the largest; in 2017 between Standard and HighPerformance alone. For anything else it is deleted and created anew, which is an outage.',
    remedy:
      'Create another circuit beside the old one, move the links to it, and delete the old one. Create a gateway anew when nobody needs it.',
    source: cite('SEED', 'FAQ26', 'CP22', 'BW25', 'GW17', 'GW23'),
    assumption: false,
    check: undefined,
  },
  {
    id: 'D6',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'A circuit is provisioned before anything is configured on it',
    story:
      'A circuit is created, and its service key handed to the provider. Only when serviceProviderProvisioningState is Provisioned are its peerings configured; virtual networks are linked to a circuit with private peering, and a route filter is attached to Microsoft peering. What is there is not created again, and what is not there is not taken away.',
    remedy:
      'Put the moves in order: create, provision and, once the provider is done, configure, then link and attach.',
    source: cite('WF23'),
    assumption: false,
    check: undefined,
  },
  {
    id: 'D7',
    level: 'error',
    when: 'run',
    eras: ['current'],
    title: 'Global Reach joins circuits of different peering locations, and no Local ones',
    story:
      'Global Reach lets the sites behind two circuits reach each other through the network of Microsoft. The circuits are at different peering locations, neither of them is Local, and both are Premium where they are in different geopolitical areas. Azure refuses other pairs, which then stay apart.',
    remedy:
      'Take circuits of different peering locations, neither of them Local, and Premium for both across areas.',
    source: cite('FAQ26', 'GR19'),
    assumption: false,
    check: refusedReach,
  },
  {
    id: 'D8',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'A circuit is deprovisioned before it is deleted',
    story:
      'While serviceProviderProvisioningState is Provisioning, Provisioned or Deprovisioning the circuit cannot be deleted: its provider has to take down its side first. The circuit is paid for until it is deleted.',
    remedy: 'Deprovision the circuit first, and delete it when the provider is done.',
    source: cite('WF23'),
    assumption: false,
    check: undefined,
  },
  {
    id: 'D9',
    level: 'error',
    when: 'file',
    eras: ['current'],
    title: 'Public peering is a thing of 2017',
    story:
      'Public peering could not be created on new circuits from 2018 on, and was retired on 2024-03-31. What it led to, the public addresses of Azure services, is reached over Microsoft peering with a route filter.',
    remedy: 'Use microsoft: with a routeFilter:, or era: 2017.',
    source: cite('CP22'),
    assumption: false,
    check: (design) =>
      placedPeerings(design)
        .filter(({ kind }) => kind === 'public')
        .map(({ circuit, path }) => ({
          path,
          message: `${circuit} has a public peering, which cannot be created any more`,
          fix: 'use microsoft: with a routeFilter:, or era: 2017',
        })),
  },
  {
    id: 'D10',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'Hosts with private addresses meet public services behind NAT',
    story:
      "What enters Microsoft's public network has a public IPv4 address as its source, from a pool that was validated; Microsoft does not translate. With a private source the packets may well arrive, and their answers have nowhere to go.",
    remedy: 'Give a router on the way nat: with a public pool.',
    source: cite('NAT16'),
    assumption: false,
    check: untranslated,
  },
  {
    id: 'D11',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'An authorization of a circuit is redeemed by one connection',
    story:
      'The virtual network of another subscription is linked with a key that the owner of the circuit creates. A key is good for one connection. The owner pays for what goes over it, and may revoke it: the connection is then deleted.',
    remedy: 'Create another authorization of the circuit for each connection.',
    source: cite('LINK20'),
    assumption: false,
    check: wrongAuthorizations,
  },
  {
    id: 'D12',
    level: 'error',
    when: 'file',
    eras: ['current'],
    title: 'A route filter has Office 365 only where Microsoft has authorized it',
    story:
      'Office 365 is made for the Internet. To have it over ExpressRoute takes a circuit with Premium and an authorization by Microsoft; without it Azure refuses to attach a filter that has one of its communities.',
    remedy:
      'Leave Office 365 out of the filter, or write office365Authorized: true once Microsoft has agreed.',
    source: cite('RF23', 'FAQ26'),
    assumption: false,
    check: unauthorizedOffice365,
  },
]

function refusedReach(design: Design): readonly Breach[] {
  return design.globalReach.flatMap((joined, index) => {
    const refusal = globalReachRefusal(design, joined)
    return refusal === undefined ? [] : [{ path: ['globalReach', index], ...refusal }]
  })
}

function unauthorizedOffice365(design: Design): readonly Breach[] {
  return placedPeerings(design).flatMap((placed) => {
    const { routeFilter, office365Authorized } = placed.peering.publicSide ?? {}
    if (routeFilter === undefined || office365Authorized === true) return []
    const wanted = serviceTags(design.era).filter(
      ({ community, isOffice365 }) => isOffice365 && routeFilter.includes(community),
    )
    if (wanted.length === 0) return []
    return [
      {
        path: [...placed.path, 'routeFilter'],
        message: `the route filter of ${peeringText(placed)} has ${firstOf(wanted.map(({ name }) => name))}, which Microsoft has not authorized`,
        fix: 'leave it out, or write office365Authorized: true once Microsoft has agreed',
      },
    ]
  })
}

/** GW23: how long the prefix of a GatewaySubnet may be; what is wrong with a subnet, and what to do. */
const longestGatewaySubnet = 29
const recommendedGatewaySubnet = 27
const gatewaySubnetOfMany = { circuits: 16, length: 26 } as const

type SubnetFault = (subnet: Prefix, network: VirtualNetwork) => Omit<Breach, 'path'> | undefined

function gatewaySubnets({ virtualNetworks }: Design, fault: SubnetFault): readonly Breach[] {
  return [...virtualNetworks].flatMap(([name, network]) => {
    const { gatewaySubnet: subnet } = network
    const found = subnet?.family === 'ipv4' ? fault(subnet, network) : undefined
    return found === undefined ? [] : [{ path: ['virtualNetworks', name, 'gateway', 'subnet'], ...found }]
  })
}

function faultOfSubnet(
  subnet: Prefix,
  { addressSpace, connections, hasVpnGateway }: VirtualNetwork,
): Omit<Breach, 'path'> | undefined {
  const text = formatPrefix(subnet)
  if (!addressSpace.some((space) => covers(space, subnet)))
    return { message: `${text} lies outside the address space`, fix: 'take a part of the address space' }
  if (subnet.length > longestGatewaySubnet)
    return { message: `${text} is too small for a gateway`, fix: 'take a /27, at least a /29' }
  if (hasVpnGateway && subnet.length > recommendedGatewaySubnet)
    return { message: `${text} is too small for a VPN gateway beside the other one`, fix: 'take a /27' }
  const { circuits, length } = gatewaySubnetOfMany
  if (connections.length < circuits || subnet.length <= length) return undefined
  return { message: `${text} is too small for ${connections.length} circuits`, fix: `take a /${length}` }
}

function narrowSubnet(subnet: Prefix, { hasVpnGateway }: VirtualNetwork): Omit<Breach, 'path'> | undefined {
  if (hasVpnGateway || subnet.length <= recommendedGatewaySubnet || subnet.length > longestGatewaySubnet)
    return undefined
  const message = `${formatPrefix(subnet)} is smaller than the /27 that is recommended`
  return { message, fix: 'take a /27, while there is no gateway yet' }
}
