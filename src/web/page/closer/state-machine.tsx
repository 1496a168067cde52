import type { JSX } from 'preact'
import type { SessionEndView } from '../../view/inspect-session.ts'
import { instantText } from '../time/instant-text.ts'

/** Where the states of RFC 4271 stand: a column and a row, so that a session that comes to stand goes around. */
const places: Readonly<Record<string, readonly [number, number]>> = {
  Idle: [0, 0],
  Connect: [1, 0],
  Active: [2, 0],
  OpenSent: [2, 1],
  OpenConfirm: [1, 1],
  Established: [0, 1],
}

const ways = [
  ['Idle', 'Connect'],
  ['Connect', 'Active'],
  ['Active', 'Connect'],
  ['Connect', 'OpenSent'],
  ['Active', 'OpenSent'],
  ['OpenSent', 'OpenConfirm'],
  ['OpenConfirm', 'Established'],
  ['Established', 'Idle'],
] as const

/** The six states with the present one lit, and the way by which the session came there. */
export function StateMachine({ end: { node, state, last } }: { readonly end: SessionEndView }): JSX.Element {
  const event = last === undefined ? '' : eventWords(last)
  return (
    <figure class="machine">
      <svg viewBox="0 0 324 96" role="img" aria-label={`State of ${node}: ${state}${event && `, ${event}`}`}>
        {ways.map(([from, to]) => (
          <Way key={from + to} {...{ from, to }} kind="" />
        ))}
        {last === undefined ? undefined : <Way from={last.from} to={last.to} kind="last" />}
        {Object.entries(places).map(([name, [column, row]]) => (
          <g
            key={name}
            class={name === state ? 'now' : ''}
            transform={`translate(${51 + 111 * column} ${16 + 64 * row})`}
          >
            <rect x={-44} y={-14} width={88} height={28} rx={14} />
            <text y={4}>{name}</text>
          </g>
        ))}
      </svg>
      <figcaption>{event}</figcaption>
    </figure>
  )
}

function eventWords({ at, from, event, number, reason }: NonNullable<SessionEndView['last']>): string {
  const named = number === undefined ? event : `${event} (event ${number})`
  return `from ${from} at ${instantText(at)} by ${named}${reason === undefined ? '' : `: ${reason}`}`
}

interface WayProps {
  readonly from: string
  readonly to: string
  readonly kind: string
}

/** An arrow from one state to another; two that lead back and forth lie beside each other. */
function Way({ from, to, kind }: WayProps): JSX.Element | undefined {
  const [[a, b] = [0, 0], [c, d] = [0, 0]] = [places[from], places[to]]
  const [right, down] = [c - a, d - b]
  if (right === 0 && down === 0) return undefined
  const x = 51 + 111 * a + 44 * Math.sign(right) * (down === 0 ? 1 : 0.6)
  const y = 16 + 64 * b + 14 * Math.sign(down) + (down === 0 ? 4 * right : 0)
  const [dx, dy] = [right * 111 - 2 * (x - 51 - 111 * a), down * 36]
  const turn = (Math.atan2(dy, dx) * 180) / Math.PI
  return (
    <g class={`state-way ${kind}`}>
      <path
        d={Math.abs(right) === 2 && down === 0 ? `M${x} ${y}q${dx / 2} 56 ${dx} 0` : `M${x} ${y}l${dx} ${dy}`}
      />
      <polygon points="0,0 -7,-4 -7,4" transform={`translate(${x + dx} ${y + dy}) rotate(${turn})`} />
    </g>
  )
}
