import { formatAsPath } from '../../bgp/as-path.ts'
import type { Selection } from '../../bgp/decision/select-best.ts'
import type { Rib } from '../../bgp/rib/rib.ts'
import type { ProviderState } from '../../expressroute/design.ts'
import {
  type Estate,
  peeringState,
  prefixesState,
  providerState,
} from '../../expressroute/life-cycle/estate.ts'
import { packPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { Walk } from '../../sim/forwarding/walk.ts'
import type { Check, Via } from '../expectation-entry.ts'
import type { Evidence } from './evidence.ts'
import { marginOf, plain, type Reading, within } from './reading.ts'

/** A check of how things stand at a moment, as opposed to one of what happened over a time. */
export type StateCheck = Extract<
  Check,
  {
    kind:
      | 'session-state'
      | 'flow-path'
      | 'route'
      | 'prefixes'
      | 'circuit-state'
      | 'rule-reported'
      | 'no-loops'
      | 'no-black-holes'
  }
>

type StateOf<Kind extends StateCheck['kind']> = Extract<StateCheck, { kind: Kind }>

export function isStateCheck(check: Check): check is StateCheck {
  return !windowKinds.has(check.kind)
}

const windowKinds: ReadonlySet<Check['kind']> = new Set([
  'session-fell',
  'session-flaps',
  'flow-measures',
  'flow-lost-as',
  'flows-losing',
  'link-load',
  'metered',
])

/** Looks at the network as it stands now. */
export function readState(check: StateCheck, evidence: Evidence): Reading {
  switch (check.kind) {
    case 'session-state':
      return sessionState(check, evidence)
    case 'flow-path':
      return flowPath(check, evidence)
    case 'route':
      return route(check, evidence)
    case 'prefixes':
      return prefixes(check, evidence)
    case 'circuit-state':
      return circuitState(check, evidence)
    case 'rule-reported':
      return ruleReported(check, evidence)
    case 'no-loops':
      return noFlaws('loop', evidence)
    case 'no-black-holes':
      return noFlaws('black-hole', evidence)
    default:
      throw new Error(`unknown check ${check satisfies never}`)
  }
}

function sessionState({ sessions, state, count }: StateOf<'session-state'>, evidence: Evidence): Reading {
  const asked = evidence.sessions
    .filter(({ name }) => sessions === 'all' || sessions.includes(name))
    .map((ends) => ({ name: ends.name, is: evidence.stateOf(ends) }))
  const [right, wrong] = [asked.filter(({ is }) => is === state), asked.filter(({ is }) => is !== state)]
  const measured = asked.length === 1 ? (asked[0]?.is ?? '') : `${right.length}/${asked.length} ${state}`
  if (count === undefined) return plain(wrong.length === 0, measured, listed(wrong))
  const holds = within(count, right.length)
  const because = right.length > (count.atMost ?? right.length) ? listed(right) : listed(wrong)
  return {
    holds,
    measured,
    margin: marginOf(count, right.length, String),
    because: holds ? undefined : because,
  }
}

function listed(sessions: readonly { readonly name: string; readonly is: string }[]): string {
  return sessions
    .slice(0, 3)
    .map(({ name, is }) => `${name} is ${is}`)
    .join('; ')
}

function circuitState(check: StateOf<'circuit-state'>, { estate }: Evidence): Reading {
  const { circuit, peering, is: wanted, advertisedPublicPrefixesState: wantedPrefixes } = check
  const found =
    peering === undefined ? circuitIs(estate(), circuit) : peeringState(estate(), circuit, peering)
  const state = found ?? 'absent'
  const prefixes = peering === undefined ? undefined : prefixesState(estate(), circuit, peering)
  const holds =
    (wanted === undefined || state === wanted) &&
    (wantedPrefixes === undefined || prefixes === wantedPrefixes)
  return plain(holds, wantedPrefixes === undefined ? state : `${state}, ${prefixes}`)
}

/** One without a provider is as good as Provisioned. */
function circuitIs(estate: Estate, circuit: string): ProviderState | undefined {
  return estate.states.has(circuit) ? (providerState(estate, circuit) ?? 'Provisioned') : undefined
}

function ruleReported({ rule, reported }: StateOf<'rule-reported'>, evidence: Evidence): Reading {
  const is = evidence.reported(rule)
  return plain(is === reported, is ? `${rule} is reported` : `${rule} is not reported`, '')
}

function flowPath(
  { flow, direction, path, outcome }: StateOf<'flow-path'>,
  { simulation }: Evidence,
): Reading {
  const directions = direction === 'both' ? (['forward', 'return'] as const) : [direction]
  const looks = directions.flatMap((each) => {
    const stops = direction === 'both' && each === 'return' ? path.toReversed() : path
    const walks = simulation.traffic.walks(flow, each)
    return walks.map((walk) => ({ walk, holds: walk.outcome === outcome && passes(walk, stops) }))
  })
  const right = looks.filter(({ holds }) => holds).length
  const other = looks.find(({ holds }) => !holds)?.walk
  const because = other === undefined ? '' : `others go ${other.hops.join(' › ')} (${other.outcome})`
  const measured = `${right} of ${looks.length} five-tuples ${path.length === 0 ? 'end so' : 'take it'}`
  return plain(other === undefined, measured, because)
}

/** In this order, perhaps with other nodes between them. */
function passes({ hops }: Walk, path: readonly string[]): boolean {
  let from = 0
  for (const node of path) {
    const at = hops.indexOf(node, from)
    if (at < 0) return false
    from = at + 1
  }
  return true
}

function route(check: StateOf<'route'>, evidence: Evidence): Reading {
  const looks = evidence.routersAt(check.at).map((router) => ({ router, ...look(check, router, evidence) }))
  const wrong = looks.find(({ holds }) => !holds)
  const shown = wrong ?? looks[0]
  if (shown === undefined) throw new Error(`no router at ${check.at}`)
  return plain(wrong === undefined, shown.measured, `${shown.router}: ${shown.because ?? shown.measured}`)
}

interface Look {
  readonly holds: boolean
  readonly measured: string
  /** More than was measured, where there is more to say. */
  readonly because?: string
}

function look(check: StateOf<'route'>, router: string, evidence: Evidence): Look {
  const selection = selectionAt(router, check.prefix, evidence)
  if (selection === undefined) {
    const measured = `no route for ${formatPrefix(check.prefix)}`
    const unreachable = `${measured}: the NEXT_HOP of what it heard is unreachable`
    const because = hasHeard(router, check.prefix, evidence) ? unreachable : measured
    return { holds: !check.present, measured, because }
  }
  const { best, decidedBy } = selection
  const asns = best.attributes.asPath.flatMap((segment) => segment.asns)
  const pathFits = check.asPath === undefined || check.asPath.join(' ') === asns.join(' ')
  const stepFits = check.decidedBy === undefined || check.decidedBy === decidedBy
  const viaFits = check.via === undefined || goesVia(check.via, selection, evidence)
  const via = [...new Set(selection.multipath.map(({ source }) => source.router))].join(' and ')
  const path = asns.length === 0 ? 'local' : `AS path ${formatAsPath(best.attributes.asPath)}`
  const step =
    check.decidedBy === undefined ? '' : `, decided by ${decidedBy ?? 'nothing: it is the only route'}`
  return { holds: check.present && pathFits && stepFits && viaFits, measured: `via ${via}, ${path}${step}` }
}

function selectionAt(router: string, prefix: Prefix, { simulation }: Evidence): Selection | undefined {
  const rib = simulation.router(router).speaker.ribs[prefix.family]
  const id = idOf(prefix, rib)
  return id === undefined ? undefined : rib.locRib.get(id)
}

/** Whether policy let in any route for the prefix, usable or not. */
function hasHeard(router: string, prefix: Prefix, { simulation }: Evidence): boolean {
  const { ribs, peers } = simulation.router(router).speaker
  const rib = ribs[prefix.family]
  const id = idOf(prefix, rib)
  return id !== undefined && rib.candidates(id, peers).length > 0
}

function idOf(prefix: Prefix, rib: Rib): number | undefined {
  const [id] = rib.idsOf(packPrefixes(prefix.family, [prefix]))
  return id
}

function goesVia(via: Via, { multipath }: Selection, evidence: Evidence): boolean {
  if (via.kind === 'node') return multipath.every(({ source }) => source.router === via.node)
  const used = new Set(multipath.map(({ source }) => sideOf(source.name, evidence)))
  const wanted = via.path === 'both' ? ['primary', 'secondary'] : [via.path]
  return used.size === wanted.length && wanted.every((side) => used.has(side))
}

function sideOf(session: string, evidence: Evidence): string | undefined {
  const ends = evidence.sessions.find(({ name }) => name === session)
  return ends === undefined ? undefined : evidence.pathOf(ends.link)
}

function prefixes({ at, from, family, received }: StateOf<'prefixes'>, { simulation }: Evidence): Reading {
  const peers = simulation
    .router(at)
    .speaker.peers.filter(({ configuration }) => configuration.remote === from)
  const count = peers.reduce((sum, peer) => sum + peer.adjRibIn[family].count, 0)
  return {
    holds: within(received, count),
    measured: count === 1 ? '1 prefix' : `${count} prefixes`,
    margin: marginOf(received, count, String),
    because: within(received, count) ? undefined : `${at} holds ${count} from ${from}`,
  }
}

function noFlaws(kind: 'loop' | 'black-hole', evidence: Evidence): Reading {
  const flaws = evidence.flaws(kind)
  const measured = flaws.length === 0 ? 'none' : flaws.slice(0, 2).join('; ')
  return plain(flaws.length === 0, measured)
}
