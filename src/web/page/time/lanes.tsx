import type { JSX } from 'preact'
import { formatSpan } from '../../../report/quantity.ts'
import { flowArrow } from '../../../scenario/result/flow-arrow.ts'
import { type Micros, microsToSeconds } from '../../../sim/time.ts'
import type { FlowLane, FlowPart, FlowSpan, HistoryView } from '../../view/history.ts'
import type { SessionLane } from '../../view/session-lanes.ts'
import { isAskedAbout } from '../lesson/lesson-state.ts'
import type { Store } from '../store.ts'
import { instantText } from './instant-text.ts'
import type { Scale } from './scale.ts'

interface EventLaneProps {
  readonly store: Store
  readonly history: HistoryView
  readonly scale: Scale
  readonly now: Micros
}

/** Every event as a tick, and above them what was done. */
export function EventLane({ store, history, scale, now }: EventLaneProps): JSX.Element {
  return (
    <div class="lane events">
      <span class="label">events</span>
      <svg width={scale.width} height={32} aria-hidden="true">
        {history.events.map((at) => (
          <path key={at} class={at <= now ? 'event past' : 'event'} d={`M${scale.x(at)} 20V31`} />
        ))}
        {history.routeChanges.map((at) => (
          <path key={at} class={at <= now ? 'change past' : 'change'} d={`M${scale.x(at)} 15V31`} />
        ))}
        {history.deeds.map(({ at, text }, index) => {
          const x = scale.x(at)
          const room = scale.x(history.deeds[index + 1]?.at ?? history.until) - x - 18
          return (
            <g key={at} class={at <= now ? 'deed past' : 'deed'} transform={`translate(${x} 0)`}>
              <path d="M0 14L-5 5H5Z" />
              <text x={8} y={12}>
                {shortened(text, room / 7.7)}
              </text>
            </g>
          )
        })}
      </svg>
      <ul class="unseen">
        {history.deeds.map(({ at, text }) => (
          <li key={at}>
            <button type="button" tabIndex={-1} onClick={() => store.jump(at)}>
              {instantText(at)}: {text}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Cut off where there is no room; too little room for a word has none. */
function shortened(text: string, letters: number): string {
  if (text.length <= letters) return text
  return letters < 8 ? '' : `${text.slice(0, Math.floor(letters) - 1)}…`
}

interface SessionLaneProps {
  readonly store: Store
  readonly lane: SessionLane
  readonly scale: Scale
}

export function SessionLaneRow({ store, lane, scale }: SessionLaneProps): JSX.Element {
  return (
    <div class={isAskedAbout(store.lesson.value, 'session', lane.name) ? 'lane lit' : 'lane'}>
      <button
        type="button"
        class="label"
        title={lane.name}
        onClick={() => store.select({ kind: 'session', name: lane.name })}
      >
        {shortSession(lane)}
      </button>
      <svg width={scale.width} height={16} role="img" aria-label={sessionWords(lane)}>
        {lane.spans.map(({ from, to, state }) => (
          <rect
            key={from}
            class={`state ${stageOf(state)}`}
            x={scale.x(from)}
            y={2}
            width={Math.max(1, scale.x(to) - scale.x(from))}
            height={12}
          />
        ))}
      </svg>
    </div>
  )
}

/** What can be told apart in a lane. */
function stageOf(state: string): string {
  if (state === 'Established') return 'stands'
  return state === 'detecting' ? state : state.startsWith('Open') ? 'opens' : 'fallen'
}

const stages = [
  ['stands', 'Established'],
  ['detecting', 'silence, not noticed yet'],
  ['opens', 'opening'],
  ['fallen', 'down'],
  ['way loss', 'packets lost'],
] as const

export function LaneLegend(): JSX.Element {
  return (
    <p class="legend">
      {stages.map(([stage, words]) => (
        <span key={stage}>
          <svg width={26} height={12} aria-hidden="true">
            <rect class={`state ${stage}`} x={0.5} y={0.5} width={25} height={11} />
          </svg>{' '}
          {words}
        </span>
      ))}
    </p>
  )
}

/** Without what its ends belong to, and what goes without saying. */
function shortSession({ name, ends }: SessionLane): string {
  const own = ends.map((node) => node.replace(/.*\./, '')).join(' – ')
  return own + name.slice(ends.join('-').length).replace(/ private| ipv4/g, '')
}

function sessionWords({ name, spans }: SessionLane): string {
  const turns = spans.filter(
    ({ state }, index) => index === 0 || stageOf(state) !== stageOf(spans[index - 1]?.state ?? ''),
  )
  const words = turns.map(({ from, state }) => `${state} from ${instantText(from)}`)
  return `${name}: ${words.slice(-6).join(', ')}`
}

/** The ways by which anything arrives. */
export function waysOf(lanes: readonly FlowLane[]): readonly string[] {
  const parts = lanes.flatMap(({ spans }) => spans.flatMap((span) => span.parts))
  return [...new Set(parts.filter(({ arrives }) => arrives).map(({ via }) => via))].sort()
}

interface FlowLaneProps {
  readonly store: Store
  readonly lane: FlowLane
  /** Of all lanes, so that a way has the same colour in each. */
  readonly colours: readonly string[]
  readonly scale: Scale
  readonly now: Micros
}

const laneHeight = 40
/** As high as half a lane, so that it covers no more than what is lost. */
const badgeHeight = 19

/** Where packets go, as shares of the height; what is lost is hatched, and says for how long. */
export function FlowLaneRow({ store, lane, colours, scale, now }: FlowLaneProps): JSX.Element {
  const ways = waysOf([lane])
  const spans = lane.spans.map((span) => ({ ...span, layers: stacked(span, ways) }))
  const arrow = flowArrow[lane.direction]
  return (
    <div
      class={isAskedAbout(store.lesson.value, 'flow', lane.name) ? 'lane flow-lane lit' : 'lane flow-lane'}
    >
      <button type="button" class="label" onClick={() => store.select({ kind: 'flow', name: lane.name })}>
        {lane.name} {arrow}
      </button>
      <svg width={scale.width} height={laneHeight} role="img" aria-label={flowWords(lane, arrow, now)}>
        {spans.map(({ from, to, layers }) => {
          const [x, width] = [scale.x(from), Math.max(0.8, scale.x(to) - scale.x(from))]
          return layers.map(({ via, arrives, top, height }) => {
            return (
              <g key={`${from} ${via}`}>
                <rect
                  class={arrives ? `way way-${colours.indexOf(via) % 4}` : 'way loss'}
                  {...{ x, width, height }}
                  y={top}
                />
                {arrives && width > via.length * 7.2 + 12 && height > 11 ? (
                  <text x={x + 6} y={top + height / 2 + 4}>
                    {via}
                  </text>
                ) : undefined}
              </g>
            )
          })
        })}
        {lane.outages.map(({ from, to, seconds }) => {
          const [x, width] = [scale.x(from), scale.x(to) - scale.x(from)]
          if (width < 44) return undefined
          const y = lostAt(spans.filter((span) => span.from < to && span.to > from))
          return (
            <g key={from} class="outage" transform={`translate(${x + width / 2} ${y})`}>
              <rect x={-35} y={-badgeHeight / 2} width={70} height={badgeHeight} rx={badgeHeight / 2} />
              <text y={4.5}>{formatSpan(seconds)}</text>
            </g>
          )
        })}
      </svg>
    </div>
  )
}

interface Layer {
  readonly via: string
  readonly arrives: boolean
  readonly top: number
  readonly height: number
}

/** Each way where it always lies, and what is lost in the place of the way that is missing. */
function stacked({ parts }: FlowSpan, ways: readonly string[]): readonly Layer[] {
  const used = parts.filter(({ arrives }) => arrives).map(({ via }) => via)
  const missing = ways.findIndex((way) => !used.includes(way))
  const place = (part: FlowPart): number =>
    part.arrives ? ways.indexOf(part.via) : missing < 0 ? ways.length : missing
  let top = 1
  return parts
    .toSorted((a, b) => place(a) - place(b))
    .map(({ via, arrives, share }) => {
      const layer = { via, arrives, top, height: share * (laneHeight - 2) }
      top += layer.height
      return layer
    })
}

/** The middle of what was lost when it was most. */
function lostAt(spans: readonly { readonly layers: readonly Layer[] }[]): number {
  const lost = spans.flatMap(({ layers }) => layers.filter(({ arrives }) => !arrives))
  const [most] = lost.toSorted((a, b) => b.height - a.height)
  const middle = most === undefined ? 0 : most.top + most.height / 2
  return Math.min(Math.max(middle, badgeHeight / 2), laneHeight - badgeHeight / 2)
}

function flowWords({ name, outages }: FlowLane, arrow: string, now: Micros): string {
  const past = outages.filter(({ from }) => from <= now)
  if (past.length === 0) return `${name} ${arrow}: nothing lost`
  const words = past.map(({ from, seconds }) => `out for ${formatSpan(seconds)} from ${instantText(from)}`)
  return `${name} ${arrow}: ${words.join(', ')}; ${formatSpan(microsToSeconds(now))} have passed`
}
