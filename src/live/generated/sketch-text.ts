import { countOf } from '../../report/quantity.ts'
import { customerLinkName, customerSessionName } from '../../scenario/session-names.ts'
import type {
  ActionSketch,
  DeedSketch,
  EndSketch,
  RouterSketch,
  SessionSketch,
  Sketch,
  TermSketch,
} from './sketch.ts'

/** The sketch as the text of a scenario file, with these lines of comment on top. */
export function sketchText(sketch: Sketch, comments: readonly string[] = []): string {
  const { seed, routers, sessions, deeds } = sketch
  const lines = [
    ...comments.map((line) => `# ${line}`),
    'version: 1',
    `title: "Seed ${seed}: ${countOf(routers.length, 'router')}, ${countOf(sessions.length, 'session')}, ${countOf(deeds.length, 'deed')}"`,
    'defaults: { timers: { hold: 6s, keepalive: 2s }, latency: 10ms }',
    // What never settles is not waited for: everything else is over by then.
    `until: ${settledSeconds + secondsOf(deeds)}s`,
    '',
    'routers:',
    ...routers.map((router) => `  ${router.name}: ${flowText(routerFlow(router))}`),
    ...(sessions.length === 0 ? [] : ['', 'sessions:', ...sessions.flatMap(sessionLines)]),
    '',
    'timeline:',
    '  - { when: converged, label: steady }',
    ...deeds.map((deed) => `  - ${flowText(deedFlow(deed))}`),
  ]
  return `${lines.join('\n')}\n`
}

/** How long a network is given after its start and after its last deed. */
const settledSeconds = 60

function secondsOf(deeds: readonly DeedSketch[]): number {
  return Math.max(0, ...deeds.map(({ afterSeconds, forSeconds = 0 }) => afterSeconds + forSeconds))
}

/** A value in flow style; a key without a value is left out. */
type Flow = string | number | boolean | readonly Flow[] | FlowMapping

interface FlowMapping {
  readonly [key: string]: Flow | undefined
}

function flowText(value: Flow): string {
  if (typeof value === 'string') return /^[\w./+ -]+$/.test(value) ? value : `"${value}"`
  if (typeof value !== 'object') return String(value)
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`
  return `{ ${entriesOf(value).join(', ')} }`
}

function entriesOf(mapping: FlowMapping): readonly string[] {
  return Object.entries(mapping).flatMap(([key, inner]) =>
    inner === undefined ? [] : [`${key}: ${flowText(inner)}`],
  )
}

function isList(value: Flow): value is readonly Flow[] {
  return Array.isArray(value)
}

function routerFlow({ asn, bgpIdentifier, clusterId, advertise }: RouterSketch): Flow {
  return { asn, bgpIdentifier, clusterId, advertise: unlessEmpty(advertise) }
}

function unlessEmpty<Item extends Flow>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length === 0 ? undefined : list
}

function sessionLines({ between, families, routeReflectorClient, ends }: SessionSketch): readonly string[] {
  const names = ends.map((end, index) => ({ end, name: between[index === 0 ? 0 : 1] }))
  const endLines = names.flatMap(({ end, name }) => indented(endLinesOf(name, end)))
  if (endLines.length === 0) return [`  - ${flowText({ between, families, routeReflectorClient })}`]
  const head = [
    `families: ${flowText(families)}`,
    ...(routeReflectorClient === undefined ? [] : [`routeReflectorClient: ${routeReflectorClient}`]),
    'ends:',
  ]
  return [`  - between: ${flowText(between)}`, ...indented(indented([...head, ...endLines]))]
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`)
}

/** Nothing where all is as usual, one line where there is no policy, and else a line for each term. */
function endLinesOf(name: string, { settings, ...policies }: EndSketch): readonly string[] {
  const terms = (['import', 'export'] as const).flatMap((direction) =>
    policies[direction].length === 0
      ? []
      : [`${direction}:`, ...policies[direction].map((term) => `  - ${flowText(termFlow(term))}`)],
  )
  const said = entriesOf({ ...settings })
  if (terms.length > 0) return [`${name}:`, ...indented([...said, ...terms])]
  return said.length === 0 ? [] : [`${name}: { ${said.join(', ')} }`]
}

function termFlow({ match, set }: TermSketch): Flow {
  const condition = unlessSilent({ ...match })
  if (set === undefined) return { match: condition, reject: true }
  const change = unlessSilent({ ...set })
  return change === undefined ? { match: condition, accept: true } : { match: condition, set: change }
}

function unlessSilent(mapping: FlowMapping): FlowMapping | undefined {
  return entriesOf(mapping).length === 0 ? undefined : mapping
}

function deedFlow({ afterSeconds, forSeconds, action }: DeedSketch): Flow {
  const duration = forSeconds === undefined ? undefined : `${forSeconds}s`
  return { at: `steady + ${afterSeconds}s`, ...actionFlow(action), for: duration }
}

function actionFlow(action: ActionSketch): FlowMapping {
  switch (action.kind) {
    case 'announce':
    case 'withdraw':
      return { [action.kind]: { at: action.at, prefixes: [action.prefix] } }
    case 'shut':
    case 'clear':
      return { [action.kind]: customerSessionName(customerLinkName(action.between), action.family) }
    case 'cut':
      return { cut: customerLinkName(action.between), silently: action.silently ? true : undefined }
    default:
      throw new Error(`unknown action ${action satisfies never}`)
  }
}
