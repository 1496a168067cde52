import { selectionSteps } from '../../bgp/decision/steps.ts'
import { circuitCableName, paths } from '../../expressroute/node-names.ts'
import type { Check, TimeOperator } from '../expectation-entry.ts'
import type { FilePath } from '../place.ts'
import { type Problem, problem } from '../problem.ts'
import { didYouMeanOrList } from '../suggestion.ts'
import type { Instant } from '../timeline-entry.ts'
import { unknownName } from './check-names.ts'
import { sessionProblems } from './check-timeline.ts'
import type { KnownNames } from './known-names.ts'
import { checkInstant, type Label } from './labels.ts'
import { isMapping, type Sections } from './sections.ts'

/** A subject that does not exist in the model is an error, not an expectation that fails. */
export function checkExpectations(
  sections: Sections,
  labels: readonly Label[],
  known: KnownNames,
): readonly Problem[] {
  return sections.expectations.flatMap(({ value: { check, time }, path, written }) => [
    ...timeProblems(time, labels, path),
    ...(check.kind === 'session-state'
      ? stateProblems(check, path, written, known)
      : subjectProblems(check, path, sections, known)),
  ])
}

function timeProblems(time: TimeOperator, labels: readonly Label[], path: FilePath): readonly Problem[] {
  const instant: Instant | undefined =
    time.kind === 'at' ? time.instant : time.kind === 'at-end' ? undefined : time.after
  const key = time.kind === 'at' ? ['at'] : ['after']
  return checkInstant(instant, labels, Number.POSITIVE_INFINITY, [...path, ...key])
}

function subjectProblems(
  check: Exclude<Check, { readonly kind: 'session-state' }>,
  path: FilePath,
  sections: Sections,
  known: KnownNames,
): readonly Problem[] {
  switch (check.kind) {
    case 'session-fell':
      return [
        ...sessionProblems(check.session, [...path, 'session'], known),
        ...(check.sentBy === undefined
          ? []
          : unknownName('node', check.sentBy, known.nodes, [...path, 'fell', 'sentBy'])),
      ]
    case 'session-flaps':
      return sessionProblems(check.session, [...path, 'session'], known)
    case 'flow-measures':
      return [
        ...unknownName('flow', check.flow, sections.flows.names, [...path, 'flow']),
        ...(check.dropped === undefined ? [] : rateProblems(check, path, sections)),
      ]
    case 'flow-lost-as':
      return unknownName('flow', check.flow, sections.flows.names, [...path, 'flow'])
    case 'flows-losing':
      return flowsProblems(check, path, sections)
    case 'link-load':
      return linkLoadProblems(check, path, sections, known)
    case 'flow-path':
      return flowPathProblems(check, path, sections, known)
    case 'route':
      return routeProblems(check, path, sections, known)
    case 'prefixes':
      return neighbourProblems(check, path, known)
    case 'circuit-state':
      return circuitProblems(check, path, sections)
    case 'metered':
      return unknownName('circuit', check.circuit, sections.circuits.names, [...path, 'circuit'])
    case 'rule-reported':
    case 'no-loops':
    case 'no-black-holes':
      return []
    default:
      throw new Error(`no such check ${JSON.stringify(check satisfies never)}`)
  }
}

type CheckOf<Kind extends Check['kind']> = Extract<Check, { readonly kind: Kind }>

function stateProblems(
  { sessions }: CheckOf<'session-state'>,
  path: FilePath,
  written: unknown,
  known: KnownNames,
): readonly Problem[] {
  if (sessions !== 'all') {
    const isSingle = isMapping(written) && 'session' in written
    return sessions.flatMap((name, index) =>
      sessionProblems(name, isSingle ? [...path, 'session'] : [...path, 'sessions', index], known),
    )
  }
  if (known.sessions.size > 0 || known.isPartial) return []
  const message = 'there are no sessions of which this could be true'
  return [
    problem(
      'unknown-name',
      [...path, 'sessions'],
      message,
      'connect routers to a circuit that has a peering',
    ),
  ]
}

function circuitProblems(
  { circuit, peering }: CheckOf<'circuit-state'>,
  path: FilePath,
  { circuits }: Sections,
): readonly Problem[] {
  const unknown = unknownName('circuit', circuit, circuits.names, [...path, 'circuit'])
  const own = circuits.values.get(circuit)?.peerings
  if (unknown.length > 0 || own === undefined || peering === undefined) return unknown
  return unknownName(`peering of ${circuit}`, peering, [...own.keys()], [...path, 'peering'])
}

function flowsProblems(
  { flows: asked }: CheckOf<'flows-losing'>,
  path: FilePath,
  { flows }: Sections,
): readonly Problem[] {
  if (asked !== 'all') {
    return asked.flatMap((name, index) => unknownName('flow', name, flows.names, [...path, 'flows', index]))
  }
  if (flows.names.length > 0) return []
  return [
    problem('unknown-name', [...path, 'flows'], 'there are no flows that could lose anything', 'add flows:'),
  ]
}

/** What sends nothing loses nothing: nothing would be checked. */
function rateProblems(
  { flow, direction }: CheckOf<'flow-measures'>,
  path: FilePath,
  { flows }: Sections,
): readonly Problem[] {
  const rate = flows.values.get(flow)?.rate
  if (rate === undefined) return []
  const sent = direction === 'both' ? Math.min(rate.forward, rate.return) : rate[direction]
  if (sent > 0) return []
  const message = `${flow} has no rate${direction === 'both' ? ' in both directions' : ` in direction ${direction}`}, so nothing of it can be dropped`
  const sending = (['forward', 'return'] as const).find((way) => rate[way] > 0)
  const hint =
    sending === undefined ? 'give the flow a rate, such as rate: 200 Mbps' : `add direction: ${sending}`
  return [problem('combination', [...path, 'dropped'], message, hint)]
}

function linkLoadProblems(
  { link }: CheckOf<'link-load'>,
  path: FilePath,
  { circuits, flows }: Sections,
  known: KnownNames,
): readonly Problem[] {
  const bought = circuits.names.flatMap((name) => paths.map((side) => circuitCableName(name, side)))
  const unknown = unknownName('link of a circuit', link, bought, [...path, 'link'])
  if (unknown.length > 0 || known.isPartial) return unknown
  if ([...flows.values.values()].some(({ rate }) => rate.forward + rate.return > 0)) return []
  const message = 'no flow has a rate, so nothing is sent into any link'
  return [problem('combination', [...path, 'link'], message, 'give a flow a rate, such as rate: 200 Mbps')]
}

function flowPathProblems(
  check: CheckOf<'flow-path'>,
  path: FilePath,
  sections: Sections,
  known: KnownNames,
): readonly Problem[] {
  const stops = [
    ...known.nodes,
    ...sections.sites.names,
    ...sections.virtualNetworks.names,
    ...sections.spokes.names,
  ]
  return [
    ...unknownName('flow', check.flow, sections.flows.names, [...path, 'flow']),
    ...check.path.flatMap((stop, index) => unknownName('node', stop, stops, [...path, 'path', index])),
  ]
}

function routeProblems(
  check: CheckOf<'route'>,
  path: FilePath,
  sections: Sections,
  known: KnownNames,
): readonly Problem[] {
  const { at, via, decidedBy } = check
  const steps = selectionSteps.map(({ name }) => name)
  return [
    ...unknownName(
      'router or virtual network',
      at,
      [...known.nodes, ...sections.virtualNetworks.names],
      [...path, 'route', 'at'],
    ),
    ...(via?.kind === 'node'
      ? unknownName('neighbour', via.node, [...paths, 'both', ...known.nodes], [...path, 'via'])
      : []),
    ...(decidedBy === undefined
      ? []
      : unknownName('step of the decision process', decidedBy, steps, [...path, 'decidedBy'])),
  ]
}

function neighbourProblems(
  { at, from }: CheckOf<'prefixes'>,
  path: FilePath,
  known: KnownNames,
): readonly Problem[] {
  const place = [...path, 'prefixes']
  const unknown = [
    ...unknownName('node', at, known.nodes, [...place, 'at']),
    ...unknownName('node', from, known.nodes, [...place, 'from']),
  ]
  if (unknown.length > 0 || known.isPartial) return unknown
  const neighbours = [...known.sessions.values()]
    .filter((ends) => ends.includes(at))
    .flatMap((ends) => ends.filter((end) => end !== at))
  if (neighbours.includes(from)) return []
  const hint = didYouMeanOrList(from, [...new Set(neighbours)])
  return [problem('unknown-name', [...place, 'from'], `${at} has no session with ${from}`, hint)]
}
