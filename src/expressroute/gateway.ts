import { everyRoute, gracefulShutdown, orLonger, type Policy, unchanged } from '../bgp/policy.ts'
import type { PeerConfiguration } from '../bgp/speaker-configuration.ts'
import type { Prefix } from '../net/prefix.ts'
import { gatewayAsn, microsoftAsn } from './asn.ts'
import { azurePeer } from './azure-peer.ts'
import { derivedIdentifier } from './derived-numbers.ts'
import type { Design, VirtualNetwork } from './design.ts'
import { interfacesOf } from './expand-sessions.ts'
import type { ExpandedLink, ExpandedSession, ExpansionOptions, GatewayInstance } from './expansion.ts'
import { gatewayInstances, gatewayName } from './node-names.ts'
import { gatewayRouteWeight } from './routing-weight.ts'
import { addressSpacesOf } from './spokes.ts'

/** FAQ26: four circuits at most are used in parallel, and each of them has two MSEEs. */
const gatewayMaximumPaths = 8

/** Model assumption: virtual networks of one circuit learn each other (FAQ26), so a gateway accepts 65515 once. */
const gatewayAllowOwnAsn = 1

/** ExpressRoute is no transit: a gateway announces its own address space and nothing that it learned. */
const announceOwnOnly: Policy = [
  { match: { ...everyRoute, from: 'local' }, set: unchanged },
  { match: everyRoute, set: undefined },
]

/** The two gateway instances of every virtual network, each with sessions to both MSEEs of its circuits. */
export function expandGateways(
  design: Design,
  links: readonly ExpandedLink[],
  sessions: readonly ExpandedSession[],
  options: ExpansionOptions,
): readonly GatewayInstance[] {
  const places = [...design.virtualNetworks].flatMap(([virtualNetwork, { connections }]) => {
    const addressSpace = addressSpacesOf(design, virtualNetwork)
    return gatewayInstances.map((instance) => ({ virtualNetwork, connections, addressSpace, instance }))
  })
  return places.map(({ virtualNetwork, instance, ...network }, index) => {
    const name = gatewayName(virtualNetwork, instance)
    const bgpIdentifier = derivedIdentifier('gateway', index)
    const own = sessions.filter(({ ends }) => ends.some(({ node }) => node === name))
    return {
      virtualNetwork,
      instance,
      announces: network.addressSpace,
      speaker: {
        name,
        asn: gatewayAsn,
        bgpIdentifier,
        clusterId: bgpIdentifier,
        aggregates: [],
        drain: gracefulShutdown,
        profile: { ...options.profile, weight: true },
        maximumPaths: gatewayMaximumPaths,
        interfaces: interfacesOf(name, links),
        peers: own.map((session) => gatewayPeer(name, network, session, bgpIdentifier, options)),
      },
    }
  })
}

function gatewayPeer(
  name: string,
  { addressSpace, connections }: Pick<VirtualNetwork, 'addressSpace' | 'connections'>,
  session: ExpandedSession,
  localBgpIdentifier: number,
  { profile }: ExpansionOptions,
): PeerConfiguration {
  const connection = connections.find(({ circuit }) => circuit === session.link.circuit)
  if (connection === undefined)
    throw new Error(`${name} has a session over a circuit that it is not linked to`)
  const end = { node: name, localAsn: gatewayAsn, localBgpIdentifier, remoteAsn: microsoftAsn, profile }
  return {
    ...azurePeer(session, end),
    import: rejectOwn(addressSpace),
    export: announceOwnOnly,
    weight: gatewayRouteWeight(connection.weight),
    allowOwnAsn: gatewayAllowOwnAsn,
  }
}

/** Model assumption: inside its own address space a virtual network's system routes win over anything learned. */
function rejectOwn(addressSpace: readonly Prefix[]): Policy {
  return [{ match: { ...everyRoute, prefixes: addressSpace.map(orLonger) }, set: undefined }]
}
