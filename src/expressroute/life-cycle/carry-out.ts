import type { Circuit, Design, SkuFamily } from '../design.ts'
import { isAlreadySo } from './already-so.ts'
import {
  complete,
  configured,
  type Estate,
  isSamePair,
  withCircuit,
  withGlobalReach,
  withLink,
  withMark,
  withNetwork,
  withoutCircuit,
  withoutGlobalReach,
  withoutLinks,
  withPeering,
  withPublicSide,
  withState,
} from './estate.ts'
import {
  type CircuitMove,
  inverse,
  isBeginning,
  isPaired,
  type Move,
  type PairedMove,
  thingOf,
} from './move.ts'
import { type Objection, objectionTo } from './objection.ts'

/** What comes of a move: a new estate, or the reason why Azure refuses it. */
export type Outcome =
  | { readonly kind: 'done'; readonly estate: Estate }
  /** All was as it is asked for, and so it stays. */
  | { readonly kind: 'already-so' }
  | Refusal

export interface Refusal extends Objection {
  readonly kind: 'refused'
}

/** The first move on a thing says how things were before: what it brings about was not there. */
export function estateBefore(whole: Design, moves: readonly Move[]): Estate {
  const paired = moves.filter(isPaired)
  const first = paired.filter((move, index) => {
    return paired.findIndex((other) => thingOf(other) === thingOf(move)) === index
  })
  return first
    .filter(isBeginning)
    .map((move) => whollyDone(inverse(move)))
    .reduce((estate, move) => changed(estate, whole, move), complete(whole))
}

/** What was before had been so for long: no provider is at work. */
function whollyDone(move: PairedMove): PairedMove {
  return 'step' in move ? { ...move, step: 'ends' } : move
}

/** Does what Azure does with the move. `whole` has what things are like that are not there yet. */
export function carryOut(estate: Estate, whole: Design, move: Move): Outcome {
  const after = changed(estate, whole, move)
  const objection = objectionTo(move, estate, after)
  if (objection !== undefined) return { kind: 'refused', ...objection }
  return isAlreadySo(move, whole, estate) ? { kind: 'already-so' } : { kind: 'done', estate: after }
}

/** The estate after the move, allowed or not. */
function changed(estate: Estate, whole: Design, move: Move): Estate {
  if ('circuit' in move) return changedAtCircuit(estate, whole, move)
  switch (move.kind) {
    case 'join':
      return withGlobalReach(estate, whole, move.circuits)
    case 'part':
      return withoutGlobalReach(estate, (circuits) => !isSamePair(circuits, move.circuits))
    case 'resize':
      return withNetwork(estate, move.virtualNetwork, () => ({ gatewaySku: move.gatewaySku }))
    case 'summarize':
      return withNetwork(estate, move.virtualNetwork, () => ({ summarizedGatewayPrefixes: move.summaries }))
    default:
      throw new Error(`unknown move ${move satisfies never}`)
  }
}

function changedAtCircuit(estate: Estate, whole: Design, move: CircuitMove): Estate {
  const { circuit } = move
  switch (move.kind) {
    case 'create':
      return withCircuit(estate, whole, circuit)
    case 'delete':
      return withoutCircuit(estate, circuit)
    case 'provision':
    case 'deprovision':
      return provided(estate, move)
    case 'configure':
      return withPeering(
        estate,
        circuit,
        move.peering,
        whole.circuits.get(circuit)?.peerings.get(move.peering),
      )
    case 'remove':
      return withPeering(estate, circuit, move.peering, undefined)
    case 'enable':
    case 'disable':
      return withMark(estate, circuit, 'disabled', { peering: move.peering, isIn: move.kind === 'disable' })
    case 'approve':
      return withMark(estate, circuit, 'approved', { peering: move.peering, isIn: true })
    case 'set-customer-asn':
      return withPublicSide(estate, circuit, move.peering, { customerAsn: move.customerAsn })
    case 'attach':
      return withPublicSide(estate, circuit, 'microsoft', { routeFilter: move.communities })
    case 'detach':
      return withPublicSide(estate, circuit, 'microsoft', { routeFilter: undefined })
    case 'update':
      return updated(estate, move)
    case 'link':
      return withLink(estate, whole, move.virtualNetwork, circuit)
    case 'unlink':
      return withoutLinks(estate, (connection, name) => {
        return connection.circuit !== circuit || name !== move.virtualNetwork
      })
    case 'authorize':
      return configured(estate, circuit, ({ authorizations }) => ({
        authorizations: [...new Set([...authorizations, move.authorization])],
      }))
    case 'revoke':
      return revoked(estate, circuit, move.authorization)
    case 'weigh':
      return weighed(estate, move)
    default:
      throw new Error(`unknown move ${move satisfies never}`)
  }
}

/** A provider that has nothing left to do does nothing. */
function provided(
  estate: Estate,
  { kind, circuit, step }: PairedMove & { readonly kind: 'provision' | 'deprovision' },
): Estate {
  const [under, done] = providerSteps[kind]
  const isDone = estate.states.get(circuit)?.provider === done
  return isDone ? estate : withState(estate, circuit, { provider: step === 'begins' ? under : done })
}

const providerSteps = {
  provision: ['Provisioning', 'Provisioned'],
  deprovision: ['Deprovisioning', 'NotProvisioned'],
} as const

function updated(estate: Estate, { circuit, ...change }: Move & { readonly kind: 'update' }): Estate {
  return configured(estate, circuit, ({ sku, bandwidthMbps }) => ({
    sku: { tier: change.tier ?? sku.tier, family: change.family ?? billed(sku) },
    bandwidthMbps: change.bandwidthMbps ?? bandwidthMbps,
  }))
}

/** COST20: Local is always unlimited, whatever the file says. */
function billed({ tier, family }: Circuit['sku']): SkuFamily {
  return tier === 'Local' ? 'UnlimitedData' : family
}

function weighed(
  estate: Estate,
  { virtualNetwork, circuit, weight }: Move & { readonly kind: 'weigh' },
): Estate {
  return withNetwork(estate, virtualNetwork, ({ connections }) => ({
    connections: connections.map((one) => (one.circuit === circuit ? { ...one, weight } : one)),
  }))
}

/** LINK20: whoever redeemed the key loses the connection. */
function revoked(estate: Estate, name: string, key: string): Estate {
  const unlinked = withoutLinks(estate, ({ circuit, authorization }) => {
    return circuit !== name || authorization !== key
  })
  return configured(unlinked, name, ({ authorizations }) => ({
    authorizations: authorizations.filter((other) => other !== key),
  }))
}
