import { formatBandwidth } from '../bandwidth.ts'
import { linkedNetworks } from '../circuit-links.ts'
import type { Circuit, PeeringKind } from '../design.ts'
import { findGatewaySku, resizesOf } from '../gateway-sku.ts'
import { globalReachRefusal } from '../global-reach.ts'
import { addressSpacesAtCreation } from '../limits.ts'
import { countText } from '../rules/count-text.ts'
import { purchaseRules } from '../rules/d.ts'
import { peeringText } from '../rules/peerings.ts'
import { noSurroundings } from '../rules/rule.ts'
import { announcedSpaces } from '../spokes.ts'
import { type Estate, isProvisioned, isSamePair, providerState } from './estate.ts'
import type { CircuitMove, Move } from './move.ts'

/** Why Azure does not do what it is asked for. */
export interface Objection {
  readonly rule: string
  readonly reason: string
  /** What to do, where more can be said than the rule says. */
  readonly fix?: string
}

/** What speaks against the move: what it needs is not there, it leads backwards, or to a purchase that is not allowed. */
export function objectionTo(move: Move, before: Estate, after: Estate): Objection | undefined {
  return missing(move, before) ?? forbidden(move, before, after) ?? unsound(before, after)
}

/** WF23: first the circuit, then its provider, then peerings, and links after them. */
function missing(move: Move, estate: Estate): Objection | undefined {
  if (move.kind === 'join' || move.kind === 'part') return missingPair(move, estate)
  return 'circuit' in move ? missingAtCircuit(move, estate) : undefined
}

function missingAtCircuit(move: CircuitMove, estate: Estate): Objection | undefined {
  const { circuit } = move
  if (move.kind === 'create')
    return estate.states.has(circuit) ? d6(`there is a circuit ${circuit} already`) : undefined
  if (!estate.states.has(circuit)) return d6(`there is no circuit ${circuit}`)
  switch (move.kind) {
    case 'configure':
      return isProvisioned(estate, circuit) ? undefined : d6(unprovisioned(estate, circuit))
    case 'link':
      if (!isProvisioned(estate, circuit)) return d6(unprovisioned(estate, circuit))
      return needsPeering(estate, { circuit, peering: 'private' })
    case 'unlink':
    case 'weigh':
      return linkedNetworks(estate.design, circuit).includes(move.virtualNetwork)
        ? undefined
        : d6(`${move.virtualNetwork} is not linked to ${circuit}`)
    case 'revoke':
      return estate.design.circuits.get(circuit)?.authorizations.includes(move.authorization) === true
        ? undefined
        : d6(`${circuit} has no authorization ${move.authorization}`)
    case 'attach':
    case 'detach':
      return needsPeering(estate, { circuit, peering: 'microsoft' })
    case 'remove':
    case 'enable':
    case 'disable':
    case 'approve':
    case 'set-customer-asn':
      return needsPeering(estate, move)
    default:
      return undefined
  }
}

/** GR19: both circuits are provisioned, and have private peering. */
function missingPair(
  { kind, circuits }: Move & { readonly kind: 'join' | 'part' },
  estate: Estate,
): Objection | undefined {
  if (kind === 'part') {
    const areJoined = estate.design.globalReach.some((joined) => isSamePair(joined.circuits, circuits))
    return areJoined ? undefined : d6(`${circuits.join(' and ')} are not joined`)
  }
  for (const circuit of circuits) {
    if (!estate.states.has(circuit)) return d6(`there is no circuit ${circuit}`)
    if (!isProvisioned(estate, circuit)) return d6(unprovisioned(estate, circuit))
    const objection = needsPeering(estate, { circuit, peering: 'private' })
    if (objection !== undefined) return objection
  }
  return undefined
}

function unprovisioned(estate: Estate, circuit: string): string {
  return `the provider has not done its part, and ${circuit} is ${providerState(estate, circuit)}`
}

function needsPeering(
  { design }: Estate,
  { circuit, peering: kind }: { readonly circuit: string; readonly peering: PeeringKind },
): Objection | undefined {
  if (design.circuits.get(circuit)?.peerings.has(kind) === true) return undefined
  return d6(`${peeringText({ circuit, kind })} is not configured`)
}

function d6(reason: string): Objection {
  return { rule: 'D6', reason }
}

function forbidden(move: Move, before: Estate, after: Estate): Objection | undefined {
  switch (move.kind) {
    case 'delete':
      return stillProvisioned(before, move.circuit)
    case 'update': {
      const [old, next] = [before, after].map(({ design }) => design.circuits.get(move.circuit))
      return old === undefined || next === undefined ? undefined : backwards(old, next)
    }
    case 'link': {
      const isNew = !linkedNetworks(before.design, move.circuit).includes(move.virtualNetwork)
      return isNew ? tooManyAtCreation(after, move.virtualNetwork) : undefined
    }
    case 'join':
      return notJoinable(after, move.circuits)
    case 'resize':
      return notInPlace(before, move)
    default:
      return undefined
  }
}

/** FAQ26: for the same reasons for which it would be refused from the start. */
function notJoinable({ design }: Estate, circuits: readonly [string, string]): Objection | undefined {
  const joined = design.globalReach.find((one) => isSamePair(one.circuits, circuits))
  const refusal = joined && globalReachRefusal(design, joined)
  return refusal && { rule: 'D7', reason: refusal.message, fix: refusal.fix }
}

/** GW23: some SKUs follow others in place. */
function notInPlace(
  { design }: Estate,
  { virtualNetwork, gatewaySku }: Move & { readonly kind: 'resize' },
): Objection | undefined {
  const own = design.virtualNetworks.get(virtualNetwork)?.gatewaySku ?? ''
  const [old, next] = [own, gatewaySku].map((name) => findGatewaySku(name, design.era))
  if (old === undefined || next === undefined || old === next) return undefined
  const possible = resizesOf(old, design.era)
  if (possible.includes(next.name)) return undefined
  const others = possible.length === 0 ? 'is not resized' : `becomes ${possible.join(' or ')} as it stands`
  const reason = `a gateway with ${old.name} ${others}`
  return { rule: 'D5', reason, fix: `for ${next.name} delete it and create it anew` }
}

/** WF23: a circuit that has a provider is deleted when it is NotProvisioned. */
function stillProvisioned(estate: Estate, circuit: string): Objection | undefined {
  const state = providerState(estate, circuit)
  if (state === undefined || state === 'NotProvisioned') return undefined
  const reason =
    state === 'Deprovisioning'
      ? 'its provider has to be done with it first'
      : 'its provider has to deprovision it first'
  return { rule: 'D8', reason: `it is ${state}, and ${reason}` }
}

/** SEED, FAQ26, CP22: what can be bought, and not be given back. Model assumption: no way leads to Local. */
function backwards(before: Circuit, after: Circuit): Objection | undefined {
  const because = (reason: string): Objection => ({ rule: 'D5', reason, fix: 'create another circuit' })
  if (after.bandwidthMbps < before.bandwidthMbps) {
    const [from, to] = [before, after].map(({ bandwidthMbps }) => formatBandwidth(bandwidthMbps))
    return because(`a bandwidth is never lowered, not from ${from} to ${to}`)
  }
  if (before.sku.family === 'UnlimitedData' && after.sku.family === 'MeteredData') {
    return because('from UnlimitedData no way leads back to MeteredData')
  }
  if (before.sku.tier === after.sku.tier) return undefined
  if (after.sku.tier === 'Local') return because('no way leads to Local')
  return before.sku.tier === 'Local' && after.sku.family === 'MeteredData'
    ? {
        rule: 'D5',
        reason: 'from Local the way leads to UnlimitedData alone',
        fix: 'write family: UnlimitedData',
      }
    : undefined
}

/** LINK20: a connection begins with fewer address spaces than it may grow to. */
function tooManyAtCreation({ design }: Estate, virtualNetwork: string): Objection | undefined {
  const count = announcedSpaces(design, virtualNetwork).length
  if (design.era === '2017' || count <= addressSpacesAtCreation) return undefined
  const limit = countText(addressSpacesAtCreation)
  return {
    rule: 'C8',
    reason: `${virtualNetwork} has ${countText(count)} address spaces, and a connection is created with ${limit} at most`,
  }
}

/** What nobody could buy cannot be come by in two steps either; what was wrong before is no reason. */
function unsound(before: Estate, after: Estate): Objection | undefined {
  const { design } = after
  for (const { id, level, eras, check } of purchaseRules) {
    if (level !== 'error' || !eras.includes(design.era)) continue
    const places = (check?.(before.design, [], noSurroundings) ?? []).map(({ path }) => path.join('.'))
    const breach = check?.(design, [], noSurroundings).find(({ path }) => !places.includes(path.join('.')))
    if (breach !== undefined) return { rule: id, reason: `afterwards ${breach.message}`, fix: breach.fix }
  }
  return undefined
}
