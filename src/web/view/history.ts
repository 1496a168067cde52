import { flowEnds } from '../../analysis/flow-ends.ts'
import type { Playback } from '../../analysis/playback.ts'
import { outageStory } from '../../scenario/judge/outage-story.ts'
import { whyOutage } from '../../scenario/result/flow-result.ts'
import type { TimelineLine } from '../../scenario/result/run-result.ts'
import { landmarks, storyOf } from '../../scenario/result/story-of.ts'
import type { WhySlow } from '../../scenario/result/why-slow.ts'
import type { FlowDirection } from '../../sim/flow/flow.ts'
import { measureFlow } from '../../sim/flow/flow-measure.ts'
import type { FlowPeriod } from '../../sim/flow/flow-meter.ts'
import type { Walk } from '../../sim/forwarding/walk.ts'
import { type Micros, microsToSeconds, secondsToMicros } from '../../sim/time.ts'
import { type SessionLane, sessionLanes } from './session-lanes.ts'

/** What a run has been so far as it was played ahead, for the timeline. */
export interface HistoryView {
  /** As far as it was played: the end of the run where there is no more. */
  readonly until: Micros
  readonly end: Micros
  readonly isWhole: boolean
  readonly events: readonly Micros[]
  readonly routeChanges: readonly Micros[]
  readonly story: readonly TimelineLine[]
  /** The instants that the story tells of. */
  readonly turns: readonly Micros[]
  readonly flows: readonly FlowLane[]
  readonly sessions: readonly SessionLane[]
  /** What was done to the network, by the file or by hand. */
  readonly deeds: readonly { readonly at: Micros; readonly text: string }[]
}

/** One direction of one flow over time. */
export interface FlowLane {
  readonly name: string
  readonly direction: FlowDirection
  readonly spans: readonly FlowSpan[]
  readonly outages: readonly OutageView[]
  readonly worstSeconds: number
  readonly sent: number
  readonly lost: number
}

/** A time in which nothing changed for any five-tuple. */
export interface FlowSpan {
  readonly from: Micros
  readonly to: Micros
  /** The ways into Azure that packets take and arrive by, and what becomes of the others, as shares of all. */
  readonly parts: readonly FlowPart[]
}

export interface FlowPart {
  readonly via: string
  readonly arrives: boolean
  readonly share: number
}

export interface OutageView {
  readonly from: Micros
  readonly to: Micros
  readonly seconds: number
  /** What was met, and what ended it: the words of the command line. */
  readonly words: string
  /** What the time of the connection that was out longest went into. */
  readonly why: WhySlow
}

/** Nothing after `limit` is told, as if the run ended there. */
export function historyView(playback: Playback, limit: Micros): HistoryView {
  const { front, log } = playback
  const isWhole = front.next === undefined || front.next > limit
  const end = Math.min(playback.end, limit)
  const until = isWhole ? end : front.simulation.now
  const story = storyOf(front.topology)
  for (const record of log.records) story.note(record)
  return {
    ...{ until, end, isWhole },
    events: log.events,
    routeChanges: log.routeChanges,
    story: story.lines,
    turns: [...new Set(story.lines.map(({ atSeconds }) => secondsToMicros(atSeconds)))],
    deeds: deedsIn(log.records),
    flows: flowEnds(front.simulation).map(({ name, direction }) =>
      flowLane(playback, name, direction, until),
    ),
    sessions: sessionLanes(playback, until),
  }
}

/** Several things of one instant are told together. */
function deedsIn(records: Playback['log']['records']): HistoryView['deeds'] {
  const deeds = new Map<Micros, string[]>()
  for (const record of records) {
    if (record.kind !== 'operator') continue
    const others = deeds.get(record.at) ?? []
    others.push(record.action)
    deeds.set(record.at, others)
  }
  return [...deeds].map(([at, actions]) => ({ at, text: actions.join(', ') }))
}

function flowLane(
  { front, causes }: Playback,
  name: string,
  direction: FlowDirection,
  until: Micros,
): FlowLane {
  const record = front.simulation.traffic.record(name, direction, until)
  const measure = measureFlow(record)
  const marks = landmarks(front.topology)
  return {
    name,
    direction,
    spans: joined(
      record.periods
        .filter(({ to }) => to > record.start)
        .map((period) => ({ ...span(period, marks), from: Math.max(period.from, record.start) })),
    ),
    outages: measure.outages.map((outage) => ({
      from: outage.from,
      to: outage.to,
      seconds: microsToSeconds(outage.worst),
      words: outageStory({ outage, record }, name, front.evidence),
      why: whyOutage({ name, direction }, outage, measure, causes),
    })),
    worstSeconds: microsToSeconds(measure.worstOutage),
    sent: measure.sent,
    lost: measure.lost,
  }
}

function span({ from, to, walks }: FlowPeriod, marks: readonly string[]): FlowSpan {
  const parts = new Map<string, FlowPart>()
  for (const walk of walks) {
    const arrives = walk.outcome === 'ACCEPTED'
    const via = arrives ? wayOf(walk, marks) : walk.outcome
    const share = (parts.get(via)?.share ?? 0) + 1 / walks.length
    parts.set(via, { via, arrives, share })
  }
  return { from, to, parts: [...parts.values()].sort(inLaneOrder) }
}

function wayOf({ hops }: Walk, marks: readonly string[]): string {
  const passed = hops.filter((hop) => marks.includes(hop))
  return passed.length === 0 ? hops.slice(1, -1).join(' › ') : passed.join(' › ')
}

/** What is lost lies below what arrives, and each way keeps its place. */
function inLaneOrder(a: FlowPart, b: FlowPart): number {
  if (a.arrives !== b.arrives) return a.arrives ? -1 : 1
  return a.via < b.via ? -1 : 1
}

function joined(spans: readonly FlowSpan[]): readonly FlowSpan[] {
  const result: FlowSpan[] = []
  for (const next of spans) {
    const last = result.at(-1)
    if (last !== undefined && JSON.stringify(last.parts) === JSON.stringify(next.parts))
      result[result.length - 1] = { ...last, to: next.to }
    else result.push(next)
  }
  return result
}
