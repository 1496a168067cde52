import { samePrefix } from '../../net/prefix.ts'
import { linkedNetworks } from '../circuit-links.ts'
import type { Design } from '../design.ts'
import { type Estate, isSamePair, prefixesState } from './estate.ts'
import type { CircuitMove, Move } from './move.ts'

/**
 * Whether all is as the move would have it. To put a resource that is there, with what it has, is no mistake to Azure's interface:
 * it answers that all is well, and nothing changes.
 */
export function isAlreadySo(move: Move, whole: Design, estate: Estate): boolean {
  if ('circuit' in move) return isSoAtCircuit(move, whole, estate)
  const { design } = estate
  switch (move.kind) {
    case 'join':
      return design.globalReach.some(({ circuits }) => isSamePair(circuits, move.circuits))
    case 'part':
      return false
    case 'resize':
      return design.virtualNetworks.get(move.virtualNetwork)?.gatewaySku === move.gatewaySku
    case 'summarize': {
      const own = design.virtualNetworks.get(move.virtualNetwork)?.summarizedGatewayPrefixes ?? []
      const { summaries } = move
      return (
        own.length === summaries.length && own.every((one) => summaries.some((two) => samePrefix(one, two)))
      )
    }
    default:
      throw new Error(`unknown move ${move satisfies never}`)
  }
}

function isSoAtCircuit(move: CircuitMove, whole: Design, estate: Estate): boolean {
  const { design } = estate
  const circuit = design.circuits.get(move.circuit)
  const state = estate.states.get(move.circuit)
  if (circuit === undefined || state === undefined) return false
  switch (move.kind) {
    case 'provision':
      return state.provider === 'Provisioned'
    case 'deprovision':
      return state.provider === 'NotProvisioned'
    case 'configure': {
      const isMarked = state.disabled.has(move.peering) || state.approved.has(move.peering)
      const wanted = whole.circuits.get(move.circuit)?.peerings.get(move.peering)
      return !isMarked && circuit.peerings.get(move.peering) === wanted
    }
    case 'enable':
    case 'disable':
      return state.disabled.has(move.peering) === (move.kind === 'disable')
    case 'approve':
      return prefixesState(estate, move.circuit, move.peering) === 'Configured'
    case 'set-customer-asn':
      return circuit.peerings.get(move.peering)?.publicSide?.customerAsn === move.customerAsn
    case 'attach':
    case 'detach':
      return hasFilter(circuit.peerings.get('microsoft')?.publicSide?.routeFilter, move)
    case 'update':
      return (
        (move.tier ?? circuit.sku.tier) === circuit.sku.tier &&
        (move.family ?? circuit.sku.family) === circuit.sku.family &&
        (move.bandwidthMbps ?? circuit.bandwidthMbps) === circuit.bandwidthMbps
      )
    case 'link':
      return linkedNetworks(design, move.circuit).includes(move.virtualNetwork)
    case 'authorize':
      return circuit.authorizations.includes(move.authorization)
    case 'weigh': {
      const { connections = [] } = design.virtualNetworks.get(move.virtualNetwork) ?? {}
      return connections.some((one) => one.circuit === move.circuit && one.weight === move.weight)
    }
    // To create what is there, and to take away what is not, is refused.
    case 'create':
    case 'delete':
    case 'remove':
    case 'unlink':
    case 'revoke':
      return false
    default:
      throw new Error(`unknown move ${move satisfies never}`)
  }
}

function hasFilter(
  filter: readonly number[] | undefined,
  move: CircuitMove & { kind: 'attach' | 'detach' },
): boolean {
  if (move.kind === 'detach' || filter === undefined) return move.kind === 'detach' && filter === undefined
  const wanted = new Set(move.communities)
  return wanted.size === new Set(filter).size && filter.every((community) => wanted.has(community))
}
