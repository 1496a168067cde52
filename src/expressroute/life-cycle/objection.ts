import { formatBandwidth } from '../bandwidth.ts'
import { linkedNetworks } from '../circuit-links.ts'
import type { Circuit, PeeringKind } from '../design.ts'
import { addressSpacesAtCreation } from '../limits.ts'
import { countText } from '../rules/count-text.ts'
import { purchaseRules } from '../rules/d.ts'
import { peeringText } from '../rules/peerings.ts'
import { noSurroundings } from '../rules/rule.ts'
import { announcedSpaces } from '../spokes.ts'
import { type Estate, isProvisioned, providerState } from './estate.ts'
import type { Move } from './move.ts'

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
  const { circuit } = move
  if (move.kind === 'delete') return stillProvisioned(before, circuit)
  if (move.kind === 'update') {
    const [old, next] = [before, after].map(({ design }) => design.circuits.get(circuit))
    return old === undefined || next === undefined ? undefined : backwards(old, next)
  }
  const isNew = move.kind === 'link' && !linkedNetworks(before.design, circuit).includes(move.virtualNetwork)
  return isNew ? tooManyAtCreation(after, move.virtualNetwork) : undefined
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
