import type { JSX, TargetedPointerEvent } from 'preact'
import { formatMoment } from '../../../report/quantity.ts'
import { type Micros, microsToSeconds } from '../../../sim/time.ts'
import { type Axis, instantAt, shareAt } from '../../view/axis.ts'
import type { HistoryView } from '../../view/history.ts'
import type { Store } from '../store.ts'
import { useElement } from '../use-element.ts'
import { instantText } from './instant-text.ts'
import { EventLane, FlowLaneRow, LaneLegend, SessionLaneRow, waysOf } from './lanes.tsx'
import type { Scale } from './scale.ts'
import { Score } from './score.tsx'

const labelWidth = 168
const narrowLabelWidth = 96

/** All of the time that is known, in lanes below each other, with one cursor over them. */
export function Timeline({ store }: { readonly store: Store }): JSX.Element | undefined {
  const history = store.history.value
  const now = store.moment.value?.at
  return history === undefined || now === undefined ? undefined : <Lanes {...{ store, history, now }} />
}

interface LanesProps {
  readonly store: Store
  readonly history: HistoryView
  readonly now: Micros
}

function Lanes({ store, history, now }: LanesProps): JSX.Element {
  const { ref, width } = useElement<HTMLDivElement>(1000)
  const axis = store.axis.value
  const label = width.value < 560 ? narrowLabelWidth : labelWidth
  const room = Math.max(100, width.value - label - 12)
  const colours = waysOf(history.flows)
  const scale: Scale = { width: room, x: (at) => shareAt(axis, at) * room }
  return (
    <section class="timeline" aria-labelledby="timeline-heading" style={{ '--label': `${label}px` }}>
      <div class="heading">
        <h2 id="timeline-heading">Timeline</h2>
        <Score history={history} now={now} />
      </div>
      <div class="lanes" ref={ref}>
        <EventLane {...{ store, history, scale, now }} />
        {shownSessions(history).map((lane) => (
          <SessionLaneRow key={lane.name} {...{ store, lane, scale }} />
        ))}
        {history.flows.map((lane) => (
          <FlowLaneRow key={`${lane.name} ${lane.direction}`} {...{ store, lane, colours, scale, now }} />
        ))}
        <AxisRow {...{ axis, scale, history }} />
        <Cursor {...{ store, axis, scale, history, now }} />
      </div>
      <LaneLegend />
    </section>
  )
}

/** Those that did anything after they stood for the first time; all of them where they are few. */
function shownSessions({ sessions }: HistoryView): HistoryView['sessions'] {
  const fell = sessions.filter(({ spans }) => {
    const first = spans.findIndex(({ state }) => state === 'Established')
    return first === -1 || first < spans.length - 1
  })
  return sessions.length <= 3 ? sessions : fell.slice(0, 8)
}

interface AxisRowProps {
  readonly axis: Axis
  readonly scale: Scale
  readonly history: HistoryView
}

/** Quiet spans are folded, and say how long they are. */
function AxisRow({ axis, scale, history }: AxisRowProps): JSX.Element {
  const ticks = spaced(
    history.turns.map((at) => ({ at, x: scale.x(at) })),
    90,
  )
  return (
    <div class="lane axis">
      <span class="label">time</span>
      <svg width={scale.width} height={34} aria-hidden="true">
        {axis.folds.map(({ from, to, words }) => {
          const [left, right] = [scale.x(from), scale.x(to)]
          const middle = (left + right) / 2
          return (
            <g key={from} class="fold">
              <path d={`M${left} 9H${middle - 6}l4 -5l4 10l4 -5H${right}`} />
              {right - left > 46 ? (
                <text x={middle} y={30}>
                  {words}
                </text>
              ) : undefined}
            </g>
          )
        })}
        {ticks.map(({ at, x }) => (
          <g key={at} class="tick" transform={`translate(${x} 0)`}>
            <path d="M0 2V9" />
            <text y={20} text-anchor={x > scale.width - 40 ? 'end' : x < 20 ? 'start' : 'middle'}>
              {formatMoment(microsToSeconds(at))}
            </text>
          </g>
        ))}
      </svg>
    </div>
  )
}

/** As many as have room, the first of each crowd. */
function spaced<Value extends { readonly x: number }>(
  values: readonly Value[],
  room: number,
): readonly Value[] {
  const kept: Value[] = []
  for (const value of values) if (value.x - (kept.at(-1)?.x ?? -room) >= room) kept.push(value)
  return kept
}

interface CursorProps extends AxisRowProps {
  readonly store: Store
  readonly now: Micros
}

/** Over all lanes: what lies behind it has happened. It is drawn along, and is a slider for the keyboard. */
function Cursor({ store, axis, scale, history, now }: CursorProps): JSX.Element {
  const jumpTo = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect()
    store.isPlaying.value = false
    store.jump(instantAt(axis, Math.max(0, Math.min(1, (event.clientX - left) / scale.width))))
  }
  const x = scale.x(now)
  return (
    <div
      class="cursor-room"
      style={{ width: `${scale.width}px` }}
      role="slider"
      tabIndex={0}
      aria-label="Time"
      aria-valuemin={0}
      aria-valuemax={microsToSeconds(history.until)}
      aria-valuenow={microsToSeconds(now)}
      aria-valuetext={instantText(now)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        jumpTo(event)
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1 && !store.isBusy()) jumpTo(event)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
        event.preventDefault()
        event.stopPropagation()
        store.step('event', event.key === 'ArrowLeft' ? 'back' : 'forward')
      }}
    >
      <div class="future" style={{ left: `${x}px` }} />
      <div class="cursor" style={{ left: `${x}px` }} />
    </div>
  )
}
