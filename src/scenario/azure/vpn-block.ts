import { vpnGatewayName } from '../../expressroute/node-names.ts'
import { type AzureNode, member, memberAt, numberOf, textOf } from './azure-node.ts'
import { type ImportIssue, importIssue } from './import-issue.ts'
import type { NetworkImport } from './network-block.ts'
import { type AzureResource, lastSegment, referred } from './resources.ts'
import { ask, commented, type Placed } from './scenario-text.ts'
import { isVpnGateway } from './vpn-gateway-line.ts'

/** What becomes of a tunnel: the customer's device at its far end, and the session through it. */
export interface TunnelImport {
  readonly connection: AzureResource
  /** Of the device; `undefined` where none is in the files. */
  readonly device: AzureResource | undefined
  /** The device as a router, where it can be written. */
  readonly router: { readonly name: string; readonly asn: number; readonly node: AzureNode } | undefined
  readonly session: string | undefined
  /** What is asked instead. */
  readonly questions: readonly string[]
  readonly issues: readonly ImportIssue[]
}

/** The tunnels with BGP of a virtual network's VPN gateway; one without carries what no scenario has. */
export function importTunnels(
  { name: network, vpnGateway }: NetworkImport,
  resources: readonly AzureResource[],
  nameFor: (device: AzureResource) => string,
): readonly TunnelImport[] {
  if (vpnGateway === undefined) return []
  const gateways = resources.filter(isVpnGateway)
  return resources
    .filter(
      ({ kind, node }) =>
        kind === 'connection' &&
        textOf(member(node, 'connectionType'))?.toLowerCase() === 'ipsec' &&
        referred(member(node, 'virtualNetworkGateway1'), gateways) === vpnGateway,
    )
    .map((connection) => importTunnel(connection, network, resources, nameFor))
}

function importTunnel(
  connection: AzureResource,
  network: string,
  resources: readonly AzureResource[],
  nameFor: (device: AzureResource) => string,
): TunnelImport {
  const { node } = connection
  const reference = member(node, 'localNetworkGateway2')
  const devices = resources.filter(({ kind }) => kind === 'local network gateway')
  const device = referred(reference, devices)
  const nothing = { connection, device, router: undefined, session: undefined, questions: [], issues: [] }
  if (member(node, 'enableBgp')?.value !== true) {
    const message = `connection ${connection.name} is left out: there is no BGP in its tunnel, and a scenario has no other`
    return { ...nothing, issues: [importIssue(node, 'warning', 'left-out', message)] }
  }
  const asnNode = memberAt(device?.node, 'bgpSettings', 'asn')
  const asn = numberOf(asnNode)
  if (asn === undefined || asnNode === undefined || device === undefined) {
    const azureName = lastSegment(textOf(memberAt(reference, 'id')) ?? connection.name)
    const question = `the AS of ${azureName}, at the far end of connection ${connection.name}: give the output of az network local-gateway show to the import.`
    const issues = [importIssue(node, 'warning', 'asked', `this tunnel is left out for want of ${question}`)]
    return { ...nothing, questions: [question], issues }
  }
  const name = nameFor(device)
  const session = `  - { between: [${name}, ${vpnGatewayName(network)}] }`
  return { ...nothing, router: { name, asn, node: asnNode }, session }
}

/** `sessions:` with the tunnels. */
export function tunnelSessions(tunnels: readonly TunnelImport[]): {
  readonly lines: readonly string[]
  readonly places: readonly Placed[]
} {
  const written = tunnels.filter(({ session }) => session !== undefined)
  const questions = tunnels.flatMap((tunnel) => tunnel.questions)
  const lines = [
    ...(written.length === 0 ? [] : ['sessions:']),
    ...written.flatMap(({ session }) => session ?? []),
    ...questions.map(ask),
    ...(questions.length > 0 && written.length === 0 ? commented(['sessions: []']) : []),
  ]
  return {
    lines: lines.length === 0 ? [] : ['', ...lines],
    places: written.map(({ connection }, index) => ({ path: ['sessions', index], node: connection.node })),
  }
}
