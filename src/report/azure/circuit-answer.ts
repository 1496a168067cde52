import { formatSubnet } from '../../expressroute/addressing.ts'
import { microsoftAsn } from '../../expressroute/asn.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { CircuitResult, GlobalReachResult, PeeringResult } from '../../scenario/result/run-result.ts'
import type { AzAnswer, AzRow } from './az-answer.ts'
import { peeringTypeOf } from './peering.ts'

/** `az network express-route show`, as far as a scenario knows the circuit. */
export function circuitAnswer(circuit: CircuitResult): AzAnswer {
  const { name, provider, peeringLocation, bandwidthMbps, globalReach } = circuit
  const { family, tier } = circuit.sku
  const row = {
    authorizations: circuit.authorizations.map((key) => ({
      authorizationUseStatus: key.inUse ? 'InUse' : 'Available',
      name: key.name,
    })),
    circuitProvisioningState: 'Enabled',
    globalReachEnabled: globalReach.length > 0,
    name,
    peerings: circuit.peerings.map((peering) => peeringRow(peering, circuit)),
    provisioningState: 'Succeeded',
    serviceProviderProperties: { bandwidthInMbps: bandwidthMbps, peeringLocation },
    ...(provider === undefined ? {} : { serviceProviderProvisioningState: provider }),
    sku: { family, name: `${tier}_${family}`, tier },
  }
  return { kind: 'single', rows: [row], columns: undefined }
}

function peeringRow(
  { kind, state, prefixesState, configured }: PeeringResult,
  { name, globalReach }: CircuitResult,
): AzRow {
  const { publicSide, peerAsn, ipv4, ipv6, vlanId } = configured
  const type = peeringTypeOf(kind)
  return {
    azureASN: microsoftAsn,
    ...(kind === 'private' && globalReach.length > 0 ? reachRows(name, globalReach) : {}),
    ...(ipv6 === undefined ? {} : { ipv6PeeringConfig: subnetsRow(ipv6) }),
    ...(publicSide === undefined
      ? {}
      : {
          microsoftPeeringConfig: {
            advertisedPublicPrefixes: publicSide.advertisedPublicPrefixes.map(formatPrefix),
            advertisedPublicPrefixesState: prefixesState,
            customerASN: publicSide.customerAsn ?? 0,
          },
        }),
    name: type,
    peerASN: peerAsn,
    peeringType: type,
    ...subnetsRow(ipv4),
    state,
    vlanId,
  }
}

/** API: a connection stands at the circuit that it was made at, and at the other one as that of a peer. */
function reachRows(own: string, joined: CircuitResult['globalReach']): AzRow {
  const row = ({
    circuit,
    isOwn,
    isConnected,
    addressPrefix,
    ipv6AddressPrefix,
  }: GlobalReachResult): AzRow => {
    const status = isConnected ? 'Connected' : 'Disconnected'
    const ipv6 = ipv6AddressPrefix && {
      addressPrefix: formatPrefix(ipv6AddressPrefix),
      circuitConnectionStatus: status,
    }
    const name = isOwn ? `${own}-${circuit}` : `${circuit}-${own}`
    return {
      addressPrefix: formatPrefix(addressPrefix),
      circuitConnectionStatus: status,
      ...(isOwn ? {} : { connectionName: name }),
      ...(ipv6 === undefined ? {} : { ipv6CircuitConnectionConfig: ipv6 }),
      ...(isOwn ? { name } : {}),
      peerExpressRouteCircuitPeering: { id: `expressRouteCircuits/${circuit}/peerings/AzurePrivatePeering` },
    }
  }
  return {
    connections: joined.filter(({ isOwn }) => isOwn).map(row),
    peeredConnections: joined.filter(({ isOwn }) => !isOwn).map(row),
  }
}

function subnetsRow({ primary, secondary }: PeeringResult['configured']['ipv4']): AzRow {
  return {
    primaryPeerAddressPrefix: formatSubnet(primary),
    secondaryPeerAddressPrefix: formatSubnet(secondary),
  }
}
