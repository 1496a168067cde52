import { formatSubnet } from '../../expressroute/addressing.ts'
import { microsoftAsn } from '../../expressroute/asn.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { CircuitResult, PeeringResult } from '../../scenario/result/run-result.ts'
import type { AzAnswer, AzRow } from './az-answer.ts'
import { peeringTypeOf } from './peering.ts'

/** `az network express-route show`, as far as a scenario knows the circuit. */
export function circuitAnswer(circuit: CircuitResult): AzAnswer {
  const { name, provider, peeringLocation, bandwidthMbps } = circuit
  const { family, tier } = circuit.sku
  const row = {
    authorizations: circuit.authorizations.map((key) => ({
      authorizationUseStatus: key.inUse ? 'InUse' : 'Available',
      name: key.name,
    })),
    circuitProvisioningState: 'Enabled',
    name,
    peerings: circuit.peerings.map(peeringRow),
    provisioningState: 'Succeeded',
    serviceProviderProperties: { bandwidthInMbps: bandwidthMbps, peeringLocation },
    ...(provider === undefined ? {} : { serviceProviderProvisioningState: provider }),
    sku: { family, name: `${tier}_${family}`, tier },
  }
  return { kind: 'single', rows: [row], columns: undefined }
}

function peeringRow({ kind, state, prefixesState, configured }: PeeringResult): AzRow {
  const { publicSide, peerAsn, ipv4, ipv6, vlanId } = configured
  const type = peeringTypeOf(kind)
  return {
    azureASN: microsoftAsn,
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

function subnetsRow({ primary, secondary }: PeeringResult['configured']['ipv4']): AzRow {
  return {
    primaryPeerAddressPrefix: formatSubnet(primary),
    secondaryPeerAddressPrefix: formatSubnet(secondary),
  }
}
