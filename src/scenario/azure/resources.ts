import { isMapping } from '../read/sections.ts'
import { type AzureNode, elements, member, memberAt, textOf } from './azure-node.ts'

/** What an import can make use of. */
export type ResourceKind =
  | 'circuit'
  | 'peering'
  | 'port'
  | 'connection'
  | 'gateway'
  | 'local network gateway'
  | 'virtual network'
  | 'route filter'

export interface AzureResource {
  /** `undefined` for a resource of a kind that no scenario has. */
  readonly kind: ResourceKind | undefined
  /** As Azure has it. */
  readonly name: string
  /** `undefined` where the file does not say. */
  readonly id: string | undefined
  readonly node: AzureNode
}

/** Every resource in a file: it holds one, a list, or a list under `value`. */
export function resourcesIn(root: AzureNode): readonly AzureResource[] {
  return resourceNodes(root).map((node) => {
    const id = textOf(member(node, 'id'))
    const name = textOf(member(node, 'name')) ?? (id === undefined ? undefined : lastSegment(id))
    return { kind: kindOf(node), name: name ?? 'unnamed', id, node }
  })
}

function resourceNodes(root: AzureNode): readonly AzureNode[] {
  if (Array.isArray(root.value)) return elements(root)
  const listed = member(root, 'value')
  return Array.isArray(listed?.value) ? elements(listed) : [root]
}

const kinds: ReadonlyMap<string, ResourceKind> = new Map([
  ['microsoft.network/expressroutecircuits', 'circuit'],
  ['microsoft.network/expressroutecircuits/peerings', 'peering'],
  ['microsoft.network/expressrouteports', 'port'],
  ['microsoft.network/connections', 'connection'],
  ['microsoft.network/virtualnetworkgateways', 'gateway'],
  ['microsoft.network/localnetworkgateways', 'local network gateway'],
  ['microsoft.network/virtualnetworks', 'virtual network'],
  ['microsoft.network/routefilters', 'route filter'],
])

/** Where `type` is missing, as in old samples: a key that only resources of one kind have. */
const signs: readonly (readonly [string, ResourceKind])[] = [
  ['serviceProviderProperties', 'circuit'],
  ['circuitProvisioningState', 'circuit'],
  ['peeringType', 'peering'],
  ['connectionType', 'connection'],
  ['gatewayType', 'gateway'],
  ['gatewayIpAddress', 'local network gateway'],
  ['addressSpace', 'virtual network'],
]

function kindOf(node: AzureNode): ResourceKind | undefined {
  const type = textOf(member(node, 'type'))
  if (type !== undefined) return kinds.get(type.toLowerCase())
  return signs.find(([key]) => isMapping(node.value) && member(node, key) !== undefined)?.[1]
}

/** The resource that a reference `{ "id": ... }` means: the one with this id, or else the only one with its name. */
export function referred(
  reference: AzureNode | undefined,
  resources: readonly AzureResource[],
): AzureResource | undefined {
  const id = textOf(memberAt(reference, 'id'))
  if (id === undefined) return undefined
  const exact = resources.find((resource) => resource.id?.toLowerCase() === id.toLowerCase())
  if (exact !== undefined) return exact
  const named = resources.filter(({ name }) => name.toLowerCase() === lastSegment(id).toLowerCase())
  return named.length === 1 ? named[0] : undefined
}

/** `er-demo` of `/subscriptions/.../expressRouteCircuits/er-demo`. */
export function lastSegment(id: string): string {
  return id.split('/').findLast((segment) => segment !== '') ?? id
}

/** `vnet-weu` of `.../virtualNetworks/vnet-weu/subnets/GatewaySubnet`; `undefined` where the id has no such part. */
export function segmentAfter(id: string, part: string): string | undefined {
  const segments = id.split('/')
  const index = segments.findIndex((segment) => segment.toLowerCase() === part.toLowerCase())
  return index === -1 ? undefined : segments[index + 1]
}
