import { formatCommunity } from '../../bgp/community.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { formatBandwidth } from '../bandwidth.ts'
import { peeringText } from '../rules/peerings.ts'
import type { CircuitMove, Move } from './move.ts'

/** For people: what is asked for, as `link vnet-weu to er-amsterdam`. */
export function describeMove(move: Move): string {
  if (!('circuit' in move)) return describeOther(move)
  const { circuit } = move
  switch (move.kind) {
    case 'create':
    case 'delete':
      return `${move.kind} ${circuit}`
    case 'provision':
    case 'deprovision':
      return move.step === 'begins'
        ? `the provider begins to ${move.kind} ${circuit}`
        : `the provider has ${move.kind}ed ${circuit}`
    case 'configure':
    case 'remove':
    case 'enable':
    case 'disable':
    case 'approve':
      return `${move.kind} ${peeringText({ circuit, kind: move.peering })}`
    case 'set-customer-asn':
      return `set customerAsn of ${peeringText({ circuit, kind: move.peering })} to ${move.customerAsn}`
    case 'attach':
      return `attach a route filter with ${move.communities.map(formatCommunity).join(' and ')} to ${circuit}`
    case 'detach':
      return `detach the route filter of ${circuit}`
    case 'update':
      return `update ${circuit} to ${updateText(move)}`
    case 'link':
      return `link ${move.virtualNetwork} to ${circuit}`
    case 'unlink':
      return `unlink ${move.virtualNetwork} from ${circuit}`
    case 'authorize':
      return `create authorization ${move.authorization} of ${circuit}`
    case 'revoke':
      return `revoke authorization ${move.authorization} of ${circuit}`
    case 'weigh':
      return `give the connection of ${move.virtualNetwork} to ${circuit} weight ${move.weight}`
    default:
      throw new Error(`unknown move ${move satisfies never}`)
  }
}

function describeOther(move: Exclude<Move, CircuitMove>): string {
  switch (move.kind) {
    case 'join':
    case 'part':
      return `${move.kind} ${move.circuits.join(' and ')} (Global Reach)`
    case 'resize':
      return `resize the gateway of ${move.virtualNetwork} to ${move.gatewaySku}`
    case 'summarize':
      return move.summaries.length === 0
        ? `have ${move.virtualNetwork} announce each of its address spaces`
        : `have ${move.virtualNetwork} announce ${move.summaries.map(formatPrefix).join(' and ')} for what is inside`
    default:
      throw new Error(`unknown move ${move satisfies never}`)
  }
}

/** For people: what was asked for, of which a step may be the beginning or the end. */
export function describeOrder(move: Move): string {
  return 'step' in move ? `${move.kind} ${move.circuit}` : describeMove(move)
}

function updateText({ tier, family, bandwidthMbps }: Move & { readonly kind: 'update' }): string {
  const bandwidth = bandwidthMbps === undefined ? undefined : formatBandwidth(bandwidthMbps)
  return [tier, family, bandwidth].filter((part) => part !== undefined).join(', ')
}
