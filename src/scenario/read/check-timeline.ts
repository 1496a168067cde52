import { formatDuration, type Micros } from '../../sim/time.ts'
import type { FilePath } from '../place.ts'
import { type Problem, problem } from '../problem.ts'
import type { TimelineFileEntry } from '../schema/timeline-moment.ts'
import type { AffectedLink, TimelineAction } from '../timeline-entry.ts'
import { moveProblems } from './check-moves.ts'
import { unknownName } from './check-names.ts'
import { withdrawalProblems } from './check-withdrawals.ts'
import type { KnownNames } from './known-names.ts'
import { checkInstant, duplicateLabels, type Label, resolve } from './labels.ts'
import type { Item, Sections } from './sections.ts'

/** Everything that the timeline refers to, and the order of its moments. */
export function checkTimeline(
  sections: Sections,
  labels: readonly Label[],
  known: KnownNames,
): readonly Problem[] {
  const until = sections.header?.until
  return [
    ...duplicateLabels(labels),
    ...sections.timeline.flatMap(({ value: { when }, path }) =>
      when.kind === 'at' ? checkInstant(when.instant, labels, indexOf(path), [...path, 'at']) : [],
    ),
    ...sections.timeline.flatMap(({ value, path }) =>
      actionProblems(value.action, path, sections, labels, known),
    ),
    ...(until === undefined ? [] : entriesAfter(until, sections.timeline)),
  ]
}

function indexOf(path: FilePath): number {
  const index = path.at(-1)
  if (typeof index !== 'number') throw new Error('an entry of the timeline has no index')
  return index
}

function actionProblems(
  action: TimelineAction,
  path: FilePath,
  sections: Sections,
  labels: readonly Label[],
  known: KnownNames,
): readonly Problem[] {
  switch (action.kind) {
    case 'mark':
      return []
    case 'cut':
      return linkProblems(action.links, [...path, 'cut'], [...path, 'oneWay'], known)
    case 'loss':
    case 'delay':
      return linkProblems(action.links, [...path, action.kind, 'link'], [...path, 'oneWay'], known)
    case 'wrongVlan':
    case 'swapAddresses':
      return known.isPartial
        ? []
        : unknownName('VLAN of a circuit', action.link, known.vlans, [...path, action.kind])
    case 'wrongKey':
    case 'wrongAsn':
    case 'zeroWindow':
      return endProblems(action, [...path, action.kind], [...path, 'router'], known)
    case 'malformed': {
      const place = [...path, 'malformed']
      return endProblems(action, [...place, 'session'], [...place, 'router'], known)
    }
    case 'blackhole':
    case 'freeze':
    case 'crash':
    case 'restart':
    case 'drain':
    case 'undrain':
      return nodeProblems(action, path, known)
    case 'fail':
      return unknownName('risk group', action.group, sections.riskGroups.names, [...path, 'fail'])
    case 'moves':
      return action.moves.flatMap(({ move }) => moveProblems(move, [...path, action.word], sections))
    case 'shut':
    case 'start':
    case 'clear':
    case 'refresh':
      return sessionProblems(action.session, [...path, action.kind], known)
    case 'bfd':
      return bfdProblems(action.session, path, sections, known)
    case 'policy':
      return policyProblems(action, path, sections, known)
    case 'announce':
      return originProblems(action, path, sections)
    case 'withdraw':
      return [
        ...originProblems(action, path, sections),
        ...withdrawalProblems(action, [...path, 'withdraw', 'prefixes'], sections),
      ]
    case 'restore':
      return restoreProblems(action.label, path, sections, labels)
    default:
      throw new Error(`no such action ${JSON.stringify(action satisfies never)}`)
  }
}

function originProblems(
  { kind, at }: Extract<TimelineAction, { kind: 'announce' | 'withdraw' }>,
  path: FilePath,
  { sites, routers, spokes }: Sections,
): readonly Problem[] {
  const places = [...sites.names, ...routers.names, ...spokes.names]
  return unknownName('site, router or spoke', at, places, [...path, kind, 'at'])
}

function bfdProblems(
  session: string,
  path: FilePath,
  { header }: Sections,
  known: KnownNames,
): readonly Problem[] {
  const place = [...path, 'bfd']
  const unknown = sessionProblems(session, place, known)
  if (unknown.length > 0 || !known.sessions.has(session)) return unknown
  if (header?.era === '2017')
    return [problem('era', place, 'the rules of 2017 do not know BFD', 'leave it out, or era: current')]
  if (known.watchable.has(session)) return []
  return unknownName('session that can have BFD', session, [...known.watchable], place)
}

/** Azure's routers, and a provider's, have no policy that somebody else sets. */
function policyProblems(
  { session, router }: Extract<TimelineAction, { kind: 'policy' }>,
  path: FilePath,
  { routers }: Sections,
  known: KnownNames,
): readonly Problem[] {
  const unknown = sessionProblems(session, [...path, 'policy', 'session'], known)
  const ends = known.sessions.get(session)?.filter((end) => routers.names.includes(end))
  if (unknown.length > 0 || ends === undefined || ends.includes(router)) return unknown
  return [
    problem(
      'unknown-name',
      [...path, 'policy', 'router'],
      `"${router}" is no end of ${session} whose policy can be set`,
      ends.length === 0 ? 'none of its ends is one of routers:' : `such ends: ${ends.join(', ')}`,
    ),
  ]
}

function endProblems(
  { session, router }: { session: string; router: string | undefined },
  path: FilePath,
  routerPath: FilePath,
  known: KnownNames,
): readonly Problem[] {
  const ends = known.sessions.get(session)?.map((end) => boxOf(end, known))
  if (ends === undefined) return sessionProblems(session, path, known)
  return router === undefined ? [] : noEndOf(session, router, ends, routerPath)
}

function noEndOf(what: string, node: string, ends: readonly string[], path: FilePath): readonly Problem[] {
  if (ends.includes(node)) return []
  return [problem('unknown-name', path, `"${node}" is no end of ${what}`, `its ends: ${ends.join(', ')}`)]
}

export function sessionProblems(session: string, path: FilePath, known: KnownNames): readonly Problem[] {
  return known.isPartial ? [] : unknownName('session', session, [...known.sessions.keys()], path)
}

/** A box crashes whole: none of its routing domains does so alone. */
function nodeProblems(
  {
    kind,
    nodes,
  }: Extract<TimelineAction, { kind: 'blackhole' | 'freeze' | 'crash' | 'restart' | 'drain' | 'undrain' }>,
  path: FilePath,
  known: KnownNames,
): readonly Problem[] {
  return nodes.flatMap((node) => unknownName('node', node, nodeNames(known), [...path, kind]))
}

export function nodeNames(known: KnownNames): readonly string[] {
  return [...new Set(known.nodes.map((node) => boxOf(node, known)))]
}

export function linkProblems(
  links: readonly AffectedLink[],
  path: FilePath,
  fromPath: FilePath,
  known: KnownNames,
): readonly Problem[] {
  return links.flatMap((one) => affectedProblems(one, path, fromPath, known))
}

/** A cable is as good a name as a link that it carries. */
function affectedProblems(
  { link, from }: AffectedLink,
  path: FilePath,
  fromPath: FilePath,
  known: KnownNames,
): readonly Problem[] {
  const ends = endsOf(link, known)
  if (ends !== undefined) {
    return from === undefined ? [] : noEndOf(link, from, ends, fromPath)
  }
  if (known.isPartial) return []
  if (known.unconnectedLinks.includes(link)) {
    if (known.hasLooseEnds) return []
    return [
      problem('unknown-name', path, `no router is connected to ${link}`, 'connect one, or name another link'),
    ]
  }
  return unknownName('link', link, [...new Set([...known.links.keys(), ...known.cables.keys()])], path)
}

/** The names of both ends, an MSEE by its box; `undefined` where there is no such link. */
function endsOf(name: string, known: KnownNames): readonly string[] | undefined {
  const carried = known.cables.get(name) ?? [name]
  const ends = carried.flatMap((link) => known.links.get(link) ?? [])
  return ends.length === 0 ? undefined : [...new Set(ends.map((node) => boxOf(node, known)))]
}

function boxOf(node: string, { boxes }: KnownNames): string {
  return [...boxes].find(([, domains]) => domains.includes(node))?.[0] ?? node
}

function restoreProblems(
  label: string,
  path: FilePath,
  { timeline }: Sections,
  labels: readonly Label[],
): readonly Problem[] {
  const place = [...path, 'restore']
  const misplaced = checkInstant({ label, offsetMicros: 0 }, labels, indexOf(path), place)
  if (misplaced.length > 0) return misplaced
  const entry = timeline.find(({ value }) => value.label === label)?.value
  if (entry === undefined || undoable.has(wordOf(entry.action))) return []
  const message = `the entry "${label}" does nothing that could be undone`
  return [problem('restore', place, message, `what can be undone: ${[...undoable].join(', ')}`)]
}

function wordOf(action: TimelineAction): string {
  return action.kind === 'moves' ? action.word : action.kind
}

const undoable: ReadonlySet<string> = new Set([
  'cut',
  'loss',
  'delay',
  'wrongVlan',
  'swapAddresses',
  'wrongKey',
  'wrongAsn',
  'zeroWindow',
  'freeze',
  'blackhole',
  'crash',
  'fail',
  'drain',
  'disable',
  'unlink',
  'part',
  'shut',
  'bfd',
  'policy',
  'announce',
  'withdraw',
])

/** What is certain to come after the end of the run would be left out in silence. */
function entriesAfter(until: Micros, timeline: readonly Item<TimelineFileEntry>[]): readonly Problem[] {
  const known = new Map<string, Micros>()
  return timeline.flatMap(({ value: { when, label }, path }) => {
    const start = when.kind === 'at' ? resolve(when.instant, known) : undefined
    if (start === undefined) return []
    if (label !== undefined) known.set(label, start)
    if (start <= until) return []
    const message = `this comes ${formatDuration(start)} after the start, and the run ends at ${formatDuration(until)}`
    return [problem('after-end', [...path, 'at'], message, 'make until: longer, or leave it out')]
  })
}
