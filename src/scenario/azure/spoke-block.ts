import { type AzureNode, elements, member, memberAt, textOf } from './azure-node.ts'
import { type ImportIssue, importIssue } from './import-issue.ts'
import type { NetworkImport } from './network-block.ts'
import { type AzureResource, referred } from './resources.ts'
import { ask, type Block, indented, type Placed, scalar } from './scenario-text.ts'

/** A virtual network that uses the gateway of another one. */
export interface SpokeImport extends Block {
  readonly resource: AzureResource
  readonly places: readonly Placed[]
  readonly issues: readonly ImportIssue[]
}

/** Peered with a hub, `useRemoteGateways` at the spoke. A spoke of a network that is not written has nothing to use. */
export function spokesOf(resources: readonly AzureResource[], hub: NetworkImport): readonly AzureResource[] {
  const { network } = hub
  if (network === undefined || !hub.isWritten) return []
  return resources.filter(
    ({ kind, node }) =>
      kind === 'virtual network' &&
      elements(member(node, 'virtualNetworkPeerings')).some(
        (peering) =>
          member(peering, 'useRemoteGateways')?.value === true &&
          referred(member(peering, 'remoteVirtualNetwork'), resources) === network,
      ),
  )
}

export function importSpoke(resource: AzureResource, name: string, hub: string): SpokeImport {
  const { node } = resource
  const path = ['spokes', name]
  const space = memberAt(node, 'addressSpace', 'addressPrefixes')
  const prefixes = elements(space).flatMap((element: AzureNode) => textOf(element) ?? [])
  const isWritten = prefixes.length > 0
  const question = 'addressSpace: the address prefixes of the network, which its file has not.'
  const lines = isWritten ? [`addressSpace: [${prefixes.map(scalar).join(', ')}]`] : [ask(question)]
  return {
    resource,
    lines: indented([`${name}:`, ...indented([`hub: ${hub}`, ...lines], 2)], 2),
    isWritten,
    places: [
      { path, node },
      ...elements(space).map((element, index) => ({ path: [...path, 'addressSpace', index], node: element })),
    ],
    issues: isWritten
      ? []
      : [importIssue(node, 'warning', 'asked', `${resource.name} is written as a comment: ${question}`)],
  }
}
