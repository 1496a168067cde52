import { regionNames } from '../../expressroute/regions.ts'
import type { FilePath } from '../place.ts'
import { didYouMean } from '../suggestion.ts'
import { type AzureNode, elements, member, memberAt, numberOf, textOf } from './azure-node.ts'
import type { CircuitImport } from './circuit-block.ts'
import { type ImportIssue, importIssue } from './import-issue.ts'
import { type LeftOut, leftOut, unmodelledOfConnections, unmodelledOfNetworks } from './left-out.ts'
import { type AzureResource, lastSegment, referred, segmentAfter } from './resources.ts'
import { ask, type Block, indented, type Placed, remark, scalar } from './scenario-text.ts'
import { isVpnGateway, vpnGatewayLine } from './vpn-gateway-line.ts'

/** A gateway with its virtual network and its connections, as far as there are files of them. */
export interface GatewayParts {
  /** As Azure calls the network, or else the gateway. */
  readonly azureName: string
  readonly gateway: AzureResource | undefined
  readonly network: AzureResource | undefined
  readonly connections: readonly AzureResource[]
  /** Beside it, in the same network. */
  readonly vpnGateway: AzureResource | undefined
}

export interface NetworkImport extends Block {
  /** In the scenario. */
  readonly name: string
  /** The file of the virtual network itself, where there is one. */
  readonly network: AzureResource | undefined
  readonly vpnGateway: AzureResource | undefined
  readonly places: readonly Placed[]
  readonly issues: readonly ImportIssue[]
}

/** Every gateway of ExpressRoute that the files have, or that a connection in them names. */
export function gatewayParts(resources: readonly AzureResource[]): readonly GatewayParts[] {
  const gateways = resources.filter((resource) => resource.kind === 'gateway' && !isVpnGateway(resource))
  const vpnGateways = resources.filter(isVpnGateway)
  const networks = resources.filter(({ kind }) => kind === 'virtual network')
  const connections = resources.filter(
    (resource) => resource.kind === 'connection' && isExpressRoute(resource),
  )
  const known = gateways.map((gateway): GatewayParts => {
    const subnet = subnetOf(gateway)
    const network = networkOf(subnet, networks)
    return {
      azureName: network?.name ?? (subnet && segmentAfter(subnet, 'virtualNetworks')) ?? gateway.name,
      gateway,
      network,
      connections: connections.filter(({ node }) => gatewayOf(node, gateways) === gateway),
      vpnGateway: vpnGateways.find((other) => subnet !== undefined && isSameSubnet(subnetOf(other), subnet)),
    }
  })
  const strays = connections.filter(({ node }) => gatewayOf(node, gateways) === undefined)
  return [...known, ...unknownGateways(strays)]
}

function subnetOf({ node }: AzureResource): string | undefined {
  return textOf(memberAt(elements(member(node, 'ipConfigurations'))[0], 'subnet', 'id'))
}

function isSameSubnet(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}

function isExpressRoute({ node }: AzureResource): boolean {
  return (textOf(member(node, 'connectionType')) ?? 'ExpressRoute').toLowerCase() === 'expressroute'
}

function gatewayOf(node: AzureNode, gateways: readonly AzureResource[]): AzureResource | undefined {
  return referred(member(node, 'virtualNetworkGateway1'), gateways)
}

function networkOf(
  subnet: string | undefined,
  networks: readonly AzureResource[],
): AzureResource | undefined {
  const own = subnet?.toLowerCase().split('/subnets/')[0]
  const name = subnet && segmentAfter(subnet, 'virtualNetworks')
  return (
    networks.find(({ id }) => id !== undefined && id.toLowerCase() === own) ??
    networks.find((network) => network.id === undefined && network.name === name)
  )
}

/** Gateways that connections name and no file describes. */
function unknownGateways(connections: readonly AzureResource[]): readonly GatewayParts[] {
  const byGateway = new Map<string, AzureResource[]>()
  for (const connection of connections) {
    const id = textOf(memberAt(member(connection.node, 'virtualNetworkGateway1'), 'id')) ?? connection.name
    byGateway.set(id, [...(byGateway.get(id) ?? []), connection])
  }
  return [...byGateway].map(([id, own]) => ({
    azureName: lastSegment(id),
    gateway: undefined,
    network: undefined,
    connections: own,
    vpnGateway: undefined,
  }))
}

/** A virtual network under its name in the scenario. */
export function importNetwork(
  parts: GatewayParts,
  name: string,
  circuits: readonly CircuitImport[],
  networks: readonly AzureResource[],
): NetworkImport {
  const path = ['virtualNetworks', name]
  const links = parts.connections.map((connection) => importConnection(connection, circuits))
  const usable = links.flatMap(({ line, node }) => (line === undefined ? [] : [{ line, node }]))
  const facts = factsOf(parts)
  const missing = facts.filter(({ line }) => line === undefined)
  const others = parts.network === undefined ? undefined : strangePeerings(parts.network, networks)
  const mark = memberAt(parts.network?.node, 'bgpCommunities', 'virtualNetworkCommunity')
  const community = textOf(mark)
  const source = parts.network ?? parts.gateway ?? parts.connections[0]
  if (source === undefined) throw new Error(`${name} comes from no file`)
  const lines = [
    ...(parts.azureName === name ? [] : [remark(`In Azure: ${parts.azureName}`)]),
    ...(others?.lines ?? []),
    ...missing.map(({ question }) => ask(question)),
    ...facts.flatMap(({ line }) => (line === undefined ? [] : [line])),
    ...(parts.vpnGateway === undefined ? [] : [vpnGatewayLine(parts.vpnGateway)]),
    ...(community === undefined ? [] : [`community: ${scalar(community)}`]),
    ...links.flatMap(({ remarks }) => remarks),
    ...(usable.length === 0
      ? ['connections: []']
      : ['connections:', ...usable.map(({ line }) => `  - ${line}`)]),
  ]
  return {
    name,
    network: parts.network,
    vpnGateway: parts.vpnGateway,
    lines: indented([`${name}:`, ...indented(lines, 2)], 2),
    isWritten: missing.length === 0,
    places: [
      { path, node: source.node },
      ...facts.flatMap(({ key, node }) => (node === undefined ? [] : [{ path: [...path, ...key], node }])),
      ...(mark === undefined ? [] : [{ path: [...path, 'community'], node: mark }]),
      ...elements(memberAt(parts.network?.node, 'addressSpace', 'addressPrefixes')).map((node, index) => {
        return { path: [...path, 'addressSpace', index], node }
      }),
      ...usable.flatMap(({ node }, index) => connectionPlaces(node, [...path, 'connections', index])),
    ],
    issues: [
      ...(others?.issues ?? []),
      ...links.flatMap(({ issues }) => issues),
      ...missing.map(({ question }) =>
        importIssue(
          source.node,
          'warning',
          'asked',
          `${parts.azureName} is written as a comment: ${question}`,
        ),
      ),
    ],
  }
}

/** Those whose own files say whether they use the gateway need no word. */
function strangePeerings({ node }: AzureResource, networks: readonly AzureResource[]): LeftOut {
  const isKnown = (peering: AzureNode): boolean =>
    referred(member(peering, 'remoteVirtualNetwork'), networks) !== undefined
  const peerings = elements(member(node, 'virtualNetworkPeerings'))
  return leftOut(node, peerings.every(isKnown) ? [] : unmodelledOfNetworks)
}

function connectionPlaces(node: AzureNode, path: FilePath): readonly Placed[] {
  const weight = member(node, 'routingWeight')
  const fastPath = member(node, 'expressRouteGatewayBypass')
  return [
    { path, node },
    ...(weight === undefined ? [] : [{ path: [...path, 'weight'], node: weight }]),
    ...(fastPath === undefined ? [] : [{ path: [...path, 'fastPath'], node: fastPath }]),
  ]
}

interface Fact {
  readonly key: readonly string[]
  readonly node: AzureNode | undefined
  readonly line: string | undefined
  readonly question: string
}

function factsOf({ gateway, network, connections }: GatewayParts): readonly Fact[] {
  const location = [network, gateway, ...connections]
    .map((resource) => resource && member(resource.node, 'location'))
    .find((node) => node !== undefined)
  const region = textOf(location)
  const space = memberAt(network?.node, 'addressSpace', 'addressPrefixes')
  const prefixes = elements(space).flatMap((node) => textOf(node) ?? [])
  const sku = memberAt(gateway?.node, 'sku', 'name')
  const skuName = textOf(sku)
  return [
    {
      key: ['region'],
      node: location,
      line: region === undefined ? undefined : `region: ${scalar(regionOf(region))}`,
      question: 'region: West Europe, East US 2, ...',
    },
    {
      key: ['addressSpace'],
      node: space,
      line: prefixes.length === 0 ? undefined : `addressSpace: [${prefixes.map(scalar).join(', ')}]`,
      question: 'addressSpace: give the output of az network vnet show to the import, or fill it in.',
    },
    {
      key: ['gateway', 'sku'],
      node: sku,
      line: skuName === undefined ? undefined : `gateway: { sku: ${scalar(skuName)} }`,
      question: 'gateway: { sku: ... }, from the output of az network vnet-gateway show.',
    },
  ]
}

/** `West Europe` for `westeurope`; a name that no table has stays as it is, and is refused. */
function regionOf(location: string): string {
  return regionNames('current').find((name) => squeezed(name) === squeezed(location)) ?? location
}

/** What a region that is refused may have been meant to be, as Azure writes it. */
export function nearestRegion(location: string): string | undefined {
  return didYouMean(squeezed(location), regionNames('current').map(squeezed))
}

function squeezed(name: string): string {
  return name.replaceAll(' ', '').toLowerCase()
}

interface ConnectionImport {
  /** `undefined` where its circuit is in none of the files. */
  readonly line: string | undefined
  readonly node: AzureNode
  readonly remarks: readonly string[]
  readonly issues: readonly ImportIssue[]
}

function importConnection(
  { name, node }: AzureResource,
  circuits: readonly CircuitImport[],
): ConnectionImport {
  const peer = member(node, 'peer')
  const resource = referred(
    peer,
    circuits.map((circuit) => circuit.resource),
  )
  const circuit = circuits.find((candidate) => candidate.resource === resource)
  const { lines, issues } = leftOut(node, unmodelledOfConnections)
  if (circuit === undefined || !circuit.isWritten) {
    const id = textOf(memberAt(peer, 'id'))
    const whose = id === undefined ? 'no circuit' : lastSegment(id)
    const why = circuit === undefined ? 'which is in none of the files' : 'which is a comment'
    const message = `connection ${name} leads to ${whose}, ${why}, and is left out`
    return {
      line: undefined,
      node,
      remarks: [remark(message), ...lines],
      issues: [...issues, importIssue(peer ?? node, 'warning', 'left-out', message)],
    }
  }
  const weight = numberOf(member(node, 'routingWeight')) ?? 0
  const fastPath = member(node, 'expressRouteGatewayBypass')?.value === true ? ', fastPath: true' : ''
  return { line: `{ circuit: ${circuit.name}, weight: ${weight}${fastPath} }`, node, remarks: lines, issues }
}
