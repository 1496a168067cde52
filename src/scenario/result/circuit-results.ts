import {
  type Estate,
  peeringState,
  prefixesState,
  providerState,
} from '../../expressroute/life-cycle/estate.ts'
import { isJoined } from '../../expressroute/life-cycle/standing.ts'
import type { CircuitResult } from './run-result.ts'

/** Every circuit that exists, as Azure has it. */
export function circuitResults(estate: Estate): readonly CircuitResult[] {
  const { circuits, virtualNetworks, globalReach } = estate.design
  return [...circuits].map(([name, circuit]) => ({
    name,
    provider: providerState(estate, name),
    peeringLocation: circuit.peeringLocation,
    sku: circuit.sku,
    bandwidthMbps: circuit.bandwidthMbps,
    authorizations: circuit.authorizations.map((key) => ({
      name: key,
      inUse: [...virtualNetworks.values()].some(({ connections }) =>
        connections.some((one) => one.circuit === name && one.authorization === key),
      ),
    })),
    globalReach: globalReach
      .filter(({ circuits: pair }) => pair.includes(name))
      .map(({ circuits: pair, addressPrefix, ipv6AddressPrefix }) => ({
        circuit: pair[0] === name ? pair[1] : pair[0],
        isOwn: pair[0] === name,
        isConnected: isJoined(estate, pair),
        addressPrefix,
        ipv6AddressPrefix,
      })),
    peerings: [...circuit.peerings].flatMap(([kind, configured]) => {
      const state = peeringState(estate, name, kind)
      return state === undefined
        ? []
        : [{ kind, state, configured, prefixesState: prefixesState(estate, name, kind) }]
    }),
  }))
}
