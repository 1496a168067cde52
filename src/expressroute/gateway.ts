import { everyRoute, exactly, gracefulShutdown, orLonger, type Policy, unchanged } from '../bgp/policy.ts'
import type { AggregateConfiguration, PeerConfiguration } from '../bgp/speaker-configuration.ts'
import type { Prefix } from '../net/prefix.ts'
import { gatewayAsn, microsoftAsn } from './asn.ts'
import { azurePeer } from './azure-peer.ts'
import { derivedIdentifier } from './derived-numbers.ts'
import type { Design, VirtualNetwork } from './design.ts'
import { interfacesOf } from './expand-sessions.ts'
import type { ExpandedLink, ExpandedSession, ExpansionOptions, GatewayInstance } from './expansion.ts'
import { circuitsInParallel } from './gateway-sku.ts'
import { gatewayInstances, gatewayName } from './node-names.ts'
import { gatewayRouteWeight } from './routing-weight.ts'
import { regionCommunity } from './service-tags.ts'
import { addressSpacesOf } from './spokes.ts'

/** Each circuit has two MSEEs. Model assumption: of more circuits than that, those with the lowest BGP Identifiers are used. */
const gatewayMaximumPaths = 2 * circuitsInParallel

/** Model assumption: virtual networks of one circuit learn each other (FAQ26), so a gateway accepts 65515 once. */
const gatewayAllowOwnAsn = 1

/**
 * ExpressRoute is no transit: a gateway announces its own address space and nothing that it learned. COM21, RT26: with a custom
 * community of the network's its prefixes carry that and the region's; without one they carry none. Model assumption: those of
 * spokes carry none either.
 */
function announceOwnOnly({ addressSpace, community, region }: VirtualNetwork): Policy {
  const regional = regionCommunity(region)
  const marks = community === undefined ? [] : [community, ...(regional === undefined ? [] : [regional])]
  const own = { ...everyRoute, prefixes: addressSpace.map(exactly), from: 'local' }
  return [
    ...(marks.length === 0 ? [] : [{ match: own, set: { ...unchanged, addCommunities: marks } }]),
    { match: { ...everyRoute, from: 'local' }, set: unchanged },
    { match: everyRoute, set: undefined },
  ]
}

/** The two gateway instances of every virtual network, each with sessions to both MSEEs of its circuits. */
export function expandGateways(
  design: Design,
  links: readonly ExpandedLink[],
  sessions: readonly ExpandedSession[],
  options: ExpansionOptions,
): readonly GatewayInstance[] {
  const places = [...design.virtualNetworks].flatMap(([virtualNetwork, network]) => {
    const announces = addressSpacesOf(design, virtualNetwork)
    return gatewayInstances.map((instance) => ({ virtualNetwork, network, announces, instance }))
  })
  return places.map(({ virtualNetwork, instance, network, announces }, index) => {
    const name = gatewayName(virtualNetwork, instance)
    const bgpIdentifier = derivedIdentifier('gateway', index)
    const own = sessions.filter(({ ends }) => ends.some(({ node }) => node === name))
    return {
      virtualNetwork,
      instance,
      announces,
      speaker: {
        name,
        asn: gatewayAsn,
        bgpIdentifier,
        clusterId: bgpIdentifier,
        aggregates: network.summarizedGatewayPrefixes.map(summaryOf),
        drain: gracefulShutdown,
        profile: { ...options.profile, weight: true },
        maximumPaths: gatewayMaximumPaths,
        interfaces: interfacesOf(name, links),
        peers: own.map((session) =>
          gatewayPeer(name, { network, announces }, session, bgpIdentifier, options),
        ),
      },
    }
  })
}

/** FAQ26: it replaces the address spaces that it covers. */
export function summaryOf(prefix: Prefix): AggregateConfiguration {
  return { prefix, summaryOnly: true, asSet: false }
}

function gatewayPeer(
  name: string,
  { network, announces }: { readonly network: VirtualNetwork; readonly announces: readonly Prefix[] },
  session: ExpandedSession,
  localBgpIdentifier: number,
  { profile }: ExpansionOptions,
): PeerConfiguration {
  const { link } = session
  const connection = network.connections.find(
    ({ circuit }) => link.kind === 'gateway' && circuit === link.circuit,
  )
  if (connection === undefined)
    throw new Error(`${name} has a session over a circuit that it is not linked to`)
  const end = { node: name, localAsn: gatewayAsn, localBgpIdentifier, remoteAsn: microsoftAsn, profile }
  return {
    ...azurePeer(session, end),
    import: rejectOwn(announces),
    export: announceOwnOnly(network),
    weight: gatewayRouteWeight(connection.weight),
    allowOwnAsn: gatewayAllowOwnAsn,
  }
}

/** Model assumption: inside its own address space a virtual network's system routes win over anything learned. */
export function rejectOwn(addressSpace: readonly Prefix[]): Policy {
  return [{ match: { ...everyRoute, prefixes: addressSpace.map(orLonger) }, set: undefined }]
}
