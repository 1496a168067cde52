import { type Family, families } from '../net/address.ts'
import { linkAddresses } from './addressing.ts'
import { innerLinkAddresses } from './derived-numbers.ts'
import type {
  Circuit,
  Design,
  GatewayConnection,
  LinkEnd,
  Peering,
  RouterConnection,
  VirtualNetwork,
} from './design.ts'
import type { ExpandedLink, ExpandedPort, ExpansionOptions, InternetLink, PeeringLink } from './expansion.ts'
import { globalReachLinks } from './global-reach.ts'
import { innerLatencyMicros } from './latency.ts'
import {
  azureInternetName,
  circuitLinkName,
  gatewayInstances,
  gatewayName,
  microsoftNetworkName,
  mseeName,
  paths,
} from './node-names.ts'

/** Every cable of the design: first those of the circuits, then those inside Microsoft's network. */
export function expandLinks(
  design: Design,
  tiersToCome: ExpansionOptions['tiersToCome'],
): readonly ExpandedLink[] {
  return [
    ...circuitLinks(design),
    ...innerCables(design).map(innerLink),
    ...globalReachLinks(design, tiersToCome),
  ]
}

/** The circuit of this name, which the reader of the file has seen to exist. */
export function circuitOf(design: Design, name: string): Circuit {
  const circuit = design.circuits.get(name)
  if (circuit === undefined) throw new Error(`no circuit ${name} in the design`)
  return circuit
}

/** A path that no router is connected to has no link: its MSEE waits for nobody. */
function circuitLinks(design: Design): readonly ExpandedLink[] {
  return [...design.circuits].flatMap(([name, circuit]) =>
    [...circuit.peerings].flatMap(([kind, peering]) =>
      paths.flatMap((path) => {
        const end = customerEnd(design, { circuit: name, path, peering: kind })
        return end === undefined ? [] : [circuitLink(circuit, peering, end)]
      }),
    ),
  )
}

interface CustomerEnd {
  readonly router: string
  readonly connection: RouterConnection
}

/** Whose link it is on the customer's side, and how it is configured there. */
function customerEnd(design: Design, place: LinkEnd): CustomerEnd | undefined {
  const ends = [...design.routers].flatMap(([router, { connections }]) => {
    return connections.map((connection) => ({ router, connection }))
  })
  return ends.find(({ connection }) => sameEnd(connection, place))
}

/** Whether both are the customer's end of the same VLAN. */
export function sameEnd(a: LinkEnd, b: LinkEnd): boolean {
  return a.circuit === b.circuit && a.path === b.path && a.peering === b.peering
}

function circuitLink(
  { connectivity, isManaged, latencyMicros }: Circuit,
  { ipv4, ipv6, vlanId }: Peering,
  { router, connection }: CustomerEnd,
): ExpandedLink {
  const { circuit: name, path, peering: kind } = connection
  const addresses = [ipv4, ipv6].flatMap((subnets) =>
    subnets === undefined ? [] : [linkAddresses(subnets[path])],
  )
  return {
    name: circuitLinkName(name, path, kind),
    kind: 'circuit',
    circuit: name,
    path,
    peering: kind,
    ends: [
      { node: router, addresses: addresses.map(({ customer, length }) => ({ address: customer, length })) },
      {
        node: mseeName(name, path, kind),
        addresses: addresses.map(({ microsoft, length }) => ({ address: microsoft, length })),
      },
    ],
    delayMicros: latencyMicros,
    // Model assumption: a provider that runs BGP has a cable of its own to the MSEE, with no switch between.
    carrier: connectivity === 'direct' || isManaged ? 'direct' : 'layer-2',
    vlanId,
    customerVlanId: connection.vlanId ?? vlanId,
    mismatch: mismatchOf(connection, vlanId),
  }
}

/** ARP23: what leaves ARP incomplete while both ports are up. */
function mismatchOf(
  { vlanId: own, swapsAddresses }: RouterConnection,
  vlanId: number,
): ExpandedLink['mismatch'] {
  if (own !== undefined && own !== vlanId) return 'VLAN'
  return swapsAddresses ? 'addresses' : undefined
}

/** A cable inside Microsoft's network, or one that ends there: which it is, the nodes at its ends, and what it carries. */
interface InnerCable {
  readonly link: Pick<PeeringLink, 'kind' | 'circuit' | 'path' | 'peering'> | Pick<InternetLink, 'kind'>
  readonly near: string
  readonly far: string
  readonly families: readonly Family[]
  readonly delayMicros: number
}

function innerCables(design: Design): readonly InnerCable[] {
  return [
    ...[...design.virtualNetworks].flatMap(([name, network]) =>
      network.connections.flatMap((connection) => gatewayCables(design, name, network, connection)),
    ),
    ...[...design.circuits].flatMap(([name, circuit]) => microsoftCables(name, circuit)),
    ...internetCables(design),
  ]
}

/** Both instances to both MSEEs; IPv6 where the peering has it and the virtual network has addresses of it. */
function gatewayCables(
  design: Design,
  name: string,
  { addressSpace }: VirtualNetwork,
  { circuit, latencyMicros }: GatewayConnection,
): readonly InnerCable[] {
  const peering = circuitOf(design, circuit).peerings.get('private')
  if (peering === undefined) return []
  const carried = familiesOf(peering).filter((family) => {
    return family === 'ipv4' || addressSpace.some((prefix) => prefix.family === 'ipv6')
  })
  return paths.flatMap((path) =>
    gatewayInstances.map((instance) => ({
      link: { kind: 'gateway', circuit, path, peering: 'private' },
      near: mseeName(circuit, path, 'private'),
      far: gatewayName(name, instance),
      families: carried,
      delayMicros: latencyMicros,
    })),
  )
}

/** Model assumption: the public network is one router, which both MSEEs of each peering are linked to. */
function microsoftCables(circuit: string, { peerings }: Circuit): readonly InnerCable[] {
  return [...peerings]
    .filter(([, { publicSide }]) => publicSide !== undefined)
    .flatMap(([kind, peering]) =>
      paths.map((path) => ({
        link: { kind: 'microsoft', circuit, path, peering: kind },
        near: mseeName(circuit, path, kind),
        far: microsoftNetworkName,
        families: familiesOf(peering),
        delayMicros: innerLatencyMicros,
      })),
    )
}

/** Model assumption: the Internet is every provider's router that the file has, each with a cable to the public network. */
function internetCables({ routers, virtualNetworks }: Design): readonly InnerCable[] {
  const delayMicros = innerLatencyMicros
  const ofAzure = { far: azureInternetName, families: ['ipv4'], delayMicros } as const
  const ends = [
    { far: microsoftNetworkName, families, delayMicros },
    ...(virtualNetworks.size === 0 ? [] : [ofAzure]),
  ]
  return [...routers]
    .filter(([, { isInternet }]) => isInternet)
    .flatMap(([near]) => ends.map((end) => ({ link: { kind: 'internet' }, near, ...end })))
}

/** What is exchanged over it: IPv6 where the peering has subnets of it. */
export function familiesOf({ ipv6 }: Peering): readonly Family[] {
  return families.filter((family) => family === 'ipv4' || ipv6 !== undefined)
}

function innerLink(
  { link, near, far, families: carried, delayMicros }: InnerCable,
  index: number,
): ExpandedLink {
  const pairs = carried.map((family) => innerLinkAddresses(index, family))
  const lower: ExpandedPort = { node: near, addresses: pairs.map(([address]) => address) }
  const upper: ExpandedPort = { node: far, addresses: pairs.map(([, address]) => address) }
  return {
    ...link,
    name: `${near}-${far}`,
    ends: [lower, upper],
    delayMicros,
    carrier: 'direct',
    vlanId: undefined,
    customerVlanId: undefined,
    mismatch: undefined,
  }
}
