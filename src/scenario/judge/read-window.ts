import type { FlowDirection } from '../../sim/flow/flow.ts'
import { type FlowMeasure, measureFlow } from '../../sim/flow/flow-measure.ts'
import type { FlowRecord } from '../../sim/flow/flow-meter.ts'
import { type FlowLoad, flowLoad } from '../../sim/load/load-measure.ts'
import type { Micros } from '../../sim/time.ts'
import type { Bounds, Check } from '../expectation-entry.ts'
import type { SessionFall } from '../result/session-log.ts'
import type { Evidence } from './evidence.ts'
import { describeFall, outageStory, percent } from './outage-story.ts'
import { droppedText, droppingStory, isMet, linkLoad, meteredData } from './read-load.ts'
import { marginOf, plain, type Reading, seconds, within } from './reading.ts'

/** A check of what happened over a time. */
export type WindowCheck = Extract<
  Check,
  {
    kind:
      | 'session-fell'
      | 'session-flaps'
      | 'flow-measures'
      | 'flow-lost-as'
      | 'flows-losing'
      | 'link-load'
      | 'metered'
  }
>
type WindowOf<Kind extends WindowCheck['kind']> = Extract<WindowCheck, { kind: Kind }>

type FlowSubject = Pick<WindowOf<'flow-measures'>, 'flow' | 'direction'>

export interface Window {
  readonly from: Micros
  readonly to: Micros
}

export function readWindow(check: WindowCheck, window: Window, evidence: Evidence): Reading {
  switch (check.kind) {
    case 'session-fell':
      return sessionFell(check, window, evidence)
    case 'session-flaps':
      return sessionFlaps(check, window, evidence)
    case 'flow-measures':
      return flowMeasures(check, window, evidence)
    case 'flow-lost-as':
      return flowLostAs(check, window, evidence)
    case 'flows-losing':
      return flowsLosing(check, window, evidence)
    case 'link-load':
      return linkLoad(check, window, evidence)
    case 'metered':
      return meteredData(check, window, evidence)
    default:
      throw new Error(`unknown check ${check satisfies never}`)
  }
}

/** Why nothing can be said, although there is a reading; `undefined` where something can. */
export function doubtAbout(
  check: WindowCheck,
  window: Window,
  reading: Reading,
  evidence: Evidence,
): string | undefined {
  if (window.from === window.to && reading.at === undefined) return 'its window was empty'
  if (check.kind === 'link-load') {
    return isMet(check, window, evidence) ? undefined : 'nothing was sent into it'
  }
  if (check.kind === 'flow-measures' || check.kind === 'flow-lost-as')
    return doubtAboutFlow(check, window, reading, evidence)
  if (check.kind !== 'flows-losing') return undefined
  return namesOf(check.flows, evidence)
    .map((flow) => doubtAboutFlow({ flow, direction: 'both' }, window, reading, evidence))
    .find((doubt) => doubt !== undefined)
}

function doubtAboutFlow(
  flow: FlowSubject,
  window: Window,
  reading: Reading,
  evidence: Evidence,
): string | undefined {
  for (const { direction, record } of recordsOf(flow, window, evidence)) {
    // A flow that never worked has not lost anything yet: whatever holds of it holds for nothing.
    if (!record.started && reading.holds) return `the flow never got through (${direction})`
    if (record.started && record.start >= window.to)
      return `the flow began at +${seconds(record.start)} s, after its window`
  }
  return undefined
}

function sessionFell(check: WindowOf<'session-fell'>, window: Window, evidence: Evidence): Reading {
  const falls = fallsIn(check.session, window, evidence)
  const fitting = falls.find((fall) => fits(check, fall))
  if (fitting !== undefined) return { ...plain(true, describeFall(fitting)), at: fitting.at }
  const [first] = falls
  return first === undefined
    ? plain(
        false,
        'it did not fall',
        `${check.session} is ${evidence.stateOf(evidence.session(check.session))}`,
      )
    : plain(false, describeFall(first), 'it fell, but otherwise than expected')
}

function fits({ notification, sentBy, reason }: WindowOf<'session-fell'>, fall: SessionFall): boolean {
  if (notification !== undefined && fall.notification?.code !== notification.code) return false
  const { subcode } = notification ?? {}
  if (subcode !== undefined && fall.notification?.subcode !== subcode) return false
  if (sentBy !== undefined && fall.sender !== sentBy) return false
  return reason === undefined || fall.reason.includes(reason)
}

function fallsIn(session: string, { from, to }: Window, evidence: Evidence): readonly SessionFall[] {
  const { local, remote } = evidence.session(session)
  return evidence.log.falls(session, [local, remote]).filter(({ at }) => at >= from && at <= to)
}

function sessionFlaps(check: WindowOf<'session-flaps'>, window: Window, evidence: Evidence): Reading {
  const { local } = evidence.session(check.session)
  const falls = fallsIn(check.session, window, evidence).filter(({ node }) => node === local)
  const holds = within(check.flaps, falls.length)
  return {
    holds,
    measured: falls.length === 1 ? '1 flap' : `${falls.length} flaps`,
    margin: marginOf(check.flaps, falls.length, String),
    because: holds ? undefined : falls.map(describeFall).slice(0, 3).join('; '),
  }
}

/** One figure of a flow in one direction. */
interface Figure {
  readonly bounds: Bounds
  readonly value: number
  readonly name: string
  readonly show: (value: number) => string
}

function flowMeasures(check: WindowOf<'flow-measures'>, window: Window, evidence: Evidence): Reading {
  const loads = evidence.simulation.load.record(window.to)
  const measures = recordsOf(check, window, evidence).map(({ direction, record }) => {
    const load = flowLoad(loads, check.flow, direction, window)
    return { direction, record, measure: measureFlow(record, window), load }
  })
  const figures = measures.map(({ measure, load }) => figuresOf(check, measure, load))
  const wrongAt = figures.findIndex((each) => each.some(({ bounds, value }) => !within(bounds, value)))
  const shownAt = wrongAt < 0 ? worseOf(measures.map(({ measure }) => measure)) : wrongAt
  const shown = figures[shownAt] ?? []
  const measured = measures[shownAt]
  const tight = shown.find(({ bounds, value }) => !within(bounds, value)) ?? shown[0]
  const direction = measures.length > 1 ? ` (${measured?.direction})` : ''
  return {
    holds: wrongAt < 0,
    measured: `${shown.map(({ name, value, show }) => `${name} ${show(value)}`).join(', ')}${direction}`,
    margin: tight === undefined ? undefined : marginOf(tight.bounds, tight.value, tight.show),
    because:
      wrongAt < 0
        ? undefined
        : tight?.name === 'dropped'
          ? droppingStory(window, evidence)
          : worstStory(check.flow, measured, evidence),
  }
}

function flowLostAs(check: WindowOf<'flow-lost-as'>, window: Window, evidence: Evidence): Reading {
  const measures = recordsOf(check, window, evidence).map(({ record }) => measureFlow(record, window))
  const lost = measures.flatMap(({ lostBy }) => [...lostBy]).filter(([, count]) => count > 0)
  const holds = lost.length > 0 && lost.every(([outcome]) => outcome === check.lostAs)
  const outcomes = [...new Set(lost.map(([outcome]) => outcome))]
  return plain(holds, lost.length === 0 ? 'nothing lost' : outcomes.join(', '))
}

function flowsLosing(
  { flows, losing }: WindowOf<'flows-losing'>,
  window: Window,
  evidence: Evidence,
): Reading {
  const asked = namesOf(flows, evidence)
  const hit = asked.filter((flow) =>
    recordsOf({ flow, direction: 'both' }, window, evidence).some(
      ({ record }) => measureFlow(record, window).affected > 0,
    ),
  )
  const holds = within(losing, hit.length)
  return {
    holds,
    measured: `${hit.length} of ${asked.length} lost something`,
    margin: marginOf(losing, hit.length, String),
    because: holds ? undefined : hit.length === 0 ? 'none did' : hit.slice(0, 3).join(', '),
  }
}

function namesOf(flows: readonly string[] | 'all', { simulation }: Evidence): readonly string[] {
  return flows === 'all' ? simulation.plan.flows.map(({ name }) => name) : flows
}

function recordsOf(
  { flow, direction }: FlowSubject,
  { to }: Window,
  { simulation }: Evidence,
): readonly { readonly direction: FlowDirection; readonly record: FlowRecord }[] {
  const directions = direction === 'both' ? (['forward', 'return'] as const) : [direction]
  return directions.map((each) => ({ direction: each, record: simulation.traffic.record(flow, each, to) }))
}

/** Where both directions hold, the one that suffered more is shown. */
function worseOf(measures: readonly FlowMeasure[]): number {
  const [forward, back] = measures
  return forward !== undefined && back !== undefined && back.worstOutage > forward.worstOutage ? 1 : 0
}

function figuresOf(
  check: WindowOf<'flow-measures'>,
  measure: FlowMeasure,
  load: FlowLoad | undefined,
): readonly Figure[] {
  const { worstOutage, affected, lost, availability, dropped } = check
  const droppedShare = load === undefined || load.sent === 0 ? 0 : load.dropped / load.sent
  return [
    figure('outage', worstOutage, measure.worstOutage, (value) => `${seconds(value)} s`),
    figure('affected', affected, measure.affected, percent),
    figure('lost', lost, measure.lost, String),
    figure('availability', availability, measure.availability ?? 1, percent),
    figure('dropped', dropped, droppedShare, droppedText),
  ].flatMap((each) => (each === undefined ? [] : [each]))
}

function figure(
  name: string,
  bounds: Bounds | undefined,
  value: number,
  show: (value: number) => string,
): Figure | undefined {
  return bounds === undefined ? undefined : { name, bounds, value, show }
}

function worstStory(
  flow: string,
  measured: { readonly record: FlowRecord; readonly measure: FlowMeasure } | undefined,
  evidence: Evidence,
): string {
  const [outage] = (measured?.measure.outages ?? []).toSorted((a, b) => b.worst - a.worst)
  if (measured === undefined || outage === undefined) return 'no five-tuple was out'
  return outageStory({ outage, record: measured.record }, flow, evidence)
}
